"""Two pictures are drawn at a time; a few wait in line, the first first, and the others are told to come back."""

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from accounts import pictures
from accounts.pictures import PictureRefused, redraw
from tests.accounts.drawing import MAX_BYTES, drawn, looks_like, refusal
from tests.accounts.hostile_pictures import RED, SIZE, encode, jpeg


def test_third_picture_at_a_time_is_told_to_come_back(monkeypatch, tmp_path):
    monkeypatch.setattr(pictures, "SLOT_FOLDER", tmp_path / "slots")
    monkeypatch.setattr(pictures, "SLOT_WAIT_SECONDS", 0.1)

    with pictures.decoding_slot():
        assert drawn(jpeg())[1].size == SIZE
        with pictures.decoding_slot():
            assert refusal(jpeg()) == "busy"
    assert drawn(jpeg())[1].size == SIZE


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
