"""Addresses readers use: published questions, search, feed."""

from django.urls import path


from django.http import Http404


def _placeholder(request, **kwargs):  # PLACEHOLDER: its owner replaces this
    raise Http404


urlpatterns = [
    path(
        "questions/<reference:reference>/<slug:slug>/",
        _placeholder,
        name="question-detail",
    ),
    path("search/", _placeholder, name="search"),
    path("feed/", _placeholder, name="feed"),
]
