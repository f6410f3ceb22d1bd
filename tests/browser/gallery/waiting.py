"""What makes something wait on the desk, for each of its queues."""

from datetime import timedelta

from django.utils import timezone

from portal.demo.seed_clock import at
from questions.models import Consent
from tests import factories
from tests.archive import make_imported
from tests.browser.gallery import words

DUE = timedelta(days=732)  # after which a page is to be reviewed


def appeal(cast):
    return factories.make_appeal(
        question=factories.make_declined_question(moderator=cast.moderator, **cast.asked)
    )


def public_draft(cast):
    answer = factories.make_approved_answer(**cast.answered, consent=Consent.NO_NEED)
    return factories.make_public_draft(
        question=answer.question, moderator=cast.moderator, title=words.TITLE, text=words.TEXT
    )


def disagreement(cast):
    given = factories.make_opinion(
        answer=cast.page.answers.get(), doctor=cast.other_doctor, stance="disagree", shown=True
    )
    return given.published_answer.question


def follow_up(cast, **fields):
    return factories.make_follow_up(answer=factories.make_approved_answer(**cast.answered), **fields)


def approve_waiting(cast):
    """A public text that waits for its patient."""
    answer = factories.make_approved_answer(**cast.answered, consent=Consent.SHOW_FIRST)
    factories.approve_copy(factories.make_public_draft(question=answer.question))


def correct(cast):
    factories.make_correction(cast.page.question, moderator=cast.moderator)


def stale(cast):
    with at(timezone.now() - DUE):
        return make_imported(specialty=cast.topic.name, parent=cast.area.name)


# What makes something wait in each queue.
WAITS = {
    "queries": lambda cast: factories.make_question(**cast.asked, pictures=1),
    "answers": lambda cast: factories.make_submitted_answer(**cast.answered),
    "follow-ups": lambda cast: follow_up(cast, reply="Yes, gently."),
    "appeals": lambda cast: appeal(cast),
    "decision-appeals": lambda cast: factories.make_decision_appeal(moderator=cast.moderator),
    "opinions": lambda cast: factories.make_opinion(answer=cast.page.answers.get(), doctor=cast.other_doctor),
    "disagreements": lambda cast: disagreement(cast),
    "page-reports": lambda cast: factories.make_page_report(page=cast.page),
    "reports": lambda cast: factories.make_report(doctor=cast.doctor),
    "publications": lambda cast: factories.make_approved_answer(**cast.answered, consent=Consent.SHOW_FIRST),
    "approvals": lambda cast: public_draft(cast),
    "corrections": correct,
    "doctors": lambda cast: cast.applicant,
    "licences": lambda cast: factories.make_doctor(
        licence_expires_on=timezone.localdate() + timedelta(days=9)
    ),
    "with-patients": approve_waiting,
    "stale": stale,
    "follow-ups-with-doctors": lambda cast: follow_up(cast),
}
