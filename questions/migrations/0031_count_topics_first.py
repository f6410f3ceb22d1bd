"""The counts of public pages are written from topics to specialties, as whoever holds a topic goes on to its specialty:
an import, a publication and a topic that moves never wait for each other in a ring.
"""

from django.db import migrations

COUNTS = """
CREATE OR REPLACE FUNCTION count_published() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed record;
    changes text := '';
BEGIN
    IF TG_OP IN ('INSERT', 'UPDATE') THEN
        changes := 'SELECT topic_id, area_id, 1 AS one FROM added WHERE answer_count > 0';
    END IF;
    IF TG_OP IN ('DELETE', 'UPDATE') THEN
        changes := changes || CASE WHEN changes = '' THEN '' ELSE ' UNION ALL ' END
            || 'SELECT topic_id, area_id, -1 AS one FROM removed WHERE answer_count > 0';
    END IF;
    FOR changed IN EXECUTE
        'SELECT id, sum(one) AS difference FROM ('
        || 'SELECT topic_id AS id, one FROM (' || changes || ') t'
        || ' UNION ALL SELECT area_id, one FROM (' || changes || ') a WHERE area_id <> topic_id'
        || ') both_levels GROUP BY id HAVING sum(one) <> 0 ORDER BY {order}'
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
LEVEL = "(SELECT parent_id IS NULL FROM specialties_specialty level WHERE level.id = both_levels.id)"
TOPICS_FIRST = f"{LEVEL}, both_levels.id"


class Migration(migrations.Migration):
    dependencies = [("questions", "0030_signed_when_published")]

    operations = [migrations.RunSQL(COUNTS.format(order=TOPICS_FIRST), COUNTS.format(order="id"))]
