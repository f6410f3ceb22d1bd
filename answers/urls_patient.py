"""What a patient does with answers: reply, agree to the public text, take it down."""

from django.urls import path


from django.http import Http404


def _placeholder(request, **kwargs):  # PLACEHOLDER: its owner replaces this
    raise Http404


urlpatterns = [
    path(
        "me/questions/<reference:reference>/reply/",
        _placeholder,
        name="clarification-reply",
    ),
    path(
        "me/questions/<reference:reference>/public/",
        _placeholder,
        name="publication-preview",
    ),
    path(
        "me/questions/<reference:reference>/public/agree/",
        _placeholder,
        name="publication-agree",
    ),
    path(
        "me/questions/<reference:reference>/public/change/",
        _placeholder,
        name="publication-change",
    ),
    path(
        "me/questions/<reference:reference>/public/withdraw/",
        _placeholder,
        name="publication-withdraw",
    ),
]
