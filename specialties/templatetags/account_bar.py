"""The account bar of pages that doctors and patients share."""

from django import template

from specialties import navigation
from specialties.models import Doctor

register = template.Library()


@register.simple_tag(takes_context=True)
def doctors_links(context):
    """The account bar's entries where the signed-in person is a doctor; None for everybody else. One query."""
    request = context["request"]
    if not (request.user.is_authenticated and Doctor.objects.filter(user=request.user).exists()):
        return None
    return navigation.account_links(_current(request))


@register.simple_tag(takes_context=True)
def patients_links(context):
    """The account bar's entries of everybody else."""
    return navigation.patients_links(_current(context["request"]))


def _current(request):
    return request.resolver_match.url_name if request.resolver_match else ""
