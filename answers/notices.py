"""Tells doctors of new queries in their specialties: by e-mail, how many, when they want to hear of it.

A query is new when a moderator opens it to doctors. Each is counted once for each doctor: up to which moment a doctor
has been told stands in their DoctorNotices, and moves on in the transaction that queues the e-mail.
"""

from collections import defaultdict
from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts import mail
from answers.models import DoctorNotices
from questions.models import Question
from specialties.models import Doctor, Specialty

# What was opened within this time may still be on its way to the commit: it is told of next time.
LAG = timedelta(minutes=1)
# With nothing new, the moment moves on only so often: it costs a write for each doctor.
STEP = timedelta(hours=6)


def tell():
    """Queue an e-mail to each doctor who is due and for whom something new is open; how many. A periodic job.

    Six queries, and one transaction for each e-mail; reads what was opened since the earliest moment of those who are
    due, by an index, and no older query.
    """
    DoctorNotices.objects.make_missing()
    until = timezone.now() - LAG
    due = [one for one in DoctorNotices.objects.wanted().select_related("doctor") if one.is_due]
    due = [one for one in due if one.told_until < until]
    if not due:
        return 0
    opened = _opened(since=min(one.told_until for one in due), until=until)
    fields = _fields(due)
    quiet, sent = [], 0
    for notices in due:
        new = _new(notices, opened, fields[notices.doctor_id])
        if not new:
            quiet.append(notices.pk)
        elif not notices.is_quiet or (notices.urgent_always and any(urgent for _at, urgent, _asker in new)):
            sent += _mail(notices, number=len(new), until=until)
    DoctorNotices.objects.filter(pk__in=quiet, told_until__lt=until - STEP).update(told_until=until)
    return sent


def _opened(*, since, until):
    """{specialty: [(opened at, urgent, patient)]} of the queries still open that were opened in between. One query."""
    found = defaultdict(list)
    rows = Question.objects.opened_between(since, until)
    for specialty, *rest in rows.values_list("specialty", "triaged_at", "urgent", "asker"):
        found[specialty].append(rest)
    return found


def _fields(due):
    """{doctor: specialties and topics they answer in}. Two queries."""
    topics = defaultdict(list)
    for pk, parent in Specialty.objects.values_list("pk", "parent"):
        topics[pk].append(pk)
        if parent:
            topics[parent].append(pk)
    fields = defaultdict(set)
    through = Doctor.specialties.through.objects.filter(doctor__in=[one.doctor_id for one in due])
    for doctor, specialty in through.values_list("doctor", "specialty"):
        fields[doctor].update(topics[specialty])
    return fields


def _new(notices, opened, fields):
    """What was opened for this doctor since they were last told; not what they asked themselves."""
    return [
        row
        for specialty in fields
        for row in opened.get(specialty, ())
        if row[0] > notices.told_until and row[2] != notices.doctor.user_id
    ]


@transaction.atomic
def _mail(notices, *, number, until):
    """Queue the e-mail and move the moment on; 1, or 0 when another worker has done it already."""
    rows = DoctorNotices.objects.filter(pk=notices.pk, told_until=notices.told_until)
    moved = rows.update(told_until=until, mailed_at=timezone.now())
    if moved:
        mail.notify(notices.doctor.user, "new_queries", number=number, path=reverse("dashboard"))
    return moved
