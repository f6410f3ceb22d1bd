"""Traps for scripts on forms that anyone may send: a field nobody sees, and how long the form took.

A trap never refuses: a person whose browser filled the field must not lose a word. What it finds is a mark, and
what is marked waits for a moderator.
"""

from datetime import UTC, datetime

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# The names of the fields in templates/includes/_robot_traps.html.
TRAP = "homepage"
STARTED = "started"
SALT = "accounts.robots"

# What each mark means, for moderators.
EXPLANATIONS = {
    "trap_filled": _("A field that people can’t see was filled in."),
    "too_quick": _("It was written and sent faster than a person can."),
    "no_start": _("The form was sent without having been opened."),
}


def traps(request: HttpRequest) -> dict[str, str]:
    """What the include takes. A form that comes back with errors keeps the time it was first opened at."""
    posted = request.POST.get(STARTED, "")
    return {"started": posted if _opened_at(posted) else signing.dumps(timezone.now().timestamp(), salt=SALT)}


def suspicion(request: HttpRequest, *, started_at: datetime | None = None) -> list[str]:
    """The marks of a sent form: none for nearly every person. `EXPLANATIONS` has their words.

    `started_at`: when a draft kept on the server was begun; it is believed before the form's own stamp, which a
    script may keep and send again.
    """
    marks = ["trap_filled"] if request.POST.get(TRAP, "").strip() else []
    started_at = started_at or _opened_at(request.POST.get(STARTED, ""))
    if started_at is None:
        return [*marks, "no_start"]
    if (timezone.now() - started_at).total_seconds() < settings.MINIMUM_ASK_SECONDS:
        marks.append("too_quick")
    return marks


def _opened_at(stamp: str) -> datetime | None:
    """When a form was opened; None for a stamp that isn't ours."""
    try:
        return datetime.fromtimestamp(signing.loads(stamp, salt=SALT), tz=UTC)
    except signing.BadSignature:
        return None
