"""What a deployment changes on public pages without the database: code, templates, translations, settings."""

import hashlib
import json
from functools import cache

from django.conf import settings

PARTS = ("accounts", "specialties", "questions", "answers", "portal", "templates", "locale")
KINDS = {".py", ".html", ".txt", ".xml", ".mo"}
SECRET = {"SECRET_KEY", "SECRET_KEY_FALLBACKS", "DATABASES", "DATABASE_URL"}


@cache
def release() -> str:
    """The same text on every machine and in every process of a deployment, another after each. Reads all files that
    pages are made of, once."""
    found = hashlib.sha256()
    files = [path for part in PARTS for path in (settings.BASE_DIR / part).rglob("*") if path.suffix in KINDS]
    manifest = settings.BASE_DIR.joinpath(settings.STATIC_ROOT, "staticfiles.json")
    for path in [*sorted(files), settings.BASE_DIR / "requirements.txt", manifest]:
        if path.is_file():
            found.update(hashlib.sha256(path.read_bytes()).digest())
    shown = {name: getattr(settings, name) for name in dir(settings) if name.isupper() and name not in SECRET}
    found.update(json.dumps(shown, default=_plain, sort_keys=True).encode())
    return found.hexdigest()


def _plain(value: object) -> object:
    return sorted(map(str, value)) if isinstance(value, (set, frozenset)) else str(value)
