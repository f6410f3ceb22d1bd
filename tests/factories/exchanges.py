"""What was asked back and asked further, private and in public copies."""

from answers import exchanges, publication
from answers.models import Clarification, in_words
from questions.models import Consent
from tests.factories.answers import make_approved_answer, make_follow_up
from tests.factories.doctors import make_doctor
from tests.factories.people import make_moderator
from tests.factories.publishing import approve_copy
from tests.factories.queries import make_open_question

SAID = {"asked": "Which side?", "replied": "The left one.", "further": "May I swim?", "reply": "Yes, gently."}


def make_exchanged_answer(*, doctor=None, consent=Consent.NO_NEED, said=None, **fields):
    """An approved answer whose doctor had asked back, with a follow-up that was answered."""
    words = {**SAID, **(said or {})}
    question = make_open_question(consent=consent, **fields)
    doctor = doctor or make_doctor(specialties=[question.specialty])
    question.claim(doctor=doctor)
    asked = Clarification.objects.ask(
        question=question, by=doctor.user, items=in_words(words["asked"]), seen_version=question.version
    )
    asked.answer(by=question.asker, replies=[words["replied"]])
    question.refresh_from_db()
    answer = make_approved_answer(question=question, doctor=doctor)
    answer_follow_up(answer, text=words["further"], reply=words["reply"])
    return answer


def answer_follow_up(answer, *, text="And dive?", reply="Not yet."):
    """A follow-up whose reply a moderator released."""
    one = make_follow_up(answer=answer, text=text, reply=reply)
    one.approve(by=make_moderator(), seen_version=one.version)
    return one


def take_all_in(question, **words):
    """What publication.prepare() takes as `answers`, with every exchange taken in: in its private words, or, by side,
    in `words`."""
    versions = list(publication.publishable_versions(question))
    known = exchanges.possible(versions)
    chosen = {
        version.pk: {
            one.key: {"patient": one.patient, "doctor": one.doctor, **words}
            for one in known[version.answer_id]
        }
        for version in versions
    }
    return {version.pk: {**version.contract(), "exchanges": chosen[version.pk]} for version in versions}


def make_exchanged_draft(*, question=None, patient="", doctor="", moderator=None, **fields):
    """A public text in preparation that takes in all that was asked; nobody approved it yet."""
    question = question or make_exchanged_answer(**fields).question
    question.refresh_from_db()
    words = {side: text for side, text in (("patient", patient), ("doctor", doctor)) if text}
    return publication.prepare(
        question,
        by=moderator or make_moderator(),
        title="Why does it hurt?",
        text="It began weeks ago.",
        answers=take_all_in(question, **words),
        seen_version=0,
    )


def make_exchanged_page(**fields):
    """A public page with what was asked back and asked further."""
    draft = make_exchanged_draft(**fields)
    approve_copy(draft)
    draft.refresh_from_db()
    publication.agree(draft, by=draft.question.asker, seen_version=draft.version)
    draft.question.refresh_from_db()
    return draft.question.published_copy
