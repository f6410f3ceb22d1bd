"""A doctor's application."""

from django.urls import path

from django.http import Http404


def _placeholder(request, **kwargs):  # PLACEHOLDER: its owner replaces this
    raise Http404


urlpatterns = [
    path("apply/", _placeholder, name="doctor-apply"),
]
