"""What the demonstration shows of appeals against decisions: one that waits for the senior moderator."""

from django.utils import timezone

from accounts.models import Statement, StatementKind
from answers.models import DecisionAppeal
from portal.demo.seed_mails import silent_transaction

WORDS = (
    "I did name when to get help: it stands under “When to get help soon”, with the days after which to see a doctor. "
    "Please look at that part again."
)


def make(*, moderators):
    """The doctor of the first answer or opinion that the plain moderator sent back appeals. Returns how many."""
    if DecisionAppeal.objects.exists():
        return 0
    kinds = [StatementKind.ANSWER_RETURNED, StatementKind.OPINION_RETURNED, StatementKind.REPLY_RETURNED]
    in_time = Statement.objects.filter(kind__in=kinds, appeal_until__gte=timezone.localdate())
    said = in_time.filter(by=moderators[0]).order_by("pk").first()
    if said is None:
        return 0
    with silent_transaction():
        DecisionAppeal.objects.make(statement=said, by=said.user, text=WORDS)
    return 1
