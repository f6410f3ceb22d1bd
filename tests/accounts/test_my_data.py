"""A person gets a copy of everything held about them, and of nobody else."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.urls import reverse
from django.utils import timezone

from accounts import personal_data, retention
from accounts.models import DataRequest, Mail, User
from accounts.personal_data import make_export
from answers import publication
from questions.models import Consent, Draft
from tests.accounts.held import BELONGS, ELSEWHERE, LEFT_OUT, PEOPLE
from tests.factories import (
    PASSWORD,
    approve_copy,
    make_approved_answer,
    make_doctor,
    make_draft,
    make_public_draft,
)
from tests.marked import MODERATOR, WORKING_COPY, Marked
from tests.questions.asking import with_key
from tests.test_privacy_list import columns

pytestmark = pytest.mark.django_db


def export_of(user):
    """(data.json as text, names of the files, all bytes) of a person's export, made as it is in the background."""
    personal_data.ask_export(user)
    request = DataRequest.objects.exports_of(user).waiting().get()
    assert make_export.call(request_id=request.pk) == "ready"
    request.refresh_from_db()
    with zipfile.ZipFile(request.file.open("rb")) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    return files["data.json"].decode(), files


def keys(data):
    """Every key in a nested structure."""
    if isinstance(data, dict):
        return set(data).union(*(keys(value) for value in data.values()), set())
    return set().union(*(keys(item) for item in data)) if isinstance(data, list) else set()


@pytest.fixture
def zebra():
    return Marked("Zebra")


def test_export_holds_all_of_ones_own_and_nobody_elses(zebra):
    other = Marked("Quagga")

    text, files = export_of(zebra.user)

    everything = b"".join(files.values())
    assert [planted for planted in sorted(zebra.planted) if planted not in text] == []
    assert b"jpeg of Zebra" in everything
    for mark in (other.mark, other.mark.lower(), MODERATOR, WORKING_COPY, "Zebra secret", "Zebra code"):
        assert mark.encode() not in everything, mark


def public_texts(user):
    return json.loads(export_of(user)[0])["public_texts_of_answers"]


def test_export_holds_a_public_answer_once_its_patient_can_read_it(asker, moderator):
    question = make_approved_answer(moderator=moderator, asker=asker, consent=Consent.SHOW_FIRST).question
    draft = make_public_draft(question=question, moderator=moderator)
    assert public_texts(asker) == []

    approve_copy(draft)
    (shown,) = public_texts(asker)
    publication.agree(draft, by=asker, seen_version=draft.version)

    assert shown["short_answer"] == draft.answers.get().short_answer != ""
    assert public_texts(asker) == [shown] and shown["reference"] == question.reference


def test_export_tells_the_name_of_a_passkey(asker):
    Authenticator.objects.create(user=asker, type="webauthn", data={"name": "My phone", "credential": "key"})

    (passkey,) = json.loads(export_of(asker)[0])["second_steps_of_signing_in"]

    assert (passkey["type"], passkey["name"]) == ("webauthn", "My phone") and "key" not in passkey.values()


@pytest.mark.parametrize("page", ("my-data", "data-export", "data-erase"))
def test_what_was_begun_before_signing_in_is_ones_own(signed_in, asker, page):
    draft = make_draft(browser_key=with_key(client := signed_in(asker)))
    confirm(client)

    client.post(reverse(page)) if page == "data-export" else client.get(reverse(page))

    assert Draft.objects.get(pk=draft.pk).owner == asker


def test_every_column_about_a_patient_is_exported_or_left_out_for_a_reason(zebra):
    data = json.loads(export_of(zebra.user)[0])
    missing, stale = {}, {}

    for label, (path, section) in BELONGS.items():
        model = apps.get_model(label)
        assert model._base_manager.filter(**{path: zebra.user.pk}).exists(), f"nothing of {label} is planted"
        left_out = LEFT_OUT.get(label, set())
        missing[label] = columns(model) - left_out - keys(data[section])
        stale[label] = left_out - PEOPLE - {field.name for field in model._meta.concrete_fields}

    assert {label: names for label, names in missing.items() if names} == {}
    assert {label: names for label, names in stale.items() if names} == {}


def test_every_table_is_in_the_export_or_known_not_to_be():
    tables = {model._meta.label for model in apps.get_models()}

    assert tables - set(BELONGS) - set(ELSEWHERE) == set()


def test_doctor_gets_what_they_wrote_and_nothing_of_patients():
    zebra = Marked("Zebra")

    text, _files = export_of(zebra.doctor.user)

    assert WORKING_COPY in text and zebra.doctor.register_number in text
    for word in (
        "Zebra title",
        "Zebra answered title",
        "Zebra follow-up",
        "Zebra replied",
        zebra.user.email,
        MODERATOR,
    ):
        assert word not in text


def test_export_is_asked_for_once_made_and_told(zebra, django_capture_on_commit_callbacks):
    first, second = personal_data.ask_export(zebra.user), personal_data.ask_export(zebra.user)
    assert first == second

    make_export.call(request_id=first.pk)
    assert make_export.call(request_id=first.pk) == "nothing to do"

    assert Mail.objects.filter(user=zebra.user, kind="export_ready").count() == 1


def test_an_export_cut_off_in_the_middle_is_made_anew(zebra):
    request = personal_data.ask_export(zebra.user)
    request.file.storage.save(request.file.name, io.BytesIO(b"half"))
    DataRequest.objects.update(asked_at=timezone.now() - timedelta(minutes=6))

    assert personal_data.resume() == 1
    make_export.call(request_id=request.pk)

    request.refresh_from_db()
    assert zipfile.ZipFile(request.file.open("rb")).testzip() is None


def confirm(client):
    """What happens on the page that asks for the password once more."""
    response = client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert response.status_code == 302


def test_export_and_erasure_ask_for_the_password_once_more(signed_in, asker):
    client = signed_in(asker)

    for name in ("data-export", "data-erase"):
        response = client.get(reverse(name))
        assert response.url == f"{reverse('account_reauthenticate')}?next=%2Fme%2Fdata%2F{name[5:]}%2F"
        assert client.post(reverse(name), {"confirm": "on"}).status_code == 302
    assert not DataRequest.objects.exists() and User.objects.get(pk=asker.pk).is_active

    confirm(client)
    assert client.get(reverse("data-export")).status_code == 200


def test_export_is_fetched_by_its_owner_alone(signed_in, client, asker, stranger):
    export_of(asker)
    request = DataRequest.objects.get(user=asker)
    address = reverse("data-download", args=[request.pk])
    assert client.get(address).status_code == 302

    signed_in(asker)
    assert client.get(address).status_code == 302  # not confirmed
    confirm(client)
    response = client.get(address)
    assert (response.status_code, response.headers["Cache-Control"]) == (200, "no-store, private")
    assert response.headers["Content-Disposition"].startswith('attachment; filename="my-data-')

    client.logout()
    signed_in(stranger)
    confirm(client)
    assert client.get(address).status_code == 404


def test_export_is_gone_after_its_days(signed_in, asker, settings):
    export_of(asker)
    request = DataRequest.objects.get()
    client = signed_in(asker)
    confirm(client)
    DataRequest.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.get(reverse("data-download", args=[request.pk])).status_code == 404

    assert retention.delete_exports() == 1

    assert not DataRequest.objects.exists()
    assert not request.file.storage.exists(request.file.name)


def test_exports_are_limited_by_account(signed_in, asker):
    client = signed_in(asker)
    confirm(client)
    codes = []
    for _ in range(4):
        codes.append(client.post(reverse("data-export")).status_code)
        DataRequest.objects.all().delete()

    assert codes == [302, 302, 302, 429]


def test_page_counts_what_is_held_and_offers_the_copy(signed_in, asker):
    export_of(asker)

    text = signed_in(asker).get(reverse("my-data")).content.decode()

    assert "Queries: 0" in text and "Download the copy" in text and reverse("privacy") in text


@pytest.mark.parametrize("who", ("doctor", "moderator"))
def test_doctors_and_staff_are_sent_to_an_administrator(signed_in, moderator, who):
    user = moderator if who == "moderator" else make_doctor().user
    client = signed_in(user)
    session = client.session
    session["step_up_at"] = 9e12
    session.save()

    page, sent = client.get(reverse("data-erase")), client.post(reverse("data-erase"), {"confirm": "on"})

    assert "administrator" in page.content.decode() and "administrator" in sent.content.decode()
    assert User.objects.get(pk=user.pk).is_active and not DataRequest.objects.exists()
