"""Who may open the doctor's pages: anybody with a doctor's profile; only verified doctors write."""

from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import audit, formfields
from accounts.models import AccessEvent, AuditEvent
from answers import typed_signed_out
from answers.models import Answer
from answers.models.second import TIME_IS_OVER
from questions.models import Care, Question
from specialties.models import DoctorStatus
from specialties.navigation import account_links

# What the trail says of a doctor who got a query into their hands.
HELD = ["question.claimed", "answer.started_too"]
# Beside a form whose autosave was refused.
NOT_SAVED_UNVERIFIED = gettext_lazy(
    "Nothing is saved: you can write answers only while you are verified with a valid licence."
)
NOT_SAVED = {
    DoctorStatus.LAPSED: gettext_lazy(
        "Nothing is saved: your licence has ended. Please keep a copy of your text."
    ),
    DoctorStatus.SUSPENDED: gettext_lazy(
        "Nothing is saved: your account as a doctor is suspended. Please keep a copy of your text."
    ),
}


def doctor_required(view):
    """Signed in and with a doctor's profile, found as `request.doctor`; else the sign-in page or 404."""

    @wraps(view)
    def wrapper(request, *args, **kwargs):
        if not request.user.is_authenticated:
            if _wants_json(request):
                return refused_json(_("You are signed out."), error="signed_out", status=401)
            return redirect_to_login(_back(request))
        request.doctor = getattr(request.user, "doctor", None)
        if request.doctor is None:
            raise Http404
        try:
            return view(request, *args, **kwargs)
        except (Http404, ObjectDoesNotExist):  # the latter: erased between two lines of the view
            if _erased(request):
                return _taken_back(request)
            raise

    return wrapper


def _back(request):
    """Where signing in leads: to the page that was opened; from a form to its page with what was typed, if that is
    kept, as no link can send a form again; else to the dashboard."""
    if request.method == "GET":
        return request.get_full_path()
    return typed_signed_out.keep(request) or reverse("dashboard")


def verified_doctor_required(view):
    """Lets only doctors write who are verified at this moment; what anybody else typed is shown to them again."""

    @doctor_required
    @wraps(view)
    def wrapper(request, *args, **kwargs):
        if request.doctor.is_verified:
            try:
                response = view(request, *args, **kwargs)
            except Http404:
                if request.method == "POST" and _taken_from(request):
                    return _taken_back(request)
                if request.method == "POST" and _too_late(request):
                    return _taken_back(request, text=TIME_IS_OVER, title=_("Your time is over"))
                if _still_verified(request):
                    raise
            else:
                if response.status_code != 409 or _still_verified(request):
                    return response
        if _wants_json(request):
            text = NOT_SAVED.get(request.doctor.badge, NOT_SAVED_UNVERIFIED)
            return refused_json(text, error="not_verified", status=403)
        return not_verified(request, status=403)

    return wrapper


def _still_verified(request):
    """Asked when a move was refused or a query not found: false for who was suspended or lapsed while the request was
    under way. Its page would show the query, or lose what was typed."""
    request.doctor.refresh_from_db()
    return request.doctor.is_verified


def not_verified(request, *, status=200):
    """The page of a doctor who isn't verified today: why, what to do, what was typed, and nothing of any query."""
    context = {
        "doctor": request.doctor,
        "badge": request.doctor.badge,
        "typed": _typed(request),
        "account_links": account_links("dashboard"),
    }
    return render(request, "answers/dashboard_unverified.html", context, status=status)


def _typed(request):
    """All that was typed into the form, as one text: whatever its fields are, nothing of it is lost."""
    return "\n\n".join(text.strip() for text in formfields.typed_texts(request.POST))


def _taken_from(request):
    """Whether the address is of a query that the doctor was answering and its patient took back: it is hidden now."""
    reference = request.resolver_match.kwargs.get("reference")
    mine = Answer.objects.of_doctor(request.doctor)
    return mine.filter(question__reference=reference, question__care=Care.WITHDRAWN).exists()


def _too_late(request):
    """Whether the address is of a query to which the doctor was writing a second answer, and its time went by."""
    reference = request.resolver_match.kwargs.get("reference")
    mine = Answer.objects.of_doctor(request.doctor).filter(question__reference=reference).first()
    return mine is not None and mine.is_closed


def _erased(request):
    """Whether the address is of a query that the doctor had in hand, claimed or opened for a second answer, and that is
    no more: the trail remembers."""
    reference = request.resolver_match.kwargs.get("reference", "")
    if not reference or Question.objects.filter(reference=reference).exists():
        return False
    mine = AuditEvent.objects.filter(reference=reference, actor_id=request.user.pk)
    return mine.filter(verb__in=HELD).exists()


def _taken_back(request, *, text="", title=""):
    """409: the query is closed to the doctor who was writing, because the patient took it back unless `text` says
    otherwise; what was typed, and nothing of the query."""
    text = text or _("The patient withdrew this query, so nobody waits for an answer to it any more.")
    if _wants_json(request):
        return refused_json(text, error="conflict", status=409)
    context = {"message": text, "title": title, "typed": _typed(request)}
    context["account_links"] = account_links("dashboard")
    return render(request, "answers/taken_back.html", context, status=409)


def write_look(request, question, *, kind=AccessEvent.Kind.QUERY):
    """Write down that the doctor looks at a query, for its patient to read; before the page is made."""
    audit.looked(request.user, kind, subject_id=question.pk, reference=question.reference, role="doctor")


def refused_json(message, *, error, status, **more):
    """A refusal as autosave.js reads it; `message` is shown beside the form."""
    return JsonResponse({"error": error, "message": str(message), **more}, status=status)


def _wants_json(request):
    return request.headers.get("Accept", "").startswith("application/json")
