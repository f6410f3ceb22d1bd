"""The pictures step of the ask flow: what is kept, what is refused and how that is said."""

import tempfile
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from PIL import Image

from accounts import pictures
from accounts.uploads import BoundedUploads
from questions import sending
from questions.models import Draft, DraftPicture, Question, Step
from tests.accounts import hostile_pictures as corpus
from tests.accounts.hostile_pictures import MARK, encode, jpeg, plain
from tests.factories import make_question, make_user

pytestmark = pytest.mark.django_db
COLOURS = ((200, 20, 30), (30, 200, 40), (30, 20, 200), (200, 200, 20), (20, 200, 200), (200, 20, 200))


def picture(number=0, *, kind="JPEG", name=None):
    data = encode(plain(COLOURS[number]), kind)
    return SimpleUploadedFile(name or f"hand-{number}.jpg", data, content_type="image/jpeg")


@pytest.fixture
def draft(client, asker):
    client.force_login(asker)
    return Draft.objects.create(owner=asker, title="Why does my hand itch?")


def address(draft, suffix=""):
    return reverse("ask-pictures", args=[draft.reference]) + suffix


def send(client, draft, *files, **data):
    return client.post(address(draft), {"pictures": list(files), **data})


def by_script(client, draft, *files, **data):
    headers = {"accept": "application/json"}
    return client.post(address(draft), {"pictures": list(files), **data}, headers=headers)


def test_several_pictures_are_added_at_once_and_shown(client, draft):
    response = send(client, draft, picture(0), picture(1), action="add")

    assert (response.status_code, response.url) == (302, address(draft, "#pictures"))
    page = client.get(address(draft)).content.decode()
    shown = [item.get_absolute_url() for item in draft.pictures.all()]
    assert len(shown) == 2 and all(f'src="{url}"' in page for url in shown)


def test_a_file_that_was_chosen_when_going_on_is_added_too(client, draft):
    response = send(client, draft, picture(), action="continue")

    assert response.status_code == 302 and response.url != address(draft, "#pictures")
    assert draft.pictures.count() == 1


def test_going_on_without_pictures_answers_the_question(client, draft):
    response = send(client, draft, action="continue")

    assert response.status_code == 302
    draft.refresh_from_db()
    assert (draft.done, draft.pictures.count()) == ([Step.PICTURES], 0)


@pytest.mark.parametrize("button", ({"action": "add"}, {"action": "continue"}, {"remove": "other"}))
def test_captions_are_kept_whatever_button_is_pressed(client, draft, button):
    send(client, draft, picture(0), picture(1), action="add")
    first, other = draft.pictures.all()
    button = {"remove": other.pk} if "remove" in button else button

    send(client, draft, **{f"caption-{first.pk}": "My left hand", **button})

    first.refresh_from_db()
    assert first.caption == "My left hand"
    assert draft.pictures.filter(pk=other.pk).exists() == ("remove" not in button)


def test_a_caption_of_another_window_is_neither_lost_nor_overwritten(client, draft):
    send(client, draft, picture(), action="add")
    name = f"caption-{draft.pictures.get().pk}"
    send(client, draft, action="add", **{name: "My left hand", f"shown-{name}": ""})

    old_window = send(client, draft, action="continue", **{name: "", f"shown-{name}": ""})
    typed_there = send(client, draft, action="continue", **{name: "My right hand", f"shown-{name}": ""})

    assert (old_window.status_code, typed_there.status_code) == (302, 422)
    assert draft.pictures.get().caption == "My left hand"
    assert (
        "My left hand" in typed_there.content.decode()
        and 'value="My right hand"' in typed_there.content.decode()
    )


def test_a_caption_typed_after_the_session_ended_is_shown(client, draft):
    client.logout()

    response = send(client, draft, action="continue", **{"caption-1": "My left hand"})

    assert response.status_code == 404
    assert "My left hand" in response.content.decode()


def test_a_caption_that_is_too_long_is_refused_and_kept_in_its_field(client, draft):
    send(client, draft, picture(), action="add")
    stored = draft.pictures.get()

    response = send(client, draft, action="continue", **{f"caption-{stored.pk}": "x" * 201})

    assert response.status_code == 422
    page = response.content.decode()
    assert f'href="#id_caption-{stored.pk}">Shorten this to 200 characters; it has 201 now.' in page
    assert "x" * 201 in page


def test_a_removed_picture_is_gone_with_its_file_and_its_address(
    client, draft, django_capture_on_commit_callbacks
):
    send(client, draft, picture(), action="add")
    stored = draft.pictures.get()

    with django_capture_on_commit_callbacks(execute=True):
        send(client, draft, remove=stored.pk)

    assert not stored.file.storage.exists(stored.file.name)
    assert client.get(stored.get_absolute_url()).status_code == 404


REASONS = {
    "wrong_type": "This file is not a picture we can read. Please send a JPEG, PNG, WebP or HEIC picture.",
    "unreadable": "This picture is damaged or incomplete. Please check that it opens on your device",
    "too_many_pixels": "This picture has more than 50 million pixels. Please send a smaller copy",
}


@pytest.mark.parametrize("name", ("gif", "half a jpeg", "png of 170 megapixels"))
def test_one_bad_file_is_named_and_the_others_of_the_post_are_kept(client, draft, name):
    code, data = corpus.refused_pictures()[name]

    response = send(
        client, draft, picture(0), SimpleUploadedFile("odd.jpg", data), picture(1), action="continue"
    )

    assert response.status_code == 422
    assert f"“odd.jpg”: {REASONS[code]}" in response.content.decode()
    assert draft.pictures.count() == 2


def test_pictures_beyond_the_limit_are_named(client, draft, settings):
    settings.MAX_PICTURES = 2

    response = send(client, draft, *[picture(number) for number in range(3)], action="continue")

    assert response.status_code == 422
    reason = "This picture was not added, because a query takes at most 2 pictures. Remove one first."
    assert f"“hand-2.jpg”: {reason}" in response.content.decode()
    assert draft.pictures.count() == 2


def test_a_file_that_is_too_big_is_refused_and_kept_no_longer_than_needed(client, draft, settings):
    settings.MAX_PICTURE_BYTES = 100_000
    large = SimpleUploadedFile("large.jpg", jpeg() + bytes(300_000))

    response = send(client, draft, picture(), large, action="continue")

    assert "“large.jpg”: This picture is larger than 1 MB." in response.content.decode()
    assert draft.pictures.count() == 1


def test_the_same_picture_twice_is_one(client, draft):
    send(client, draft, picture(), picture(name="again.jpg"), action="add")
    response = send(client, draft, picture(), action="add")

    assert response.status_code == 302
    assert draft.pictures.count() == 1


def test_heic_from_a_phone_is_accepted(client, draft):
    response = send(client, draft, picture(kind="HEIF", name="IMG_0001.HEIC"), action="continue")

    assert response.status_code == 302
    assert draft.pictures.count() == 1


def test_when_all_places_to_draw_are_taken_it_says_when_to_come_back(client, draft, monkeypatch, tmp_path):
    monkeypatch.setattr(pictures, "SLOT_FOLDER", tmp_path / "slots")
    monkeypatch.setattr(pictures, "SLOT_WAIT_SECONDS", 0)

    with pictures.decoding_slot(alone=True):
        response = send(client, draft, picture(0), picture(1), action="continue")
        told = by_script(client, draft, picture(0))

    assert (response.status_code, response["Retry-After"]) == (503, "5")
    page = response.content.decode()
    assert "“hand-0.jpg”: Many pictures are arriving at the moment." in page and "“hand-1.jpg”" in page
    assert (told.status_code, told.json()["retry_after"]) == (503, 5)
    assert send(client, draft, picture(), action="continue").status_code == 302


@pytest.mark.parametrize("name", ("picture.upload", "picture.bytes"))
def test_quota_of_a_day_is_said_beside_the_field(client, draft, settings, name):
    most = 2 if name == "picture.upload" else 2 * picture().size + 200
    settings.LIMITS = {**settings.LIMITS, name: {"account": [(most, 86400)]}}

    response = send(client, draft, *[picture(number) for number in range(4)], action="continue")

    assert response.status_code == 429 and int(response["Retry-After"]) > 80_000
    page = response.content.decode()
    assert "“hand-2.jpg”: Many" in page and "today" in page and "You can try again in 24 hours." in page
    assert draft.pictures.count() == 2


def test_script_is_told_what_was_added_and_what_was_not(client, draft):
    told = by_script(client, draft, picture()).json()
    bad = by_script(client, draft, SimpleUploadedFile("notes.txt", b"Dear doctor"))

    stored = draft.pictures.get()
    assert [item["pk"] for item in told["added"]] == [stored.pk]
    assert stored.get_absolute_url() in told["added"][0]["html"]
    assert bad.status_code == 422
    assert bad.json()["errors"] == [f"“notes.txt”: {REASONS['wrong_type']}"]


def test_picture_is_shown_to_its_writer_alone_and_kept_by_nobody(client, draft):
    send(client, draft, picture(), action="add")
    url = draft.pictures.get().get_absolute_url()
    stranger = Client()
    stranger.force_login(make_user())

    response = client.get(url)

    assert Image.open(BytesIO(response.getvalue())).format == "JPEG"
    assert (response["Content-Type"], response["Cache-Control"]) == ("image/jpeg", "no-store, private")
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert (response["X-Content-Type-Options"], response["Cross-Origin-Resource-Policy"]) == (
        "nosniff",
        "same-origin",
    )
    assert [stranger.get(url).status_code, Client().get(url).status_code] == [404, 404]
    other = Draft.objects.create(owner=make_user(), title="Another")
    assert client.get(url.replace(draft.reference, other.reference)).status_code == 404


def test_none_of_the_hostile_files_is_stored_as_given_or_breaks_anything(client, draft, settings):
    settings.LIMITS = {name: {"account": [(10**12, 60)]} for name in settings.LIMITS}
    files = {**corpus.taken_pictures(), **{n: data for n, (_code, data) in corpus.refused_pictures().items()}}
    statuses = {}

    for name, data in files.items():
        response = by_script(client, draft, SimpleUploadedFile(f"{name}.jpg", data))
        statuses[name] = response.status_code
        for stored in draft.pictures.all():
            content = stored.file.read()
            assert MARK not in content and content != data, name
            draft.remove_picture(stored.pk)
        if response.status_code == 422 and data:
            assert f"“{name}" in response.json()["errors"][0] and "Please" in response.json()["errors"][0]

    assert set(statuses.values()) == {200, 422}
    assert {name for name, status in statuses.items() if status == 200} == set(corpus.taken_pictures())


def test_more_files_than_are_read_get_a_page_that_says_so(client, draft, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 3

    response = send(client, draft, *[picture(number) for number in range(5)], action="add")

    assert response.status_code == 413
    assert "Send fewer pictures" in response.content.decode()


def test_a_body_that_is_too_large_gets_a_page_that_says_so(client, draft, settings):
    settings.MAX_UPLOAD_BYTES = 50_000

    response = send(client, draft, SimpleUploadedFile("large.jpg", bytes(60_000)), action="add")

    assert response.status_code == 413
    assert "more than you can send at once" in response.content.decode()


def test_no_upload_is_ever_in_memory_and_none_lies_on_the_disk_whole(settings):
    settings.MAX_PICTURE_BYTES, settings.MAX_FILES = 1000, 1
    handler = BoundedUploads()

    handler.new_file("pictures", "a.jpg", "image/jpeg", 5000, None, None)
    for start in range(0, 5000, 500):
        handler.receive_data_chunk(b"x" * 500, start)
    upload = handler.file_complete(5000)

    assert upload.temporary_file_path().startswith(tempfile.gettempdir())
    assert (upload.size, len(upload.read())) == (5000, 1001)
    upload.close()


def test_draft_that_is_gone_says_so(client, draft):
    draft.forget()

    assert send(client, draft, picture(), action="continue").status_code == 404
    assert DraftPicture.objects.count() == 0


def test_pictures_of_a_sent_query_are_changed_by_the_same_step(client, asker):
    client.force_login(asker)
    question = make_question(asker=asker, pictures=1)
    kept = question.attachments.get()
    draft = sending.begin_changes(question, by=asker)

    send(client, draft, picture(3), action="continue", **{f"caption-{draft.pictures.get().pk}": "Before"})
    sending.send(draft, by=asker)

    sent = Question.objects.get(pk=question.pk).attachments.all()
    assert [item.caption for item in sent] == ["Before", ""]
    assert sent[0].file.name == kept.file.name
    assert sent[0].file.storage.exists(kept.file.name)


@pytest.mark.django_db(transaction=True)
def test_many_uploads_at_once_keep_to_the_limit_of_pictures(asker, settings):
    settings.MAX_PICTURES = 3
    draft = Draft.objects.create(owner=asker, title="Why?")

    def upload(number):
        client = Client()
        client.force_login(asker)
        try:
            return by_script(client, draft, picture(number)).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(5) as threads:
        statuses = list(threads.map(upload, range(5)))

    assert sorted(statuses) == [200, 200, 200, 422, 422]
    assert draft.pictures.count() == 3
