"""A doctor's own texts and those that colleagues share: look for, write, change, copy, delete."""

from copy import copy

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.moves import MoveRefused
from accounts.text import whole_number
from answers import typed_signed_out
from answers.access import doctor_required, verified_doctor_required
from answers.forms_snippet import SnippetForm
from answers.models import Snippet
from answers.models.snippet import MOST_OWN
from specialties.navigation import account_links

PAGE_SIZE = 20
IN_EDITOR = 8  # found at once beside an answer
MOST_TYPED = 200  # characters of a search


@require_safe
@doctor_required
def snippet_list(request):
    """Own texts, then shared ones, page by page (`?after=`); with `?q=` those with its words. A doctor who isn't
    verified today reads their own."""
    doctor, typed = request.doctor, _typed(request)
    rows, after = Snippet.objects.page_for(
        doctor, typed=typed, after=whole_number(request.GET.get("after", "")), size=PAGE_SIZE
    )
    context = {
        "doctor": doctor,
        "rows": rows,
        "after": after,
        "later": "after" in request.GET,
        "q": typed,
        "own": Snippet.objects.of_doctor(doctor).count(),
        "most": MOST_OWN,
        "may_write": doctor.is_verified,
        "account_links": account_links("snippets"),
    }
    return render(request, "answers/snippets.html", context)


@require_safe
@verified_doctor_required
def snippet_found(request):
    """The same beside an answer, as a piece of HTML for snippets.js."""
    typed = _typed(request)
    rows, after = Snippet.objects.page_for(request.doctor, typed=typed, size=IN_EDITOR)
    context = {"doctor": request.doctor, "rows": rows, "more": bool(after), "q": typed}
    return render(request, "answers/_snippets_found.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@verified_doctor_required
def snippet_add(request):
    """A new text; pressed twice it is stored once."""
    if request.method != "POST":
        return _fresh(request)
    form = SnippetForm(request.POST, doctor=request.doctor)
    if (mistake := _mistake(request, form)) is not None:
        return mistake
    same = Snippet.objects.of_doctor(request.doctor).filter(**form.parts())
    if not same.exists():
        try:
            Snippet.objects.add(doctor=request.doctor, **form.parts())
        except MoveRefused as refused:
            form.add_error(None, refused.message)
            return _page(request, form, status=422)
    typed_signed_out.stored(request, "snippet-add")
    messages.success(request, _("“%(title)s” is saved.") % {"title": form.cleaned_data["title"]})
    return redirect("snippets")


@require_http_methods(["GET", "HEAD", "POST"])
@verified_doctor_required
def snippet_edit(request, pk):
    """Change one's own text; another window's change is shown beside what was typed."""
    snippet = get_object_or_404(Snippet.objects.of_doctor(request.doctor), pk=pk)
    if request.method != "POST":
        return _fresh(request, snippet=snippet)
    form = SnippetForm(request.POST, instance=copy(snippet), doctor=request.doctor)
    if (mistake := _mistake(request, form)) is not None:
        return mistake
    parts = form.parts()
    if any(getattr(snippet, name) != value for name, value in parts.items()):  # else pressed twice
        seen_version = form.cleaned_data["version"] or 0
        try:
            snippet.change(**parts, seen_version=seen_version)
        except MoveRefused as refused:
            return _refused(request, form, pk=pk, refused=refused, seen_version=seen_version)
    typed_signed_out.stored(request, "snippet-edit", pk=pk)
    messages.success(request, _("“%(title)s” is saved.") % {"title": parts["title"]})
    return redirect("snippets")


@require_http_methods(["GET", "HEAD", "POST"])
@verified_doctor_required
def snippet_delete(request, pk):
    """Asks once more, then deletes one's own text."""
    snippet = get_object_or_404(Snippet.objects.of_doctor(request.doctor), pk=pk)
    context = {"snippet": snippet, "account_links": account_links("snippets")}
    if request.method != "POST":
        return render(request, "answers/snippet_delete.html", context)
    try:
        snippet.remove(seen_version=whole_number(request.POST.get("version", "")))
    except Snippet.DoesNotExist:
        pass  # the button was pressed twice, and the first press had just deleted it
    except MoveRefused as refused:
        snippet.refresh_from_db()
        context["refusal"] = refused.message
        return render(request, "answers/snippet_delete.html", context, status=409)
    messages.success(request, _("“%(title)s” is deleted.") % {"title": snippet.title})
    return redirect("snippets")


@require_POST
@verified_doctor_required
def snippet_copy(request, pk):
    """A colleague's shared text becomes one of one's own."""
    snippet = get_object_or_404(Snippet.objects.shared_with(request.doctor), pk=pk)
    try:
        mine = Snippet.objects.copy(snippet=snippet, doctor=request.doctor)
    except MoveRefused as refused:
        messages.warning(request, refused.message)
        return redirect("snippets")
    messages.success(request, _("A copy of “%(title)s” is among your snippets now.") % {"title": mine.title})
    return redirect(mine)


def _typed(request):
    return " ".join(request.GET.get("q", "").split())[:MOST_TYPED]


def _fresh(request, *, snippet=None):
    """The form as it is stored, or with what was typed into it while the doctor was signed out."""
    typed = typed_signed_out.kept(request)
    if typed:
        messages.info(request, typed_signed_out.BACK)
    return _page(request, SnippetForm(typed or None, instance=snippet, doctor=request.doctor))


def _mistake(request, form):
    """The page again, when the form has mistakes or holds what may be about one person; else None."""
    if not form.is_valid():
        return _page(request, form, status=422)
    if personal := form.personal():
        return _page(request, form, personal=personal, checked=form.print(), status=422)
    return None


def _refused(request, form, *, pk, refused, seen_version):
    """A second of the same is a mistake in the form; another window's change a conflict, with both texts."""
    stored = Snippet.objects.of_doctor(request.doctor).filter(pk=pk).first()
    if stored is not None and stored.version == seen_version:
        form.add_error(None, refused.message)
        return _page(request, form, status=422)
    return _page(request, form, stored=stored, refusal=refused.message, status=409)


def _page(request, form, *, status=200, **more):
    context = {
        "form": form,
        "snippet": form.instance if form.instance.pk else None,
        "version": form["version"].value() or "",
        "account_links": account_links("snippets"),
        **more,
    }
    return render(request, "answers/snippet_edit.html", context, status=status)
