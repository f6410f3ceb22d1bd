"""Answered questions like the one being asked: a page after the sentence, and a list while one types."""

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import limits
from questions.browser import drafts_of
from questions.models import Draft, PublishedQuestion, SimilarHelped, Step
from questions.references import PATTERN
from questions.similar import similar
from questions.views.ask_base import draft_page, first_open_url, pages_in_all, step_url

# From here on a text says something.
FEWEST_LETTERS = 8


@require_http_methods(["GET", "HEAD", "POST"])
def ask_similar(request, reference):
    """Up to five answered questions like this one. One of them may do: then the draft is no longer needed."""
    helped = _helped(request)
    if helped and not drafts_of(request).filter(reference=reference).exists():
        return redirect("ask-helped", helped.reference)  # the button was pressed twice
    return _similar(request, reference)


@draft_page
def _similar(request, draft):
    helped = _helped(request)
    if helped and not draft.edits_id:
        return _close(draft, helped=helped)
    if request.method == "POST" or draft.edits_id:
        return redirect(first_open_url(draft))
    found = similar(draft.title, specialty=draft.specialty)
    if not found:
        return redirect(first_open_url(draft))
    context = {
        "section": "ask",
        "draft": draft,
        "items": found,
        "number": draft.steps.index(Step.QUESTION) + 1,
        "total": pages_in_all(request, draft.steps),
        "back_url": step_url(draft, Step.QUESTION),
    }
    return render(request, "questions/ask/similar.html", context)


def _helped(request):
    """The public copy that the visitor says answers their question, or None."""
    said = request.POST.get("helped", "") if request.method == "POST" else ""
    if not PATTERN.fullmatch(said):
        return None
    return PublishedQuestion.objects.published().filter(reference=said).first()


@transaction.atomic
def _close(draft, *, helped):
    """Count it, once, and throw the draft away."""
    if Draft.objects.select_for_update().filter(pk=draft.pk).exists():
        SimilarHelped.objects.count_one(helped)
        draft.forget()
    return redirect("ask-helped", helped.reference)


@require_safe
def ask_helped(request, reference):
    """The end of a query that needn't be asked."""
    item = get_object_or_404(PublishedQuestion.objects.published(), reference=reference)
    return render(request, "questions/ask/helped.html", {"section": "ask", "item": item})


@require_POST
def ask_similar_live(request):
    """The list for similar.js, as a fragment; empty when nothing fits. The words come in the body: an address would
    end up in logs and histories."""
    limits.spend("search.similar", request=request)
    words = request.POST.get("words", "")
    found = similar(words) if len(words.strip()) >= FEWEST_LETTERS else []
    if not found:
        return HttpResponse("")
    return render(request, "questions/ask/_similar_live.html", {"items": found})
