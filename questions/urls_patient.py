"""Asking, and a patient's own queries."""

from django.urls import path


from django.http import Http404


def _placeholder(request, **kwargs):  # PLACEHOLDER: its owner replaces this
    raise Http404


urlpatterns = [
    path("ask/", _placeholder, name="ask"),
    path("ask/sent/<reference:reference>/", _placeholder, name="ask-sent"),
    path("me/questions/", _placeholder, name="my-questions"),
    path("me/questions/<reference:reference>/", _placeholder, name="my-question"),
    path(
        "me/questions/<reference:reference>/withdraw/",
        _placeholder,
        name="question-withdraw",
    ),
    path("me/questions/<reference:reference>/close/", _placeholder, name="question-close"),
    path(
        "me/questions/<reference:reference>/consent/",
        _placeholder,
        name="question-consent",
    ),
    path("pictures/<reference:reference>/<int:pk>/", _placeholder, name="attachment"),
]
