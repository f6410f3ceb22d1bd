"""The doctor's dashboard and editor."""

from django.urls import path


from django.http import Http404


def _placeholder(request, **kwargs):  # PLACEHOLDER: its owner replaces this
    raise Http404


urlpatterns = [
    path("", _placeholder, name="dashboard"),
    path("questions/<reference:reference>/", _placeholder, name="answer-edit"),
    path("questions/<reference:reference>/claim/", _placeholder, name="question-claim"),
    path(
        "questions/<reference:reference>/release/",
        _placeholder,
        name="question-release",
    ),
    path(
        "questions/<reference:reference>/autosave/",
        _placeholder,
        name="answer-autosave",
    ),
    path("questions/<reference:reference>/submit/", _placeholder, name="answer-submit"),
    path("questions/<reference:reference>/recall/", _placeholder, name="answer-recall"),
    path("questions/<reference:reference>/revise/", _placeholder, name="answer-revise"),
    path("questions/<reference:reference>/preview/", _placeholder, name="answer-preview"),
    path("questions/<reference:reference>/ask/", _placeholder, name="clarification-ask"),
]
