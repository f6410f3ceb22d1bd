"""What doctors do, verified or not any more."""

import uuid

from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import rule

from answers import publication
from answers.models import Answer, AnswerStatus, Clarification, FollowUp, Opinion, PublishedAnswer, in_words
from questions.models import Care, Handover, Question
from specialties.models import Doctor
from tests import factories
from tests.workflow.world import Tried, pick, stale, when, which

QUERIES = Question.objects.select_related("asker", "claimed_by__user")
ANSWERS = Answer.objects.select_related("doctor__user", "question__asker")
STANCES = ["agree", "caveat", "disagree"]


class Doctors(Tried):
    """Moves of doctors. Who isn't verified today must be refused, whatever the page at hand says."""

    def _doctor(self, number):
        """A doctor as the page at hand knows them, and what attempt() is told of one who may not write."""
        doctor = self.world.doctors[number % len(self.world.doctors)]
        return doctor, not Doctor.objects.get(pk=doctor.pk).is_verified

    def _answer(self, number, *status):
        """An answer in one of these states, else any; and who writes it."""
        answer = pick(number, ANSWERS.filter(status__in=status), ANSWERS)
        return answer, {"by": answer.doctor.user, "forbidden": not answer.doctor.is_verified}

    @when("care:open")
    @rule(number=which, who=which)
    def claim(self, number, who):
        doctor, forbidden = self._doctor(who)
        rows = QUERIES.exclude(asker=doctor.user)
        question = pick(number, rows.filter(care=Care.OPEN, claimed_by=None), QUERIES)
        forbidden = forbidden or question.asker_id == doctor.user_id
        self.attempt(question.claim, doctor=doctor, forbidden=forbidden)

    @when("held")
    @rule(number=which)
    def release(self, number):
        question = pick(number, QUERIES.exclude(claimed_by=None))
        if question is not None:
            self.attempt(question.release, doctor=question.claimed_by)

    @when("held")
    @rule(number=which)
    def begin(self, number):
        held = QUERIES.exclude(claimed_by=None).filter(answers=None)
        question = pick(number, held, QUERIES)
        doctor = question.claimed_by or self.world.doctors[0]
        forbidden = question.claimed_by is None or not doctor.is_verified
        self.attempt(Answer.objects.start, question=question, doctor=doctor, forbidden=forbidden)

    @when("answer:draft", "answer:returned")
    @rule(number=which, stale=stale, words=st.sampled_from(["Rest.", "Do not rest."]))
    def write(self, number, stale, words):
        answer, by = self._answer(number, AnswerStatus.DRAFT, AnswerStatus.RETURNED)
        contract = {**factories.CONTRACT, "explanation": words, "change_note": "Said it anew."}
        self.attempt(
            answer.save_draft,
            contract=contract,
            seen=answer.version,
            stale=stale,
            forbidden=by["forbidden"],
        )

    @when("answer:draft", "answer:returned")
    @rule(number=which, stale=stale)
    def send(self, number, stale):
        answer, by = self._answer(number, AnswerStatus.DRAFT, AnswerStatus.RETURNED)
        if not answer.short_answer and not by["forbidden"]:
            self.attempt(answer.save_draft, contract=factories.CONTRACT, seen=answer.version)
        self.attempt(answer.submit, seen=answer.version, stale=stale, **by)

    @when("answer:in_review")
    @rule(number=which, stale=stale)
    def recall(self, number, stale):
        answer, by = self._answer(number, AnswerStatus.IN_REVIEW)
        self.attempt(answer.recall, seen=answer.version, stale=stale, **by)

    @when("answer:approved")
    @rule(number=which, stale=stale)
    def revise(self, number, stale):
        answer, by = self._answer(number, AnswerStatus.APPROVED)
        self.attempt(answer.revise, seen=answer.version, stale=stale, **by)

    @when("answer:returned")
    @rule(number=which, stale=stale)
    def accept_proposal(self, number, stale):
        answer, by = self._answer(number, AnswerStatus.RETURNED)
        self.attempt(answer.accept_proposal, fields=["limits"], seen=answer.version, stale=stale, **by)

    @when("answer:approved")
    @rule(number=which, stale=stale)
    def retract_own(self, number, stale):
        answer, by = self._answer(number, AnswerStatus.APPROVED)
        said = {"code": "wrong", "reason": "A mix-up."}
        self.attempt(publication.retract, answer=answer, seen=answer.version, stale=stale, **said, **by)

    @when("held")
    @rule(number=which, stale=stale)
    def ask_patient(self, number, stale):
        held = QUERIES.exclude(claimed_by=None).filter(care=Care.OPEN)
        question = pick(number, held, QUERIES)
        doctor = question.claimed_by or self.world.doctors[0]
        said = {"items": in_words("Since when?"), "by": doctor.user, "forbidden": not doctor.is_verified}
        self.attempt(Clarification.objects.ask, question=question, seen=question.version, stale=stale, **said)

    @when("held")
    @rule(number=which, stale=stale, kind=st.sampled_from(["reroute", "decline"]))
    def hand_back(self, number, stale, kind):
        held = QUERIES.exclude(claimed_by=None).filter(care=Care.OPEN)
        question = pick(number, held, QUERIES)
        doctor = question.claimed_by or self.world.doctors[0]
        specialty = self.world.areas[1] if kind == "reroute" else None
        said = {"kind": kind, "reason": "Not my field.", "specialty": specialty, "doctor": doctor}
        said["forbidden"] = not doctor.is_verified
        self.attempt(Handover.objects.make, question=question, seen=question.version, stale=stale, **said)

    @when("followup:waiting", "followup:returned")
    @rule(number=which, stale=stale)
    def reply_to_follow_up(self, number, stale):
        rows = FollowUp.objects.select_related("answer__doctor__user")
        follow_up = pick(number, rows.filter(status__in=["waiting", "returned"]), rows)
        if follow_up is not None:
            doctor = follow_up.answer.doctor
            said = {"by": doctor.user, "reply": f"Yes, {number}.", "forbidden": not doctor.is_verified}
            self.attempt(follow_up.send_reply, seen=follow_up.version, stale=stale, **said)

    @when("publication:published")
    @rule(number=which, who=which, stance=st.sampled_from(STANCES), old=stale)
    def give_opinion(self, number, who, stance, old):
        answer = pick(number, PublishedAnswer.objects.standing())
        if answer is None:
            return
        doctor, forbidden = self._doctor(who)
        known = Opinion.objects.in_work().filter(published_answer=answer, doctor=doctor).first()
        said = {"doctor": doctor, "stance": stance, "reason": "" if stance == "agree" else "I treat it."}
        said |= {"seen_text": answer.draft_version - old, "key": uuid.uuid4()}
        own = answer.doctor_id == doctor.pk
        seen = known.version if known else 0
        forbidden = forbidden or old or own
        self.attempt(Opinion.objects.give, answer=answer, seen=seen, forbidden=forbidden, **said)

    @when("opinion:in_review", "opinion:shown", "opinion:returned")
    @rule(number=which, stale=stale)
    def withdraw_opinion(self, number, stale):
        opinion = pick(number, Opinion.objects.exclude(status="withdrawn"), Opinion.objects.all())
        if opinion is not None:
            by = {"by": opinion.doctor.user, "forbidden": not opinion.doctor.is_verified}
            self.attempt(opinion.withdraw, seen=opinion.version, stale=stale, **by)

    @when("publication:published")
    @rule(number=which, who=which)
    def begin_second(self, number, who):
        doctor, forbidden = self._doctor(who)
        question = pick(number, QUERIES.filter(publication="published"), QUERIES)
        forbidden = forbidden or question.asker_id == doctor.user_id
        self.attempt(Answer.objects.start_too, question=question, doctor=doctor, forbidden=forbidden)

    @when("doctor:suspended", "doctor:lapsed", "ended")
    @rule(who=which, stale=stale)
    def apply_again(self, who, stale):
        doctor = Doctor.objects.get(pk=self.world.doctors[who % len(self.world.doctors)].pk)

        def send(*, by, seen_version):
            """As the form does it: a licence that has ended is replaced with the same button."""
            if doctor.licence_expires_on < timezone.localdate():
                Doctor.objects.filter(pk=doctor.pk).update(licence_expires_on=self.world.licence_until)
            doctor.apply_again(by=by, seen_version=seen_version)

        self.attempt(send, by=doctor.user, seen=doctor.version, stale=stale)
