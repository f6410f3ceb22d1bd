"""Eight moderators decide at once on the same few queries, and patients change their minds meanwhile.

    .venv/bin/python -m bench.desk [--decisions 10000] [--races 500] [--moderators 8]

First over the desk's real addresses, each moderator a process of its own with a connection of its own: they open
queries, decline, approve and return answers, redact, publish, correct, take down and retract, a quarter of it from
tabs that have lain open (stale versions sent on purpose), some twice; doctors and patients do their part by the moves.
Meanwhile topics move to other specialties, the trail is sealed, and what readers can see is looked at again and again.
Then races of two, by the moves, in threads let go by a barrier (bench/patients.py).

At the end every decision that was answered as done has its one line in the trail, and nothing else has one of those
(a refused one changed nothing); what must always be true of the tables is true (tests/answers/invariants.py); each
public text is the very one that its approver signed off; verify_audit is content; PostgreSQL has seen no deadlock.
Prints the figures, and ends with 1 on any fault.
"""

import argparse
import sys
import time
from collections import Counter

from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from accounts import seals
from accounts.models import AuditEvent
from bench.claims import in_processes
from bench.moderators import DONE, REFUSED, Moderator, World, counted
from bench.patients import races
from bench.scratch import database
from questions.models import PublishedQuestion
from specialties.models import Specialty
from tests import factories
from tests.answers.invariants import INVARIANTS

PER_QUERY = 5  # decisions that a query takes on its way; a few more queries than needed are asked

# Pages whose text isn't one that its approver signed off and approved. One statement, so one moment.
UNAPPROVED = """
    SELECT page.reference FROM questions_publishedquestion page WHERE 2 <> (
        SELECT count(DISTINCT verb) FROM accounts_auditevent line
        WHERE subject_type = 'questions.question' AND subject_id = page.question_id
            AND verb IN ('publicdraft.signed_off', 'publicdraft.approved') AND actor_id = page.approved_by_id
            AND (details ->> 'draft_version')::int = page.draft_version
    )
"""

# Approved twice with nothing in between that took the first approval back.
APPROVED_TWICE = """
    SELECT subject_id FROM (
        SELECT subject_id, verb, lag(verb) OVER (PARTITION BY subject_id ORDER BY id) AS earlier
        FROM accounts_auditevent WHERE subject_type = 'questions.question' AND verb IN (
            'publicdraft.approved', 'publicdraft.prepared', 'publication.allowed', 'publication.taken_back',
            'publication.correction_taken_back', 'publication.correction_unwanted')
    ) lines WHERE verb = 'publicdraft.approved' AND earlier = 'publicdraft.approved'
"""


def rows(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def moderate(user, task, start):
    """One moderator's process."""
    world, decisions = task
    one = Moderator(world, user, seed=user.pk)
    start.wait()
    one.work(decisions)
    return one.sent, one.errors


class Beside:
    """What goes on meanwhile, called again and again: the jobs, a topic that moves, and a reader."""

    def __init__(self, world):
        self.world, self.unapproved, self.looks, self.moved = world, set(), 0, 0
        self.last = 0.0

    def __call__(self):
        if time.monotonic() - self.last < 0.4:
            return
        self.last = time.monotonic()
        self.unapproved |= {reference for (reference,) in rows(UNAPPROVED)}
        self.looks += 1
        seals.seal()
        if self.looks % 8 == 0:
            self.move_a_topic()

    def move_a_topic(self):
        """To the other specialty, with all its pages."""
        topic = Specialty.objects.get(pk=self.world.topics[self.moved % 3].pk)
        topic.parent = Specialty.objects.areas().exclude(pk=topic.parent_id).first()
        topic.save()
        self.moved += 1


def faults_of(sent, *, before):
    """What doesn't fit between the decisions sent and the trail, as {name: examples}."""
    done = Counter((one.actor, one.verb, one.subject, one.number) for one in sent if one.status == DONE)
    verbs, actors = {one.verb for one in sent}, {one.actor for one in sent}
    trail = Counter(
        (line.actor_id, line.verb, line.subject_id, _number(line))
        for line in AuditEvent.objects.filter(pk__gt=before, verb__in=verbs, actor_id__in=actors)
    )
    odd = [one for one in sent if one.status != DONE and one.status not in REFUSED]
    # A text that was taken back may be approved again as it is; every other decision makes a new version.
    steps = (key[1:] for key in done.elements() if key[1] != "publicdraft.approved")
    seen_once = Counter(steps)
    return {
        "done, but not in the trail": list((done - trail).items()),
        "in the trail, but not answered as done": list((trail - done).items()),
        "two decided on the same version": [key for key, times in seen_once.items() if times > 1],
        "answered otherwise": odd,
        "public text that its approver was not shown": _wrong_texts(sent),
    }


def _number(line):
    """The version a line is about: the text's, where it is about a text."""
    return line.details.get("draft_version", line.version)


def _wrong_texts(sent):
    """Pages that don't show the very words that were sent with the version they name."""
    saved = {
        (one.subject, one.number): one.text for one in sent if one.kind == "redact" and one.status == DONE
    }
    pages = PublishedQuestion.objects.filter(
        question__in={one.subject for one in sent if one.kind == "redact"}
    )
    return [
        page.reference for page in pages if saved.get((page.question_id, page.draft_version)) != page.text
    ]


def faults_of_tables():
    """What must always be true, and isn't."""
    found = {name: rows(sql) for name, sql in INVARIANTS.items()}
    found["public without approval and sign-off"] = rows(UNAPPROVED)
    found["approved twice"] = rows(APPROVED_TWICE)
    return found


def faults_of_trail():
    while seals.seal():
        pass
    try:
        call_command("verify_audit")
    except CommandError as error:
        return {"verify_audit": [str(error)]}
    return {}


def told(faults):
    """Print the faults; how many there are."""
    faults = {name: found for name, found in faults.items() if found}
    for name, found in faults.items():
        print(f"FAULT  {name}: {len(found)}, such as {found[:3]}", flush=True)
    return sum(map(len, faults.values()))


def decide(decisions, moderators):
    """The first part; how many faults."""
    begun = time.monotonic()
    world = World(queries=decisions // PER_QUERY + 40)
    people = [factories.make_moderator(senior=number % 2 == 0) for number in range(moderators)]
    print(f"{len(world.ids)} queries asked in {time.monotonic() - begun:.0f} s", flush=True)
    before, beside = AuditEvent.objects.latest("pk").pk, Beside(world)
    task = (world, -(-decisions // moderators))
    seconds, found = in_processes(moderate, people, task, beside=beside)
    sent = [one for each, _errors in found for one in each]
    errors = [error for _sent, each in found for error in each]
    print(
        f"{len(sent)} decisions by {moderators} in {seconds:.0f} s, {len(sent) / seconds:.1f} a second, on "
        f"{world.first.value} queries seen through; "
        f"{beside.moved} moves of a topic and {beside.looks} looks at all pages meanwhile"
    )
    for kind, words in sorted(counted(sent).items()):
        print(f"  {kind:<10}" + "".join(f"{word:>8} {number:>5}" for word, number in sorted(words.items())))
    faults = {**faults_of(sent, before=before), **faults_of_tables(), **faults_of_trail()}
    faults |= {"errors": errors, "seen public without approval": sorted(beside.unapproved)}
    faults["fewer decisions than asked for"] = [len(sent)] if len(sent) < decisions else []
    return told(faults)


def deadlocks():
    """How many PostgreSQL has seen in this database."""
    return rows("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")[0][0]


def main(arguments):
    parser = argparse.ArgumentParser(description="Eight moderators decide at once.")
    for name, default in (("decisions", 10_000), ("races", 500), ("moderators", 8)):
        parser.add_argument(f"--{name}", type=int, default=default)
    options = parser.parse_args(arguments)
    with database():
        faults = decide(options.decisions, options.moderators) if options.decisions else 0
        if options.races:
            begun = time.monotonic()
            outcomes, broken = races(options.races)
            print(f"{options.races} races in {time.monotonic() - begun:.0f} s: " + ", ".join(outcomes))
            faults += told({**broken, **faults_of_tables(), **faults_of_trail()})
        time.sleep(1.5)  # PostgreSQL counts with a delay
        faults += told({"deadlocks": [deadlocks()] if deadlocks() else []})
        print("no faults" if not faults else f"{faults} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
