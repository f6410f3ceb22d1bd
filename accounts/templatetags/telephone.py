"""Telephone numbers that can be pressed."""

from django import template
from django.utils.html import format_html

register = template.Library()


@register.filter
def dialled(number):
    """A telephone number as the link that calls it; what comes without one stays as it is."""
    return (
        format_html('<a class="tel" href="tel:{}">{}</a>', number.replace(" ", ""), number)
        if number
        else number
    )
