"""The query of a page counts for itself in search, and more: beside long answers short letters were hardly found.

Until a page's entry is written again it counts as before; the worker does that topic by topic, as for a new name.
"""

from django.db import migrations

# As in 0045, but that the query is a field of its own: two and a half times, and shortened by its own length (usual: 50
# words). Answers count once, lessened a little by theirs (usual: 100).
IMPACTS = r"""
CREATE OR REPLACE FUNCTION search_impacts(title text, names text, query text, answers text) RETURNS jsonb
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
    t tsvector := to_tsvector('health', title);
    n tsvector := to_tsvector('health', left(names, 100000));
    q tsvector := to_tsvector('health', left(query, 100000));
    a tsvector := to_tsvector('health', left(answers, 100000));
    t_norm float8 := 6 / (.5 + .5 * greatest((SELECT sum(cardinality(positions)) FROM unnest(t)), 1) / 8);
    q_norm float8 := 2.5 / (.1 + .9 * greatest((SELECT sum(cardinality(positions)) FROM unnest(q)), 1) / 50);
    a_norm float8 := 1 / (.7 + .3 * greatest((SELECT sum(cardinality(positions)) FROM unnest(a)), 1) / 100);
BEGIN
    RETURN (
        SELECT coalesce(jsonb_object_agg(lexeme, impact), '{}') FROM (
            SELECT lexeme, greatest(round(100 * sum(tf) / (sum(tf) + 3))::int, 1) AS impact FROM (
                SELECT lexeme, cardinality(positions) * t_norm AS tf FROM unnest(t)
                UNION ALL SELECT lexeme, 2 FROM unnest(n)
                UNION ALL SELECT lexeme, cardinality(positions) * q_norm FROM unnest(q)
                UNION ALL SELECT lexeme, cardinality(positions) * a_norm FROM unnest(a)
            ) said GROUP BY lexeme
        ) weighed
    );
END $$
"""
IMPACTS_BEFORE = r"""
CREATE OR REPLACE FUNCTION search_impacts(title text, names text, query text, answers text) RETURNS jsonb
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
    t tsvector := to_tsvector('health', title);
    n tsvector := to_tsvector('health', left(names, 100000));
    b tsvector := to_tsvector('health', left(query, 100000) || E'\n' || left(answers, 100000));
    t_norm float8 := 6 / (.5 + .5 * greatest((SELECT sum(cardinality(positions)) FROM unnest(t)), 1) / 8);
    b_norm float8 := 1 / (.7 + .3 * greatest((SELECT sum(cardinality(positions)) FROM unnest(b)), 1) / 100);
BEGIN
    RETURN (
        SELECT coalesce(jsonb_object_agg(lexeme, impact), '{}') FROM (
            SELECT lexeme, greatest(round(100 * sum(tf) / (sum(tf) + 3))::int, 1) AS impact FROM (
                SELECT lexeme, cardinality(positions) * t_norm AS tf FROM unnest(t)
                UNION ALL SELECT lexeme, 2 FROM unnest(n)
                UNION ALL SELECT lexeme, cardinality(positions) * b_norm FROM unnest(b)
            ) said GROUP BY lexeme
        ) weighed
    );
END $$
"""

# Queries make more words heads, so a head is one of a higher impact.
HEADS = """
CREATE OR REPLACE FUNCTION search_heads(impacts jsonb) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE
    COST 1000 AS 'SELECT array_to_tsvector(ARRAY(SELECT key FROM jsonb_each(impacts) WHERE value::int >= {least}))';
REINDEX INDEX search_entry_heads
"""

# A topic's summary counts as answers do, as before.
TOPIC = """
CREATE OR REPLACE FUNCTION index_topic() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO questions_searchtopic (topic_id, impacts, names, renamed)
    VALUES (
        NEW.id,
        search_impacts(NEW.name, array_to_string(NEW.synonyms, ' '), {texts}),
        search_names(NEW.name || NEW.synonyms),
        false
    )
    ON CONFLICT (topic_id) DO UPDATE SET impacts = EXCLUDED.impacts, names = EXCLUDED.names,
        renamed = questions_searchtopic.renamed OR questions_searchtopic.names <> EXCLUDED.names
            OR (TG_OP = 'UPDATE' AND OLD.parent_id IS DISTINCT FROM NEW.parent_id);
    RETURN NULL;
END $$;
DO $$ BEGIN
    EXECUTE format('ALTER FUNCTION index_topic() SET search_path = %I, pg_temp', current_schema());
END $$
"""
NOW, BEFORE = "'', NEW.summary", "NEW.summary, ''"

# All pages stand under specialties of the upper level.
DUE = """
UPDATE questions_searchtopic SET renamed = true
FROM specialties_specialty WHERE specialties_specialty.id = topic_id AND parent_id IS NULL
"""


class Migration(migrations.Migration):
    dependencies = [("questions", "0046_related"), ("specialties", "0018_edition_slots")]

    operations = [
        migrations.RunSQL(IMPACTS, IMPACTS_BEFORE),
        migrations.RunSQL(TOPIC.format(texts=NOW), TOPIC.format(texts=BEFORE)),
        migrations.RunSQL(HEADS.format(least=65), HEADS.format(least=60)),
        migrations.RunSQL(DUE, DUE),
    ]
