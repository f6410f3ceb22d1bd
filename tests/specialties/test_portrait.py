"""A portrait is cut to a square by its doctor; of the picture sent nothing else is kept."""

import io
import os
import re
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from accounts import personal_data
from accounts.moves import MoveRefused
from portal.demo.seed_clock import at
from specialties import portrait_sizes, portraits
from specialties.jobs import forget_portraits
from specialties.models import Doctor, UncutPortrait
from specialties.templatetags.doctors import initials
from tests.factories import make_doctor, make_moderator
from tests.specialties.applying import send_at_once

pytestmark = pytest.mark.django_db(transaction=True)
URL = "/dashboard/apply/portrait/"
LEFT, RIGHT = (200, 30, 30), (30, 30, 200)


@pytest.fixture
def files():
    """A function that tells the folders of the files stored since the test began."""
    root = Path(UncutPortrait.file.field.storage.location).parent

    def stored():
        return {path for folder in ("private", "portraits") for path in (root / folder).rglob("*.jpg")}

    before = stored()
    return lambda: sorted(path.relative_to(root).parts[0] for path in stored() - before)


@pytest.fixture
def client(signed_in, doctor):
    return signed_in(doctor.user)


def upload(client, *, size=(1200, 600)):
    """A picture whose left half is red and whose right half is blue."""
    picture = Image.new("RGB", size, LEFT)
    picture.paste(RIGHT, (size[0] // 2, 0, *size))
    data = io.BytesIO()
    picture.save(data, "PNG")
    file = SimpleUploadedFile("me.png", data.getvalue())
    return client.post(URL, {"then": "upload", "picture": file})


def act(client, then, *, across=50, down=50, zoom=100):
    return client.post(URL, {"then": then, "across": across, "down": down, "zoom": zoom})


def colour(data, *, at=(0.5, 0.5)):
    picture = Image.open(io.BytesIO(data))
    red, _green, blue = picture.getpixel((int(picture.width * at[0]), int(picture.height * at[1])))
    return "left" if red > blue else "right"


def preview(client, **place):
    return client.get(f"{URL}preview/", place).content


def test_the_sliders_choose_the_square(client, doctor):
    upload(client)

    assert act(client, "show", across=0).status_code == 302
    shown = preview(client)
    assert act(client, "use", across=100).status_code == 302

    doctor.refresh_from_db()
    portrait = doctor.portrait.open().read()
    assert (colour(shown), colour(portrait)) == ("left", "right")
    assert Image.open(io.BytesIO(portrait)).size == (400, 400)


def test_what_the_sliders_show_live_is_what_is_used(client, doctor):
    upload(client)
    place = {"across": 47, "down": 10, "zoom": 250}

    live = preview(client, **place)
    act(client, "use", **place)

    doctor.refresh_from_db()
    assert doctor.portrait.open().read() == live


def test_nothing_but_the_square_is_kept(client, doctor, files):
    upload(client)
    assert files() == ["private"]

    act(client, "use")
    upload(client)
    act(client, "use", zoom=300)

    assert files() == ["portraits"]
    assert not UncutPortrait.objects.exists()


def test_removing_deletes_the_file(client, doctor, files):
    upload(client)
    act(client, "use")

    act(client, "remove")
    act(client, "remove")

    doctor.refresh_from_db()
    assert not doctor.portrait and files() == []


def small(html):
    """The address and size in pixels of the portrait on a page."""
    tag = re.search(r'<img class="portrait[^>]*src="(/doctors/portraits/[^"]*)"[^>]*>', html)
    return tag[1], int(re.search(r' width="(\d+)"', tag[0])[1]), int(re.search(r' height="(\d+)"', tag[0])[1])


@pytest.mark.parametrize(("where", "side"), [("directory", 52), ("profile", 112)])
def test_pages_show_the_portrait_in_a_small_size(client, doctor, where, side):
    upload(client)
    act(client, "use")
    doctor.refresh_from_db()
    page = Client().get({"directory": "/doctors/", "profile": doctor.get_absolute_url()}[where])

    address, *sides = small(page.content.decode())
    response = Client().get(address)

    data = b"".join(response.streaming_content)
    assert sides == [side, side]
    assert (Image.open(io.BytesIO(data)).format, Image.open(io.BytesIO(data)).size) == (
        "WEBP",
        (2 * side,) * 2,
    )
    assert colour(data, at=(0.1, 0.5)) == "left"
    assert response.headers["Content-Type"] == "image/webp"
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_small_sizes_are_made_again_where_they_are_missing_and_go_with_the_portrait(client, doctor):
    upload(client)
    act(client, "use")
    doctor.refresh_from_db()
    folder, name = Path(doctor.portrait.path).parent, Path(doctor.portrait.path).stem
    address = portrait_sizes.address(doctor.portrait, portrait_sizes.LINE)
    kept = {path.name for path in folder.glob(f"{name}*")}
    (folder / f"{name}-104.webp").unlink()

    again = Client().get(address).status_code
    back = {path.name for path in folder.glob(f"{name}*")}
    act(client, "remove")

    assert kept == back == {f"{name}.jpg", f"{name}-104.webp", f"{name}-224.webp"}
    assert (again, Client().get(address).status_code) == (200, 404)
    assert list(folder.glob(f"{name}*")) == []


def test_a_portrait_whose_file_is_missing_is_the_initials(client, doctor):
    upload(client)
    act(client, "use")
    doctor.refresh_from_db()
    large, line = doctor.portrait.url, portrait_sizes.address(doctor.portrait, portrait_sizes.LINE)
    shutil.rmtree(Path(doctor.portrait.path).parent)

    responses = [Client().get(address) for address in (large, line)]
    name = large.removesuffix(".jpg")
    others = [f"{name}-105.webp", f"{name}-104.jpg", f"/doctors/portraits/00/{'0' * 40}-104.webp"]

    assert {response.headers["Content-Type"] for response in responses} == {"image/svg+xml"}
    assert {response.headers["Cache-Control"] for response in responses} == {"public, max-age=300"}
    drawn = [
        re.sub("<[^>]+>", "", response.content.decode().partition("</style>")[2]) for response in responses
    ]
    assert drawn == [initials(doctor.name)] * 2
    assert [Client().get(address).status_code for address in others] == [404] * 3


def test_no_small_size_is_there_before_it_is_whole(client, doctor, monkeypatch):
    upload(client)
    act(client, "use")
    doctor.refresh_from_db()
    portrait, path = doctor.portrait, Path(doctor.portrait.path)
    size, written = path.with_name(f"{path.stem}-104.webp"), []
    size.unlink()
    monkeypatch.setattr(os, "replace", lambda *names: written.append(names))  # as if it stopped there

    portrait_sizes.make(portrait)
    begun = set(path.parent.glob(f"{path.stem}-*.webp"))
    portrait.storage.delete(portrait.name)

    assert size not in begun and {Path(name) for name, _to in written} < begun
    assert list(path.parent.glob(f"{path.stem}*")) == []


def test_throwing_away_keeps_the_portrait_before(client, doctor, files):
    upload(client)
    act(client, "use")
    upload(client)

    act(client, "discard")

    doctor.refresh_from_db()
    assert doctor.portrait and files() == ["portraits"]


def test_another_upload_replaces_the_one_being_cut(client, files):
    upload(client)
    upload(client, size=(700, 700))

    assert UncutPortrait.objects.get().width == 700
    assert files() == ["private"]


def test_pressed_twice_or_stale_says_so_and_changes_nothing(client, doctor):
    upload(client)
    act(client, "use")
    name = Doctor.objects.get(pk=doctor.pk).portrait.name

    response = act(client, "use")

    assert response.status_code == 409
    assert "used or deleted meanwhile" in response.content.decode()
    assert Doctor.objects.get(pk=doctor.pk).portrait.name == name


def test_pressed_twice_at_once_it_is_used_once(client, doctor, files):
    upload(client)
    pressed = (doctor.user, URL, {"then": "use", "across": 20, "down": 50, "zoom": 120})

    found = send_at_once([pressed, pressed])

    assert sorted(answer.status_code for answer in found) == [302, 409]
    assert not UncutPortrait.objects.exists() and files() == ["portraits"]


def test_sliders_of_an_old_page_bring_back_no_picture_that_was_used(client):
    upload(client)
    opened = UncutPortrait.objects.select_related("doctor").get()
    act(client, "use")

    with pytest.raises(MoveRefused):
        portraits.keep(opened)

    assert not UncutPortrait.objects.exists()


@pytest.mark.parametrize("place", [{"across": 101}, {"zoom": 99}, {"zoom": 401}, {"down": -1}, {"down": "x"}])
def test_a_square_outside_the_picture_is_refused(client, doctor, place):
    upload(client)

    assert act(client, "use", **place).status_code == 422
    assert client.get(f"{URL}preview/", {"across": 50, "down": 50, "zoom": 100, **place}).status_code == 404
    assert not Doctor.objects.get(pk=doctor.pk).portrait


def test_what_is_no_picture_is_refused_with_words(client):
    response = client.post(URL, {"then": "upload", "picture": SimpleUploadedFile("me.jpg", b"<svg/>")})

    assert response.status_code == 422
    assert "This file is not a picture we can read." in response.content.decode()


def test_nobody_else_sees_what_is_being_cut(client, signed_in, other_doctor):
    upload(client)

    assert signed_in(other_doctor.user).get(f"{URL}preview/").status_code == 404


def test_after_a_day_the_picture_is_forgotten(client, files):
    upload(client)

    with at(timezone.now() + timedelta(hours=23)):
        forget_portraits()
    assert files() == ["private"]
    with at(timezone.now() + timedelta(hours=25)):
        forget_portraits()

    assert files() == [] and not UncutPortrait.objects.exists()


def test_a_draft_that_is_erased_takes_its_pictures_along(files):
    user, client = make_doctor(sent=False).user, Client()
    client.force_login(user)
    upload(client)
    act(client, "use")
    upload(client)
    assert "portraits" in files() and "private" in files()

    personal_data.erase(user, keep_pages=False)

    assert files() == [] and not Doctor.objects.exists()


def test_the_page_works_without_a_script(client):
    upload(client)

    page = client.get(URL).content.decode()

    assert page.count('type="range"') == 3
    assert 'value="show"' in page and 'value="use"' in page


@pytest.mark.parametrize("fate", ("suspended", "lapsed"))
def test_who_lapsed_or_is_suspended_changes_no_portrait(fate, client, doctor):
    upload(client)
    act(client, "use")
    upload(client)
    before = Doctor.objects.get(pk=doctor.pk).portrait.name
    if fate == "suspended":
        doctor.refresh_from_db()
        doctor.suspend(by=make_moderator(), reason="-", seen_version=doctor.version)
    else:
        Doctor.objects.filter(pk=doctor.pk).update(licence_expires_on=timezone.now() - timedelta(days=1))

    codes = [act(client, then).status_code for then in ("show", "use", "remove")]
    codes.append(upload(client).status_code)

    assert codes == [409, 409, 409, 409]
    assert Doctor.objects.get(pk=doctor.pk).portrait.name == before
    assert act(client, "discard").status_code == 302
