"""What a doctor is told, and when; and being away."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import DOCTORS_GROUPS, MailChoice
from answers.access import doctor_required
from answers.forms_notices import NoticesForm
from answers.models import DoctorNotices
from questions.models import Question
from specialties.navigation import account_links


@require_http_methods(["GET", "HEAD", "POST"])
@doctor_required
def doctor_notices(request):
    """The choices (GET) and saving them (POST). Being away gives back every query that the doctor holds."""
    notices = DoctorNotices.objects.of_doctor(request.doctor)
    away = notices.is_away  # as it is stored: the form writes what was typed into `notices`
    wants = MailChoice.objects.wanted_among(request.user, groups=DOCTORS_GROUPS)
    data = request.POST if request.method == "POST" else None
    form = NoticesForm(data, instance=notices, wants=wants)
    if data is None or not form.is_valid():
        context = {"form": form, "away": away, "account_links": account_links("doctor-notices")}
        return render(request, "answers/notices.html", context, status=422 if form.errors else 200)
    _save(request, form)
    return redirect("doctor-notices")


@transaction.atomic
def _save(request, form):
    chosen = {name: form.cleaned_data[name] for name in form.Meta.fields}
    notices, _made = DoctorNotices.objects.update_or_create(doctor=request.doctor, defaults=chosen)
    for group, wanted in form.groups().items():
        MailChoice.objects.choose(request.user.pk, group=group, wanted=wanted)
    released = Question.objects.release_all(request.doctor) if notices.is_away else 0
    if released:
        messages.success(
            request, _("Saved. The queries you held are free for colleagues; your drafts are kept.")
        )
    else:
        messages.success(request, _("Saved."))


@require_POST
@doctor_required
def doctor_back(request):
    """The doctor is back before the day they had named."""
    DoctorNotices.objects.filter(doctor=request.doctor).update(away_until=None)
    messages.success(request, _("Welcome back. You hear of new queries again."))
    return redirect("dashboard")
