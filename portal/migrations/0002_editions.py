"""Whoever changes what readers see, however, makes a new edition of it (specialties.models.Edition).

The triggers wait for the end of the transaction: the lock on a mark is then the last that anybody takes, and is held
for a moment only, so it stands in nobody's way. (Two transactions that each change pages of several specialties could
wait in a ring: specialties 0018 ends that.) A transaction renews a mark once, as a topic may move with
40,000 pages. They are of all apps' public tables, so they stand where all are known.
"""

from django.db import migrations

EDITIONS = """
CREATE FUNCTION new_editions(VARIADIC scopes bigint[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    one bigint;
BEGIN
    -- In one order, so that two transactions never wait for each other.
    FOR one IN SELECT DISTINCT scope FROM unnest(scopes) scope WHERE scope IS NOT NULL ORDER BY scope LOOP
        INSERT INTO specialties_edition AS kept (scope, mark, made_at, made_in)
            VALUES (one, gen_random_uuid(), statement_timestamp(), pg_current_xact_id()::text::bigint)
            ON CONFLICT (scope) DO UPDATE
                SET mark = EXCLUDED.mark, made_at = EXCLUDED.made_at, made_in = EXCLUDED.made_in
                WHERE (kept.made_at, kept.made_in) IS DISTINCT FROM (EXCLUDED.made_at, EXCLUDED.made_in);
    END LOOP;
END $$;
CREATE FUNCTION edition_of_specialty() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM new_editions(COALESCE(OLD.parent_id, OLD.id), COALESCE(NEW.parent_id, NEW.id));
    RETURN NULL;
END $$;
CREATE FUNCTION edition_of_doctors() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM new_editions(0);
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER edition_new AFTER INSERT OR DELETE ON specialties_specialty
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION edition_of_specialty();
CREATE CONSTRAINT TRIGGER edition_changed AFTER UPDATE ON specialties_specialty
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*)
    EXECUTE FUNCTION edition_of_specialty();
-- Whoever has no public page yet changes nothing on one.
CREATE CONSTRAINT TRIGGER edition_new AFTER INSERT ON specialties_doctor
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.verified_at IS NOT NULL OR NEW.status = 'archive')
    EXECUTE FUNCTION edition_of_doctors();
CREATE CONSTRAINT TRIGGER edition_gone AFTER DELETE ON specialties_doctor
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.verified_at IS NOT NULL OR OLD.status = 'archive')
    EXECUTE FUNCTION edition_of_doctors();
CREATE CONSTRAINT TRIGGER edition_changed AFTER UPDATE ON specialties_doctor
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (OLD.* IS DISTINCT FROM NEW.* AND (OLD.verified_at IS NOT NULL OR OLD.status = 'archive'
        OR NEW.verified_at IS NOT NULL OR NEW.status = 'archive'))
    EXECUTE FUNCTION edition_of_doctors();
CREATE CONSTRAINT TRIGGER edition_changed AFTER INSERT OR UPDATE OR DELETE ON specialties_doctor_specialties
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION edition_of_doctors();

CREATE FUNCTION edition_of_page() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM new_editions(OLD.area_id, NEW.area_id);
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER edition_new AFTER INSERT OR DELETE ON questions_publishedquestion
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION edition_of_page();
CREATE CONSTRAINT TRIGGER edition_changed AFTER UPDATE ON questions_publishedquestion
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION edition_of_page();

CREATE FUNCTION edition_of_answer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM new_editions(VARIADIC array_agg(area_id)) FROM questions_publishedquestion
        WHERE id IN (OLD.question_id, NEW.question_id);
    RETURN NULL;
END $$;
CREATE FUNCTION edition_of_correction() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM new_editions(VARIADIC array_agg(area_id)) FROM questions_publishedquestion
        WHERE id IN (OLD.page_id, NEW.page_id);
    RETURN NULL;
END $$;
CREATE FUNCTION edition_of_opinion() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM new_editions(VARIADIC array_agg(page.area_id)) FROM questions_publishedquestion page
        JOIN answers_publishedanswer answer ON answer.question_id = page.id
        WHERE answer.id IN (OLD.published_answer_id, NEW.published_answer_id);
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER edition_new AFTER INSERT OR DELETE ON answers_publishedanswer
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION edition_of_answer();
CREATE CONSTRAINT TRIGGER edition_changed AFTER UPDATE ON answers_publishedanswer
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION edition_of_answer();
CREATE CONSTRAINT TRIGGER edition_changed AFTER INSERT OR UPDATE OR DELETE ON answers_correction
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION edition_of_correction();
-- What a doctor writes before a moderator approved it changes nothing that readers see.
CREATE CONSTRAINT TRIGGER edition_new AFTER INSERT ON answers_opinion
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.status = 'shown') EXECUTE FUNCTION edition_of_opinion();
CREATE CONSTRAINT TRIGGER edition_gone AFTER DELETE ON answers_opinion
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.status = 'shown') EXECUTE FUNCTION edition_of_opinion();
CREATE CONSTRAINT TRIGGER edition_changed AFTER UPDATE ON answers_opinion
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.status = 'shown' OR NEW.status = 'shown')
    EXECUTE FUNCTION edition_of_opinion();

SELECT new_editions(VARIADIC array_agg(id) || 0::bigint) FROM specialties_specialty WHERE parent_id IS NULL;
DO $$ DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY[
        'new_editions(bigint[])', 'edition_of_specialty()', 'edition_of_doctors()', 'edition_of_page()',
        'edition_of_answer()', 'edition_of_correction()', 'edition_of_opinion()'
    ] LOOP
        EXECUTE format('ALTER FUNCTION %s SET search_path = %I, pg_temp', name, current_schema());
    END LOOP;
END $$;
"""
UNDO = """
DROP TRIGGER edition_new ON answers_publishedanswer;
DROP TRIGGER edition_changed ON answers_publishedanswer;
DROP TRIGGER edition_changed ON answers_correction;
DROP TRIGGER edition_new ON answers_opinion;
DROP TRIGGER edition_gone ON answers_opinion;
DROP TRIGGER edition_changed ON answers_opinion;
DROP FUNCTION edition_of_opinion();
DROP FUNCTION edition_of_correction();
DROP FUNCTION edition_of_answer();
DROP TRIGGER edition_new ON questions_publishedquestion;
DROP TRIGGER edition_changed ON questions_publishedquestion;
DROP FUNCTION edition_of_page();
DROP TRIGGER edition_new ON specialties_specialty;
DROP TRIGGER edition_changed ON specialties_specialty;
DROP TRIGGER edition_new ON specialties_doctor;
DROP TRIGGER edition_gone ON specialties_doctor;
DROP TRIGGER edition_changed ON specialties_doctor;
DROP TRIGGER edition_changed ON specialties_doctor_specialties;
DROP FUNCTION edition_of_doctors();
DROP FUNCTION edition_of_specialty();
DROP FUNCTION new_editions(bigint[]);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0001_cache_table"),
        ("specialties", "0017_editions"),
        ("questions", "0033_desk_tally"),
        ("answers", "0037_exchanges_guards"),
    ]

    operations = [migrations.RunSQL(EDITIONS, UNDO)]
