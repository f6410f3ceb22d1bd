"""A query's two states in a patient's words: what is happening, what comes next, since when."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from questions.models import Care, Consent, Publication, Question


@dataclass(frozen=True)
class Status:
    """`word` and `level` make the tag; `next_step` may be empty."""

    word: Any
    level: str
    sentence: Any
    next_step: Any = ""
    since: datetime | None = None


# Who reads what isn't public, in the same words wherever one asks.
READERS = _(
    "Only you, the doctors who answer and our moderators read it. A doctor who answers a later query of yours in the "
    "same specialty may read it too, without its pictures."
)
NOTHING_TO_DO = _("You don’t need to do anything. We write to you when there is news.")


def status_of(question: Question) -> Status:
    """The care state. Reads the annotations of with_progress()."""
    if question.care == Care.OPEN:
        return _waiting_for_answer(question)
    if question.care == Care.SUBMITTED and question.handed_back:
        sentence = _(
            "A doctor has read your query and handed it back to our moderators. They are now looking for who can help "
            "you best."
        )
        return Status(_("Finding the right person"), "info", sentence, NOTHING_TO_DO)
    appealed_at = getattr(question, "appealed_at", None)
    if question.care == Care.DECLINED and appealed_at:
        sentence = _(
            "You disagreed with our decision. A moderator who wasn’t part of it looks at your query again."
        )
        return Status(_("Being looked at again"), "info", sentence, NOTHING_TO_DO, appealed_at)
    word, level, sentence, next_step, since = {
        Care.DRAFT: (
            pgettext_lazy("query", "Draft"),
            "",
            _("Only you can see it. It hasn’t been sent."),
            _("Finish it and send it when you are ready."),
            question.created_at,
        ),
        Care.SUBMITTED: (
            _("Being checked"),
            "info",
            _("A moderator reads your query and passes it on to the right doctors."),
            NOTHING_TO_DO,
            question.submitted_at,
        ),
        Care.MORE_INFORMATION: (
            _("We need something from you"),
            "warn",
            _(
                "Someone who read your query has a question for you. Your query can go on once you have replied."
            ),
            _("Read the question and reply."),
            getattr(question, "information_wanted_at", None),
        ),
        Care.ANSWERED: (
            pgettext_lazy("query", "Answered"),
            "good",
            _("A doctor has answered, and our moderators have checked the answer."),
            _text_waits(question)
            or _follow_up_waits(question)
            or _("Read the answer. If it helps, tell us that it answered your question."),
            question.answered_at,
        ),
        Care.CLOSED: (
            pgettext_lazy("query", "Closed"),
            "good",
            _("You told us that this answered your question. You can read it here at any time."),
            _text_waits(question) or _follow_up_waits(question),
            question.closed_at,
        ),
        Care.DECLINED: (
            pgettext_lazy("query", "Declined"),
            "bad",
            _("Our moderators declined this query. Their reason is on its page."),
            _("Read the reason. You are welcome to ask again."),
            question.closed_at,
        ),
        Care.WITHDRAWN: (
            pgettext_lazy("query", "Withdrawn"),
            "",
            _("You withdrew this query. No doctor can read it any more."),
            "",
            question.closed_at,
        ),
    }[Care(question.care)]
    return Status(word, level, sentence, next_step, since)


def _text_waits(question):
    if question.publication == Publication.AWAITING_PATIENT:
        return _("Look at the text that we would publish, and decide.")
    return ""


def _follow_up_waits(question):
    if getattr(question, "follow_ups_waiting", 0):
        return _("Your follow-up question is with the doctor. We write to you when the reply is here.")
    return ""


def _waiting_for_answer(question):
    if getattr(question, "answers_in_review", 0):
        sentence = _("A doctor has written an answer. Our moderators check it before you read it.")
        return Status(_("Answer being reviewed"), "info", sentence, NOTHING_TO_DO, question.triaged_at)
    if question.is_claimed:
        sentence = _("A doctor has your query open and is writing an answer.")
        return Status(_("A doctor is writing"), "info", sentence, NOTHING_TO_DO, question.triaged_at)
    sentence = _(
        "The doctors of its specialty see your query in their list. We are waiting for one of them to answer it."
    )
    return Status(_("Waiting for a doctor"), "info", sentence, NOTHING_TO_DO, question.triaged_at)


def publication_of(question: Question) -> Status:
    """The publication state."""
    if question.publication == Publication.ALLOWED and question.patient_sees_first:
        sentence = _("You allowed us to publish it once you have seen the text and agreed to it.")
        if question.consent == Consent.NO_NEED:
            sentence = _(
                "You allowed us to publish it. Because of its topic or whom it is about, we still show you "
                "the text first."
            )
        return Status(_("Not public yet"), "info", sentence)
    return {
        Publication.PRIVATE: Status(
            pgettext_lazy("query", "Private"),
            "",
            READERS,
        ),
        Publication.ALLOWED: Status(
            _("Not public yet"),
            "info",
            _("You allowed us to publish it. First we take out what could identify you."),
        ),
        Publication.AWAITING_PATIENT: Status(
            _("Waiting for your decision"),
            "warn",
            _(
                "We have prepared a text without what could identify you. Nothing is public until you agree to it."
            ),
        ),
        Publication.PUBLISHED: Status(
            pgettext_lazy("query", "Public"),
            "good",
            _("Everyone can read the text without what could identify you."),
        ),
        Publication.WITHDRAWN: Status(
            pgettext_lazy("public page", "Taken down"),
            "",
            _("It was public once. It has been taken down and will not be published again."),
        ),
    }[Publication(question.publication)]
