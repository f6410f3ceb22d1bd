"""Queries are published and taken down by several at once, and after each move the search is asked for a word that
stands on that page alone. The second part of bench/withdrawals.py."""

import os
from functools import partial

from django.db import transaction

from answers import publication
from bench import processes, queues, server
from bench.claims import in_processes
from bench.pace import Pace, run
from questions.models import PublicDraft, PublishedQuestion, Question
from specialties.models import Specialty
from tests.copies import switch
from tests.factories import EVERY_CLASS, make_approved_answer, make_moderator, make_public_draft

MOVES = 30  # a second, of each kind
PROCESSES, THREADS = 2, 3  # one process of Python would be busy with thirty moves a second


def word(number):
    """A word that stands nowhere else."""
    letters = "bcdfghjklmnpqrstvwxz"
    return "qu" + "".join(letters[number // 20**place % 20] + "a" for place in range(4)) + "x"


def waiting_copies(count):
    """[(number, draft), …] of `count` public copies that only have to be approved, under all topics in turn, and who
    may approve them: copies of one that went the whole road so far."""
    approved = make_approved_answer(consent="no_need")
    draft = make_public_draft(question=approved.question, title=f"What is {word(0)}?")
    moderator = make_moderator(senior=True)
    publication.sign_off(draft, by=moderator, classes=EVERY_CLASS, seen_version=draft.version)
    draft.refresh_from_db()
    make = queues.Copies(count, 2 * queues.ROOM, list(Specialty.objects.topics()))
    first = 2 * queues.ROOM + 100_000
    words = f"(ARRAY{[f'What is {word(number)}?' for number in range(1, count + 1)]})[n]"
    with transaction.atomic():
        switch("DISABLE")
        make.answer(approved, 1)
        make.of(draft, 1, question_id=make.key(1), title=words)
        make.of(draft.answers.get(), 1, draft_id=make.key(1), source_id=make.key(1))
        # Those of the desk's benchmark are so now and then, and would ask for a second signature.
        Question.objects.filter(pk__gt=first, pk__lte=first + count).update(self_harm=False)
        switch("ENABLE")
    drafts = PublicDraft.objects.filter(pk__gt=first, pk__lte=first + count).order_by("pk")
    return list(enumerate(drafts.select_related("question__specialty__parent"), start=1)), moderator


class Mover:
    """A process that publishes each of its drafts, takes it down again, and asks the search after each move."""

    def __init__(self, moderator, port):
        self.moderator, self.port = moderator, port
        self.pace = Pace(2 * MOVES / PROCESSES)
        self.looks = []  # (page, whether the search should find it, whether it did or its status)

    def move(self, drafts):
        for number, draft in drafts:
            self.pace.wait()
            publication.approve(draft, by=self.moderator, seen_version=draft.version)
            page = PublishedQuestion.objects.only("reference").get(question=draft.question_id)
            self.look_for(number, page.reference, expected=True)
            self.pace.wait()
            question = Question.objects.select_related("asker").get(pk=draft.question_id)
            publication.withdraw(question, by=question.asker, seen_version=question.version)
            self.look_for(number, page.reference, expected=False)

    def look_for(self, number, reference, *, expected):
        answer = server.get(self.port, f"/search/?q={word(number)}")
        found = reference.encode() in answer.content if answer.status == 200 else f"status {answer.status}"
        self.looks.append((reference, expected, found))


def _move(share, people, start):
    """One process."""
    mover = Mover(*people)
    start.wait()
    run(*(partial(mover.move, share[number::THREADS]) for number in range(THREADS)))
    return mover.looks


def search_while_moving(count, port, *, web):
    """Publishes and takes down `count`; how many faults. `web` is the server's process."""
    drafts, moderator = waiting_copies(count)
    shares = [drafts[number::PROCESSES] for number in range(PROCESSES)]
    who = {"movers": os.getpid(), "web": web.pid, "database": processes.postmaster()}
    before = {name: processes.cpu(pid) for name, pid in who.items()}
    seconds, results = in_processes(_move, shares, (moderator, port))
    spent = {name: processes.cpu(pid) - before[name] for name, pid in who.items()}
    looks = [look for each in results for look in each]
    wrong = [look for look in looks if look[1] != look[2]]
    print(
        f"{count} published and taken down in {seconds:.0f} s, {len(looks) / seconds:.0f} moves a second, the search "
        f"asked after each: {len(wrong)} wrong of {len(looks)}"
    )
    told = ", ".join(f"{name} {1000 * each / len(looks):.1f}" for name, each in spent.items())
    print(f"  milliseconds of CPU for each move with its search: {told}")
    for reference, expected, found in wrong[:5]:
        print(f"  FAULT {reference}: found {found}, expected {expected}")
    return len(wrong) + 2 * count - len(looks)
