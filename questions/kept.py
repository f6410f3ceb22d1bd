"""What a visitor typed before signing in: kept in the session, which lies on the server, for a day."""

from datetime import datetime, timedelta

from django.utils import timezone

KEY = "ask"
KEPT_FOR = timedelta(hours=24)
FIELDS = (
    "submission_key",
    "specialty",
    "title",
    "text",
    "about",
    "age_band",
    "sex",
    "conditions",
    "medicines",
    "allergies",
    "consent",
)


def put(session, *, data, pictures):
    """Keep the form's texts; `pictures` is how many were chosen (the pictures themselves are not kept)."""
    session[KEY] = {
        "at": timezone.now().isoformat(),
        "pictures": pictures,
        "data": {name: str(data.get(name) or "") for name in FIELDS},
    }


def get(session):
    """What was kept as {"data", "pictures"}, or None when nothing was or its day is over."""
    found = session.get(KEY)
    if found and timezone.now() - datetime.fromisoformat(found["at"]) < KEPT_FOR:
        return found
    drop(session)
    return None


def drop(session):
    """Forget it: it was sent, or its writer asked for an empty form."""
    if KEY in session:
        del session[KEY]
