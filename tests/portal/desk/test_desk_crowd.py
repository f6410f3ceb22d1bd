"""Moderators decide at once on the same queries, and patients change their minds meanwhile: a small run of
bench/desk.py, over the same addresses and with the same checks."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from accounts.models import AuditEvent
from bench import desk, patients
from bench.moderators import DONE, Moderator, World
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE, DECISIONS = 4, 12


def found(faults):
    return {name: rows for name, rows in faults.items() if rows}


def test_each_decision_that_was_done_has_its_line_and_no_other_changed_anything():
    world = World(queries=6, doctors=1)
    people = [factories.make_moderator(senior=number < 2) for number in range(PEOPLE)]
    crowd = [Moderator(world, user, seed=number) for number, user in enumerate(people)]
    before = AuditEvent.objects.latest("pk").pk

    def work(one):
        one.work(DECISIONS)
        connection.close()

    with ThreadPoolExecutor(PEOPLE) as pool:
        list(pool.map(work, crowd))

    sent = [decision for one in crowd for decision in one.sent]
    assert [error for one in crowd for error in one.errors] == []
    assert len(sent) >= PEOPLE * DECISIONS
    assert {"open", "approve", "redact", "publish"} <= {one.kind for one in sent if one.status == DONE}
    assert any(one.status == 409 for one in sent)
    assert found({**desk.faults_of(sent, before=before), **desk.faults_of_tables()}) == {}


def test_a_patient_and_a_moderator_at_the_same_moment():
    outcomes, broken = patients.races(len(patients.RACES))

    assert broken == {} and len(outcomes) == len(patients.RACES)
    assert found(desk.faults_of_tables()) == {}
