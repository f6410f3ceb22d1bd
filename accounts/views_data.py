"""/me/data/: what is held about me, a copy of it, and its erasure."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import audit, limits, personal_data, step_up
from accounts.forms_data import CodeForm, EraseForm
from accounts.models import DataRequest
from accounts.moves import MoveRefused
from accounts.pages import private_file
from accounts.step_up import step_up_required


@require_safe
@login_required
def my_data(request):
    """What is held in numbers and words, the exports there are, and the ways to export and erase."""
    personal_data.gather(request)
    context = {
        "held": [
            {"label": label, "count": count} for label, count in personal_data.held(request.user).values()
        ],
        "exports": _exports(request.user),
        "days": settings.EXPORT_DAYS,
        "alone": personal_data.may_erase_alone(request.user),
    }
    return render(request, "accounts/my_data.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@step_up_required
def data_export(request):
    """Asks once more (GET), then has the copy made (POST)."""
    if request.method != "POST":
        context = {"days": settings.EXPORT_DAYS, "exports": _exports(request.user)}
        return render(request, "accounts/data_export.html", context)
    if not DataRequest.objects.exports_of(request.user).waiting().exists():
        limits.spend("export", user=request.user)
    personal_data.gather(request)
    personal_data.ask_export(request.user)
    messages.success(
        request, _("We are making your copy. You get an e-mail when it is ready, within one hour.")
    )
    return redirect("my-data")


@require_safe
@step_up_required
def data_download(request, pk):
    """One's own export, while it is kept. 404 for everybody else."""
    export = get_object_or_404(DataRequest.objects.downloadable_by(request.user), pk=pk)
    name = f"my-data-{export.done_at:%Y-%m-%d}.zip"
    response = private_file(export.file, name=name, content_type="application/zip", as_attachment=True)
    audit.record(request.user, "data.downloaded", request.user)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@step_up_required
def data_erase(request):
    """What goes and what stays (GET); closes the account at once and has everything erased (POST)."""
    if not personal_data.may_erase_alone(request.user):
        return render(request, "accounts/data_erase_not_alone.html")
    personal_data.gather(request)
    held = personal_data.held(request.user)
    pages = held["pages"][1] if "pages" in held else 0
    form = EraseForm(request.POST if request.method == "POST" else None, pages=pages)
    if request.method != "POST" or not form.is_valid():
        context = {"form": form, "held": held.values(), "pages": pages}
        return render(request, "accounts/data_erase.html", context, status=422 if form.is_bound else 200)
    try:
        personal_data.ask_erasure(request.user, keep_pages=form.cleaned_data.get("keep_pages", False))
    except MoveRefused:
        return render(request, "accounts/data_erase_not_alone.html", status=409)
    logout(request)
    return redirect("data-erased")


@require_safe
def data_erased(request):
    """The last page: the account is closed, the rest happens within the hour. Names nobody."""
    return render(request, "accounts/data_erased.html")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def confirm_it_is_you(request):
    """For an account without password and second factor: a code by mail, then back to where they were going."""
    back = _back(request)
    if step_up.where(request.user) != request.path:  # has a better way
        return redirect(step_up.where(request.user))
    form = CodeForm(request.POST if "code" in request.POST else None)
    if request.method == "POST" and not form.is_bound:
        limits.spend("confirm.code", user=request.user)
        step_up.send_code(request)
        form = CodeForm()
    if form.is_valid():
        if step_up.accept(request, form.cleaned_data["code"]):
            return redirect(back)
        form.add_error("code", _("This code isn’t right. Enter the one from our newest e-mail."))
    context = {
        "form": form,
        "next": back,
        "sent": step_up.code_is_under_way(request),
        "minutes": step_up.CODE_LASTS // 60,
    }
    return render(request, "accounts/confirm_it_is_you.html", context, status=422 if form.is_bound else 200)


def _back(request):
    """The page of ours that wanted the confirmation; never an address elsewhere."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    own = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if own else reverse("my-data")


def _exports(user):
    """Those being made and those that can be fetched."""
    own = DataRequest.objects.exports_of(user)
    return [*own.waiting(), *DataRequest.objects.downloadable_by(user)]
