"""Hits in search results."""

from django import template

from questions.search import marked

register = template.Library()


@register.filter
def marks(text, of_length=0):
    """A text whose hits the database marked, as safe HTML with <mark>; `of_length`: of the text it was cut from."""
    return marked(text, of_length=of_length)
