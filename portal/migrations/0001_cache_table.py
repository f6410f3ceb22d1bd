"""The table behind CACHES["default"], as `manage.py createcachetable` makes it.

Made by a migration so that `migrate` is the only step of a deployment; `portal` has no models of its own.
"""

from django.db import migrations

CREATE = """
CREATE TABLE IF NOT EXISTS cache_entry (
    cache_key varchar(255) NOT NULL PRIMARY KEY,
    value text NOT NULL,
    expires timestamp with time zone NOT NULL
);
CREATE INDEX IF NOT EXISTS cache_entry_expires ON cache_entry (expires);
"""


class Migration(migrations.Migration):
    initial = True
    dependencies: list[tuple[str, str]] = []
    operations = [migrations.RunSQL(CREATE, "DROP TABLE IF EXISTS cache_entry")]
