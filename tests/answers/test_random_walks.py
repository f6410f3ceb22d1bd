"""Eight people do whatever they like with the same few queries at the same moment: nothing may break, and what
must always be true of the tables is true afterwards."""

import random
import threading
import uuid
from collections import Counter
from contextlib import suppress

import pytest
from django.db import connection

from accounts.moves import MoveRefused
from answers import correction, publication
from answers.models import Answer, Clarification, FollowUp, in_words
from questions.models import About, Appeal, Consent, Question
from specialties.models import Specialty
from tests import factories
from tests.answers.invariants import INVARIANTS

PEOPLE = 8
STEPS = 45
QUERIES = 4


NOTHING_THERE = (
    Answer.DoesNotExist,
    Clarification.DoesNotExist,
    FollowUp.DoesNotExist,
    Appeal.DoesNotExist,
)


class World:
    """The people, two specialties, a topic that moves between them, and the queries everybody works on."""

    def __init__(self):
        self.areas = [factories.make_specialty() for _ in range(2)]
        self.topic = factories.make_specialty(parent=self.areas[0])
        self.asker = factories.make_user()
        self.moderators = [factories.make_moderator(senior=number > 0) for number in range(3)]
        self.doctors = [factories.make_doctor(specialties=self.areas) for _ in range(3)]
        self.queries = [self.ask(Consent.NO_NEED, About.SELF) for _ in range(QUERIES)]
        page = factories.make_published_question(asker=self.asker, specialty=self.topic)
        self.queries[1] = page.question_id  # which is corrected, whatever the dice say
        refused = Question.objects.get(pk=self.queries[0])  # whose patient appeals, whatever the dice say
        refused.decline(by=self.moderators[0], reason="Not here.", seen_version=refused.version)

    def ask(self, consent, about):
        about = {"about": about, "asker": self.asker, "specialty": self.topic}
        return factories.make_question(consent=consent, **about).pk


class Person:
    """Reads a query, waits a moment, and makes a move on what was read: often somebody was faster."""

    def __init__(self, world, number):
        self.world, self.dice = world, random.Random(number)
        self.done, self.errors = Counter(), []

    def walk(self):
        try:
            for _ in range(STEPS):
                self.step()
        except Exception as error:  # whatever isn't a refusal fails the test, by its name
            self.errors.append(repr(error))
        finally:
            connection.close()

    def step(self):
        slot = self.dice.randrange(QUERIES)
        question = Question.objects.select_related("asker").get(pk=self.world.queries[slot])
        self.moderator, self.doctor = (
            self.dice.choice(self.world.moderators),
            self.dice.choice(self.world.doctors),
        )
        rare = self.dice.sample(RARE, 2) if self.dice.random() < 0.2 else []
        for move in [*rare, *self.dice.sample(MOVES, len(MOVES))]:
            with suppress(MoveRefused, *NOTHING_THERE):
                move(self, question)
                self.done[move.__name__] += 1
                return
        over = {"consent": self.dice.choice(Consent.values), "about": self.dice.choice(About.values)}
        self.world.queries[slot] = self.world.ask(**over)


def triage(one, question):
    marks = {"urgent": one.dice.random() < 0.2, "self_harm": False}
    question.triage(by=one.moderator, specialty=one.world.topic, seen_version=question.version, **marks)


def ask_more(one, question):
    by = one.dice.choice([one.moderator, one.doctor.user])
    Clarification.objects.ask(
        question=question, by=by, items=in_words("Since when?"), seen_version=question.version
    )


def reply(one, question):
    question.clarifications.waiting().get().answer(by=question.asker, replies=["Since May."])


def claim(one, question):
    question.claim(doctor=one.doctor)
    Answer.objects.start(question=question, doctor=one.doctor)


def release(one, question):
    if question.claimed_by_id != one.doctor.pk:
        raise MoveRefused("not mine")
    question.release(doctor=one.doctor)


def an_answer(one, question):
    return question.answers.select_related("doctor__user").order_by("?")[:1].get()


def write(one, question):
    answer = an_answer(one, question)
    answer.save_draft(
        contract={
            **factories.CONTRACT,
            "limits": str(one.dice.random()),
            "change_note": "Said it anew.",
        },
        seen_version=answer.version,
    )


def by_doctor(name):
    def move(one, question):
        answer = an_answer(one, question)
        getattr(answer, name)(by=answer.doctor.user, seen_version=answer.version)

    move.__name__ = name
    return move


def approve(one, question):
    answer = an_answer(one, question)
    answer.approve(by=one.moderator, seen_version=answer.version)


def send_back(one, question):
    answer = an_answer(one, question)
    answer.send_back(by=one.moderator, reason="Say more.", seen_version=answer.version)


def retract(one, question):
    answer = an_answer(one, question)
    publication.retract(
        answer, by=one.moderator, code="wrong", reason="A mix-up.", seen_version=answer.version
    )


def close(one, question):
    question.close(by=question.asker, seen_version=question.version)


def withdraw(one, question):
    question.withdraw(by=question.asker, seen_version=question.version)


def rewrite(one, question):
    if one.dice.random() < 0.7:
        raise MoveRefused("content with the words")
    words = {"text": f"It began {one.dice.random()} weeks ago."}
    marks = {"urgent": one.dice.random() < 0.2, "self_harm": False, "held_for": ""}
    question.rewrite(by=question.asker, fields=words, seen_version=question.version, **marks)


def ask_further(one, question):
    FollowUp.objects.ask(
        answer=an_answer(one, question), by=question.asker, text="And now?", key=uuid.uuid4()
    )


def a_follow_up(question):
    return FollowUp.objects.of_question(question).order_by("?")[:1].get()


def reply_further(one, question):
    follow_up = a_follow_up(question)
    doctor = follow_up.answer.doctor.user
    follow_up.send_reply(by=doctor, reply=f"{one.dice.random()}", seen_version=follow_up.version)


def decide_further(one, question):
    follow_up = a_follow_up(question)
    seen, kind = {"seen_version": follow_up.version}, one.dice.randrange(4)
    if kind == 0:
        follow_up.send_back(by=one.moderator, reason="Say more.", **seen)
    elif kind == 1:
        follow_up.close(by=one.moderator, reason="Ask anew.", **seen)
    else:
        follow_up.approve(by=one.moderator, **seen)


def thank(one, question):
    answer = an_answer(one, question)
    if answer.thanked_at:
        raise MoveRefused("said already")
    answer.thank(by=question.asker)


def appeal(one, question):
    Appeal.objects.make(question=question, by=question.asker, text="Please.", seen_version=question.version)


def decide_appeal(one, question):
    waiting = Appeal.objects.waiting().filter(question=question).get()
    waiting.decide(by=one.moderator, granted=one.dice.random() < 0.7, note="Looked again.")


def decline(one, question):
    question.decline(by=one.moderator, reason="Not here.", seen_version=question.version)


def allow(one, question):
    consent = one.dice.choice([Consent.NO_NEED, Consent.SHOW_FIRST])
    question.allow_publication(by=question.asker, consent=consent, seen_version=question.version)


def keep_private(one, question):
    question.keep_private(by=question.asker, seen_version=question.version)


def prepare(one, question):
    parts = {each.pk: each.contract() for each in publication.publishable_versions(question)}
    draft = getattr(question, "public_draft", None)
    text = f"It began {one.dice.random()} weeks ago."
    seen = {"seen_version": draft.version if draft else 0}
    publication.prepare(question, by=one.moderator, title="Why?", text=text, answers=parts, **seen)


def correct(one, question):
    parts = {each.pk: each.contract() for each in publication.publishable_versions(question)}
    draft = getattr(question, "public_draft", None)
    if draft is None:
        raise MoveRefused("no copy")
    text = f"It began {one.dice.random()} weeks ago."
    seen = {"seen_version": draft.version}
    correction.prepare(
        question, by=one.moderator, title="Why?", text=text, answers=parts, note="The weeks.", **seen
    )


def on_copy(name, *, by_asker=False, of=publication, **words):
    def move(one, question):
        draft = getattr(question, "public_draft", None)
        if draft is None:
            raise MoveRefused("no copy")
        by = question.asker if by_asker else one.moderator
        if name == "approve":
            with suppress(MoveRefused):
                factories.sign_off(draft, by=by)
        getattr(of, name)(draft, by=by, seen_version=draft.version, **words)

    move.__name__ = f"{'copy' if of is publication else 'correction'}_{name}"
    return move


def take_down(one, question):
    publication.withdraw(question, by=question.asker, seen_version=question.version)


def move_topic(one, question):
    topic = Specialty.objects.get(pk=one.world.topic.pk)
    topic.parent = one.dice.choice(one.world.areas)
    topic.save()


MOVES = [
    *(triage, reply, claim, write, approve, send_back, close, allow, prepare),
    *(rewrite, ask_further, reply_further, decide_further, thank, appeal, decide_appeal),
    *(by_doctor("submit"), on_copy("approve"), on_copy("agree", by_asker=True)),
    *(correct, on_copy("approve", of=correction), on_copy("agree", by_asker=True, of=correction)),
]
# What ends a walk, or would undo each step of it.
RARE = [
    *(ask_more, release, retract, withdraw, decline, keep_private, take_down, move_topic),
    *(
        by_doctor("recall"),
        by_doctor("revise"),
        on_copy("take_back"),
        on_copy("want_change", by_asker=True, note="Leave out the weeks."),
        on_copy("take_back", of=correction),
        on_copy("want_change", by_asker=True, note="Leave out the weeks.", of=correction),
    ),
]


@pytest.mark.django_db(transaction=True)
def test_whatever_people_do_at_once_nothing_breaks():
    world = World()
    people = [Person(world, number) for number in range(PEOPLE)]
    threads = [threading.Thread(target=one.walk) for one in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    done = sum((one.done for one in people), Counter())
    assert not any(thread.is_alive() for thread in threads)
    assert [error for one in people for error in one.errors] == []
    assert done.total() > PEOPLE * STEPS / 2 and done["approve"] and done["prepare"], done
    assert done["correct"], done
    assert done["ask_further"] and done["decide_further"] and done["appeal"] and done["rewrite"], done
    assert broken() == {}


def broken():
    """The invariants that don't hold, each with the rows that break it."""
    found = {}
    with connection.cursor() as cursor:
        for name, sql in INVARIANTS.items():
            cursor.execute(sql)
            found[name] = cursor.fetchall()
    return {name: rows for name, rows in found.items() if rows}
