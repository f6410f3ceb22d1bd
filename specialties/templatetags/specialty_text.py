"""Texts of specialties in templates."""

from django import template

from specialties import markdown as small_markdown
from specialties import parts, topic_page

register = template.Library()
register.simple_tag(topic_page.steps, name="topic_trail")


@register.filter
def markdown(text):
    """An introduction's or care card's markdown as safe HTML."""
    return small_markdown.render(text)


@register.filter
def excerpt(text):
    """The beginning of a text in plain words, without its markdown."""
    return small_markdown.excerpt(text)


@register.simple_tag
def pager(page):
    """The links to the other pages of a list by date."""
    return parts.pager(page)
