"""The portrait's page: send a picture, cut it, use it. Without JavaScript the button "Show" draws it anew."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts import limits
from accounts.limits import LimitReached
from accounts.moves import MoveRefused
from accounts.pictures import PictureRefused
from specialties import portraits
from specialties.models import Doctor, UncutPortrait
from specialties.models.portrait import MOST_ZOOM
from specialties.navigation import account_links


def _slider(label, *, low, high, hint):
    widget = forms.NumberInput(attrs={"type": "range", "min": low, "max": high, "class": "form-range"})
    return forms.IntegerField(label=label, min_value=low, max_value=high, widget=widget, help_text=hint)


class CutForm(forms.ModelForm):
    """Where the square lies and how large it is."""

    use_required_attribute = False

    across = _slider(
        gettext_lazy("Left or right"), low=0, high=100, hint=gettext_lazy("Moves the square across.")
    )
    down = _slider(
        gettext_lazy("Up or down"), low=0, high=100, hint=gettext_lazy("Moves the square up and down.")
    )
    zoom = _slider(gettext_lazy("Zoom"), low=100, high=MOST_ZOOM, hint=gettext_lazy("Makes the face larger."))

    class Meta:
        model = UncutPortrait
        fields = ["across", "down", "zoom"]


class UploadForm(forms.Form):
    """A new picture. A plain file: the picture is decoded in a process of its own."""

    use_required_attribute = False

    picture = forms.FileField(
        label=gettext_lazy("Picture"),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/heic"}),
        help_text=gettext_lazy("Your face, straight on, works best. You choose the part to show next."),
        error_messages={
            "required": gettext_lazy("Select a picture."),
            "empty": gettext_lazy("This file is empty. Select another picture."),
        },
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def doctor_portrait(request):
    """Send, cut, use, throw away or remove: each a button of this page."""
    doctor = Doctor.objects.filter(user=request.user).first()
    if doctor is None:
        return redirect("doctor-apply")
    if request.method != "POST":
        return _page(request, doctor)
    actions = {"show": _cut, "use": _cut, "discard": _discard, "remove": _remove}
    try:
        return actions.get(request.POST.get("then"), _upload)(request, doctor)
    except MoveRefused as refused:
        return _page(request, doctor, refusal=refused.message, status=409)


@require_safe
@login_required
def doctor_portrait_preview(request):
    """The square as it would be now, or with the sliders of the address; for its doctor alone."""
    uncut = get_object_or_404(UncutPortrait, doctor__user=request.user)
    if request.GET:
        form = CutForm(request.GET, instance=uncut)
        if not form.is_valid():
            raise Http404
    try:
        data = portraits.cut(uncut)
    except FileNotFoundError:
        raise Http404 from None
    response = HttpResponse(data, content_type="image/jpeg")
    response.headers["Cache-Control"] = "no-store, private"
    return response


def _upload(request, doctor):
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, doctor, upload=form, status=422)
    try:
        limits.spend("apply", request=request)
        portraits.begin(doctor, form.cleaned_data["picture"])
    except LimitReached as reached:
        form.add_error("picture", reached.message)
        return _page(request, doctor, upload=form, status=429)
    except PictureRefused as refused:
        form.add_error("picture", str(refused.message))
        return _page(request, doctor, upload=form, status=422)
    return redirect("doctor-portrait")


def _cut(request, doctor):
    """“Show” keeps the sliders and draws anew; “Use” makes it the portrait."""
    uncut = UncutPortrait.objects.filter(doctor=doctor).select_related("doctor").first()
    if uncut is None:
        return _page(request, doctor, refusal=portraits.GONE, status=409)
    form = CutForm(request.POST, instance=uncut)
    if not form.is_valid():
        return _page(request, doctor, cutting=form, status=422)
    if request.POST["then"] == "show":
        portraits.keep(uncut)
        return redirect("doctor-portrait")
    portraits.use(uncut)
    messages.success(request, _("Readers see your new portrait now."))
    return redirect("doctor-portrait")


def _discard(request, doctor):
    portraits.throw_away(doctor)
    messages.success(request, _("The picture is deleted."))
    return redirect("doctor-portrait")


def _remove(request, doctor):
    portraits.remove(doctor)
    messages.success(request, _("Your portrait is removed. Readers see your initials."))
    return redirect("doctor-portrait")


def _page(request, doctor, *, upload=None, cutting=None, refusal="", status=200):
    doctor.refresh_from_db()
    uncut = UncutPortrait.objects.filter(doctor=doctor).first()
    context = {
        "doctor": doctor,
        "uncut": uncut,
        "cutting": (cutting or CutForm(instance=uncut)) if uncut else None,
        "upload": upload or UploadForm(),
        "form": upload or cutting,
        "refusal": refusal,
        "account_links": account_links("doctor-apply"),
    }
    return render(request, "specialties/portrait.html", context, status=status)
