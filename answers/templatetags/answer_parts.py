"""Shows the parts of an answer that are neither markdown nor plain."""

from django import template

from answers.rendering import finding_texts, source_links

register = template.Library()
register.filter("finding_texts", finding_texts)
register.filter("source_links", source_links)
