"""The page that asks a member of the staff why they need to see something private that they aren't working on."""

from functools import wraps

from django import forms
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts import look_reasons
from accounts.look_reasons import Why
from accounts.models import AccessEvent
from portal.desk.review.answering import typed_words
from portal.desk.review.looking import ReasonWanted
from questions.models import Question
from specialties.models import DoctorDocument

Reason = AccessEvent.Reason
may_triage = permission_required("questions.moderate_question", raise_exception=True)
may_verify = permission_required("specialties.verify_doctor", raise_exception=True)

LONGEST_NEXT = 500  # characters
# In the words of who looks; the patient reads AccessEvent.Reason. To learn or to teach is none.
CHOICES = [
    (Reason.ASKED, gettext_lazy("The patient asks for it")),
    (Reason.COMPLAINT, gettext_lazy("A complaint")),
    (Reason.SECURITY, gettext_lazy("Somebody’s safety, or the site’s")),
    (Reason.LEGAL, gettext_lazy("A legal request")),
    (Reason.QUALITY, gettext_lazy("Checking a decision that was made")),
    (Reason.FAULT, gettext_lazy("A technical fault")),
    (Reason.OTHER, gettext_lazy("Another reason")),
]


class WhyForm(forms.Form):
    """Why they need to see it, and where they were going."""

    use_required_attribute = False

    reason = forms.ChoiceField(
        label=gettext_lazy("Your reason"),
        choices=CHOICES,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Select why you need to see this")},
    )
    note = forms.CharField(
        label=gettext_lazy("In your own words"),
        required=False,
        max_length=200,
        help_text=gettext_lazy(
            "Needed for another reason. Nothing about anybody’s health, please: the note is kept in the log, "
            "and whom it concerns can read it."
        ),
    )
    next = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_next(self):
        """One that is too long is forgotten: nobody could correct what they don't see."""
        wanted = self.cleaned_data["next"]
        return wanted if len(wanted) <= LONGEST_NEXT else ""

    def clean(self):
        data = super().clean()
        if data.get("reason") == Reason.OTHER and not data.get("note") and "note" not in self.errors:
            self.add_error("note", _("Enter your reason in a few words"))
        return data


def asking_why(view):
    """Instead of a page that needs a reason, the page that asks for it; for a form, with 409 and all that it sent."""

    @wraps(view)
    def wrapper(request, *args, **kwargs):
        try:
            return view(request, *args, **kwargs)
        except ReasonWanted as wanted:
            sent = request.method == "POST"
            form = WhyForm(initial={"next": "" if sent else request.get_full_path()})
            lost = {"was_sent": sent, "typed": typed_words(request.POST)}
            status = 409 if sent else 200
            return _page(request, form, wanted.question, wanted.document, status=status, **lost)

    return wrapper


@require_http_methods(["GET", "HEAD", "POST"])
@may_triage
def query_why(request, reference):
    """Why one needs to see a query, its answers and its pictures; good for half an hour."""
    rows = Question.objects.visible_to(request.user).sent()
    return _answer(request, question=get_object_or_404(rows, reference=reference))


@require_http_methods(["GET", "HEAD", "POST"])
@may_verify
def document_why(request, pk):
    """Why one needs to see a document of a doctor."""
    rows = DoctorDocument.objects.sent().select_related("doctor")
    return _answer(request, document=get_object_or_404(rows, pk=pk))


def _answer(request, *, question=None, document=None):
    form = WhyForm(
        request.POST if request.method == "POST" else None, initial={"next": request.GET.get("next")}
    )
    if not form.is_valid():
        return _page(request, form, question, document, status=422 if form.is_bound else 200)
    why = Why(form.cleaned_data["reason"], form.cleaned_data["note"])
    subject = question or document
    look_reasons.give(
        request.user, subject_id=subject.pk, reference=question.reference if question else "", why=why
    )
    return redirect(_next(request, form) or _home(question, document))


def _next(request, form):
    """Where they were going, on this site; "" for anywhere else."""
    wanted = form.cleaned_data["next"]
    here = {request.get_host()}
    return wanted if url_has_allowed_host_and_scheme(wanted, here, require_https=request.is_secure()) else ""


def _home(question, document):
    """The page of the desk that is never without it. A download is none: it leads to its doctor."""
    if document is not None:
        return reverse("admin:desk-doctor", args=[document.doctor_id])
    return reverse("admin:desk-query", args=[question.reference])


def _page(request, form, question, document, *, status, was_sent=False, typed=()):
    """Not a word of what is private: the reference alone, or the doctor's name. `was_sent` and `typed` are of another
    form, which this page answers instead."""
    if question is not None:
        action = reverse("admin:desk-query-why", args=[question.reference])
    else:
        action = reverse("admin:desk-document-why", args=[document.pk])
    context = {
        "title": _("Why do you need to see this?"),
        "form": form,
        "action": action,
        "reference": question.reference if question else "",
        "doctor": document.doctor if document else None,
        "typed": typed,
        "was_sent": was_sent,
    }
    return render(request, "admin/desk/why.html", context, status=status)
