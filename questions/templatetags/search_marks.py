"""Hits in search results."""

from django import template

from questions.search import marked

register = template.Library()


@register.filter
def marks(text):
    """A text whose hits the database marked, as safe HTML with <mark>."""
    return marked(text)
