"""Parts of a published question's page."""

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

register = template.Library()


@register.simple_tag
def breadcrumb_of(area, area_url, topic, topic_url, title):
    """The breadcrumb's steps down to a page; without `area` the page stands under the specialty itself."""
    steps = [
        (_("Home"), "/"),
        (_("Specialties"), reverse("specialty-list")),
        (area, area_url),
        (topic, topic_url),
    ]
    return [*(step for step in steps if step[0]), (title, "")]
