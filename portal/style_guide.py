"""Every component of the design language on one page, for those who build pages. Only while DEBUG is on."""

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe


class SampleForm(forms.Form):
    """One field of each kind, in the house style, with the kind of words that labels and errors use."""

    use_required_attribute = False

    title = forms.CharField(
        label="Your question in one sentence",
        help_text="For example: “Why does my left eyelid twitch in the evening?”",
        error_messages={"required": "Enter your question in one sentence"},
    )
    details = forms.CharField(label="Details", widget=forms.Textarea(attrs={"rows": 4}), required=False)
    about = forms.ChoiceField(
        label="Who is it about?",
        choices=[("me", "Me"), ("child", "My child"), ("adult", "Another adult, who has agreed")],
        widget=forms.RadioSelect,
        help_text="An answer for a child goes through an extra check before it is published.",
        error_messages={"required": "Select who the question is about"},
    )
    specialty = forms.ChoiceField(
        label="Specialty", choices=[("", "I'm not sure"), ("n", "Neurology")], required=False
    )
    picture = forms.FileField(
        label="Picture", help_text="JPEG, PNG, WebP or HEIF, up to 15 MB.", required=False
    )
    agree = forms.BooleanField(
        label="I have read what to do in an emergency",
        error_messages={"required": "Tick the box when you have read what to do in an emergency"},
    )


@require_safe
def style_guide(request):
    """Not part of a running site: 404 unless DEBUG is on."""
    if not settings.DEBUG:
        raise Http404
    page = Paginator(range(200), 20).get_page(4)
    context = {
        "breadcrumb_items": [("Home", "/"), ("Neurology", "#"), ("Style guide", "")],
        "page": page,
        "pages": list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)),
        "sample_form": SampleForm({"details": "It began three weeks ago."}),
    }
    return render(request, "portal/style_guide.html", context)
