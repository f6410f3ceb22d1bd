from datetime import UTC, date, datetime, timedelta

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


@pytest.mark.parametrize(
    ("words", "written"),
    [
        ('{{ when|as_time:"DATE_FORMAT" }}', '<time datetime="2026-05-02T12:14:00+02:00">2 May 2026</time>'),
        ('{{ when|as_time:"j F" }}', '<time datetime="2026-05-02T12:14:00+02:00">2 May</time>'),
        ("{{ when|as_clock }}", '<time datetime="2026-05-02T12:14:00+02:00" data-clock>12:14 CEST</time>'),
        (
            '{% blocktranslate with day=when|as_time:"DATE_FORMAT" %}Sent on {{ day }}{% endblocktranslate %}',
            'Sent on <time datetime="2026-05-02T12:14:00+02:00">2 May 2026</time>',
        ),
    ],
)
def test_a_time_stands_within_a_sentence(words, written):
    template = Template("{% load i18n times %}" + words)

    with timezone.override("Europe/Paris"):
        assert template.render(Context({"when": datetime(2026, 5, 2, 10, 14, tzinfo=UTC)})) == written


def test_how_long_ago_stands_within_a_sentence():
    template = Template(
        "{% load i18n times %}{% blocktranslate with time=when|as_time_since %}{{ time }} ago{% endblocktranslate %}"
    )
    when = timezone.now() - timedelta(days=2, hours=3)

    assert ">2\xa0days, 3\xa0hours</time> ago" in template.render(Context({"when": when}))


@pytest.mark.parametrize("name", ["as_time", "as_clock", "as_time_since"])
def test_without_a_moment_no_time_stands(name):
    assert Template("{% load times %}{{ when|" + name + " }}").render(Context({"when": None})) == ""
