"""Parts of a published question's page."""

from django import template

from questions import page

register = template.Library()
register.simple_tag(page.steps, name="breadcrumb_of")
