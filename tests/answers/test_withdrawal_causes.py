"""Why a public page went: kept on its tombstone, told to readers where it is their business."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from accounts import statements
from accounts.models import AuditEvent, Mail, Statement, User
from accounts.moves import MoveRefused
from answers.publication import withdraw, withdraw_imported
from questions.models import PublishedQuestion, Question, WithdrawalCause, WithdrawnPage
from specialties.models import Doctor
from tests.archive import make_imported
from tests.factories import make_published_question
from tests.together import at_once

pytestmark = pytest.mark.django_db
WORDS = {"words": "Two readers told us that this advice is out of date."}
WRONG = {"cause": "reason", "reason": "wrong", **WORDS}


def take_down(page, *, by=None, **why):
    """Take a page of this site down; by its patient unless told otherwise."""
    page.question.refresh_from_db()
    withdraw(page.question, by=by or page.question.asker, seen_version=page.question.version, **why)


def gone(client, page):
    response = client.get(page.get_absolute_url())
    assert response.status_code == 410
    return response.content.decode()


def test_the_patient_reads_who_took_it_down_when_and_why(signed_in, moderator):
    wished, asked_for, wrong = (make_published_question() for _number in range(3))
    take_down(wished)
    take_down(asked_for, by=moderator)
    take_down(wrong, by=moderator, **WRONG)

    shown = [
        signed_in(page.question.asker).get(page.question.get_absolute_url()).content.decode()
        for page in (wished, asked_for, wrong)
    ]

    who = ("You took it down on", "A moderator took it down on", "Somebody it is about", WORDS["words"])
    assert [[words in page for words in who] for page in shown] == [
        [True, False, False, False],
        [False, True, True, False],
        [False, True, False, True],
    ]
    assert f'href="/me/decisions/{Statement.objects.get().pk}/"' in shown[2]


@pytest.mark.parametrize(
    ("why", "kept", "told"),
    [
        (
            {"cause": "patient"},
            ("patient", ""),
            "The person who asked it, or our moderators, had the page taken down",
        ),
        (WRONG, ("reason", "wrong"), "because its advice was wrong, unsafe or out of date"),
        (WRONG | {"reason": "identifies"}, ("reason", "identifies"), "to protect somebody’s privacy"),
        (
            WRONG | {"reason": "unfit"},
            ("reason", "unfit"),
            "a duplicate, an advertisement or not about health",
        ),
        ({"cause": "legal", **WORDS}, ("legal", ""), "It was taken down for a legal reason."),
    ],
)
def test_the_address_tells_readers_why_where_it_is_their_business(client, moderator, why, kept, told):
    page = make_published_question(title="Zyxtitle", text="Zyxtext")

    take_down(page, by=moderator, **why)

    tombstone = WithdrawnPage.objects.get()
    assert (tombstone.cause, tombstone.reason) == kept
    shown = gone(client, page)
    assert told in shown and "Zyx" not in shown and WORDS["words"] not in shown
    assert (f"until {tombstone.withdrawn_at:%-d %B %Y}" in shown) == (kept[0] != "patient")


def test_the_trail_keeps_the_codes_and_no_words(moderator):
    page = make_published_question()

    take_down(page, by=moderator, **WRONG)

    event = AuditEvent.objects.get(verb="publication.taken_down")
    assert (event.actor_id, event.details) == (moderator.pk, {"cause": "reason", "reason": "wrong"})


def test_the_patient_is_told_whoever_takes_it_down(moderator, deliver, mailoutbox):
    page = make_published_question()
    patient = page.question.asker

    take_down(page, by=moderator, **WRONG)

    assert Mail.objects.filter(kind="publication_withdrawn", user=patient).count() == 1
    deliver()
    (message,) = [each for each in mailoutbox if patient.email in each.to and "taken down" in each.subject]
    assert "only you" not in message.body  # the doctors who answered and moderators can still read it


def test_a_page_goes_against_the_patients_wish_by_a_moderator_alone_and_with_words(asker, moderator, doctor):
    page = make_published_question(asker=asker, doctor=doctor, specialty=doctor.specialties.get())

    for by, why in ((asker, WRONG), (doctor.user, WRONG), (moderator, WRONG | {"words": " "})):
        with pytest.raises(MoveRefused):
            take_down(page, by=by, **why)

    assert PublishedQuestion.objects.get() == page and not WithdrawnPage.objects.exists()


@pytest.mark.parametrize(
    ("code", "kept"),
    [("asked", ("patient", "")), ("wrong", ("reason", "wrong")), ("legal", ("legal", ""))],
)
def test_an_imported_page_keeps_its_cause_too(moderator, code, kept):
    withdraw_imported(make_imported(), by=moderator, reason_code=code)

    tombstone = WithdrawnPage.objects.get()
    assert (tombstone.cause, tombstone.reason) == kept


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"cause": "reason"},
        {"cause": "patient", "reason": "wrong"},
        {"cause": "reason", "reason": "asked"},
    ],
)
def test_the_database_takes_no_tombstone_without_a_true_cause(fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        WithdrawnPage.objects.create(reference="Q-2222-2222", **fields)


def test_the_database_keeps_a_tombstone_as_it_is(moderator):
    withdraw_imported(make_imported(), by=moderator, reason_code="wrong")

    for change in (
        lambda: WithdrawnPage.objects.update(cause=WithdrawalCause.LEGAL, reason=""),
        lambda: WithdrawnPage.objects.all().delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_the_database_lets_no_page_vanish_without_a_tombstone_or_stand_beside_one():
    page = make_imported()
    sql = [
        f"DELETE FROM answers_publishedanswer; DELETE FROM questions_publishedquestion WHERE id = {page.pk}",
        "INSERT INTO questions_withdrawnpage (reference, withdrawn_at, cause, source_name, source_id) "
        f"VALUES ('{page.reference}', now(), 'legal', '', '')",
    ]

    for statement in sql:
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_no_doctor_takes_a_page_of_their_own_down(moderator):
    page, imported = make_published_question(), make_imported()
    doctor = page.answers.get().doctor
    Doctor.objects.filter(pk=imported.answers.get().doctor_id).update(user=moderator)
    User.objects.filter(pk=doctor.user_id).update(is_staff=True)

    with pytest.raises(MoveRefused, match="of their own"):
        take_down(page, by=doctor.user, **WRONG)
    with pytest.raises(MoveRefused, match="of their own"):
        withdraw_imported(imported, by=moderator, reason_code="wrong")
    said = {"kind": "page_withdrawn", "subject": page.question, "what": "Wrong."}
    with pytest.raises(DatabaseError, match="another moderator"), transaction.atomic():
        statements.give(to=page.question.asker, by=doctor.user, **said)


@pytest.mark.django_db(transaction=True)
def test_two_who_take_a_page_down_at_once_take_it_down_once():
    pk = make_published_question().question_id
    first, second = Question.objects.get(pk=pk), Question.objects.get(pk=pk)  # each has read it before either

    def take(question):
        withdraw(question, by=question.asker, seen_version=question.version)

    found = at_once(lambda: take(first), lambda: take(second))

    assert {type(one) for one in found} == {MoveRefused, type(None)}
    assert (
        WithdrawnPage.objects.count() == AuditEvent.objects.filter(verb="publication.taken_down").count() == 1
    )
