"""Moments in templates. What is printed as <time> is safe to stand inside a translated sentence."""

from datetime import datetime

from django import template
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timesince import timesince

register = template.Library()


@register.filter(expects_localtime=True)
def iso_time(when):
    """A moment as <time datetime> takes it, in whole seconds (HTML allows three decimals, Python writes six); a day as
    it is; "" without one."""
    if isinstance(when, datetime):
        when = when.replace(microsecond=0)
    return when.isoformat() if when else ""


@register.filter(expects_localtime=True)
def as_time(when, name="DATETIME_FORMAT"):
    """A moment or a day as a <time> in the format of that name; "" without one."""
    return _time(when, date_format(when, name)) if when else ""


@register.filter(expects_localtime=True)
def as_clock(when):
    """A moment as a <time> of hour, minute and zone, which local-time.js turns into the reader's own clock; "" without
    one."""
    if not when:
        return ""
    return format_html('<time datetime="{}" data-clock>{}</time>', iso_time(when), date_format(when, "H:i T"))


@register.filter(expects_localtime=True)
def as_time_since(when):
    """How long ago a moment was as a <time>, without "ago"; "" without one."""
    return _time(when, timesince(when)) if when else ""


def _time(when, words):
    return format_html('<time datetime="{}">{}</time>', iso_time(when), words)
