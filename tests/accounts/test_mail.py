"""E-mails: queued with their cause, sent by the worker, without a word about anybody's health."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail as outbox
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts import mail
from answers import publication
from answers.models import Clarification
from questions.models import Consent, Question
from tests import factories
from tests.factories import CONTRACT, make_approved_answer, make_doctor, make_moderator, make_open_question

PATIENT = ["question_received", "question_more_information", "question_answered", "question_declined"]
PATIENT += ["question_withdrawn", "publication_preview", "publication_published", "publication_withdrawn"]
PATIENT += ["answer_retracted"]
DOCTOR = ["answer_approved", "answer_returned"]
DOCTOR += [f"doctor_{status}" for status in ("applied", "returned", "verified", "suspended", "lapsed")]
KINDS = [*PATIENT, *DOCTOR, "moderator_urgent"]
# One mark for each private field, and for what would tell the topic.
MARK = "PLANTED"


# The worker closes its connections between tasks, which a test inside a transaction would not survive.
with_worker = pytest.mark.django_db(transaction=True)


def work():
    """What the worker does in one round."""
    call_command("db_worker", batch=True, startup_delay=False, interval=0, verbosity=0)


def texts(message):
    """All that leaves the site of one mail: headers, text and HTML."""
    return str(message.message()), message.subject, message.body, message.alternatives[0].content


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_says_what_to_do_and_where(kind, asker):
    mail.send.call(
        user_id=asker.pk, kind=kind, reference="Q-7K3M-92VX", path="/me/questions/Q-7K3M-92VX/", key="k"
    )

    (message,) = outbox.outbox
    _source, subject, body, html = texts(message)
    assert message.to == [asker.email]
    assert 10 < len(subject) < 80 and "{" not in subject and "\n" not in subject
    for text in (body, html):
        assert f"{settings.SITE_URL}/me/questions/Q-7K3M-92VX/" in text
        assert "Q-7K3M-92VX" in text and "You get this message because you have an account" in text
        assert "{%" not in text and "{{" not in text
    assert "&#x27;" not in body and "&quot;" not in body  # plain text, not HTML


def test_every_kind_the_code_sends_has_its_text():
    code = "".join(
        path.read_text()
        for app in ("accounts", "specialties", "questions", "answers", "portal")
        for path in Path(settings.BASE_DIR, app).rglob("*.py")
    )
    named = set(re.findall(r'"((?:question|publication|answer|moderator)_[a-z_]+)"', code))
    files = {path.stem for path in Path(settings.BASE_DIR, "templates/emails").glob("*.txt")} - {"base"}

    assert files == set(KINDS)
    assert {kind for kind in KINDS if not kind.startswith("doctor_")} <= named


def planted_loop():
    """Walk the whole road with a mark in every private field."""
    area = factories.make_specialty(name=f"{MARK} area")
    doctor = make_doctor(specialties=[area], name=f"Dr {MARK}", biography=MARK, interests=MARK)
    fields = dict.fromkeys(("title", "text", "conditions", "medicines", "allergies"), MARK)
    question = make_open_question(
        specialty=area, consent=Consent.SHOW_FIRST, urgent=True, pictures=1, **fields
    )
    moderator = make_moderator()
    Clarification.objects.ask(question=question, by=moderator, text=MARK, seen_version=question.version)
    question.clarifications.get().answer(by=question.asker, reply=MARK)
    question.refresh_from_db()
    contract = {name: MARK if isinstance(value, str) else value for name, value in CONTRACT.items()}
    answer = factories.make_submitted_answer(question=question, doctor=doctor, contract=contract)
    answer.send_back(by=moderator, reason=MARK, seen_version=answer.version)
    answer.submit(by=doctor.user, seen_version=answer.version)
    answer.approve(by=moderator, seen_version=answer.version)
    draft = factories.make_public_draft(question=question, title=MARK, text=MARK)
    publication.approve(draft, by=make_moderator(), seen_version=draft.version)
    publication.agree(draft, by=question.asker, seen_version=draft.version)
    publication.retract(answer, by=moderator, reason=MARK, seen_version=answer.version)
    for move in ("decline", "withdraw"):
        other = factories.make_question(specialty=area, **fields)
        why = {"reason": MARK, "by": moderator} if move == "decline" else {"by": other.asker}
        getattr(other, move)(seen_version=other.version, **why)
    doctor.suspend(by=moderator, reason=MARK, seen_version=doctor.version)


@with_worker
def test_no_mail_holds_a_private_word():
    planted_loop()
    work()

    kinds = set(DBTaskResult.objects.values_list("args_kwargs__kwargs__kind", flat=True))
    assert {*PATIENT, "answer_approved", "answer_returned", "doctor_suspended", "moderator_urgent"} <= kinds
    assert len(outbox.outbox) == DBTaskResult.objects.count() > 15
    for message in outbox.outbox:
        for text in texts(message):
            # A doctor's own name greets the doctor; nobody else's mail may have it.
            assert MARK not in text.replace(f"Hello Dr {MARK},", "")


def test_queue_holds_no_private_word(db):
    planted_loop()

    rows = DBTaskResult.objects.values_list("args_kwargs", "return_value", "traceback")
    assert rows and not any(MARK in str(row) for row in rows)


def test_mail_is_rolled_back_with_its_cause(asker):
    question = factories.make_question(asker=asker, submitted=False)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        question.submit(by=asker, seen_version=question.version)
        raise ZeroDivisionError

    assert Question.objects.get().care == "draft"
    assert not DBTaskResult.objects.exists()


@with_worker
def test_failing_mail_server_means_later_again_with_the_same_message_id(asker, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # nobody listens there
    mail.notify(asker, "question_received", reference="Q-7K3M-92VX")
    started = timezone.now()
    work()

    first, again = DBTaskResult.objects.order_by("enqueued_at")
    old, new = first.args_kwargs["kwargs"], again.args_kwargs["kwargs"]
    assert timedelta(seconds=55) < again.run_after - started < timedelta(seconds=90)
    assert new == {**old, "attempt": 1}

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    DBTaskResult.objects.filter(pk=again.pk).update(run_after=started)
    work()
    (message,) = outbox.outbox
    assert message.extra_headers["Message-ID"] == f"<{old['key']}@askwell.example>"


@pytest.mark.parametrize(("attempt", "minutes"), list(enumerate(mail.BACK_OFF)))
def test_waits_grow(asker, settings, attempt, minutes):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    before = timezone.now()
    mail.send.call(
        user_id=asker.pk, kind="question_received", reference="", path="/me/", key="k", attempt=attempt
    )

    wait = DBTaskResult.objects.get().run_after - before
    assert abs(wait - timedelta(minutes=minutes)) < timedelta(seconds=10)


def test_last_failure_stays_visible(asker, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    with pytest.raises(OSError):
        mail.send.call(
            user_id=asker.pk,
            kind="question_received",
            reference="",
            path="/me/",
            key="k",
            attempt=len(mail.BACK_OFF),
        )


@with_worker
def test_closed_account_gets_no_mail(asker):
    mail.notify(asker, "question_received")
    asker.is_active = False
    asker.save()
    work()

    assert outbox.outbox == []


@with_worker
def test_patient_and_doctor_are_told_of_an_approved_answer():
    answer = make_approved_answer()
    work()

    told = {(message.to[0], message.subject) for message in outbox.outbox}
    reference = answer.question.reference
    assert (answer.question.asker.email, f"There is an answer to your query {reference}") in told
    assert (answer.doctor.user.email, f"Your answer to {reference} is approved") in told
