"""What the demonstration shows of appeals against decisions: one that waits for the senior moderator, one decided."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import Statement, StatementKind
from answers.models import DecisionAppeal
from portal.demo.seed_clock import at
from portal.demo.seed_mails import silent_transaction

WAITING = (
    "I did name when to get help: it stands under “When to get help soon”, with the days after which to see a doctor. "
    "Please look at that part again."
)
DECIDED = "My sentence was short, but it was true: dizziness on rolling over has more causes than one."
DAYS_AGO = 2.0
ANSWER = (
    "I read the opinion and the reason again. Nobody doubts that it is true; a reader can’t tell from it what you see "
    "differently. Name one other cause and how to tell it, and it can be shown."
)


def make(*, moderators):
    """Two doctors appeal against what the plain moderator sent back: of the first answer, which waits, and of the
    first opinion, which the senior one has decided. Returns how many appeals were made."""
    if DecisionAppeal.objects.exists():
        return 0
    first, senior = moderators
    waiting = _appeal(StatementKind.ANSWER_RETURNED, by=first, words=WAITING)
    with at(timezone.now() - timedelta(days=DAYS_AGO)):
        decided = _appeal(StatementKind.OPINION_RETURNED, by=first, words=DECIDED)
    if decided is not None:
        with silent_transaction(), at(timezone.now() - timedelta(days=DAYS_AGO / 2)):
            decided.decide(by=senior, granted=False, note=ANSWER)
    return sum(appeal is not None for appeal in (waiting, decided))


def _appeal(kind, *, by, words):
    """The appeal of whom the first decision of this kind was about; None without one in time."""
    in_time = Statement.objects.filter(kind=kind, by=by, appeal_until__gte=timezone.localdate())
    said = in_time.order_by("pk").first()
    if said is None:
        return None
    with silent_transaction():
        return DecisionAppeal.objects.make(statement=said, by=said.user, text=words)
