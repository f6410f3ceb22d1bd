from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.utils import timezone


@pytest.mark.parametrize(
    ("when", "written"),
    [
        (datetime(2026, 5, 2, 10, 14, 3, 152524, tzinfo=UTC), "2026-05-02T12:14:03+02:00"),
        (datetime(2026, 5, 2, 10, 14, tzinfo=UTC), "2026-05-02T12:14:00+02:00"),
        (date(2026, 5, 2), "2026-05-02"),
        (None, ""),
        ("", ""),
    ],
)
def test_a_moment_for_machines_is_in_whole_seconds_of_the_page_s_time(when, written):
    template = Template("{% load times %}{{ when|iso_time }}")

    with timezone.override("Europe/Paris"):
        assert template.render(Context({"when": when})) == written
