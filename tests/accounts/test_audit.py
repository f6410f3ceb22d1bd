"""The trail of decisions and of looks at private things: written with its cause, never changed."""

import pytest
from django.db import DatabaseError, connection, transaction

from accounts import audit
from accounts.models import AccessEvent, AuditEvent
from tests import factories

pytestmark = pytest.mark.django_db

TABLES = ["accounts_auditevent", "accounts_accessevent"]


@pytest.fixture
def _trail():
    question = factories.make_open_question()
    audit.looked(
        question.asker,
        AccessEvent.Kind.QUERY,
        subject_id=question.pk,
        reference=question.reference,
        role="patient",
    )


@pytest.mark.usefixtures("_trail")
@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE {} SET at = now()",
        "UPDATE {} SET reference = ''",
        "UPDATE {} SET id = id + 1000",
        "DELETE FROM {}",
        "TRUNCATE {}",
        "TRUNCATE {} RESTART IDENTITY CASCADE",
    ],
)
def test_no_statement_changes_the_trail(statement, table):
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(table))


@pytest.mark.usefixtures("_trail")
@pytest.mark.parametrize("model", [AuditEvent, AccessEvent])
@pytest.mark.parametrize("change", ["save", "delete", "update", "bulk_update"])
def test_no_code_changes_the_trail(change, model):
    event = model.objects.first()
    event.reference = "Q-2222-3333"
    changes = {
        "save": event.save,
        "delete": event.delete,
        "update": lambda: model.objects.update(reference=""),
        "bulk_update": lambda: model.objects.bulk_update([event], ["reference"]),
    }

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        changes[change]()


def test_a_row_says_who_did_what_to_which_version(moderator):
    question = factories.make_question()

    event = audit.record(moderator, "question.tested", question, reason_code="spam")

    event.refresh_from_db()
    assert (event.actor_id, event.verb, event.version) == (moderator.pk, "question.tested", question.version)
    assert (event.subject_type, event.subject_id) == ("questions.question", question.pk)
    assert (event.reference, event.details) == (question.reference, {"reason_code": "spam"})


def test_the_system_acts_without_a_name():
    assert audit.record(None, "question.tested", factories.make_question()).actor_id is None


def test_the_trail_holds_no_word_of_patient_doctor_or_moderator():
    """The whole road of a query, its every text marked."""
    marked = {
        "text": "Zyxtext",
        "title": "Zyxtitle",
        "conditions": "Zyx",
        "medicines": "Zyx",
        "allergies": "Zyx",
    }
    answer = factories.make_submitted_answer(**marked, contract={"explanation": "Zyxanswer"})
    answer.send_back(by=factories.make_moderator(), reason="Zyxreason", seen_version=answer.version)
    question = factories.make_question(**marked)
    question.decline(by=factories.make_moderator(), reason="Zyxreason", seen_version=question.version)

    assert AuditEvent.objects.count() > 5
    assert "zyx" not in str(list(AuditEvent.objects.values())).lower()


def test_an_erased_account_leaves_the_trail_whole(moderator):
    event = audit.record(moderator, "question.tested", factories.make_question())
    number = moderator.pk

    moderator.delete()

    event.refresh_from_db()
    assert event.actor_id == number
