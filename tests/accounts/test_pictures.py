"""Pictures are drawn anew: nothing hidden survives, nothing hostile is decoded, honest ones look the same."""

import pytest
from PIL import Image, ImageChops

from tests.accounts import hostile_pictures as corpus
from tests.accounts.drawing import REFUSED, TAKEN, drawn, looks_like, refusal
from tests.accounts.hostile_pictures import BLUE, MARK, RED, SIZE, encode, jpeg, plain, png_of

WHITE, GREEN = (255, 255, 255), (30, 200, 40)
FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")
# What the first stored row and column show, by orientation (CIPA DC-008, tag 0x0112).
FIRST_ROW_AND_COLUMN = {
    1: ("top", "left"),
    2: ("top", "right"),
    3: ("bottom", "right"),
    4: ("bottom", "left"),
    5: ("left", "top"),
    6: ("right", "top"),
    7: ("right", "bottom"),
    8: ("left", "bottom"),
}
OPPOSITE = {"top": "bottom", "bottom": "top", "left": "right", "right": "left"}
CORNERS = {
    frozenset({"top", "left"}): RED,
    frozenset({"top", "right"}): GREEN,
    frozenset({"bottom", "left"}): BLUE,
    frozenset({"bottom", "right"}): (230, 220, 30),
}


def stored_with(orientation, *, size=(96, 64)):
    """Return the picture of four coloured corners as a camera held that way stores it."""
    row, column = FIRST_ROW_AND_COLUMN[orientation]
    width, height = size if row in ("top", "bottom") else size[::-1]
    stored = Image.new("RGB", (width, height))
    for y, row_side in ((0, row), (height // 2, OPPOSITE[row])):
        for x, column_side in ((0, column), (width // 2, OPPOSITE[column])):
            colour = CORNERS[frozenset({row_side, column_side})]
            stored.paste(colour, (x, y, x + width // 2, y + height // 2))
    return stored


@pytest.mark.parametrize("name", TAKEN)
def test_nothing_hidden_survives(name):
    assert MARK in TAKEN[name] or name in ("png with text chunks", "png with icc profile"), "compressed there"

    result, picture = drawn(TAKEN[name])

    assert MARK not in result.data
    assert picture.size == SIZE
    assert looks_like(picture.getpixel((32, 24)), RED), "the first frame is red, all others blue"


@pytest.mark.parametrize("name", REFUSED)
def test_hostile_file_is_refused(name):
    code, data = REFUSED[name]

    assert refusal(data) == code


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("orientation", FIRST_ROW_AND_COLUMN)
def test_picture_comes_out_upright(orientation, kind):
    stored = stored_with(orientation)

    _result, picture = drawn(encode(stored, kind, exif=corpus.exif(orientation), quality=95))

    assert picture.size == (96, 64)
    assert looks_like(picture.getpixel((10, 10)), CORNERS[frozenset({"top", "left"})])
    assert looks_like(picture.getpixel((86, 10)), CORNERS[frozenset({"top", "right"})])
    assert looks_like(picture.getpixel((10, 54)), CORNERS[frozenset({"bottom", "left"})])
    assert looks_like(picture.getpixel((86, 54)), CORNERS[frozenset({"bottom", "right"})])


def with_hole(mode):
    """Return a red picture whose left half is transparent (its hidden pixels are blue)."""
    image = plain(mode="RGBA")
    image.paste((*BLUE, 0), (0, 0, 32, 48))
    return encode(image.convert(mode), "PNG")


@pytest.mark.parametrize("mode", ("RGBA", "P"))
def test_transparent_parts_become_white(mode):
    _result, picture = drawn(with_hole(mode))

    assert looks_like(picture.getpixel((10, 24)), WHITE)
    assert looks_like(picture.getpixel((50, 24)), RED)


GREY = (153, 153, 153)
MODES = {
    "bilevel": (encode(plain(WHITE, mode="1"), "PNG"), WHITE),
    "grey": (encode(plain(GREY, mode="L"), "PNG"), GREY),
    "grey with alpha": (encode(plain(GREY, mode="LA"), "PNG"), GREY),
    "grey with a transparent value": (encode(plain(GREY, mode="L"), "PNG", transparency=153), WHITE),
    "16-bit grey": (png_of(*SIZE, depth=16, row=b"\x99\x99" * 64), GREY),
    "16-bit colour": (png_of(*SIZE, depth=16, colour_type=2, row=b"\xdc\xdc\x14\x14\x1e\x1e" * 64), RED),
    "palette": (encode(plain(mode="P"), "PNG"), RED),
    "grey jpeg": (encode(plain(GREY, mode="L"), "JPEG"), GREY),
    "cmyk jpeg": (encode(plain(mode="CMYK"), "JPEG"), RED),
    "progressive jpeg": (jpeg(progressive=True), RED),
    "heif with alpha": (encode(plain(mode="RGBA"), "HEIF", quality=95), RED),
    "one pixel": (encode(plain(size=(1, 1)), "PNG"), RED),
}


@pytest.mark.parametrize("name", MODES)
def test_every_kind_of_pixel_keeps_its_colour(name):
    data, colour = MODES[name]

    _result, picture = drawn(data)

    assert looks_like(picture.getpixel((picture.width // 2, picture.height // 2)), colour, tolerance=40)


@pytest.mark.parametrize("kind", ("JPEG", "PNG", "WEBP"))
def test_colour_profile_is_applied(kind):
    swapped = corpus.icc_profile(swap_red_and_green=True)

    _result, picture = drawn(encode(plain(), kind, icc_profile=swapped))

    red, green, _blue = picture.getpixel((32, 24))
    assert green > 180 and red < 80, "with its primaries swapped, red pixels mean green"


@pytest.mark.parametrize(
    ("size", "expected"), (((3000, 1500), (2400, 1200)), ((30, 4800), (15, 2400)), ((9000, 1), (2400, 1)))
)
def test_large_picture_is_scaled_down(size, expected):
    _result, picture = drawn(encode(plain(size=size), "JPEG"))

    assert picture.size == expected


def test_honest_photo_stays_close_to_the_original():
    photo = Image.radial_gradient("L").resize((800, 600)).convert("RGB")

    _result, picture = drawn(encode(photo, "PNG"))

    worst = max(high for _low, high in ImageChops.difference(photo, picture).getextrema())
    assert worst <= 6
