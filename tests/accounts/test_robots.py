"""The traps on forms mark scripts, and never a person who takes their time."""

from datetime import timedelta

import pytest
from django.core import signing
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import timezone

from accounts import robots


def stamp(*, seconds_ago, salt=robots.SALT):
    return signing.dumps((timezone.now() - timedelta(seconds=seconds_ago)).timestamp(), salt=salt)


def sent(**fields):
    return RequestFactory().post("/", fields)


def test_a_person_is_not_marked():
    assert robots.suspicion(sent(started=stamp(seconds_ago=60), homepage="")) == []


def test_a_person_who_left_the_form_open_for_days_is_not_marked():
    assert robots.suspicion(sent(started=stamp(seconds_ago=3 * 24 * 3600))) == []


@pytest.mark.parametrize(
    ("seconds_ago", "fields", "marks"),
    [
        (60, {"homepage": "https://pills.example"}, ["trap_filled"]),
        (0, {}, ["too_quick"]),
        (-3600, {}, ["too_quick"]),
        (0, {"homepage": "x"}, ["trap_filled", "too_quick"]),
    ],
)
def test_a_script_is_marked(seconds_ago, fields, marks):
    assert robots.suspicion(sent(started=stamp(seconds_ago=seconds_ago), **fields)) == marks
    assert set(marks) <= set(robots.EXPLANATIONS)


def test_a_form_that_was_never_opened_is_marked():
    foreign = stamp(seconds_ago=60, salt="another form")

    for fields in ({}, {"started": "made-up"}, {"started": "é:ü:\u2003"}, {"started": foreign}):
        assert robots.suspicion(sent(**fields)) == ["no_start"]


def test_a_drafts_own_beginning_is_believed_before_the_forms_stamp():
    """A script may keep one old stamp and send it with every form."""
    kept = sent(started=stamp(seconds_ago=3600))

    assert robots.suspicion(kept, started_at=timezone.now()) == ["too_quick"]
    assert robots.suspicion(sent(), started_at=timezone.now() - timedelta(hours=1)) == []


def test_the_shortest_time_can_be_switched_off(settings):
    settings.MINIMUM_ASK_SECONDS = 0

    assert robots.suspicion(sent(started=stamp(seconds_ago=0))) == []


def test_a_form_with_errors_keeps_the_time_it_was_opened_at():
    opened = stamp(seconds_ago=60)

    assert robots.traps(sent(started=opened)) == {"started": opened}
    assert robots.traps(sent(started="made-up"))["started"] != "made-up"


def test_the_field_is_out_of_everybodys_way():
    html = render_to_string("includes/_robot_traps.html", {"traps": robots.traps(RequestFactory().get("/"))})

    assert 'type="text" id="homepage" name="homepage" value="" tabindex="-1" autocomplete="off"' in html
    assert '<div class="visually-hidden" aria-hidden="true">' in html and "Leave this empty" in html
    assert robots.suspicion(sent(started=html.rpartition('value="')[2].partition('"')[0])) == ["too_quick"]
