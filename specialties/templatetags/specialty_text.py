"""Markdown of the portal's own texts in templates."""

from django import template

from specialties import markdown as small_markdown

register = template.Library()


@register.filter
def markdown(text):
    """An introduction's or care card's markdown as safe HTML."""
    return small_markdown.render(text)


@register.filter
def excerpt(text):
    """The beginning of a text in plain words, without its markdown."""
    return small_markdown.excerpt(text)
