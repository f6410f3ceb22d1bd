"""Pictures are drawn in a process that is bound in memory, time and output, and knows no secret."""

import os
import sys

import pytest

from accounts import pictures
from tests.accounts import hostile_pictures as corpus
from tests.accounts.drawing import TAKEN, drawn, refusal
from tests.accounts.hostile_pictures import SIZE, jpeg, png_of


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
