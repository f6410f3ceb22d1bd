"""What the reviewers said to an answer that they sent back, for templates."""

from django import template

from answers import returned as reading

register = template.Library()
register.filter("returned", reading.returned)
