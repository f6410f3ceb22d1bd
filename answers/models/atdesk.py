"""What the desk's queue of answers is sorted by."""

from django.db import models
from django.db.models import Q

WAITS = Q(status="in_review", given_up=False)
QUEUE_INDEXES = [
    # The moderators' queue, and how long the oldest in it waits.
    models.Index(fields=["-urgent", "submitted_at", "id"], name="answer_awaiting_review", condition=WAITS),
    models.Index(fields=["submitted_at"], name="answer_oldest_in_review", condition=WAITS),
]


class AtDesk(models.Model):
    """Abstract: what an answer copies of its query, so that the queue is a range of an index. Kept by triggers,
    whatever is written here."""

    urgent = models.BooleanField(default=False, db_default=False, editable=False)
    # Its query was taken back or refused (GIVEN_UP): nobody waits for an answer.
    given_up = models.BooleanField(default=False, db_default=False, editable=False)

    class Meta:
        abstract = True
