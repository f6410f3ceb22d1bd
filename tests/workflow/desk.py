"""What the desk adds to the moderators' moves: who holds an item, statements of reasons and appeals against them,
reports about public pages."""

import uuid

from django.contrib.auth.models import AnonymousUser
from hypothesis import strategies as st
from hypothesis.stateful import rule

from accounts import deskclaims
from accounts.models import DeskClaim, Statement
from answers import publication
from answers.models import DecisionAppeal, Report
from questions.models import PublicDraft, PublishedQuestion, Question
from tests import factories
from tests.workflow.world import Tried, pick, stale, when, which


class Desk(Tried):
    """Soft claims of moderators, sign-offs, and what those do who were decided against."""

    def _held(self, number):
        """An item that somebody holds at the desk, else any query."""
        return pick(
            number, Question.objects.filter(pk__in=DeskClaim.objects.values("subject_id")), Question.objects
        )

    @rule(number=which, who=which, over=st.booleans())
    def hold(self, number, who, over):
        question = pick(number, Question.objects.filter(care__in=["submitted", "open"]), Question.objects)
        holds = deskclaims.claim_on(question)
        by = self.world.moderators[who % len(self.world.moderators)]
        claim = (deskclaims.take_over if over else deskclaims.hold)(question, by=by)
        assert (claim is None) == (not over and holds is not None and holds.holder_id != by.pk)
        self.changed = True

    @rule(number=which, who=which)
    def hand_over(self, number, who):
        question = self._held(number)
        claim = deskclaims.claim_on(question)
        by, to = (self.world.moderators[(who + each) % len(self.world.moderators)] for each in (0, 1))
        forbidden = claim is None or claim.holder_id != by.pk
        self.attempt(
            lambda **said: deskclaims.hand_over(question, note="Yours.", **said),
            by=by,
            to=to,
            forbidden=forbidden,
        )

    @rule(number=which, who=which, stale=stale)
    def sign_off(self, number, who, stale):
        draft = pick(number, PublicDraft.objects.filter(approved_at=None), PublicDraft.objects.all())
        by = self._not_involved(who, draft.question)
        said = {"draft": draft, "classes": factories.EVERY_CLASS}
        self.attempt(publication.sign_off, seen=draft.version, stale=stale, **said, **by)

    @when("statement")
    @rule(number=which, stranger=stale)
    def appeal_decision(self, number, stranger):
        statement = pick(number, Statement.objects.exclude(kind="query_declined"), Statement.objects.all())
        if statement is not None:
            other = next(one for one in self.world.patients if one.pk != statement.user_id)
            by = other if stranger else statement.user
            text = "It is right as it is."
            self.attempt(
                DecisionAppeal.objects.make, statement=statement, by=by, text=text, forbidden=stranger
            )

    @when("decision_appeal:")
    @rule(number=which, who=which, granted=st.booleans())
    def decide_decision_appeal(self, number, who, granted):
        appeal = pick(number, DecisionAppeal.objects.waiting(), DecisionAppeal.objects.all())
        if appeal is not None:
            involved = [appeal.statement.by, appeal.statement.user]
            by = self._moderator(who, *involved, needs="questions.decide_appeal")
            self.attempt(appeal.decide, granted=granted, note="Looked again.", **by)

    @when("publication:published")
    @rule(number=which, kind=st.sampled_from(["privacy", "spam", "unsafe", "other"]))
    def report_page(self, number, kind):
        page = pick(number, PublishedQuestion.objects.all())
        if page is not None:
            people = [AnonymousUser(), *self.world.patients]
            said = {"kind": kind, "text": "It says who I am.", "contact": "", "key": uuid.uuid4()}
            self.attempt(Report.objects.make_of_page, page=page, by=people[number % len(people)], **said)
