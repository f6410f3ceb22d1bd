"""The account bar of pages that doctors and patients share."""

from django import template

from specialties.models import Doctor
from specialties.navigation import account_links

register = template.Library()


@register.simple_tag(takes_context=True)
def doctors_links(context):
    """The account bar's entries where the signed-in person is a doctor; None for everybody else. One query."""
    request = context["request"]
    if not (request.user.is_authenticated and Doctor.objects.filter(user=request.user).exists()):
        return None
    return account_links(request.resolver_match.url_name if request.resolver_match else "")
