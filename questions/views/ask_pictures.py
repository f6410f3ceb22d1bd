"""The step of the ask flow where pictures are added; with JavaScript one by one, in the background."""

from django.conf import settings
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_http_methods, require_safe

from accounts.moves import MoveRefused
from questions.browser import drafts_of
from questions.forms_pictures import PicturesForm
from questions.models import Step
from questions.views.ask_base import draft_page, first_open_url, gone, next_url, step_context
from questions.views.pictures import picture_response


@require_http_methods(["GET", "HEAD", "POST"])
@draft_page
def ask_pictures(request, draft):
    """What is stored, and a field for more. Whatever button is pressed, chosen files and captions are kept first."""
    if not settings.MAX_PICTURES:
        return redirect(first_open_url(draft))
    if request.method != "POST":
        return _page(request, draft, form=PicturesForm(draft=draft))
    form = PicturesForm(request.POST, request.FILES, draft=draft)
    try:
        fine = form.store(request=request)
    except MoveRefused:
        return gone(request, draft.reference, step=Step.PICTURES)
    if _by_script(request):
        return _told(form)
    if not fine:
        return _refused(request, draft, form=form)
    if request.POST.get("action") == "continue":
        return redirect(next_url(draft, after=Step.PICTURES, request=request))
    return redirect(f"{request.get_full_path()}#pictures")


def _by_script(request):
    return "application/json" in request.headers.get("Accept", "")


def _status(form):
    """503 when all places to draw are taken, 429 beyond a limit: both say when to come back."""
    if form.retry_after:
        return 429 if form.limited else 503
    return 422 if form.errors else 200


def _refused(request, draft, *, form):
    """The page again: what was fine is stored and listed, the errors stand beside the field."""
    again = PicturesForm(form.data, draft=draft)
    again.is_valid()
    for name, errors in form.errors.items():
        if name in again.fields and name not in again.errors:
            again.add_error(name, list(errors))
    response = _page(request, draft, form=again, status=_status(form))
    if form.retry_after:
        response.headers["Retry-After"] = str(form.retry_after)
    return response


def _page(request, draft, *, form, status=200):
    context = step_context(request, draft=draft, step=Step.PICTURES, form=form)
    return render(request, "questions/ask/pictures.html", context, status=status)


def _told(form):
    """For the script: the new pictures as list entries, and what to say beside the others."""
    shown = PicturesForm(draft=form.draft)
    new = {picture.pk for picture in form.added}
    items = [
        {
            "pk": picture.pk,
            "html": render_to_string(
                "questions/ask/_picture.html", {"picture": picture, "caption": caption, "number": number}
            ),
        }
        for number, (picture, caption) in enumerate(shown.rows, start=1)
        if picture.pk in new
    ]
    errors = [str(error) for errors in form.errors.values() for error in errors]
    told = {"added": items, "errors": errors, "count": len(shown.stored), "retry_after": form.retry_after}
    response = JsonResponse(told, status=_status(form))
    if form.retry_after:
        response.headers["Retry-After"] = str(form.retry_after)
    return response


@require_safe
def ask_picture(request, reference, pk):
    """A draft's picture, for its writer alone; 404 for everybody else."""
    draft = drafts_of(request).filter(reference=reference).first()
    if draft is None:
        raise Http404
    return picture_response(get_object_or_404(draft.pictures, pk=pk))
