"""seed_demo: the whole demonstration in a possible history, the same each time, never on a real site."""

import io
import json
from collections import Counter

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import F
from django.test import override_settings
from django.utils import timezone

from accounts.models import AccessEvent, AuditEvent, Mail, User
from answers.models import Answer, AnswerVersion, Correction, DecisionAppeal, Measure, PublishedAnswer
from answers.servicelevels import of_days
from portal.demo import seed_topics
from portal.desk.lines import queues
from questions.models import Attachment, Draft, PublishedQuestion, Question, WithdrawnPage
from questions.nearcopies import near_copies
from specialties.models import Doctor, DoctorStatus, Specialty

pytestmark = pytest.mark.long  # together: the demonstration is filled once
# As in the rest of the tests (see conftest.py): this file seeds before a test's own settings begin.
HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ROLES = [
    "patient",
    "second patient",
    "doctor",
    "second doctor",
    "unverified doctor",
    "moderator",
    "senior moderator",
    "auditor",
    "administrator",
]


def run(folder):
    """What seed_demo printed; the sign-ins are in folder/demo-accounts.json."""
    out = io.StringIO()
    with override_settings(DEBUG=True, PASSWORD_HASHERS=HASHERS):
        call_command("seed_demo", accounts_file=folder / "demo-accounts.json", stdout=out)
    return out.getvalue()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("seeded")


@pytest.fixture(scope="module")
def _seeded_once(django_db_setup, django_db_blocker, folder):
    """Seeding costs seconds: done once for this file, taken back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        run(folder)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def seeded(_seeded_once, db, folder):
    return json.loads((folder / "demo-accounts.json").read_text(encoding="utf-8"))


def counts():
    models = (
        User,
        Doctor,
        Specialty,
        Question,
        Attachment,
        Answer,
        PublishedQuestion,
        AuditEvent,
        WithdrawnPage,
    )
    return {model.__name__: model.objects.count() for model in models}


@pytest.mark.django_db
def test_seeding_is_refused_when_debug_is_off(settings, tmp_path):
    settings.DEBUG = False

    with pytest.raises(CommandError, match="DEBUG"):
        call_command("seed_demo", accounts_file=tmp_path / "accounts.json")

    assert not User.objects.exists()
    assert not (tmp_path / "accounts.json").exists()


@pytest.mark.django_db
def test_seeding_takes_over_nobodys_account(tmp_path):
    User.objects.create_user("moderator@example.org", "their-own-password-1")

    with pytest.raises(CommandError, match=r"moderator@example\.org"):
        run(tmp_path)

    person = User.objects.get(email="moderator@example.org")
    assert (person.is_staff, person.check_password("their-own-password-1")) == (False, True)


def test_each_printed_sign_in_opens_its_account(seeded):
    people = {
        each["role"]: authenticate(username=each["email"], password=each["password"]) for each in seeded
    }

    assert list(people) == ROLES
    assert all(person.is_demo and person.emailaddress_set.get().verified for person in people.values())
    assert [role for role, person in people.items() if person.is_staff] == ROLES[5:]
    reviewers = [role for role, person in people.items() if person.has_perm("answers.review_answer")]
    assert reviewers == ["moderator", "senior moderator", "administrator"]
    confirm = [role for role, person in people.items() if person.has_perm("specialties.confirm_doctor")]
    assert confirm == ["senior moderator", "administrator"]
    assert people["auditor"].get_all_permissions() == {"accounts.view_trail"}
    assert [role for role, person in people.items() if person.is_superuser] == ["administrator"]
    assert people["doctor"].doctor.is_verified and people["second doctor"].doctor.is_verified
    applicant = people["unverified doctor"].doctor
    assert applicant.status == DoctorStatus.RETURNED
    assert [document.status for document in applicant.documents.in_order()] == [
        "accepted",
        "accepted",
        "returned",
    ]
    assert people["unverified doctor"].doctor.documents.first().file.read(3) == b"\xff\xd8\xff"


def test_nobody_else_has_a_password(seeded):
    others = User.objects.exclude(email__in=[each["email"] for each in seeded])

    assert others.count() > 60
    assert not [person for person in others if person.has_usable_password()]


def test_queries_are_there_in_every_state(seeded):
    states = Counter(Question.objects.values_list("care", "publication"))

    assert (
        states["answered", "published"] + states["closed", "published"]
        == PublishedQuestion.objects.count()
        == 67
    )
    care = {state for state, _publication in states}
    assert care == {
        "submitted", "more_information", "open", "answered", "closed", "declined", "withdrawn",
    }  # fmt: skip
    assert Draft.objects.filter(owner__isnull=False).count() == 2
    assert {state for _care, state in states} == {
        "private", "allowed", "awaiting_patient", "published", "withdrawn",
    }  # fmt: skip
    assert set(Answer.objects.values_list("status", flat=True)) == {
        "draft",
        "in_review",
        "returned",
        "approved",
        "retracted",
    }
    assert AnswerVersion.objects.exclude(rule="").exclude(proposal={}).count() == 1
    assert Correction.objects.get().page.answers.get().edited_at
    assert PublishedQuestion.objects.filter(answer_count=0).count() == 1
    assert WithdrawnPage.objects.count() == 2
    assert Question.objects.filter(claimed_until__gt=timezone.now()).count() == 1


def test_a_public_page_shows_what_was_asked_back_and_asked_further(seeded):
    answer = PublishedAnswer.objects.exclude(exchanges=[]).get()

    assert [one["kind"] for one in answer.exchanges] == ["clarification", "follow_up"]
    assert "Penrose" not in str(answer.exchanges) and "Marlow" not in str(answer.exchanges)


def test_each_queue_of_the_desk_holds_something_to_look_at(seeded):
    assert [queue.key for queue in queues.QUEUES if not queue.rows().exists()] == []
    assert len(near_copies(Question.objects.awaiting_triage().filter(held=True))) == 3
    assert Counter(DecisionAppeal.objects.values_list("outcome", flat=True)) == {"": 1, "upheld": 1}
    assert {page.cause for page in WithdrawnPage.objects.all()} == {"patient", "reason"}


def test_waiting_times_of_one_specialty_can_be_shown(seeded):
    neurology = Specialty.objects.get(slug="neurology").pk
    measures = {
        each["measure"] for each in of_days(until=timezone.now()) if each["specialty_id"] == neurology
    }

    assert measures == set(Measure)


def test_topics_and_doctors_are_enough_to_look_around(seeded):
    assert Specialty.objects.areas().count() >= 12
    assert Specialty.objects.topics().count() >= 40
    assert Doctor.objects.verified().count() >= 10
    assert not Specialty.objects.filter(reviewed_by=None).exists()
    assert not Doctor.objects.filter(portrait="").exists()
    assert Specialty.objects.get(slug="hemifacial-atrophy").published_count >= 5


def test_history_runs_forwards_and_ends_today(seeded):
    now = timezone.now()

    assert not AuditEvent.objects.filter(at__gt=now).exists()
    assert not Question.objects.filter(submitted_at__lt=F("created_at")).exists()
    assert not Question.objects.filter(triaged_at__lte=F("submitted_at")).exists()
    assert not Question.objects.filter(answered_at__lte=F("triaged_at")).exists()
    assert not AnswerVersion.objects.filter(reviewed_at__lte=F("submitted_at")).exists()
    assert not PublishedQuestion.objects.filter(published_at__lt=F("answered_at")).exists()
    assert not Doctor.objects.filter(verified_at__lte=F("checked_at")).exists()
    oldest, newest = (
        PublishedQuestion.objects.order_by(f"{sign}answered_at")[0].answered_at for sign in ("", "-")
    )
    assert (newest - oldest).days > 200


def test_whoever_worked_on_a_query_is_in_its_list_of_looks(seeded):
    asker = dict(Question.objects.values_list("reference", "asker"))
    worked = AuditEvent.objects.filter(reference__in=asker, actor_id__isnull=False)
    workers = {
        (event.reference, event.actor_id) for event in worked if event.actor_id != asker[event.reference]
    }
    lookers = set(AccessEvent.objects.filter(kind="query").values_list("reference", "viewer_id"))

    assert len(workers) > 100
    assert workers - lookers == set()
    shown = AccessEvent.objects.filter(kind="picture").values("subject_id")
    triaged = Attachment.objects.exclude(question__triaged_at=None)
    assert triaged.exists() and not triaged.exclude(pk__in=shown).exists()


def test_seeding_sends_no_mail(seeded, mailoutbox):
    assert not Mail.objects.exists()
    assert mailoutbox == []


def test_second_run_adds_nothing_and_says_so(seeded, folder):
    before = counts()

    said = run(folder)

    assert "nothing was added" in said
    assert counts() == before


def test_second_run_mends_a_changed_password(seeded, folder):
    patient = User.objects.get(email=seeded[0]["email"])
    patient.set_password("something-else-entirely")
    patient.save()

    run(folder)

    assert authenticate(username=seeded[0]["email"], password=seeded[0]["password"]) == patient


def test_interrupted_seeding_is_finished_by_the_next_run(seeded, folder):
    question = Question.objects.get(care="declined")
    Question.objects.filter(pk=question.pk).delete()

    said = run(folder)

    assert "Made 0 topics, 0 doctors, 1 queries" in said
    assert Question.objects.get(care="declined").reference == question.reference


def test_sign_ins_are_readable_by_their_owner_alone(seeded, folder):
    assert (folder / "demo-accounts.json").stat().st_mode & 0o777 == 0o600


def test_wrapped_lines_of_the_content_become_paragraphs_and_lists_stay():
    assert (
        seed_topics.unwrapped("\none\ntwo\n\nthree:\n\n- a\n  b\n- c\n") == "one two\n\nthree:\n\n- a b\n- c"
    )
