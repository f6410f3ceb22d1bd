"""Addresses readers use: specialties, topics, doctors."""

from django.urls import path

from django.http import Http404


def _placeholder(request, **kwargs):  # PLACEHOLDER: its owner replaces this
    raise Http404


urlpatterns = [
    path("specialties/", _placeholder, name="specialty-list"),
    path("specialties/<slug:slug>/", _placeholder, name="specialty-detail"),
    path("specialties/<slug:slug>/feed/", _placeholder, name="specialty-feed"),
    path("doctors/", _placeholder, name="doctor-list"),
    path("doctors/portraits/<path:name>", _placeholder, name="doctor-portrait"),
    path("doctors/<slug:slug>/", _placeholder, name="doctor-detail"),
]
