"""A page published in the moment in which its topic moves to another specialty goes with it.

The guard of its place reads the topic before the move commits, and the move doesn't see the page yet. Counting
the page waits for the move; whatever runs after that sees where the topic is now.
"""

from django.db import migrations

FOLLOW = """
CREATE FUNCTION follow_moved_topic() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE questions_publishedquestion page SET area_id = COALESCE(topic.parent_id, topic.id)
        FROM added JOIN specialties_specialty topic ON topic.id = added.topic_id
        WHERE page.id = added.id AND page.area_id <> COALESCE(topic.parent_id, topic.id);
    RETURN NULL;
END $$;
-- Triggers run in the order of their names: after published_count_insert.
CREATE TRIGGER published_follows_topic AFTER INSERT ON questions_publishedquestion
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION follow_moved_topic();
DO $$ BEGIN
    EXECUTE format('ALTER FUNCTION follow_moved_topic() SET search_path = %I, pg_temp', current_schema());
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("questions", "0005_frozen_facts")]

    operations = [
        migrations.RunSQL(
            FOLLOW,
            "DROP TRIGGER published_follows_topic ON questions_publishedquestion; DROP FUNCTION follow_moved_topic();",
        ),
    ]
