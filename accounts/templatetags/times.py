"""Moments in templates. The tags stand as placeholders inside translated sentences."""

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
def time_tag(when, form="DATE_FORMAT"):
    """A day or a moment as <time>, printed in a format of Django's by name or by letters; "" without one."""
    return (
        format_html('<time datetime="{}">{}</time>', iso_time(when), date_format(when, form)) if when else ""
    )


@register.filter(expects_localtime=True)
def clock_tag(when):
    """A moment as <time> with hour, minute and zone, which local-time.js turns into the reader's own clock."""
    return (
        format_html('<time datetime="{}" data-clock>{}</time>', iso_time(when), date_format(when, "H:i T"))
        if when
        else ""
    )


@register.filter(expects_localtime=True)
def since_tag(when):
    """How long ago a moment was as <time>, without "ago"; "" without one."""
    return format_html('<time datetime="{}">{}</time>', iso_time(when), timesince(when)) if when else ""
