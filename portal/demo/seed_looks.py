"""Looks at the demonstration's queries, written down as the pages write them that its people would have opened."""

from accounts import audit
from accounts.models import AccessEvent

Kind = AccessEvent.Kind


def look(question, *, by, role, reason=""):
    """Write that `by` opened the query and its pictures, before the caller makes the move that follows."""
    seen = {"reference": question.reference, "role": role, "reason": reason}
    audit.looked(by, Kind.QUERY, subject_id=question.pk, **seen)
    for picture in question.attachments.all():
        audit.looked(by, Kind.PICTURE, subject_id=picture.pk, **seen)


def doctor_looks(question, doctor):
    look(question, by=doctor.user, role="doctor")


def moderator_looks(question, moderator):
    look(question, by=moderator, role="moderator", reason=AccessEvent.Reason.WORKING)
