"""Many doctors claim the same queries at once.

    .venv/bin/python -m bench.claims [QUERIES [DOCTORS]]        default: 1000 10

First over the real address, each doctor a process of its own, all walking the queries in the same order: each query
must have one winner. Then with claims that last some hundredths of a second, while the job that ends claims runs:
nobody may get a query before the claim of the one before has ended, by the database's clock. Prints the figures, and
fails loudly.
"""

import multiprocessing
import random
import sys
import time
from contextlib import suppress
from itertools import pairwise
from queue import Empty

from django.conf import settings
from django.db import connection
from django.test import Client

from accounts.models import AuditEvent
from accounts.moves import MoveRefused
from answers.jobs import end_claims
from bench.scratch import database, open_queries
from questions.models import Question
from tests.factories import make_doctor, make_specialty

TINY_MINUTES = 0.0005  # 30 milliseconds


def over_the_address(doctor, questions, start):
    """Claims each query as a browser does."""
    client = Client()
    client.force_login(doctor.user)
    start.wait()
    for question in questions:
        client.post(f"/dashboard/questions/{question.reference}/claim/")


def by_the_move(doctor, questions, start):
    """Claims each query; [(query, doctor, from, until), …] of those won, by the database's clock."""
    settings.CLAIM_MINUTES = TINY_MINUTES
    questions, won = list(questions), []
    random.Random(doctor.pk % 3).shuffle(questions)  # three orders, so that doctors meet again and again
    start.wait()
    for question in questions:
        with suppress(MoveRefused):
            question.claim(doctor=doctor)
            won.append((question.pk, doctor.pk, question.claimed_until))
    return won


def _work(task, doctor, questions, start, results):
    try:
        results.put(task(doctor, questions, start))
    finally:
        connection.close()


def in_processes(task, doctors, questions, *, beside=None):
    """Run `task` for each doctor in a process of its own, all let go together; the seconds it took, and the results."""
    forked = multiprocessing.get_context("fork")
    start, results = forked.Event(), forked.Queue()
    connection.close()  # a connection must not be shared by processes
    people = [forked.Process(target=_work, args=(task, one, questions, start, results)) for one in doctors]
    for person in people:
        person.start()
    time.sleep(2)  # all are signed in
    begun = time.monotonic()
    start.set()
    found = []
    while len(found) < len(people):
        if beside:
            beside()
        running = any(person.is_alive() for person in people)
        try:
            found.append(results.get(timeout=0.05))
        except Empty:
            assert running, "a process has died"
    return time.monotonic() - begun, found


def one_winner_each(doctors, questions):
    seconds, _ = in_processes(over_the_address, doctors, questions)
    rows = Question.objects.filter(pk__in=[question.pk for question in questions])
    claims = AuditEvent.objects.filter(verb="question.claimed").values_list("subject_id", flat=True)
    unclaimed = rows.filter(claimed_by=None).count()
    double = len(claims) - len(set(claims))
    print(
        f"over the address: {len(doctors) * len(questions)} claims in {seconds:.0f} s: {len(claims)} winners, "
        f"{double} double, {unclaimed} unclaimed",
        flush=True,
    )
    assert (len(claims), double, unclaimed) == (len(questions), 0, 0)


def never_two_at_a_time(doctors, questions):
    seconds, found = in_processes(by_the_move, doctors, questions, beside=end_claims)
    length = TINY_MINUTES * 60  # seconds
    won = sorted((query, until, doctor) for each in found for query, doctor, until in each)
    overlaps = [
        (before, after)
        for before, after in pairwise(won)
        if before[0] == after[0]
        and before[2] != after[2]
        and (after[1] - before[1]).total_seconds() < length - 1e-9
    ]
    unclaimed = {question.pk for question in questions} - {query for query, _until, _doctor in won}
    print(
        f"with claims of {length * 1000:.0f} ms: {len(doctors) * len(questions)} claims in {seconds:.0f} s: "
        f"{len(won)} won, {len(overlaps)} at the same time, {len(unclaimed)} queries unclaimed",
        flush=True,
    )
    assert not overlaps and not unclaimed


def main(queries, people):
    with database():
        specialty = make_specialty()
        doctors = [make_doctor(specialties=[specialty]) for _ in range(people)]
        one_winner_each(doctors, list(open_queries(queries, specialties=[specialty])))
        never_two_at_a_time(doctors, list(open_queries(queries, specialties=[specialty])))


if __name__ == "__main__":
    main(*([int(each) for each in sys.argv[1:]] + [1_000, 10][len(sys.argv) - 1 :]))
