"""What the demonstration's desk shows of two moderators at work: one item handed over with a note, one held."""

from accounts import deskclaims
from accounts.models import DeskClaim
from portal.demo.seed_looks import moderator_looks
from portal.desk.lines import queues

NOTE = "You decided on two like this last week, so you will be quicker than I am."


def make(*, moderators):
    """The senior moderator hands a query over to the other one, and holds an answer. Nothing where somebody works
    already."""
    moderator, senior = moderators
    query, answer = (queues.BY_KEY[key].sorted().last() for key in ("queries", "answers"))
    if DeskClaim.objects.live().exists() or query is None or answer is None:
        return
    for question in (query, answer.question):
        moderator_looks(question, senior)
    deskclaims.hold(query, by=senior, kind="query", reference=query.reference)
    deskclaims.hand_over(query, by=senior, to=moderator, note=NOTE)
    deskclaims.hold(answer, by=senior, kind="answer", reference=answer.question.reference)
