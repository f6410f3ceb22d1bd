"""Days and moments in each language (portal/formats)."""

from datetime import UTC, datetime
from importlib import import_module

import pytest
from django.utils.dateformat import format as formatted
from django.utils.formats import date_format, get_format
from django.utils.translation import override

MOMENT = datetime(2027, 3, 3, 14, 5, tzinfo=UTC)
NAMES = [name for name in vars(import_module("portal.formats.en_GB.formats")) if name.endswith("_FORMAT")]


@pytest.mark.parametrize(
    ("language", "day", "moment"),
    [
        ("en-gb", "3 March 2027", "3 March 2027, 14:05"),
        ("es", "3 de marzo de 2027", "3 de marzo de 2027, 14:05"),
        ("ar", "3 مارس 2027", "3 مارس 2027، 14:05"),
    ],
)
def test_days_and_moments_are_written_as_the_language_writes_them(language, day, moment):
    with override(language):
        assert date_format(MOMENT) == day
        assert date_format(MOMENT, "DATETIME_FORMAT") == moment


@pytest.mark.parametrize("language", ["es", "ar"])
def test_every_language_has_every_format(language):
    there = import_module(f"portal.formats.{language}.formats")

    assert [name for name in NAMES if not hasattr(there, name)] == []


@pytest.mark.parametrize("language", ["en-gb", "es", "ar"])
def test_a_typed_day_is_read_with_the_day_before_the_month(language):
    with override(language):
        first = get_format("DATE_INPUT_FORMATS")[0]

    assert datetime.strptime("03/04/2027", first).month == 4  # noqa: DTZ007


def test_english_shows_what_its_names_promise():
    assert formatted(MOMENT, get_format("MONTH_DAY_TIME_FORMAT", lang="en-gb")) == "3 March, 14:05"
