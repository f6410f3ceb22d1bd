"""The counts of public pages as before, in the same order, by statements that are planned once and not for each page;
and nothing is counted where no row was changed (the page that follows its topic mostly stays where it is).
"""

from importlib import import_module

from django.db import migrations

BEFORE = import_module("questions.migrations.0031_count_topics_first")
COUNTS = """
CREATE OR REPLACE FUNCTION count_published() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    more bigint[] := '{}';
    less bigint[] := '{}';
    changed record;
BEGIN
    IF TG_OP IN ('INSERT', 'UPDATE') THEN
        more := ARRAY(
            SELECT topic_id FROM added WHERE answer_count > 0
            UNION ALL SELECT area_id FROM added WHERE answer_count > 0 AND area_id <> topic_id);
    END IF;
    IF TG_OP IN ('DELETE', 'UPDATE') THEN
        less := ARRAY(
            SELECT topic_id FROM removed WHERE answer_count > 0
            UNION ALL SELECT area_id FROM removed WHERE answer_count > 0 AND area_id <> topic_id);
    END IF;
    IF more = '{}' AND less = '{}' THEN
        RETURN NULL;
    END IF;
    FOR changed IN
        SELECT id, sum(one) AS difference
        FROM (SELECT unnest(more) AS id, 1 AS one UNION ALL SELECT unnest(less), -1) both_levels
        GROUP BY id HAVING sum(one) <> 0
        ORDER BY (SELECT parent_id IS NULL FROM specialties_specialty level WHERE level.id = both_levels.id), id
    LOOP
        UPDATE specialties_specialty SET published_count = published_count + changed.difference
            WHERE id = changed.id;
    END LOOP;
    RETURN NULL;
END $$;
DO $$ BEGIN
    EXECUTE format('ALTER FUNCTION count_published() SET search_path = %I, pg_temp', current_schema());
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("answers", "0040_exchanges_agreed"), ("questions", "0031_count_topics_first")]

    operations = [migrations.RunSQL(COUNTS, BEFORE.COUNTS.format(order=BEFORE.TOPICS_FIRST))]
