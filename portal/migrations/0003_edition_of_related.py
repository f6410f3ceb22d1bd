"""A page that names others is another page (see 0002_editions). A row that goes with its page needs no mark."""

from django.db import migrations

EDITIONS = """
CREATE CONSTRAINT TRIGGER edition_new AFTER INSERT ON questions_relatedpages
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.pages <> '{}') EXECUTE FUNCTION edition_of_correction();
CREATE CONSTRAINT TRIGGER edition_changed AFTER UPDATE ON questions_relatedpages
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.pages IS DISTINCT FROM NEW.pages)
    EXECUTE FUNCTION edition_of_correction();
CREATE CONSTRAINT TRIGGER edition_gone AFTER DELETE ON questions_relatedpages
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (pg_trigger_depth() = 0)
    EXECUTE FUNCTION edition_of_correction();
"""
UNDO = """
DROP TRIGGER edition_new ON questions_relatedpages;
DROP TRIGGER edition_changed ON questions_relatedpages;
DROP TRIGGER edition_gone ON questions_relatedpages;
"""


class Migration(migrations.Migration):
    dependencies = [("portal", "0002_editions"), ("questions", "0046_related")]

    operations = [migrations.RunSQL(EDITIONS, UNDO)]
