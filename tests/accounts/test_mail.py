"""E-mails: queued with their cause, without a word about anybody's health, each with its text and its reason."""

import ast
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail as outbox
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import mail
from accounts.mail_kinds import KINDS
from accounts.models import Mail, MailChoice, MailGroup, MailState
from answers import publication
from answers.models import Clarification, in_words
from questions.models import Consent, Question
from questions.models.states import CARE_MAILS
from specialties.models import DOCTOR_MOVES, DoctorStatus
from tests import factories
from tests.factories import CONTRACT, make_approved_answer, make_doctor, make_moderator, make_open_question

pytestmark = pytest.mark.django_db
ROOT = Path(settings.BASE_DIR)
# One mark for each private field, and for what would tell the topic.
MARK = "PLANTED"
REFERENCE = "Q-7K3M-92VX"
PATIENT = {*CARE_MAILS.values(), "publication_preview", "publication_published", "publication_withdrawn"}


def texts(message):
    """All that leaves the site of one mail: headers, text and HTML."""
    return str(message.message()), message.subject, message.body, message.alternatives[0].content


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_says_what_to_do_where_and_why(kind, asker, deliver):
    path = f"/me/questions/{REFERENCE}/"
    mail.notify(asker, kind, reference=REFERENCE, path=path)
    deliver()

    (message,) = outbox.outbox
    _source, subject, body, html = texts(message)
    assert message.to == [asker.email]
    assert 10 < len(subject) < 80 and "{" not in subject and "\n" not in subject
    for text in (body, html):
        assert f"{settings.SITE_URL}{path}" in text and REFERENCE in text
        assert "You get this message because" in text and "In an emergency call 112" in text
        assert "{%" not in text and "{{" not in text and "%(site)s" not in text
        assert asker.name not in text
    assert "&#x27;" not in body and "&quot;" not in body  # plain text, not HTML


def test_mail_says_how_long_an_export_is_kept(asker, deliver, settings):
    settings.EXPORT_DAYS = 3
    mail.notify(asker, "export_ready")
    deliver()

    assert "You can download it for 3 days; then" in outbox.outbox[0].body


def test_mail_says_where_to_write_as_nobody_reads_replies(asker, deliver):
    mail.notify(asker, "question_received")
    deliver()

    for text in (outbox.outbox[0].body, outbox.outbox[0].alternatives[0].content):
        assert "Nobody reads replies" in text and f"{settings.SITE_URL}/contact/" in text


def test_code_goes_to_an_address_and_a_notice_to_an_account(asker, deliver):
    given = {"user_id": asker.pk, "subject": "News", "text": "It happened."}
    mail.queue_text(asker.email, kind="mfa/email/totp_activated", **given)
    end = timezone.now() + timedelta(minutes=5)
    mail.queue_text(asker.email, kind="account/email/login_code", expires_at=end, **given)
    deliver()

    code, notice = (message.body for message in outbox.outbox)
    assert "because this address was given" in code and "because you have an account" in notice


def notified(path):
    """The words a module names as second argument of notify() or notify_address(), by variables too; of a word made
    up there ("appeal_" and an outcome) its beginning."""
    tree, given = ast.parse(path.read_text()), []
    for node in ast.walk(tree):
        name = isinstance(node, ast.Call) and (getattr(node.func, "attr", "") or getattr(node.func, "id", ""))
        if name in {"notify", "notify_address"}:
            given.append(node.args[1])
    names = {argument.id for argument in given if isinstance(argument, ast.Name)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and names & {getattr(target, "id", "") for target in node.targets}:
            given.append(node.value)
    constants = [node for each in given for node in ast.walk(each) if isinstance(node, ast.Constant)]
    return {node.value for node in constants if isinstance(node.value, str)}


def test_every_kind_the_code_sends_is_registered_and_has_its_text():
    apps = ("accounts", "specialties", "questions", "answers", "portal")
    modules = [path for app in apps for path in (ROOT / app).rglob("*.py")]
    sent = {kind for path in modules for kind in notified(path)}
    goals = {to for each in DOCTOR_MOVES.values() for to in each} - {DoctorStatus.CHECKED}
    doctors = {f"doctor_{to}" for to in goals}
    files = {path.stem for path in (ROOT / "templates/emails").glob("*.txt")} - {"base"}

    beginnings = {word for word in sent if word.endswith("_")}
    assert sent and {*sent, *doctors, *CARE_MAILS.values()} - beginnings <= set(KINDS)
    assert all(any(kind.startswith(word) for kind in KINDS) for word in beginnings)
    assert files == set(KINDS)


def test_mail_leaves_by_one_door():
    """Only the sender speaks to a mail server, so nothing goes out past the queue."""
    modules = [
        path for app in ROOT.glob("*/") for path in app.glob("**/*.py") if (app / "__init__.py").exists()
    ]
    speaks = {
        path.relative_to(ROOT).as_posix()
        for path in modules
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ImportFrom)
        and (node.module or "").startswith(("django.core.mail", "smtplib"))
        if path.parts[len(ROOT.parts)] != "tests"
    }

    assert speaks == {"accounts/mail_sender.py", "accounts/mail_backend.py"}


def test_unknown_kind_is_refused(asker):
    with pytest.raises(ValueError, match="no kind of e-mail"):
        mail.notify(asker, "question_recieved")


def planted_loop():
    """Walk the whole road with a mark in every private field."""
    area = factories.make_specialty(name=f"{MARK} area")
    doctor = make_doctor(specialties=[area], name=f"Dr {MARK}", biography=MARK, interests=MARK)
    fields = dict.fromkeys(("title", "text", "conditions", "medicines", "allergies"), MARK)
    question = make_open_question(
        specialty=area, consent=Consent.SHOW_FIRST, urgent=True, pictures=1, **fields
    )
    moderator = make_moderator()
    Clarification.objects.ask(
        question=question, by=moderator, items=in_words(MARK), seen_version=question.version
    )
    question.clarifications.get().answer(by=question.asker, replies=[MARK])
    question.refresh_from_db()
    contract = {name: MARK if isinstance(value, str) else value for name, value in CONTRACT.items()}
    answer = factories.make_submitted_answer(question=question, doctor=doctor, contract=contract)
    answer.send_back(by=moderator, reason=MARK, seen_version=answer.version)
    answer.submit(by=doctor.user, seen_version=answer.version)
    answer.approve(by=moderator, seen_version=answer.version)
    draft = factories.make_public_draft(question=question, title=MARK, text=MARK)
    factories.approve_copy(draft)
    publication.agree(draft, by=question.asker, seen_version=draft.version)
    publication.retract(answer, by=moderator, code="wrong", reason=MARK, seen_version=answer.version)
    question.refresh_from_db()
    publication.withdraw(question, by=question.asker, seen_version=question.version)
    for move in ("decline", "withdraw"):
        other = factories.make_question(specialty=area, **fields)
        why = {"reason": MARK, "by": moderator} if move == "decline" else {"by": other.asker}
        getattr(other, move)(seen_version=other.version, **why)
    doctor.suspend(by=moderator, reason=MARK, seen_version=doctor.version)


def test_no_mail_and_no_row_holds_a_private_word(deliver):
    planted_loop()
    rows = list(Mail.objects.values())
    deliver()

    kinds = {row["kind"] for row in rows}
    assert {*PATIENT, "answer_approved", "answer_returned", "doctor_suspended", "moderator_urgent"} <= kinds
    assert len(outbox.outbox) == len(rows) > 15
    assert not any(MARK in str(row) for row in [*rows, *Mail.objects.values()])
    for message in outbox.outbox:
        assert not [text for text in texts(message) if MARK in text]


def test_mail_is_rolled_back_with_its_cause(asker):
    question = factories.make_question(asker=asker, submitted=False)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        question.submit(by=asker, seen_version=question.version)
        raise ZeroDivisionError

    assert Question.objects.get().care == "draft"
    assert not Mail.objects.exists()


def test_closed_account_gets_no_mail(asker, deliver):
    mail.notify(asker, "question_received")
    asker.is_active = False
    asker.save()
    deliver()

    assert outbox.outbox == [] and not Mail.objects.exists()


def test_mail_of_an_erased_account_goes_with_it(asker, deliver):
    mail.notify(asker, "question_received")
    mail.notify_address(asker.email, "account_erased")
    asker.delete()
    deliver()

    (message,) = outbox.outbox
    assert message.subject == "Your account is erased" and "Open this page" not in message.body
    assert Mail.objects.values_list("state", "to", "user_id").get() == (MailState.SENT, "", None)


def test_patient_and_doctor_are_told_of_an_approved_answer(deliver):
    answer = make_approved_answer()
    deliver()

    told = {(message.to[0], message.subject) for message in outbox.outbox}
    reference = answer.question.reference
    assert (answer.question.asker.email, f"There is an answer to your query {reference}") in told
    assert (answer.doctor.user.email, f"Your answer to {reference} is approved") in told


def test_optional_kinds_are_those_one_may_do_without():
    optional = {kind: each.group for kind, each in KINDS.items() if each.group}

    assert optional == {
        "publication_published": MailGroup.PUBLICATION,
        "draft_expiring": MailGroup.REMINDERS,
        "question_thanks": MailGroup.THANKS,
        "new_queries": MailGroup.NEW_QUERIES,
        "answer_returned": MailGroup.RETURNED,
        "answer_approved": MailGroup.APPROVED,
        "followup_received": MailGroup.FOLLOW_UPS,
        "opinion_received": MailGroup.OPINIONS,
        "opinion_returned": MailGroup.OPINIONS,
        "opinion_shown": MailGroup.OPINIONS,
        "claim_released": MailGroup.CLAIMS,
        "second_closed": MailGroup.CLAIMS,
        "licence_60": MailGroup.LICENCE,
        "licence_30": MailGroup.LICENCE,
        "licence_7": MailGroup.LICENCE,
        "desk_alert": MailGroup.DESK,
        "desk_digest": MailGroup.DESK_DIGEST,
    }


@pytest.mark.parametrize("group", [*MailGroup])
def test_stopped_mails_are_not_sent_even_if_queued_before(group, asker, deliver):
    for kind in KINDS:
        mail.notify(asker, kind)
    MailChoice.objects.choose(asker.pk, group=group, wanted=False)
    deliver()

    stopped = [kind for kind, each in KINDS.items() if each.group == group]
    assert sorted(Mail.objects.values_list("kind", flat=True)) == sorted(set(KINDS) - set(stopped))
    assert len(outbox.outbox) == len(KINDS) - len(stopped)


BROKEN = {
    "mail_sent_at_when_sent": {"state": MailState.SENT},
    "mail_goes_somewhere": {"user": None, "to": ""},
    "mail_sent_keeps_no_text": {"state": MailState.SENT, "sent_at": "2026-01-01T00:00Z", "text": "Code 123"},
    "mail_parked_keeps_no_code": {"state": MailState.PARKED, "expires_at": "2026-01-01T00:00Z", "text": "1"},
    "mail_state_known": {"state": "lost"},
}


@pytest.mark.parametrize("constraint", BROKEN)
def test_the_database_refuses_a_broken_mail(constraint, asker):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Mail.objects.create(**{"user": asker, "kind": "question_received", **BROKEN[constraint]})
