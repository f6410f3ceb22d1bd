"""Pages of archives get a day of review. Triggers: what is left of a page taken down, and when a page was reviewed."""

from django.db import migrations

# Nobody has looked through them yet: due two years after the import, as the setting was for pages published here.
FILL = """
UPDATE questions_publishedquestion SET review_due_on = imported_on + 730
    WHERE imported_on IS NOT NULL AND review_due_on IS NULL;
"""

TOMBSTONES = """
CREATE FUNCTION guard_withdrawn_page() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        RAISE EXCEPTION 'what is left of a page taken down stays as it is' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.cause = '' THEN
        RAISE EXCEPTION 'a page is taken down for a cause' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER withdrawn_page_guard BEFORE INSERT OR UPDATE OR DELETE ON questions_withdrawnpage
    FOR EACH ROW EXECUTE FUNCTION guard_withdrawn_page();

-- Public or gone, never both and never neither; at the commit.
CREATE FUNCTION guard_gone_means_down() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM questions_publishedquestion WHERE reference = NEW.reference) THEN
        RAISE EXCEPTION 'page % is public, so it is not gone', NEW.reference USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER withdrawn_page_is_down AFTER INSERT ON questions_withdrawnpage
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION guard_gone_means_down();

CREATE FUNCTION guard_down_means_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM questions_withdrawnpage WHERE reference = OLD.reference) THEN
        RAISE EXCEPTION 'the address of page % must say that it is gone', OLD.reference
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER published_question_is_gone AFTER DELETE ON questions_publishedquestion
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION guard_down_means_gone();
"""

REVIEWS = """
CREATE FUNCTION guard_page_review() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.reviewed_on IS NULL OR NEW.reviewed_on < OLD.reviewed_on
            OR NEW.review_due_on IS NULL OR NEW.review_due_on <= NEW.reviewed_on THEN
        RAISE EXCEPTION 'a page is due again only after a review' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER published_question_reviewed BEFORE UPDATE ON questions_publishedquestion
    FOR EACH ROW WHEN ((OLD.reviewed_on, OLD.review_due_on) IS DISTINCT FROM (NEW.reviewed_on, NEW.review_due_on))
    EXECUTE FUNCTION guard_page_review();
"""

# A temporary table must not stand in for a real one (see answers/0004).
REAL_TABLES = """
DO $$
DECLARE
    guard text;
BEGIN
    FOREACH guard IN ARRAY ARRAY['guard_withdrawn_page', 'guard_gone_means_down', 'guard_down_means_gone',
                                 'guard_page_review']
    LOOP
        EXECUTE format('ALTER FUNCTION %I() SET search_path = %I, pg_temp', guard, current_schema());
    END LOOP;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("questions", "0024_withdrawal_causes")]

    operations = [
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RunSQL(
            TOMBSTONES,
            """
            DROP TRIGGER withdrawn_page_guard ON questions_withdrawnpage;
            DROP TRIGGER withdrawn_page_is_down ON questions_withdrawnpage;
            DROP TRIGGER published_question_is_gone ON questions_publishedquestion;
            DROP FUNCTION guard_withdrawn_page();
            DROP FUNCTION guard_gone_means_down();
            DROP FUNCTION guard_down_means_gone();
            """,
        ),
        migrations.RunSQL(
            REVIEWS,
            """
            DROP TRIGGER published_question_reviewed ON questions_publishedquestion;
            DROP FUNCTION guard_page_review();
            """,
        ),
        migrations.RunSQL(REAL_TABLES, migrations.RunSQL.noop),
    ]
