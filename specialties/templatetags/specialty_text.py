"""Texts of specialties in templates."""

from django import template
from django.utils.translation import gettext as _

from accounts.paths import path_of
from specialties import markdown as small_markdown
from specialties import printed

register = template.Library()


@register.filter
def markdown(text):
    """An introduction's or care card's markdown as safe HTML."""
    return small_markdown.render(text)


@register.filter
def excerpt(text):
    """The beginning of a text in plain words, without its markdown."""
    return small_markdown.excerpt(text)


@register.simple_tag
def trail_of(area, area_url, name):
    """The breadcrumb of a topic's page, or of a specialty's, which has no `area`."""
    above = [(_("Home"), "/"), (_("Specialties"), path_of("specialty-list"))]
    return [*above, *([(area, area_url)] if area else []), (name, "")]


@register.simple_tag
def pager(page):
    """The links to the other pages of a list by date."""
    return printed.pager(page)
