"""Everything that is stored, as bytes: each table of the database and each file."""

import io
import shutil
from pathlib import Path

from django.conf import settings
from django.db import connection

from specialties.models import DoctorDocument


def remove_files():
    """Start with no file: tests before this one have left theirs, as a rollback takes back rows only."""
    for folder in Path(settings.MEDIA_ROOT).iterdir():
        shutil.rmtree(folder, ignore_errors=True)


def files():
    """The private files that are there, but for the documents that doctors applied with."""
    documents = set(DoctorDocument.objects.values_list("file", flat=True))
    private = Path(settings.MEDIA_ROOT) / "private"
    found = [path for path in private.rglob("*") if path.is_file()]
    return [path for path in found if path.relative_to(private).as_posix() not in documents]


def stored():
    """{table or file: bytes}."""
    found = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = current_schema()")
        for (table,) in cursor.fetchall():
            rows = io.StringIO()
            cursor.cursor.copy_expert(f"COPY {table} TO STDOUT", rows)
            found[table] = rows.getvalue().encode()
    for path in Path(settings.MEDIA_ROOT).rglob("*"):
        if path.is_file():
            found[str(path)] = path.read_bytes()
    return found


def places_of(mark):
    """The tables and files that hold `mark`, in any case."""
    wanted = mark.lower().encode()
    return sorted(place for place, data in stored().items() if wanted in data.lower())
