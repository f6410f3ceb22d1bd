"""What readers are told of second opinions."""

from django import template

from answers import opinions

register = template.Library()


@register.filter
def agreement(shown):
    """ "2 doctors agree, 1 disagrees"; "" without any opinion."""
    return opinions.agreement(shown)
