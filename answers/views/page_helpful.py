"""Whether a public page helped: two buttons on it, counted without a word about who pressed one."""

from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import limits
from accounts.origins import from_our_pages
from answers.models import ReaderVerdict
from questions.models import PublishedQuestion
from specialties.views.reader import trail

VERDICTS = {"yes": True, "no": False}


@from_our_pages
@require_POST
def page_helpful(request, reference):
    """Count the button that was pressed; pressed too often, 429. 404 for a page that is down."""
    page = get_object_or_404(PublishedQuestion.objects.published(), reference=reference)
    if (verdict := VERDICTS.get(request.POST.get("helpful", ""))) is None:
        raise Http404
    with transaction.atomic():
        ReaderVerdict.objects.count_one(page, helpful=verdict)
        limits.spend("helpful", request=request)
    return redirect("page-helpful-thanks", reference=reference)


@require_safe
def page_helpful_thanks(request, reference):
    """Thanks, and where to say what is wrong or missing. The same whatever was pressed."""
    page = get_object_or_404(PublishedQuestion.objects.published().for_page(), reference=reference)
    context = {"page": page, "breadcrumb_items": trail((_("Thank you"), ""))}
    return render(request, "answers/page_helpful.html", context)
