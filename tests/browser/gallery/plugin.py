"""What `make gallery` adds to a run of pytest: away with the last pictures of what is drawn; the index when all is."""

import os
import shutil
import time
from pathlib import Path

import pytest

from tests.browser.gallery import index

GALLERY = Path(__file__).resolve().parents[3] / "var" / "gallery"
ONLY = os.environ.get("ONLY", "").split()  # names of subjects; none for all


def pytest_sessionstart(session):
    session.begun = time.monotonic()
    if _is_worker(session):
        return
    if not all(map(str.isidentifier, ONLY)):
        raise pytest.UsageError("ONLY takes names of subjects, such as: make gallery ONLY='ask desk'")
    for subject in ONLY or ["*"]:
        for drawn in GALLERY.glob(f"{subject}/*"):
            shutil.rmtree(drawn)


def pytest_sessionfinish(session):
    if _is_worker(session) or not GALLERY.exists():
        return
    scenes, pictures, faults = index.write(GALLERY)
    minutes = (time.monotonic() - session.begun) / 60
    print(
        f"\n{scenes} scenes, {pictures} pictures, {faults} faults, {minutes:.1f} minutes: {GALLERY}/index.html"
    )


def _is_worker(session):
    """One of the processes that draw, not the one that started them."""
    return hasattr(session.config, "workerinput")
