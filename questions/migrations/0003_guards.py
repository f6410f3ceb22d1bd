"""Claims only of open queries; a public page shows what was approved, and follows its topic to another specialty."""

from django.db import migrations

CLAIMS = """
CREATE OR REPLACE FUNCTION guard_claim() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.claimed_by_id IS NULL OR (
        NEW.claimed_by_id IS NOT DISTINCT FROM OLD.claimed_by_id AND NEW.claimed_until <= OLD.claimed_until
    ) THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'INSERT' OR NEW.care <> 'open' THEN
        RAISE EXCEPTION 'only an open query can be claimed' USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.claimed_by_id <> NEW.claimed_by_id AND OLD.claimed_until > statement_timestamp() THEN
        RAISE EXCEPTION 'query % is claimed by another doctor', OLD.id USING ERRCODE = 'check_violation';
    END IF;
    IF NOT doctor_is_verified(NEW.claimed_by_id) THEN
        RAISE EXCEPTION 'doctor % is not verified', NEW.claimed_by_id USING ERRCODE = 'check_violation';
    END IF;
    IF EXISTS (SELECT 1 FROM specialties_doctor WHERE id = NEW.claimed_by_id AND user_id = NEW.asker_id) THEN
        RAISE EXCEPTION 'nobody answers their own query' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
DROP TRIGGER question_claim ON questions_question;
CREATE TRIGGER question_claim BEFORE INSERT OR UPDATE OF claimed_by_id, claimed_until ON questions_question
    FOR EACH ROW EXECUTE FUNCTION guard_claim();
"""

# A query stays its patient's: moved to another account, its private text would be read there.
ASKER = """
CREATE FUNCTION guard_asker() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a query stays with its patient and reference' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER question_stays_its_askers BEFORE UPDATE OF asker_id, reference ON questions_question
    FOR EACH ROW WHEN ((OLD.asker_id, OLD.reference) IS DISTINCT FROM (NEW.asker_id, NEW.reference))
    EXECUTE FUNCTION guard_asker();
"""

# What a card shows is frozen too, and the draft of a public page stays as it was agreed to.
FROZEN = """
CREATE FUNCTION guard_public_copy_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a public page is changed by taking it down' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER published_question_frozen BEFORE UPDATE ON questions_publishedquestion
    FOR EACH ROW WHEN (OLD.question_id IS NOT NULL
        AND (OLD.reference, OLD.title, OLD.text, OLD.query_excerpt, OLD.answer_excerpt, OLD.approved_by_id)
            IS DISTINCT FROM
            (NEW.reference, NEW.title, NEW.text, NEW.query_excerpt, NEW.answer_excerpt, NEW.approved_by_id))
    EXECUTE FUNCTION guard_public_copy_frozen();

CREATE FUNCTION guard_draft_of_public_page() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM questions_publishedquestion WHERE question_id = OLD.question_id) THEN
        RAISE EXCEPTION 'the text of a public page stays approved and agreed' USING ERRCODE = 'check_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER publicdraft_of_public_page BEFORE UPDATE OR DELETE ON questions_publicdraft
    FOR EACH ROW EXECUTE FUNCTION guard_draft_of_public_page();
"""

# The rules of 0002, said once: when a page comes into being. Later its row changes only where nothing was
# approved (search vector, topic, dates), and a topic marked sensitive since must not make that impossible.
# New: a topic's page lists what belongs to it, and neither the patient nor an answering doctor prepared the text.
BIRTH = """
CREATE FUNCTION guard_published_place() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM specialties_specialty WHERE id = NEW.topic_id AND COALESCE(parent_id, id) = NEW.area_id
    ) THEN
        RAISE EXCEPTION 'the specialty of a public page is that of its topic' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER published_question_place BEFORE INSERT OR UPDATE OF topic_id, area_id ON questions_publishedquestion
    FOR EACH ROW EXECUTE FUNCTION guard_published_place();

CREATE FUNCTION guard_prepared_by() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM questions_publicdraft p JOIN questions_question q ON q.id = p.question_id
        WHERE q.id = NEW.question_id AND (p.prepared_by_id = q.asker_id
            OR NOT EXISTS (SELECT 1 FROM accounts_user WHERE id = p.prepared_by_id AND is_staff))
    ) THEN
        RAISE EXCEPTION 'staff prepare a public text, never the patient' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER published_question_prepared BEFORE INSERT ON questions_publishedquestion
    FOR EACH ROW EXECUTE FUNCTION guard_prepared_by();

DROP TRIGGER published_question_guard ON questions_publishedquestion;
CREATE TRIGGER published_question_guard BEFORE INSERT ON questions_publishedquestion
    FOR EACH ROW EXECUTE FUNCTION guard_published_question();
CREATE TRIGGER published_question_stays BEFORE UPDATE OF question_id ON questions_publishedquestion
    FOR EACH ROW WHEN (OLD.question_id IS DISTINCT FROM NEW.question_id)
    EXECUTE FUNCTION guard_public_copy_frozen();

-- The public pages of a topic follow it to another specialty.
CREATE FUNCTION move_published_area() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE questions_publishedquestion SET area_id = COALESCE(NEW.parent_id, NEW.id) WHERE topic_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER specialty_moves_its_pages AFTER UPDATE OF parent_id ON specialties_specialty
    FOR EACH ROW WHEN (OLD.parent_id IS DISTINCT FROM NEW.parent_id) EXECUTE FUNCTION move_published_area();
"""


class Migration(migrations.Migration):
    dependencies = [("questions", "0002_guards"), ("specialties", "0003_guards")]

    # Of functions replaced here, migrating back leaves the stricter one.
    operations = [
        migrations.RunSQL(CLAIMS, migrations.RunSQL.noop),
        migrations.RunSQL(
            ASKER,
            "DROP TRIGGER question_stays_its_askers ON questions_question; DROP FUNCTION guard_asker();",
        ),
        migrations.RunSQL(
            FROZEN,
            """
            DROP TRIGGER published_question_frozen ON questions_publishedquestion;
            DROP TRIGGER publicdraft_of_public_page ON questions_publicdraft;
            DROP FUNCTION guard_public_copy_frozen();
            DROP FUNCTION guard_draft_of_public_page();
            """,
        ),
        migrations.RunSQL(
            BIRTH,
            """
            DROP TRIGGER specialty_moves_its_pages ON specialties_specialty;
            DROP FUNCTION move_published_area();
            DROP TRIGGER published_question_stays ON questions_publishedquestion;
            DROP TRIGGER published_question_guard ON questions_publishedquestion;
            CREATE TRIGGER published_question_guard BEFORE INSERT OR UPDATE ON questions_publishedquestion
                FOR EACH ROW EXECUTE FUNCTION guard_published_question();
            DROP TRIGGER published_question_prepared ON questions_publishedquestion;
            DROP FUNCTION guard_prepared_by();
            DROP TRIGGER published_question_place ON questions_publishedquestion;
            DROP FUNCTION guard_published_place();
            """,
        ),
    ]
