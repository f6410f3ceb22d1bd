"""Words that are marked in what was found: several threads share what is known of them."""

import sys

import pytest

from questions.search import marks
from tests.together import at_once

pytestmark = pytest.mark.django_db

TEXT = " ".join(["My knees hurt.", *(f"kneecap{number}" for number in range(300))])


@pytest.fixture
def _hurried():
    """Threads take turns as often as they can."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


@pytest.mark.usefixtures("_hurried")
def test_what_one_thread_forgets_another_looks_up_again(monkeypatch):
    monkeypatch.setattr(marks, "_cache", {})
    monkeypatch.setattr(marks, "MOST_KEPT", 0)  # each new word makes all others forgotten

    def mark(number):
        texts = [f"{TEXT} knee{number}x{turn}" for turn in range(40)]
        return [marks.Marker(["knee"], texts=[text]).mark(text) for text in texts] == [
            text.replace("knees", "<mark>knees</mark>") for text in texts
        ]

    assert at_once(*(lambda number=number: mark(number) for number in range(4))) == [True] * 4
