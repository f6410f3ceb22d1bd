"""The doctor's inbox, and taking a query from it or giving it back."""

from urllib.parse import urlencode

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.moves import MoveRefused
from answers import inbox
from answers.access import doctor_required, not_verified, verified_doctor_required
from answers.forms import InboxFilterForm
from answers.models import DoctorNotices
from questions.models import Question
from questions.open_queries import Key
from specialties.navigation import account_links

# How many days before its end a licence is mentioned on every visit.
LICENCE_NOTICE_DAYS = 60


@require_safe
@doctor_required
def dashboard(request):
    """The tabs of `?tab=`, filtered by the address, page by page (`?after=`, `?before=`)."""
    doctor = request.doctor
    if not doctor.is_verified:
        return not_verified(request)
    tab = _tab(request)
    filters = InboxFilterForm(request.GET, doctor=doctor)
    desk = inbox.Desk(doctor)
    page = desk.read(
        tab=tab,
        filters=filters.values(),
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    counts = desk.counts()
    numbers = {name: _shown(name, number) for name, number in counts.items()}
    context = {
        "doctor": doctor,
        "notices": DoctorNotices.objects.of_doctor(doctor),
        "licence_days": _days_left(doctor),
        "tabs": [
            (name, label, numbers[name], _address(request, tab=name)) for name, label in inbox.TABS.items()
        ],
        "tab": tab,
        "filters": filters,
        "filtered": any(filters.cleaned_data.values()),
        "rows": page.rows,
        "here": _address(request, tab=tab, **_place(request)),
        "next_page": _address(request, tab=tab, after=page.after) if page.after else "",
        "previous_page": _address(request, tab=tab, before=page.before) if page.before else "",
        "first_page": _address(request, tab=tab) if page.before else "",
        "counts": counts,
        "numbers": numbers,
        "account_links": account_links("dashboard"),
    }
    return render(request, "answers/dashboard.html", context)


@require_POST
@verified_doctor_required
def question_claim(request, reference):
    """Take a query for settings.CLAIM_MINUTES and open the editor; of many doctors at once, one wins. The others find
    themselves where they were, at the query's row: the form's address has the place."""
    question = get_object_or_404(Question.objects.open_for(request.doctor), reference=reference)
    try:
        question.claim(doctor=request.doctor)
    except MoveRefused as refused:
        messages.warning(request, _who_answers(request.doctor, reference) or refused.message)
        place = _address(request, tab=_tab(request), **_place(request)) if request.GET else ""
        return redirect(f"{reverse('dashboard')}{place}#{reference}")
    return redirect("answer-edit", reference=reference)


def _who_answers(doctor, reference):
    """Who was faster, in words; "" when the query is no longer waiting for anybody."""
    rows = Question.objects.open_for(doctor).select_related("claimed_by").filter(reference=reference)
    question = rows.first()
    if question is None or not question.is_claimed:
        return ""
    return _("%(doctor)s was faster and holds %(reference)s until %(time)s.") % {
        "doctor": question.claimed_by.name,
        "reference": reference,
        "time": time_format(timezone.localtime(question.claimed_until), "H:i T"),
    }


def _shown(name, number):
    """The number as it is printed: of what is the doctor's own "500+" where it wasn't counted to its end."""
    if name == "unanswered" or number <= inbox.MOST_COUNTED:
        return number
    return _("%(number)s+") % {"number": inbox.MOST_COUNTED}


def _days_left(doctor):
    """Days until the licence ends when that is soon, else None."""
    days = (doctor.licence_expires_on - timezone.now().date()).days
    return days if days <= LICENCE_NOTICE_DAYS else None


def _tab(request):
    tab = request.GET.get("tab", "")
    return tab if tab in inbox.TABS else "unanswered"


def _place(request):
    """The page that the address names, without what nobody made."""
    named = {name: Key.parse(request.GET.get(name, "")) for name in ("after", "before")}
    return {name: str(key) for name, key in named.items() if key}


def _address(request, *, tab, **place):
    """The dashboard's address with its filters, on a tab and a page."""
    kept = {name: request.GET[name] for name in InboxFilterForm.base_fields if request.GET.get(name)}
    return "?" + urlencode({"tab": tab, **kept, **place})
