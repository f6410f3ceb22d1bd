"""What moderators do, plain and senior, and what comes to pass by the clock."""

import uuid
from datetime import timedelta

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import rule

from answers import correction, opinions, publication
from answers.jobs import end_claims, end_second_answers
from answers.models import Answer, Clarification, FollowUp, Opinion, Report, in_words
from questions.models import Appeal, Care, Publication, PublicDraft, PublishedQuestion, Question
from specialties.models import Doctor
from tests import factories
from tests.workflow.world import Tried, pick, stale, when, which

ANSWERS = Answer.objects.select_related("doctor__user", "question__asker")
QUERIES = Question.objects.select_related("asker", "specialty__parent")


class Moderators(Tried):
    """Moves of moderators. Who has a part in what is decided must be refused."""

    def _moderator(self, number, *involved, needs=""):
        """One of the moderators, and what attempt() is told of one who is `involved` or lacks the permission."""
        by = self.world.moderators[number % len(self.world.moderators)]
        return {"by": by, "forbidden": by in involved or bool(needs and not by.has_perm(needs))}

    @when("care:submitted")
    @rule(number=which, who=which, stale=stale, self_harm=stale)
    def triage(self, number, who, stale, self_harm):
        question = pick(number, QUERIES.filter(care=Care.SUBMITTED), QUERIES)
        said = {"specialty": self.world.topics[number % 2], "urgent": number == 0, "self_harm": self_harm}
        by = self._moderator(who, question.asker)
        self.attempt(question.triage, seen=question.version, stale=stale, **said, **by)

    @when("care:submitted", "care:more_information")
    @rule(number=which, who=which, stale=stale)
    def decline(self, number, who, stale):
        question = pick(number, QUERIES.filter(care__in=[Care.SUBMITTED, Care.MORE_INFORMATION]), QUERIES)
        by = self._moderator(who, question.asker)
        self.attempt(question.decline, reason="Not here.", seen=question.version, stale=stale, **by)

    @when("care:submitted")
    @rule(number=which, who=which, stale=stale)
    def ask_for_more(self, number, who, stale):
        question = pick(number, QUERIES.filter(care=Care.SUBMITTED), QUERIES)
        by = self._moderator(who, question.asker)
        said = {"items": in_words("Since when?"), "seen": question.version, "stale": stale}
        self.attempt(Clarification.objects.ask, question=question, **said, **by)

    @when("appeal:")
    @rule(number=which, who=which, granted=st.booleans())
    def decide_appeal(self, number, who, granted):
        appeal = pick(number, Appeal.objects.waiting(), Appeal.objects.all())
        if appeal is not None:
            involved = [appeal.refused_by, appeal.question.asker]
            by = self._moderator(who, *involved, needs="questions.decide_appeal")
            self.attempt(appeal.decide, granted=granted, note="Looked again.", **by)

    def _answer(self, number, who):
        answer = pick(number, ANSWERS.filter(status="in_review"), ANSWERS)
        by = self._moderator(who, answer.doctor.user, answer.question.asker)
        return answer, by

    @when("answer:in_review")
    @rule(number=which, who=which, stale=stale)
    def approve_answer(self, number, who, stale):
        answer, by = self._answer(number, who)
        by["forbidden"] |= answer.doctor.status == "suspended"
        self.attempt(answer.approve, seen=answer.version, stale=stale, **by)

    @when("answer:in_review")
    @rule(number=which, who=which, stale=stale)
    def return_answer(self, number, who, stale):
        answer, by = self._answer(number, who)
        said = {"reason": "Say more.", "proposal": {"limits": "Nobody can be sure."}}
        self.attempt(answer.send_back, seen=answer.version, stale=stale, **said, **by)

    @when("answer:approved")
    @rule(number=which, who=which, stale=stale)
    def retract_answer(self, number, who, stale):
        answer = pick(number, Answer.objects.exclude(approved_version=None), Answer.objects.all())
        by = self._moderator(who, answer.question.asker)
        said = {"code": "unsafe", "reason": "A mix-up.", "seen": answer.version, "stale": stale}
        self.attempt(publication.retract, answer=answer, **said, **by)

    def _copy(self, number, *, publications):
        """The text of a query in one of these states, with the module whose moves it knows; else any."""
        wanted = PublicDraft.objects.filter(question__publication__in=publications)
        draft = pick(number, wanted, PublicDraft.objects.all())
        return draft, correction if draft.question.publication == Publication.PUBLISHED else publication

    def _not_involved(self, who, question, needs=""):
        doctors = [answer.doctor.user for answer in question.answers.all()]
        return self._moderator(who, question.asker, *doctors, needs=needs)

    @when("publication:allowed", "publication:published")
    @rule(number=which, who=which, stale=stale)
    def prepare(self, number, who, stale):
        ready = QUERIES.filter(publication__in=["allowed", "published"], care__in=["answered", "closed"])
        question = pick(number, ready, QUERIES)
        draft = getattr(question, "public_draft", None)
        said = {"title": "Why?", "text": f"It began {number} weeks ago."}
        said["answers"] = {each.pk: each.contract() for each in publication.publishable_versions(question)}
        move = publication.prepare
        if question.publication == Publication.PUBLISHED:
            move, said["note"] = correction.prepare, "The weeks."
        seen = draft.version if draft else 0
        by = self._not_involved(who, question)
        self.attempt(move, question=question, seen=seen, stale=stale, **said, **by)

    @when("text:prepared")
    @rule(number=which, who=which, stale=stale)
    def sign(self, number, who, stale):
        draft, of = self._copy(number, publications=["allowed", "published"])
        by = self._not_involved(who, draft.question)
        if draft.question.two_people_publish:
            senior = by["by"].has_perm("questions.confirm_publication")
            by["forbidden"] |= by["by"].pk == draft.prepared_by_id or not senior
        if number % 3:  # without it, it must be refused
            said = {"draft": draft, "classes": factories.EVERY_CLASS, "by": by["by"]}
            self.attempt(publication.sign_off, seen=draft.version, **said)
            draft.refresh_from_db()
        by["forbidden"] |= draft.signed_off_by_id != by["by"].pk
        self.attempt(of.approve, draft=draft, seen=draft.version, stale=stale, **by)

    @when("text:approved")
    @rule(number=which, who=which, stale=stale)
    def take_text_back(self, number, who, stale):
        draft, of = self._copy(number, publications=["awaiting_patient"])
        by = self._not_involved(who, draft.question)
        self.attempt(of.take_back, draft=draft, seen=draft.version, stale=stale, **by)

    @when("publication:published")
    @rule(number=which, who=which, stale=stale, cause=st.sampled_from(["reason", "legal"]))
    def take_page_down_for(self, number, who, stale, cause):
        question = pick(number, QUERIES.filter(publication=Publication.PUBLISHED), QUERIES)
        said = {"cause": cause, "reason": "wrong" if cause == "reason" else "", "words": "It was wrong."}
        by = self._moderator(who, question.asker, needs="questions.publish_question")
        self.attempt(
            publication.withdraw, question=question, seen=question.version, stale=stale, **said, **by
        )

    @when("publication:published")
    @rule(number=which, who=which, old=stale, disputed=st.booleans())
    def read_page_again(self, number, who, old, disputed):
        page = pick(number, PublishedQuestion.objects.filter(review_wanted_at__isnull=not disputed))
        if page is not None:
            by = self.world.moderators[who % len(self.world.moderators)]
            said = {"by": by, "forbidden": old or by.pk in opinions.involved(page)}
            said["seen"] = "another" if old else opinions.seen_on(page)
            move = opinions.settle if disputed else publication.confirm_current
            self.attempt(lambda *, by, seen_print: move(page, by=by, seen=seen_print), **_print(said))

    @when("followup:in_review")
    @rule(number=which, who=which, stale=stale, how=st.sampled_from(["approve", "send_back", "close"]))
    def decide_follow_up(self, number, who, stale, how):
        follow_up = pick(number, FollowUp.objects.filter(status="in_review"), FollowUp.objects.all())
        if follow_up is not None:
            reason = {} if how == "approve" else {"reason": "Say more."}
            answer = follow_up.answer
            by = self._moderator(who, answer.doctor.user, answer.question.asker)
            by["forbidden"] |= how == "approve" and answer.doctor.status == "suspended"
            self.attempt(getattr(follow_up, how), seen=follow_up.version, stale=stale, **reason, **by)

    @when("opinion:in_review")
    @rule(number=which, who=which, stale=stale, shown=st.booleans())
    def decide_opinion(self, number, who, stale, shown):
        opinion = pick(number, Opinion.objects.filter(status="in_review"), Opinion.objects.all())
        if opinion is not None:
            by = self.world.moderators[who % len(self.world.moderators)]
            said = {} if shown else {"reason": "Say why."}
            said |= {"by": by, "forbidden": by.pk in opinion.involved}
            move = opinion.approve if shown else opinion.send_back
            self.attempt(move, seen=opinion.version, stale=stale, **said)

    @rule(who=which, number=which)
    def report(self, who, number):
        people = [AnonymousUser(), *self.world.patients]
        said = {"kind": "unsafe", "text": "He sold me pills.", "contact": "", "key": uuid.uuid4()}
        doctor = self.world.doctors[who % len(self.world.doctors)]
        self.attempt(Report.objects.make, doctor=doctor, by=people[number % len(people)], **said)

    @when("report:waiting")
    @rule(number=which, who=which, stale=stale, outcome=st.sampled_from(["take", "acted", "nothing", "spam"]))
    def decide_report(self, number, who, stale, outcome):
        report = pick(number, Report.objects.waiting(), Report.objects.all())
        if report is not None:
            by = self._moderator(who, report.by, *([report.doctor.user] if report.doctor else []))
            if outcome != "take":
                said = {"outcome": outcome, "note": "Looked.", "seen": report.version, "stale": stale}
                self.attempt(report.decide, **said, **by)
            else:  # a second click of who looks into it already changes nothing, on an old page too
                stale = stale and report.taken_by != by["by"]
                self.attempt(report.take, seen=report.version, stale=stale, **by)

    @rule(number=which, who=which, stale=stale)
    def suspend(self, number, who, stale):
        verified = Doctor.objects.filter(pk__in=[one.pk for one in self.world.doctors], status="verified")
        if number < 2 and verified.count() > 1:  # somebody must be left to write
            doctor = pick(number, verified)
            by = self._moderator(who, doctor.user)
            self.attempt(doctor.suspend, reason="A complaint.", seen=doctor.version, stale=stale, **by)

    @when("doctor:applied")
    @rule(number=which, who=which, stale=stale)
    def check_doctor(self, number, who, stale):
        doctor = pick(number, Doctor.objects.filter(status="applied"), Doctor.objects.all())
        by = self._moderator(who, doctor.user)
        self.attempt(doctor.mark_checked, seen=doctor.version, stale=stale, **by)

    @when("doctor:checked")
    @rule(number=which, who=which, stale=stale)
    def confirm_doctor(self, number, who, stale):
        doctor = pick(number, Doctor.objects.filter(status="checked"), Doctor.objects.all())
        by = self._moderator(who, doctor.user, doctor.checked_by, needs="specialties.confirm_doctor")
        self.attempt(doctor.verify, seen=doctor.version, stale=stale, **by)

    @when("held")
    @rule()
    def claims_end(self):
        """An hour and more goes by for whoever holds a query; the job comes round."""
        rows = Question.objects.exclude(claimed_by=None)
        rows.update(claimed_until=timezone.now() - timedelta(hours=1))
        self.attempt(end_claims)
        self.attempt(end_second_answers)

    @rule(number=which)
    def licence_ends(self, number):
        """A doctor's licence ends, now and then; the job writes it down or hasn't come round yet."""
        if number > 1:
            return
        doctor = self.world.doctors[0]
        yesterday = timezone.localdate() - timedelta(days=1)
        Doctor.objects.filter(pk=doctor.pk).update(licence_expires_on=yesterday)
        if number % 2:
            self.attempt(Doctor.objects.get(pk=doctor.pk).lapse)


def _print(said):
    """`seen` under another name: it is a print of the page, no version that attempt() could make old."""
    return {"seen_print": said.pop("seen"), **said}
