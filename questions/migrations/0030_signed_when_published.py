"""A query may come to need two signatures after one moderator signed its text: the rule holds again when it becomes
public, as a page or as a correction of one. Pages that are public already stay."""

from django.db import migrations

SIGNED = """
CREATE FUNCTION guard_signed_when_published() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    preparer bigint;
BEGIN
    SELECT prepared_by_id INTO preparer FROM questions_publicdraft WHERE question_id = NEW.question_id;
    IF two_must_sign(NEW.question_id) AND (NEW.approved_by_id = preparer
            OR NOT holds_permission(NEW.approved_by_id, 'questions', 'confirm_publication')) THEN
        RAISE EXCEPTION 'a senior moderator who did not prepare it signs what becomes public'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER published_question_signed BEFORE INSERT ON questions_publishedquestion
    FOR EACH ROW WHEN (NEW.question_id IS NOT NULL) EXECUTE FUNCTION guard_signed_when_published();
CREATE TRIGGER published_question_signed_again BEFORE UPDATE ON questions_publishedquestion
    FOR EACH ROW WHEN (NEW.question_id IS NOT NULL AND OLD.draft_version IS DISTINCT FROM NEW.draft_version)
    EXECUTE FUNCTION guard_signed_when_published();

DO $$ BEGIN
    EXECUTE format('ALTER FUNCTION guard_signed_when_published() SET search_path = %I, pg_temp', current_schema());
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("questions", "0029_review_is_new")]

    operations = [
        migrations.RunSQL(
            SIGNED,
            """
            DROP TRIGGER published_question_signed ON questions_publishedquestion;
            DROP TRIGGER published_question_signed_again ON questions_publishedquestion;
            DROP FUNCTION guard_signed_when_published();
            """,
        ),
    ]
