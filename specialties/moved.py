"""Former addresses of specialties and topics: readers are led to where each is now."""

from django.http import HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse

from specialties.models import Specialty


def moved(request, slug):
    """301 from a former address to the same page at the address of today, what was asked for kept; Http404 for one
    that never was, or leads to what isn't listed any more. One query."""
    specialty = get_object_or_404(Specialty.objects.listed().only("slug"), former_slugs__slug=slug)
    asked = request.META.get("QUERY_STRING", "")
    address = reverse(request.resolver_match.url_name, args=[specialty.slug])
    return HttpResponsePermanentRedirect(f"{address}?{asked}" if asked else address)
