"""The rules that a moderator looks through on the page of an item."""

from django import template

from answers.rules import CHECKLISTS

register = template.Library()


@register.inclusion_tag("admin/desk/_rules.html")
def rules_to_look_through(kind):
    """The rules for a kind of item: query, answer, reply, opinion, publication or doctor."""
    return {"rules": CHECKLISTS[kind]}
