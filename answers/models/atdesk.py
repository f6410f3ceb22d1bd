"""What an answer copies of its query: the desk's queue and its doctor's inbox are sorted by it."""

from django.db import models
from django.db.models import Q

WAITS = Q(status="in_review", given_up=False)
QUEUE_INDEXES = [
    # The moderators' queue, and how long the oldest in it waits.
    models.Index(fields=["-urgent", "submitted_at", "id"], name="answer_awaiting_review", condition=WAITS),
    models.Index(fields=["submitted_at"], name="answer_oldest_in_review", condition=WAITS),
]
IN_HAND = Q(given_up=False, closed_at=None)
# Each tab of the inbox that holds answers is a range of one of these.
INBOX_INDEXES = [
    models.Index(
        fields=["doctor", "paused", "-urgent", "waits_since", "question"],
        name="answer_in_writing",
        condition=IN_HAND & Q(status="draft"),
    ),
    models.Index(
        fields=["doctor", "status", "-urgent", "waits_since", "question"],
        name="answer_sent_or_returned",
        condition=IN_HAND & Q(status__in=["in_review", "returned"]),
    ),
    models.Index(
        fields=["doctor", "waits_since", "question"],
        name="answer_done",
        condition=IN_HAND & Q(status__in=["approved", "retracted"]),
    ),
]


class AtDesk(models.Model):
    """Abstract: what an answer copies of its query, so that a queue is a range of an index. Kept by triggers,
    whatever is written here."""

    urgent = models.BooleanField(default=False, db_default=False, editable=False)
    # Its query was taken back or refused (GIVEN_UP): nobody waits for an answer.
    given_up = models.BooleanField(default=False, db_default=False, editable=False)
    # Its query waits for its patient (Care.MORE_INFORMATION).
    paused = models.BooleanField(default=False, db_default=False, editable=False)
    waits_since = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True
