"""The tables of search, the functions that fill them, and the triggers that no write can pass by."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.contrib.postgres.operations import TrigramExtension, UnaccentExtension
from django.db import migrations, models

FUNCTIONS = r"""
CREATE TEXT SEARCH CONFIGURATION health (COPY = pg_catalog.english);
ALTER TEXT SEARCH CONFIGURATION health
    ALTER MAPPING FOR hword, hword_part, word WITH unaccent, english_stem;

-- How much each word stands for a page, from 1 to 99, by BM25F: saturated (k = 3), the title six times and shortened
-- by its length (usual: 8 words), other names twice, query and answers once and lessened by their length (usual: 100
-- words). Of very long texts the first 100,000 characters, as a text search vector holds no more than a megabyte.
CREATE FUNCTION search_impacts(title text, names text, query text, answers text) RETURNS jsonb
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
END $$;

-- Each of some names as the words it consists of.
CREATE FUNCTION search_names(names text[]) RETURNS jsonb LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT coalesce(jsonb_agg(to_jsonb(tsvector_to_array(to_tsvector('health', name)))), '[]')
    FROM unnest(names) AS name
$$;

-- Indexed: what words a page has, and of which it speaks above all (searching.SearchEntry). Their cost keeps the
-- planner from reading the whole table.
CREATE FUNCTION search_words(impacts jsonb) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 1000 AS
    'SELECT array_to_tsvector(ARRAY(SELECT jsonb_object_keys(impacts)))';
CREATE FUNCTION search_heads(impacts jsonb) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 1000 AS
    'SELECT array_to_tsvector(ARRAY(SELECT key FROM jsonb_each(impacts) WHERE value::int >= 60))';
"""

NO_FUNCTIONS = """
DROP FUNCTION search_words(jsonb);
DROP FUNCTION search_heads(jsonb);
DROP FUNCTION search_names(text[]);
DROP FUNCTION search_impacts(text, text, text, text);
DROP TEXT SEARCH CONFIGURATION health;
"""

TRIGGERS = r"""
ALTER TABLE questions_searchentry ALTER COLUMN impacts SET STORAGE EXTERNAL;
ALTER TABLE questions_searchentry SET (toast_tuple_target = 8160);

-- Nothing that is taken down is found for a moment longer, whatever deletes it.
CREATE FUNCTION forget_search_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM questions_searchentry WHERE page_id = OLD.id;
    RETURN NULL;
END $$;
CREATE TRIGGER forget_search_entry AFTER DELETE ON questions_publishedquestion
    FOR EACH ROW EXECUTE FUNCTION forget_search_entry();

CREATE FUNCTION index_topic() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO questions_searchtopic (topic_id, impacts, names, renamed)
    VALUES (
        NEW.id,
        search_impacts(NEW.name, array_to_string(NEW.synonyms, ' '), NEW.summary, ''),
        search_names(NEW.name || NEW.synonyms),
        false
    )
    ON CONFLICT (topic_id) DO UPDATE SET impacts = EXCLUDED.impacts, names = EXCLUDED.names,
        renamed = questions_searchtopic.renamed OR questions_searchtopic.names <> EXCLUDED.names
            OR (TG_OP = 'UPDATE' AND OLD.parent_id IS DISTINCT FROM NEW.parent_id);
    RETURN NULL;
END $$;
CREATE TRIGGER index_topic_insert AFTER INSERT ON specialties_specialty
    FOR EACH ROW EXECUTE FUNCTION index_topic();
CREATE TRIGGER index_topic_update AFTER UPDATE ON specialties_specialty FOR EACH ROW
    WHEN ((OLD.name, OLD.synonyms, OLD.summary, OLD.parent_id)
        IS DISTINCT FROM (NEW.name, NEW.synonyms, NEW.summary, NEW.parent_id))
    EXECUTE FUNCTION index_topic();
"""

REAL_TABLES = """
DO $$
DECLARE
    guard text;
BEGIN
    FOREACH guard IN ARRAY ARRAY['forget_search_entry', 'index_topic'] LOOP
        EXECUTE format('ALTER FUNCTION %I() SET search_path = %I, pg_temp', guard, current_schema());
    END LOOP;
END $$
"""

NO_TRIGGERS = """
DROP TRIGGER forget_search_entry ON questions_publishedquestion;
DROP FUNCTION forget_search_entry();
DROP TRIGGER index_topic_insert ON specialties_specialty;
DROP TRIGGER index_topic_update ON specialties_specialty;
DROP FUNCTION index_topic();
"""

TOPICS = """
INSERT INTO questions_searchtopic (topic_id, impacts, names, renamed)
SELECT id, search_impacts(name, array_to_string(synonyms, ' '), summary, ''), search_names(name || synonyms), false
FROM specialties_specialty
"""


class Migration(migrations.Migration):
    dependencies = [
        ("questions", "0037_empty_searches"),
        ("specialties", "0013_licence_ends"),
    ]

    operations = [
        TrigramExtension(),
        UnaccentExtension(),
        migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS),
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                (
                    "page",
                    models.OneToOneField(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="search_entry",
                        serialize=False,
                        to="questions.publishedquestion",
                    ),
                ),
                ("impacts", models.JSONField(editable=False)),
                (
                    "title_words",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), editable=False, size=None
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SearchTopic",
            fields=[
                (
                    "topic",
                    models.OneToOneField(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="search_topic",
                        serialize=False,
                        to="specialties.specialty",
                    ),
                ),
                ("impacts", models.JSONField(editable=False)),
                ("names", models.JSONField(editable=False)),
                ("renamed", models.BooleanField(db_default=False, default=False, editable=False)),
            ],
        ),
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                ("lexeme", models.TextField(primary_key=True, serialize=False)),
                ("pages", models.PositiveIntegerField()),
                ("heads", models.PositiveIntegerField()),
            ],
        ),
        migrations.RemoveIndex(
            model_name="publishedquestion",
            name="published_search",
        ),
        migrations.RemoveField(
            model_name="publishedquestion",
            name="tsv",
        ),
        migrations.AddIndex(
            model_name="searchentry",
            index=django.contrib.postgres.indexes.GinIndex(
                models.Func(models.F("impacts"), function="search_words"),
                fastupdate=False,
                name="search_entry_words",
            ),
        ),
        migrations.AddIndex(
            model_name="searchentry",
            index=django.contrib.postgres.indexes.GinIndex(
                models.Func(models.F("impacts"), function="search_heads"),
                fastupdate=False,
                name="search_entry_heads",
            ),
        ),
        migrations.AddIndex(
            model_name="searchword",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass(models.F("lexeme"), name="gin_trgm_ops"),
                condition=models.Q(("pages__gte", 2)),
                name="search_word_spelling",
            ),
        ),
        migrations.RunSQL(TRIGGERS, NO_TRIGGERS),
        migrations.RunSQL(REAL_TABLES, migrations.RunSQL.noop),
        migrations.RunSQL(TOPICS, migrations.RunSQL.noop),
    ]
