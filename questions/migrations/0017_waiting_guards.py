"""A trigger keeps the number of a query's pictures."""

from django.db import migrations

PICTURES = """
CREATE FUNCTION count_pictures() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP IN ('DELETE', 'UPDATE') THEN
        UPDATE questions_question SET picture_count = picture_count - 1 WHERE id = OLD.question_id;
    END IF;
    IF TG_OP IN ('INSERT', 'UPDATE') THEN
        UPDATE questions_question SET picture_count = picture_count + 1 WHERE id = NEW.question_id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER attachment_counted AFTER INSERT OR DELETE ON questions_attachment
    FOR EACH ROW EXECUTE FUNCTION count_pictures();
CREATE TRIGGER attachment_counted_elsewhere AFTER UPDATE OF question_id ON questions_attachment
    FOR EACH ROW WHEN (OLD.question_id <> NEW.question_id) EXECUTE FUNCTION count_pictures();
DO $$ BEGIN
    EXECUTE format('ALTER FUNCTION count_pictures() SET search_path = %I, pg_temp', current_schema());
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("questions", "0016_waiting")]

    operations = [
        migrations.RunSQL(
            PICTURES,
            """
            DROP TRIGGER attachment_counted ON questions_attachment;
            DROP TRIGGER attachment_counted_elsewhere ON questions_attachment;
            DROP FUNCTION count_pictures();
            """,
        ),
    ]
