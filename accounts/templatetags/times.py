"""Moments in templates."""

from datetime import datetime

from django import template

register = template.Library()


@register.filter(expects_localtime=True)
def iso_time(when):
    """A moment as <time datetime> takes it, in whole seconds (HTML allows three decimals, Python writes six); a day as
    it is; "" without one."""
    if isinstance(when, datetime):
        when = when.replace(microsecond=0)
    return when.isoformat() if when else ""
