"""Moments in templates."""

from datetime import datetime

from django import template
from django.utils.formats import date_format
from django.utils.html import format_html

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
    """A moment or a day as a <time> in the format of that name, safe to stand inside a sentence; "" without one."""
    if not when:
        return ""
    return format_html('<time datetime="{}">{}</time>', iso_time(when), date_format(when, name))
