"""Two hundred histories of fifty moves each, by patients, doctors, moderators and the clock, old pages among them:
after each move everything that must always be true is true. Hypothesis chooses the moves."""

from typing import ClassVar

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, seed
from hypothesis import settings as how
from hypothesis.stateful import RuleBasedStateMachine, get_state_machine_test, invariant

from tests.workflow.desk import Desk
from tests.workflow.doctors import Doctors
from tests.workflow.invariants import LASTING, WORKFLOW
from tests.workflow.moderators import Moderators
from tests.workflow.patients import Patients
from tests.workflow.world import THERE, World

PARTS, HISTORIES, MOVES_EACH = 4, 50, 50
LOOK_BACK = 10  # the lasting invariants are looked at after every tenth move; a divisor of MOVES_EACH
HOW = how(
    max_examples=HISTORIES,
    stateful_step_count=MOVES_EACH,
    deadline=None,
    database=None,
    phases=[Phase.generate],  # shortening a history that fails takes minutes: add Phase.shrink by hand
    suppress_health_check=list(HealthCheck),
)


class Workflow(Patients, Doctors, Moderators, Desk, RuleBasedStateMachine):
    """One history. It begins in the same world, which it leaves as it found it: a savepoint takes everything back."""

    world: ClassVar[World]

    def __init__(self):
        super().__init__()
        self.history = transaction.atomic()
        self.history.__enter__()
        self.look()

    def teardown(self):
        transaction.set_rollback(True)
        self.history.__exit__(None, None, None)

    @invariant()
    def everything_holds(self):
        """Called before the first move, and after each."""
        self.look()
        if self.changed:
            self.changed = False
            assert broken("states") == {}
        if self.steps % LOOK_BACK == 0:
            assert broken("lasting") == {}
        self.world.whole += self.steps == MOVES_EACH
        self.steps += 1


def prepare_statements():
    """The invariants as two statements that are planned once: they run some thousand times."""
    with connection.cursor() as cursor:
        # Those of an earlier history; not what the site's own pages have planned.
        cursor.execute("SELECT name FROM pg_prepared_statements WHERE name IN ('lasting', 'states', 'there')")
        for (name,) in cursor.fetchall():
            cursor.execute(f"DEALLOCATE {name}")
        cursor.execute("SET LOCAL plan_cache_mode = force_generic_plan")
        for name, wanted in (("lasting", LASTING), ("states", WORKFLOW.keys() - LASTING)):
            parts = [
                f"SELECT %s, (SELECT string_agg(bad::text, '; ') FROM ({WORKFLOW[each]}) bad)"
                for each in wanted
            ]
            sql = " UNION ALL ".join(part.replace("%", "%%").replace("%%s", "%s", 1) for part in parts)
            cursor.execute(f"PREPARE {name} AS SELECT * FROM ({sql}) found (name, rows)", list(wanted))
        cursor.execute(f"PREPARE there AS {THERE}")


def broken(which):
    """The invariants of one kind, `lasting` or `states`, that don't hold, each with the rows that break it."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXECUTE {which}")
        return {name: rows for name, rows in cursor.fetchall() if rows}


@pytest.mark.long
@pytest.mark.django_db
@pytest.mark.parametrize("part", range(PARTS))  # for several processes
def test_whatever_is_done_in_whatever_order_everything_holds(part, settings):
    settings.REVIEW_EVERY_DAYS = 0  # a page waits to be read again from its first day
    Workflow.world = World()
    prepare_statements()

    # Hypothesis makes some histories from earlier ones, and would let many of those end early.
    seed(part)(get_state_machine_test(Workflow, settings=HOW, _min_steps=MOVES_EACH - 1))()

    # Most of the moves that there are were made, and many were refused.
    assert Workflow.world.whole >= HISTORIES
    assert len(Workflow.world.made) > 30 and Workflow.world.refused.total() > HISTORIES
