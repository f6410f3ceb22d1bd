"""How the dashboard and the editor work, and the switch of the keyboard shortcuts."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from answers.access import doctor_required
from answers.models import DoctorNotices
from specialties.navigation import account_links


@require_http_methods(["GET", "HEAD", "POST"])
@doctor_required
def doctor_help(request):
    """The help page (GET); its switch (POST with `shortcuts` on or off)."""
    if request.method == "POST":
        on = request.POST.get("shortcuts") == "on"
        DoctorNotices.objects.update_or_create(doctor=request.doctor, defaults={"shortcuts": on})
        words = _("Keyboard shortcuts are on.") if on else _("Keyboard shortcuts are off.")
        messages.success(request, words)
        return redirect("doctor-help")
    context = {
        "shortcuts": DoctorNotices.objects.of_doctor(request.doctor).shortcuts,
        "account_links": account_links("doctor-help"),
    }
    return render(request, "answers/doctor_help.html", context)
