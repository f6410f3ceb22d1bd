"""Pictures: drawn anew, shown to whom they concern, each look recorded first."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from accounts.models import AccessEvent
from questions.models import Attachment, Question
from tests.factories import make_draft_answer, make_open_question, make_question
from tests.questions.test_ask import form_data


def upload(name="holiday.jpg", *, colour="teal", comment=b""):
    data = io.BytesIO()
    Image.new("RGB", (80, 50), colour).save(data, "JPEG", comment=comment)
    return SimpleUploadedFile(name, data.getvalue(), "image/jpeg")


def test_picture_is_stored_as_a_new_drawing(signed_in, asker):
    signed_in(asker).post(
        "/ask/",
        form_data(pictures=[upload(comment=b"PLANTED"), upload(colour="red")], captions=["my arm", ""]),
    )

    first, second = Question.objects.get().attachments.all()
    assert (first.caption, second.caption) == ("my arm", "")
    assert b"PLANTED" not in first.file.read()
    assert "holiday" not in first.file.name
    assert (first.width, first.height, first.position, second.position) == (80, 50, 0, 1)


def test_field_takes_several_files(client, db):
    field = client.get("/ask/").content.decode().split('name="pictures"')[1].split(">")[0]

    assert " multiple" in field and 'accept="image/jpeg,' in field


def test_refusal_names_the_file_and_the_rest_of_the_form_stays(signed_in, asker):
    broken = SimpleUploadedFile("<b>notes</b>.txt", b"no picture", "image/jpeg")
    response = signed_in(asker).post("/ask/", form_data(pictures=[upload(), broken]))

    page = response.content.decode()
    assert response.status_code == 422
    # Django keeps of a name what follows its last slash.
    assert "“b&gt;.txt”: This file is not a picture we can read." in page
    assert "choose your pictures again" in page and "Why do my hands tingle?" in page
    assert not Attachment.objects.exists() and not Question.objects.exists()


def test_too_many_pictures_are_refused(signed_in, asker, settings):
    settings.MAX_PICTURES = 2
    pictures = [upload(f"{number}.jpg") for number in range(3)]
    response = signed_in(asker).post("/ask/", form_data(pictures=pictures))

    assert response.status_code == 422
    assert "Choose at most 2 pictures." in response.content.decode()


def test_draft_keeps_its_pictures_until_one_is_removed(signed_in, asker, django_capture_on_commit_callbacks):
    client = signed_in(asker)
    address = client.post("/ask/", form_data(pictures=[upload()], action="keep")).headers["Location"]
    old = Attachment.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address, form_data(pictures=[upload(colour="red")], remove=[old.pk], version=1))

    assert Attachment.objects.get().sha256 != old.sha256
    assert not old.file.storage.exists(old.file.name)


def test_picture_of_a_form_that_was_kept_before_is_sent_whole(signed_in, asker):
    client, data = signed_in(asker), form_data()
    client.post("/ask/", {**data, "action": "keep"})
    client.post("/ask/", {**data, "pictures": [upload()]})

    picture = Question.objects.get(care="submitted").attachments.get()
    assert picture.file.read().startswith(b"\xff\xd8\xff")


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
    address = question.attachments.get().get_absolute_url()

    statuses = [signed_in(person).get(address).status_code for person in (moderator, doctor.user)]

    assert statuses == [200, 200]
    assert set(AccessEvent.objects.values_list("viewer_role", flat=True)) == {"moderator", "doctor"}


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
    assert signed_in(moderator).get(picture.get_absolute_url()).status_code == 200

    moderator.authenticator_set.all().delete()

    assert signed_in(moderator).get(picture.get_absolute_url()).status_code == 404


def test_picture_of_their_own_needs_no_second_factor_of_a_doctor(signed_in, doctor):
    picture = make_question(asker=doctor.user, pictures=1).attachments.get()
    doctor.user.authenticator_set.all().delete()

    assert signed_in(doctor.user).get(picture.get_absolute_url()).status_code == 200
