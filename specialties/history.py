"""What became of an application, for its doctor: from the trail, without naming who decided."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.models import AuditEvent

MOST_LINES = 40
# The trail's verbs as the doctor reads them; others are the desk's own.
WORDS = {
    "doctor.applied": _("You sent your application"),
    "doctor.changed": _("You changed a part of your application"),
    "doctor.checked": _("A moderator made the first check"),
    "doctor.verified": _("A second moderator confirmed: you are verified"),
    "doctor.returned": _("Your application was sent back to you"),
    "doctor.lapsed": _("Your licence ended"),
    "doctor.suspended": _("Your account as a doctor was suspended"),
    "document.accepted": _("A document was accepted"),
    "document.returned": _("A document was sent back"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the history."""

    at: datetime
    what: str


def of(doctor):
    """The history of a doctor's application, newest first; changes one after the other are one line. One query."""
    events = AuditEvent.objects.filter(
        subject_type="specialties.doctor", subject_id=doctor.pk, verb__in=WORDS
    ).order_by("-pk")[:MOST_LINES]
    lines: list[Line] = []
    for event in events:
        if not (lines and event.verb == "doctor.changed" and lines[-1].what == WORDS[event.verb]):
            lines.append(Line(at=event.at, what=WORDS[event.verb]))
    return lines
