"""What is too big, or no picture that we take, is refused whatever it says it is, with advice."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts import pictures
from accounts.pictures import PictureRefused, redraw
from tests.accounts import hostile_pictures as corpus
from tests.accounts.drawing import MAX_BYTES, drawn, refusal
from tests.accounts.hostile_pictures import SIZE, encode, jpeg, plain


def test_pixel_limit_is_exact():
    data = encode(plain(size=(101, 100)), "PNG")

    assert drawn(data, max_pixels=10_100)[1].size == (101, 100)
    assert drawn(encode(plain(size=(10_099, 1)), "PNG"), max_pixels=10_099)[1].size == (2400, 1)
    assert refusal(data, max_pixels=10_099) == "too_many_pixels"


def test_byte_limit_counts_what_comes_not_what_is_declared():
    upload = SimpleUploadedFile("p.jpg", jpeg() + bytes(5000))
    upload.size = 10

    with pytest.raises(PictureRefused) as refused:
        redraw(upload, max_bytes=5000)

    assert refused.value.code == "too_big"


def test_byte_limit_comes_from_the_settings(settings):
    data = jpeg()
    settings.MAX_PICTURE_BYTES = len(data)

    assert redraw(BytesIO(data)).width == SIZE[0]
    with pytest.raises(PictureRefused) as refused:
        redraw(BytesIO(data + b"\0"))
    assert refused.value.code == "too_big"


def test_name_and_content_type_are_not_trusted():
    honest = SimpleUploadedFile("page.html", jpeg(), content_type="text/html")
    honest.read(3)  # as a validator before us may have done
    liar = SimpleUploadedFile("photo.jpg", corpus.SCRIPT, content_type="image/jpeg")

    assert redraw(honest, max_bytes=MAX_BYTES).width == SIZE[0]
    with pytest.raises(PictureRefused) as refused:
        redraw(liar, max_bytes=MAX_BYTES)
    assert refused.value.code == "wrong_type"


def test_heif_is_refused_with_advice_where_it_cannot_be_read(monkeypatch):
    monkeypatch.setattr(pictures, "HEIF_IS_READABLE", False)

    with pytest.raises(PictureRefused) as refused:
        redraw(BytesIO(corpus.heif()), max_bytes=MAX_BYTES)

    assert refused.value.code == "wrong_type"
    assert "Most Compatible" in str(refused.value.message)


@pytest.mark.parametrize(
    "code", ("too_big", "wrong_type", "too_many_pixels", "too_heavy", "unreadable", "busy")
)
def test_every_refusal_says_what_to_do(code):
    message = str(PictureRefused(code, megabytes=10, megapixels=50).message)

    assert "Please" in message and "{" not in message
