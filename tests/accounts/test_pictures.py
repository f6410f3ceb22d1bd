"""Pictures are drawn anew: nothing hidden survives, nothing hostile is decoded, honest ones look the same."""

import hashlib
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageChops

from accounts import pictures
from accounts.pictures import PictureRefused, redraw
from tests.accounts import hostile_pictures as corpus
from tests.accounts.hostile_pictures import BLUE, MARK, RED, SIZE, encode, jpeg, plain, png_of

WHITE, GREEN = (255, 255, 255), (30, 200, 40)
MAX_BYTES = 10_000_000
TAKEN, REFUSED = corpus.taken_pictures(), corpus.refused_pictures()
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


def drawn(data, **options):
    """Redraw `data`, check what holds for every result, and return it as a picture."""
    result = redraw(BytesIO(data), **{"max_bytes": MAX_BYTES, **options})
    picture = Image.open(BytesIO(result.data))
    assert (picture.format, picture.mode, picture.size) == ("JPEG", "RGB", (result.width, result.height))
    assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert [name for name, _content in picture.applist] == ["APP0"]
    assert not picture.getexif()
    assert result.sha256 == hashlib.sha256(result.data).hexdigest()
    return result, picture


def refusal(data, **options):
    with pytest.raises(PictureRefused) as refused:
        redraw(BytesIO(data), **{"max_bytes": MAX_BYTES, **options})
    return refused.value.code


def looks_like(pixel, colour, *, tolerance=14):
    return all(abs(one - other) <= tolerance for one, other in zip(pixel, colour, strict=True))


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


def test_picture_beyond_the_memory_limit_is_refused(monkeypatch):
    data = png_of(7000, 7000, row=bytes(7000))
    assert drawn(data)[1].size == (2400, 2400)

    monkeypatch.setattr(pictures, "CHILD_MEMORY_BYTES", 90_000_000)

    assert refusal(data) == "too_heavy"
    assert drawn(jpeg())[1].size == SIZE, "a small picture still passes under this limit"


SPIN = """
import runpy, sys
limits = runpy.run_path({child!r})["set_limits"]
limits(output_bytes=int(sys.argv[4]), memory_bytes=int(sys.argv[5]), cpu_seconds=int(sys.argv[6]))
while True: pass
"""


def test_picture_beyond_the_processor_limit_is_refused(monkeypatch, tmp_path, caplog):
    puppet = tmp_path / "puppet.py"
    puppet.write_text(SPIN.format(child=str(pictures.CHILD)))
    monkeypatch.setattr(pictures, "CHILD", puppet)
    monkeypatch.setattr(pictures, "CHILD_CPU_SECONDS", 1)

    assert refusal(jpeg()) == "unreadable"
    assert "ended with -" in caplog.text, "killed by a signal, not finished"


@pytest.mark.parametrize(("side", "scans", "allowed"), ((16, 180, True), (16, 300, False), (7000, 60, False)))
def test_jpeg_is_drawn_over_and_over_within_bounds_only(side, scans, allowed, caplog):
    data = corpus.jpeg_of_many_scans(side=side, scans=scans)

    if allowed:
        assert drawn(data)[1].size == (side, side)
    else:
        assert refusal(data) == "unreadable"
        assert "TooManyScans" in caplog.text


def test_large_picture_waits_for_the_memory_of_both_places(monkeypatch, tmp_path):
    monkeypatch.setattr(pictures, "SLOT_FOLDER", tmp_path / "slots")
    monkeypatch.setattr(pictures, "SLOT_WAIT_SECONDS", 0.3)
    large = encode(Image.new("RGB", (4000, 3000), RED), "WEBP", method=0)

    assert looks_like(drawn(large)[1].getpixel((9, 9)), RED)
    with pictures.decoding_slot():
        assert refusal(large) == "busy"
        assert drawn(jpeg())[1].size == SIZE


def test_whoever_finds_the_waiting_places_taken_is_refused_at_once(monkeypatch, tmp_path):
    monkeypatch.setattr(pictures, "SLOT_FOLDER", tmp_path / "slots")
    monkeypatch.setattr(pictures, "WAITING_PLACES", 1)

    with ThreadPoolExecutor(1) as other, pictures.decoding_slot(alone=True):
        waiting = other.submit(redraw, BytesIO(jpeg()), max_bytes=MAX_BYTES)
        time.sleep(0.3)
        started = time.monotonic()
        assert refusal(jpeg()) == "busy"
        assert time.monotonic() - started < 1
        assert not waiting.done()
    assert waiting.result().width == SIZE[0]


def test_picture_beyond_the_time_limit_is_refused(monkeypatch, caplog):
    monkeypatch.setattr(pictures, "CHILD_WALL_SECONDS", 0.001)

    assert refusal(jpeg()) == "unreadable"
    assert "out of time" in caplog.text


def test_child_taken_over_can_smuggle_nothing(monkeypatch, tmp_path):
    puppet = tmp_path / "puppet.py"
    puppet.write_text("import sys; sys.stdout.buffer.write(sys.stdin.buffer.read())")
    monkeypatch.setattr(pictures, "CHILD", puppet)

    for name, data in TAKEN.items():
        assert refusal(data) == "unreadable", name


def test_drawing_beyond_the_output_limit_is_refused(monkeypatch):
    monkeypatch.setattr(pictures, "CHILD_OUTPUT_BYTES", 300)

    assert refusal(jpeg()) == "unreadable"


REPORT_LIMITS = """
import os, resource as r, runpy, sys
try: runpy.run_path({child!r}, run_name="__main__")
except SystemExit: pass
names = (r.RLIMIT_FSIZE, r.RLIMIT_AS, r.RLIMIT_CPU, r.RLIMIT_NOFILE, r.RLIMIT_CORE)
sys.exit(f"limits: {{[r.getrlimit(name) for name in names]}}, nice: {{os.nice(0)}}")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no limit on address space")
def test_child_binds_itself_for_good(monkeypatch, tmp_path, caplog):
    puppet = tmp_path / "puppet.py"
    puppet.write_text(REPORT_LIMITS.format(child=str(pictures.CHILD)))
    monkeypatch.setattr(pictures, "CHILD", puppet)

    assert refusal(jpeg()) == "unreadable"
    expected = [(limit, limit) for limit in (32_000_000, 220_000_000, 20, 32, 0)]
    assert f"limits: {expected}, nice: {min(os.nice(0) + 5, 19)}" in caplog.text


def test_child_sees_no_secret_of_the_site(monkeypatch, tmp_path, caplog):
    puppet = tmp_path / "puppet.py"
    puppet.write_text("import os, sys; sys.exit(f'seen: {sorted(os.environ)}')")
    monkeypatch.setattr(pictures, "CHILD", puppet)
    monkeypatch.setenv("SECRET_KEY", TAKEN["jpeg with comment"].hex())

    assert refusal(jpeg()) == "unreadable"
    assert "seen: [" in caplog.text and "SECRET_KEY" not in caplog.text


def test_third_picture_at_a_time_is_told_to_come_back(monkeypatch, tmp_path):
    monkeypatch.setattr(pictures, "SLOT_FOLDER", tmp_path / "slots")
    monkeypatch.setattr(pictures, "SLOT_WAIT_SECONDS", 0.1)

    with pictures.decoding_slot():
        assert drawn(jpeg())[1].size == SIZE
        with pictures.decoding_slot():
            assert refusal(jpeg()) == "busy"
    assert drawn(jpeg())[1].size == SIZE


HOLD_BOTH = """
import fcntl, sys
files = [open(f"{sys.argv[1]}/slot-{number}", "w") for number in range(2)]
for file in files: fcntl.flock(file, fcntl.LOCK_EX)
print("held", flush=True); sys.stdin.read()
"""


def test_places_are_shared_with_other_workers(monkeypatch, tmp_path):
    monkeypatch.setattr(pictures, "SLOT_FOLDER", tmp_path)
    monkeypatch.setattr(pictures, "SLOT_WAIT_SECONDS", 0.1)
    program = [sys.executable, "-c", HOLD_BOTH, tmp_path]

    with subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as worker:
        assert worker.stdout.readline() == b"held\n"
        assert refusal(jpeg()) == "busy"
        worker.kill()  # a lock dies with its holder
    assert drawn(jpeg())[1].size == SIZE


SERVER_THAT_DIES = """
import io, sys
from pathlib import Path
from accounts import pictures
folder = Path(sys.argv[1])
pictures.SLOTS, pictures.SLOT_FOLDER, pictures.CHILD = 1, folder, folder / "puppet.py"
pictures.redraw(io.BytesIO(sys.stdin.buffer.read()), max_bytes=10_000_000)
"""
DRAW_UNTIL_TOLD = """
import time
from pathlib import Path
folder = Path(__file__).parent
(folder / "started").touch()
while not (folder / "enough").exists(): time.sleep(0.02)
"""


def test_place_stays_taken_while_an_orphaned_child_still_draws(monkeypatch, tmp_path):
    for name, value in {"SLOTS": 1, "SLOT_FOLDER": tmp_path, "SLOT_WAIT_SECONDS": 0.1}.items():
        monkeypatch.setattr(pictures, name, value)
    (tmp_path / "puppet.py").write_text(DRAW_UNTIL_TOLD)
    program = [sys.executable, "-c", SERVER_THAT_DIES, tmp_path]

    with subprocess.Popen(program, stdin=subprocess.PIPE, cwd=Path(pictures.__file__).parents[1]) as server:
        server.stdin.write(jpeg())
        server.stdin.close()
        wait_for(tmp_path / "started")
        server.kill()

    assert refusal(jpeg()) == "busy"
    (tmp_path / "enough").touch()
    monkeypatch.setattr(pictures, "SLOT_WAIT_SECONDS", 10)
    assert drawn(jpeg())[1].size == SIZE


def wait_for(path):
    for _ in range(500):
        if path.exists():
            return
        time.sleep(0.02)
    raise AssertionError(f"{path.name} did not come")


def test_many_threads_at_once_get_the_same_picture(monkeypatch):
    monkeypatch.setattr(pictures, "SLOT_WAIT_SECONDS", 60)
    monkeypatch.setattr(pictures, "WAITING_PLACES", 8)

    with ThreadPoolExecutor(8) as threads:
        results = list(threads.map(lambda data: redraw(BytesIO(data), max_bytes=MAX_BYTES), [jpeg()] * 16))

    assert len({result.sha256 for result in results}) == 1


@pytest.fixture
def line(monkeypatch, tmp_path):
    """Gives the folder of a line of three places before one slot."""
    for name, value in {"SLOTS": 1, "WAITING_PLACES": 3, "SLOT_WAIT_SECONDS": 20}.items():
        monkeypatch.setattr(pictures, name, value)
    monkeypatch.setattr(pictures, "SLOT_FOLDER", tmp_path / "slots")
    return tmp_path / "slots"


def stand(order, name):
    with pictures.decoding_slot(alone=name == "large"):
        order.append(name)
        time.sleep(0.1)


def test_who_came_first_is_drawn_first(line):
    order, threads = [], []
    with ThreadPoolExecutor(3) as pool, pictures.decoding_slot():
        for name in ("one", "large", "three"):
            threads.append(pool.submit(stand, order, name))
            time.sleep(0.3)
        with pytest.raises(PictureRefused, match="busy"), pictures.decoding_slot():
            pass  # the line is full: told at once
        order.append("before")
    assert [thread.exception() for thread in threads] == [None] * 3
    assert order == ["before", "one", "large", "three"]


def test_a_place_left_in_the_middle_is_moved_up_to(line):
    pictures.private_folder(line)
    with pictures.Line(line) as first:
        second, third = pictures.Line(line), pictures.Line(line)
        with second, third:
            assert [each.place for each in (first, second, third)] == [0, 1, 2]
            second.lock.close()
            assert not third.is_first() and third.place == 1


def test_folder_of_another_user_is_not_used(monkeypatch, tmp_path):
    (tmp_path / "target").mkdir()
    (tmp_path / "slots").symlink_to(tmp_path / "target")
    monkeypatch.setattr(pictures, "SLOT_FOLDER", tmp_path / "slots")

    with pytest.raises(PermissionError):
        redraw(BytesIO(jpeg()), max_bytes=MAX_BYTES)
