"""How numbers of the ledger are written."""

from django import template
from django.conf import settings
from django.contrib.auth.models import AnonymousUser

from questions import allowance

register = template.Library()


@register.simple_tag
def what_asking_costs():
    """What a page for everybody says about the price: from the settings alone, no query."""
    return allowance.state(AnonymousUser()).in_words


@register.filter
def signed(number):
    """1 → +1, -1 → −1 (with a real minus, which is read aloud)."""
    return f"{number:+d}".replace("-", "\N{MINUS SIGN}")


@register.filter
def with_free(balance):
    """What the ledger adds up to together with the free queries, which stand in no line of it."""
    return max(0, settings.FREE_QUERIES + balance)
