"""What patients do."""

import uuid

from hypothesis import strategies as st
from hypothesis.stateful import rule

from answers import correction, publication
from answers.models import Answer, Clarification, FollowUp
from questions.models import About, Appeal, Care, Consent, Publication, PublicDraft, Question
from tests import factories
from tests.workflow.world import Tried, pick, stale, when, which

QUERIES = Question.objects.select_related("asker", "specialty__parent")
PUBLIC_OR_ASKED = [Publication.AWAITING_PATIENT, Publication.PUBLISHED]


class Patients(Tried):
    """Moves of patients on their queries. Each may be tried by somebody whose query it isn't."""

    def _own(self, number, *, care):
        return pick(number, QUERIES.filter(care__in=care), QUERIES)

    def _by(self, question, stranger):
        """The patient, or a `stranger` who must be refused: what attempt() is told of both."""
        other = next(one for one in self.world.patients if one.pk != question.asker_id)
        return {"by": other if stranger else question.asker, "forbidden": stranger}

    @rule(
        number=which,
        consent=st.sampled_from(Consent.values),
        about=st.sampled_from([About.SELF, *About.values]),
    )
    def ask(self, number, consent, about):
        patient = self.world.patients[number % len(self.world.patients)]
        factories.make_question(
            asker=patient, specialty=self.world.topics[number % 2], consent=consent, about=about
        )
        self.changed = True

    @when("care:submitted", "care:open")
    @rule(number=which, stale=stale, stranger=stale)
    def rewrite(self, number, stale, stranger):
        question = self._own(number, care=[Care.SUBMITTED, Care.OPEN])
        words = {"fields": {"text": f"It began {number} weeks ago."}, "held_for": ""}
        marks = {"urgent": number == 0, "self_harm": number == 1}
        by = self._by(question, stranger)
        self.attempt(question.rewrite, seen=question.version, stale=stale, **by, **words, **marks)

    @when("request:waiting")
    @rule(number=which, stranger=stale)
    def reply(self, number, stranger):
        request = pick(number, Clarification.objects.waiting(), Clarification.objects.all())
        if request is not None:
            self.attempt(request.answer, replies=["Since May."], **self._by(request.question, stranger))

    @when("care:declined")
    @rule(number=which, stale=stale, stranger=stale)
    def appeal(self, number, stale, stranger):
        question = self._own(number, care=[Care.DECLINED])
        by = self._by(question, stranger)
        self.attempt(
            Appeal.objects.make,
            question=question,
            text="Please.",
            seen=question.version,
            stale=stale,
            **by,
        )

    @when("care:answered")
    @rule(number=which, stale=stale, stranger=stale)
    def close(self, number, stale, stranger):
        question = self._own(number, care=[Care.ANSWERED])
        self.attempt(question.close, seen=question.version, stale=stale, **self._by(question, stranger))

    @when("care:submitted", "care:open", "care:more_information")
    @rule(number=which, stale=stale, stranger=stale)
    def take_back_query(self, number, stale, stranger):
        question = self._own(number, care=[Care.SUBMITTED, Care.OPEN, Care.MORE_INFORMATION])
        self.attempt(question.withdraw, seen=question.version, stale=stale, **self._by(question, stranger))

    @when("publication:private")
    @rule(number=which, stale=stale, stranger=stale, consent=st.sampled_from(Consent.values))
    def allow(self, number, stale, stranger, consent):
        question = pick(number, QUERIES.filter(publication=Publication.PRIVATE), QUERIES)
        by = self._by(question, stranger)
        self.attempt(question.allow_publication, consent=consent, seen=question.version, stale=stale, **by)

    @when("publication:allowed", "publication:awaiting_patient")
    @rule(number=which, stale=stale, stranger=stale)
    def keep_private(self, number, stale, stranger):
        states = [Publication.ALLOWED, Publication.AWAITING_PATIENT]
        question = pick(number, QUERIES.filter(publication__in=states), QUERIES)
        self.attempt(
            question.keep_private, seen=question.version, stale=stale, **self._by(question, stranger)
        )

    def _text(self, number):
        """A public text that lies before its patient, with the module whose moves it knows; else any."""
        first = PublicDraft.objects.filter(question__publication=Publication.AWAITING_PATIENT)
        later = PublicDraft.objects.filter(question__in=correction.with_patients())
        draft = pick(number, first | later, PublicDraft.objects.all())
        public = draft.question.publication == Publication.PUBLISHED
        return draft, correction if public else publication

    @when("text:approved")
    @rule(number=which, stale=stale, stranger=stale)
    def agree(self, number, stale, stranger):
        draft, of = self._text(number)
        by = self._by(draft.question, stranger)
        self.attempt(of.agree, draft=draft, seen=draft.version, stale=stale, **by)

    @when("text:approved")
    @rule(number=which, stale=stale, stranger=stale)
    def want_change(self, number, stale, stranger):
        draft, of = self._text(number)
        by = self._by(draft.question, stranger)
        self.attempt(
            of.want_change, draft=draft, note="Not the weeks.", seen=draft.version, stale=stale, **by
        )

    @when("publication:published")
    @rule(number=which, stale=stale)
    def take_page_down(self, number, stale):
        question = pick(number, QUERIES.filter(publication=Publication.PUBLISHED), QUERIES)
        self.attempt(
            publication.withdraw,
            question=question,
            by=question.asker,
            seen=question.version,
            stale=stale,
        )

    @when("answer:approved")
    @rule(number=which, stranger=stale)
    def follow_up(self, number, stranger):
        answer = pick(number, Answer.objects.exclude(approved_version=None), Answer.objects.all())
        by = self._by(answer.question, stranger)
        self.attempt(FollowUp.objects.ask, answer=answer, text="And now?", key=uuid.uuid4(), **by)

    @when("answer:approved")
    @rule(number=which, stranger=stale)
    def thank(self, number, stranger):
        answer = pick(number, Answer.objects.filter(thanked_at=None), Answer.objects.all())
        if answer.thanked_at is None:
            self.attempt(answer.thank, **self._by(answer.question, stranger))
