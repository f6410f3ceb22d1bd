"""Who takes part in the workflow, what they begin with, and how a move is tried."""

from collections import Counter

from django.contrib.auth.models import Group
from django.db import connection, transaction
from hypothesis import strategies as st
from hypothesis.stateful import precondition

from accounts.moves import MoveRefused
from portal import roles
from questions.models import About, Consent
from tests import factories

# Which of the rows that a move is meant for, which person of several; and whether the page was opened before the
# last change.
which = st.integers(0, 5)
stale = st.sampled_from([*[False] * 9, True])


class World:
    """The people, and queries at each stage of their road, all brought there by real moves.

    Some have two parts: a moderator who asks, a senior one who asks, a doctor who moderates, a doctor who asks. What
    they must not decide is theirs, and the moves have to see it.
    """

    def __init__(self):
        self.area, other = (factories.make_specialty() for _ in range(2))
        self.topics = [factories.make_specialty(parent=self.area)]
        self.topics.append(factories.make_specialty(parent=self.area, rare=True))
        self.areas = [self.area, other]
        self.moderators = [factories.make_moderator(senior=number > 1) for number in range(4)]
        self.doctors = [factories.make_doctor(specialties=self.areas) for _ in range(3)]
        both = self.doctors[2].user
        both.is_staff = True
        both.save()
        both.groups.add(Group.objects.get(name=roles.MODERATOR))
        self.moderators.append(both)
        patients = [factories.make_user() for _ in range(2)]
        self.patients = [*patients, self.moderators[0], self.moderators[3], self.doctors[1].user]
        self.licence_until = self.doctors[0].licence_expires_on
        self.made, self.refused = Counter(), Counter()
        self.whole = 0  # histories walked to their end
        self._begin()

    def _begin(self):
        writes = {"doctor": self.doctors[0], "moderator": self.moderators[1], "specialty": self.topics[0]}
        asks = {"specialty": self.topics[0], "moderator": self.moderators[1]}
        factories.make_declined_question(asker=self.patients[0], **asks)
        factories.make_open_question(asker=self.patients[3], consent=Consent.SHOW_FIRST, **asks)
        factories.make_submitted_answer(asker=self.patients[1], consent=Consent.NO_NEED, **writes)
        factories.make_approved_answer(asker=self.patients[2], consent=Consent.NO_NEED, **writes)
        child = factories.make_approved_answer(
            asker=self.patients[0], consent=Consent.SHOW_FIRST, about=About.CHILD, **writes
        )
        factories.make_public_draft(question=child.question, moderator=self.moderators[2])
        for patient in self.patients[:2]:
            answer = factories.make_approved_answer(asker=patient, consent=Consent.NO_NEED, **writes)
            draft = factories.make_public_draft(question=answer.question, moderator=self.moderators[1])
            factories.approve_copy(draft, by=self.moderators[2])


# What there is to decide on, as a set of words.
THERE = """
    SELECT 'care:' || care FROM questions_question UNION SELECT 'publication:' || publication FROM questions_question
    UNION SELECT 'held' FROM questions_question WHERE claimed_by_id IS NOT NULL
    UNION SELECT 'request:waiting' FROM answers_clarification WHERE replied_at IS NULL
    UNION SELECT 'appeal:' || outcome FROM questions_appeal UNION SELECT 'answer:' || status FROM answers_answer
    UNION SELECT 'followup:' || status FROM answers_followup UNION SELECT 'opinion:' || status FROM answers_opinion
    UNION SELECT 'report:' || status FROM answers_report UNION SELECT 'doctor:' || status FROM specialties_doctor
    UNION SELECT 'decision_appeal:' || outcome FROM answers_decisionappeal
    UNION SELECT 'statement' FROM accounts_statement WHERE kind <> 'query_declined'
    UNION SELECT 'ended' FROM specialties_doctor WHERE licence_expires_on < current_date
    UNION SELECT CASE WHEN d.approved_at IS NULL THEN 'text:prepared' ELSE 'text:approved' END
        FROM questions_publicdraft d LEFT JOIN questions_publishedquestion p USING (question_id)
        WHERE d.version IS DISTINCT FROM p.draft_version
"""


def when(*wanted):
    """The rule is chosen while there is one of these; now and then without, and must be refused then."""
    return precondition(lambda tried: tried.steps % 6 == 0 or bool(tried.there & set(wanted)))


def pick(number, wanted, *others):
    """One of the rows `wanted`, or, where there is none, of the first of `others` that has one: a move that must be
    refused. None where there is nothing at all."""
    for rows in (wanted, *others):
        if found := list(rows.order_by("pk").values_list("pk", flat=True)[:6]):
            return rows.get(pk=found[number % len(found)])
    return None


class Tried:
    """What happens when somebody tries a move. Mixed into the machine."""

    def __init__(self):
        super().__init__()
        self.changed, self.steps, self.there = True, 0, set()

    def look(self):
        """What there is to decide on after the last step; asked for again once something was changed."""
        if self.changed:
            with connection.cursor() as cursor:
                cursor.execute("EXECUTE there")
                self.there = {word for (word,) in cursor.fetchall()}

    def attempt(self, move, *, seen=None, stale=False, forbidden=False, **said):
        """Make the move on what was `seen`, or on the version before when the page is `stale`; what comes at the commit
        comes now. Whoever saw an old version, or is `forbidden`, must be refused. Returns whether it was made."""
        if seen is not None:
            said["seen_version"] = seen - stale
        try:
            with transaction.atomic():
                move(**said)
                commit()
        except MoveRefused:
            self.world.refused[move.__qualname__] += 1
            return False
        assert not (stale and seen is not None), f"{move} was made on an old version"
        assert not forbidden, f"{move} was made by somebody who may not"
        self.world.made[move.__qualname__] += 1
        self.changed = True
        return True


def commit():
    """What triggers and keys check at a commit, checked here: there is none before the test's end."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
