"""Pictures: drawn anew, shown to whom they concern, each look recorded first."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import AccessEvent
from portal.demo.seed_clock import at
from tests.factories import make_draft_answer, make_open_question, make_question, say_why


@pytest.fixture
def picture(asker, topic):
    return make_question(asker=asker, specialty=topic, pictures=1).attachments.get()


def test_own_picture_is_shown_and_the_look_recorded(signed_in, asker, picture):
    response = signed_in(asker).get(picture.get_absolute_url())

    body = b"".join(response.streaming_content)
    assert body == picture.file.read()
    assert response.headers["Content-Type"] == "image/jpeg"
    assert response.headers["Content-Disposition"] == 'inline; filename="picture-1.jpg"'
    assert response.headers["Cache-Control"] == "no-store, private"
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    event = AccessEvent.objects.get()
    assert (event.viewer_id, event.viewer_role, event.kind) == (asker.pk, "patient", "picture")
    assert (event.subject_id, event.reference) == (picture.pk, picture.question.reference)


def test_others_learn_nothing(
    client, signed_in, picture, stranger, doctor, unverified_doctor, unrelated_doctor
):
    address = picture.get_absolute_url()
    people = [stranger, doctor.user, unverified_doctor.user, unrelated_doctor.user]
    statuses = [
        client.get(address).status_code,
        *(signed_in(person).get(address).status_code for person in people),
    ]

    assert statuses == [404] * 5
    assert not AccessEvent.objects.exists()


def test_moderator_and_the_doctor_who_answers_see_it(signed_in, asker, topic, doctor, moderator):
    question = make_open_question(asker=asker, specialty=topic, pictures=1)
    make_draft_answer(question=question, doctor=doctor)
    say_why(question, by=moderator)
    address = question.attachments.get().get_absolute_url()

    statuses = [signed_in(person).get(address).status_code for person in (moderator, doctor.user)]

    assert statuses == [200, 200]
    seen = AccessEvent.objects.filter(kind="picture").values_list("viewer_role", "reason")
    assert set(seen) == {("moderator", "complaint"), ("doctor", "")}


def test_staff_see_a_picture_with_its_query_and_not_alone(signed_in, moderator, picture):
    client, query = signed_in(moderator), reverse("admin:desk-query", args=[picture.question.reference])

    alone = client.get(picture.get_absolute_url())
    assert not AccessEvent.objects.exists()
    client.get(query)

    assert alone.status_code == 403 and query in alone.content.decode()
    assert client.get(picture.get_absolute_url()).status_code == 200
    assert AccessEvent.objects.filter(kind="picture", reason="working", viewer_id=moderator.pk).count() == 1


def test_looks_at_pictures_do_not_keep_them_open(signed_in, moderator, picture):
    client, start = signed_in(moderator), timezone.now()
    client.get(reverse("admin:desk-query", args=[picture.question.reference]))

    statuses = []
    for minutes in (20, 40):
        with at(start + timedelta(minutes=minutes)):
            statuses.append(client.get(picture.get_absolute_url()).status_code)

    assert statuses == [200, 403]


def test_a_moderator_who_answers_as_a_doctor_sees_its_pictures(signed_in, topic, doctor, moderator):
    question = make_open_question(specialty=topic, pictures=1)
    doctor.user.is_staff = True
    doctor.user.save()
    doctor.user.groups.set(moderator.groups.all())
    make_draft_answer(question=question, doctor=doctor)

    assert signed_in(doctor.user).get(question.attachments.get().get_absolute_url()).status_code == 200


def test_picture_of_another_query_is_not_found_under_this_one(signed_in, asker, picture):
    other = make_question(asker=asker)

    assert signed_in(asker).get(f"/pictures/{other.reference}/{picture.pk}/").status_code == 404


def test_head_sends_and_records_nothing(signed_in, asker, picture):
    response = signed_in(asker).head(picture.get_absolute_url())

    assert response.status_code == 200
    assert b"".join(response) == b""
    assert not AccessEvent.objects.exists()


def test_missing_file_is_a_plain_404_without_a_record(signed_in, asker, picture):
    picture.file.storage.delete(picture.file.name)

    assert signed_in(asker).get(picture.get_absolute_url()).status_code == 404
    assert not AccessEvent.objects.exists()


def test_picture_of_a_patient_needs_the_second_factor_of_staff(signed_in, moderator):
    picture = make_question(pictures=1).attachments.get()
    say_why(picture.question, by=moderator)
    assert signed_in(moderator).get(picture.get_absolute_url()).status_code == 200

    moderator.authenticator_set.all().delete()

    assert signed_in(moderator).get(picture.get_absolute_url()).status_code == 404


def test_picture_of_their_own_needs_no_second_factor_of_a_doctor(signed_in, doctor):
    picture = make_question(asker=doctor.user, pictures=1).attachments.get()
    doctor.user.authenticator_set.all().delete()

    assert signed_in(doctor.user).get(picture.get_absolute_url()).status_code == 200
