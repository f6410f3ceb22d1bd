"""Who may open the doctor's pages: anybody with a doctor's profile; only verified doctors write."""

from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from answers.models import CONTRACT_FIELDS
from specialties.navigation import account_links


def doctor_required(view):
    """Signed in and with a doctor's profile, found as `request.doctor`; else the sign-in page or 404."""

    @wraps(view)
    def wrapper(request, *args, **kwargs):
        if not request.user.is_authenticated:
            if _wants_json(request):
                return refused_json(_("You are signed out."), error="signed_out", status=401)
            # A form can't be sent again by a link: after signing in they land on the dashboard.
            back = request.get_full_path() if request.method == "GET" else reverse("dashboard")
            return redirect_to_login(back)
        request.doctor = getattr(request.user, "doctor", None)
        if request.doctor is None:
            raise Http404
        return view(request, *args, **kwargs)

    return wrapper


def verified_doctor_required(view):
    """Lets only doctors write who are verified at this moment; what anybody else typed is shown to them again."""

    @doctor_required
    @wraps(view)
    def wrapper(request, *args, **kwargs):
        if request.doctor.is_verified:
            return view(request, *args, **kwargs)
        if _wants_json(request):
            text = _(
                "Nothing is saved: you can write answers only while you are verified with a valid licence."
            )
            return refused_json(text, error="not_verified", status=403)
        return not_verified(request, status=403)

    return wrapper


def not_verified(request, *, status=200):
    """The page of a doctor who isn't verified today: why, what to do, what was typed, and nothing of any query."""
    typed = [request.POST.get(field, "").strip() for field in (*CONTRACT_FIELDS, "ask")]
    typed += [value.strip() for name, value in request.POST.items() if name.startswith("finding_")]
    context = {
        "doctor": request.doctor,
        "badge": request.doctor.badge,
        "typed": "\n\n".join(text for text in typed if text),
        "account_links": account_links("dashboard"),
    }
    return render(request, "answers/dashboard_unverified.html", context, status=status)


def refused_json(message, *, error, status, **more):
    """A refusal as autosave.js reads it; `message` is shown beside the form."""
    return JsonResponse({"error": error, "message": str(message), **more}, status=status)


def _wants_json(request):
    return request.headers.get("Accept", "").startswith("application/json")
