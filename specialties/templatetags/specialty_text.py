"""Markdown of the portal's own texts in templates."""

from django import template

from specialties.markdown import render

register = template.Library()


@register.filter
def markdown(text):
    """An introduction's or care card's markdown as safe HTML."""
    return render(text)
