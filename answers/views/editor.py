"""The editor: one query on the left, the doctor's answer to it on the right; save, autosave, send."""

from copy import copy

from django.conf import settings
from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import Http404, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.moves import MoveRefused
from answers import advice, typed_signed_out
from answers.access import refused_json, verified_doctor_required, write_look
from answers.forms import AnswerForm
from answers.models import Answer, AnswerStatus, Clarification, DoctorNotices
from answers.publication import rendered
from answers.returned import returned
from questions.models import Care, Question
from specialties.navigation import account_links

# Care states in which a doctor may still write; the others ended without an answer.
WRITABLE = {Care.OPEN, Care.MORE_INFORMATION, Care.ANSWERED, Care.CLOSED}


@require_http_methods(["GET", "HEAD", "POST"])
@verified_doctor_required
def answer_edit(request, reference):
    """The editor (GET) and its Save and Preview buttons (POST)."""
    if request.method == "POST":
        return answer_save(request, reference)
    question, answer = find(request, reference)
    if typed := typed_signed_out.kept(request):
        return _go_on_with(request, question, answer, typed)
    return show(request, question, answer, form=fresh_form(question, answer))


@verified_doctor_required
def answer_save(request, reference):
    question, answer = find(request, reference)
    form = bind(request, question, answer)
    if not form.is_valid():
        return show(request, question, answer, form=form, seen=form.seen_version, status=422)
    try:
        keep(request, answer, form)
    except MoveRefused as refused:
        return conflict(request, question, form=form, refused=refused)
    if request.POST.get("then") == "preview":
        return redirect("answer-preview", reference=reference)
    messages.success(request, _("Your answer is saved. Nobody else can read it yet."))
    return redirect(answer)


@require_http_methods(["GET", "HEAD", "POST"])
@verified_doctor_required
def answer_autosave(request, reference):
    """Saves what is being typed and says so as JSON: {version, saved_at, claimed_until}, or why not.

    One part that is too long stops no other: the rest is saved, and the reply (422) names that one. GET gives a
    page whose person signed in again a fresh CSRF token, so that it can go on saving.
    """
    question, answer = find(request, reference)
    if request.method != "POST":
        return JsonResponse({"csrf": get_token(request)})
    form = bind(request, question, answer)
    complete = form.is_valid()
    try:
        keep(request, answer, form)
    except MoveRefused as refused:
        return refused_json(refused.message, error="conflict", status=409)
    question.refresh_from_db(fields=["claimed_by", "claimed_until"])
    held = question.claimed_by_id == request.doctor.pk
    stored = {
        "version": answer.version,
        "saved_at": answer.saved_at,
        "claimed_until": question.claimed_until if held else None,
    }
    if not complete:
        first = next(iter(form.errors.values()))[0]
        message = _("Not saved: %(error)s. All other parts are saved.") % {"error": first}
        return refused_json(message, error="invalid", status=422, **stored)
    return JsonResponse(stored)


@require_POST
@verified_doctor_required
def answer_submit(request, reference):
    """Save, then send for review; what is missing is listed and everything typed is kept."""
    question, answer = find(request, reference)
    form = bind(request, question, answer)
    if not form.is_valid():
        return show(request, question, answer, form=form, seen=form.seen_version, status=422)
    try:
        keep(request, answer, form)
        if not form.demand_complete():
            return show(request, question, answer, form=form, status=422)
        if answer.status != AnswerStatus.IN_REVIEW:  # it is when the button was pressed twice
            answer.submit(by=request.user, seen_version=answer.version)
    except MoveRefused as refused:
        return conflict(request, question, form=form, refused=refused)
    messages.success(request, _("Your answer is with the moderators. You can recall it until they decide."))
    return redirect("dashboard")


def find(request, reference):
    """The query and the doctor's own answer to it, started when they hold the claim; 404 for everybody else."""
    rows = Question.objects.for_doctor(request.doctor).select_related("specialty", "claimed_by")
    question = get_object_or_404(rows, reference=reference)
    answer = Answer.objects.of_doctor(request.doctor).filter(question=question).first()
    if answer is None:
        try:
            answer = Answer.objects.start(question=question, doctor=request.doctor)
        except MoveRefused:  # the claim ended in this very moment
            raise Http404 from None
    answer.question = question
    return question, answer


def fresh_form(question, answer):
    """The form with what is stored."""
    return AnswerForm(instance=answer, pictures=question.attachments.all())


def bind(request, question, answer, *, typed=None):
    """The form as sent. It writes into a copy: the answer itself changes only in Answer.save_draft()."""
    data = request.POST if typed is None else typed
    return AnswerForm(data, instance=copy(answer), pictures=question.attachments.all())


def keep(request, answer, form):
    """Save what the form holds, and forget what was kept of it while the doctor was signed out. The same text sent
    again, because the first reply got lost or a button was pressed twice, is saved already and no conflict. Raises
    MoveRefused when another text was saved meanwhile."""
    sent = form.storable()
    try:
        answer.save_draft(seen_version=form.seen_version, **sent)
    except MoveRefused:
        answer.refresh_from_db()
        contract = {name: _words(value) for name, value in sent["contract"].items()}
        same = contract == {name: _words(getattr(answer, name)) for name in contract}
        if not same or sent["asking"] not in (None, answer.asking):
            raise
    if not form.errors:  # else a part is too long, and not saved yet
        typed_signed_out.stored(request, "answer-edit", reference=answer.question.reference)


def _words(value):
    return value.strip() if isinstance(value, str) else value


def show(request, question, answer, *, form, seen=None, status=200, refusal=""):
    """The editor's page. `seen`: the version the typed text was based on, when it isn't saved yet."""
    write_look(request, question)
    held = question.is_held_by(request.user)
    can_write = answer.is_editable and question.care in WRITABLE
    context = {
        "question": question,
        "answer": answer,
        "form": form,
        "version": answer.version if seen is None else seen,
        "saved": seen is None and answer.version > 1,
        "unsaved": seen is not None,
        "held": held,
        "claim_minutes": settings.CLAIM_MINUTES,
        "taken": question.is_claimed and not held,
        "can_write": can_write,
        "advice": advice.read(answer.contract(), question, request.doctor) if can_write else None,
        "can_send": question.care in WRITABLE - {Care.MORE_INFORMATION},
        "returned": returned(answer),
        "clarifications": Clarification.objects.filter(question=question).select_related("asked_by"),
        "earlier": earlier(question, doctor=request.doctor),
        "rendered": None if answer.is_editable else rendered(answer),
        "refusal": refusal,
        "shortcuts": DoctorNotices.objects.of_doctor(request.doctor).shortcuts,
        "account_links": account_links(),
    }
    return render(request, "answers/answer_edit.html", context, status=status)


def earlier(question, *, doctor):
    """The same patient's answered queries that the doctor may read now, newest first; `mine`: answered by them."""
    own = Answer.objects.of_doctor(doctor).filter(question=OuterRef("pk"))
    rows = Question.objects.earlier_for(doctor, question).annotate(mine=Exists(own))
    return rows.select_related("specialty")


def _go_on_with(request, question, answer, typed):
    """What was typed while the doctor was signed out, in the editor again and not saved yet; or beside another text."""
    form = bind(request, question, answer, typed=typed)
    form.is_valid()
    if not answer.is_editable or form.seen_version != answer.version:
        refused = MoveRefused(_("This answer was changed in another window, or sent for review."))
        return conflict(request, question, form=form, refused=refused)
    messages.info(request, typed_signed_out.BACK)
    return show(request, question, answer, form=form, seen=form.seen_version)


def conflict(request, question, *, form, refused):
    """409: the stored text beside the typed one, part by part, the typed one still in fields to be merged and saved."""
    answer = Answer.objects.of_doctor(request.doctor).get(question=question)
    stored = fresh_form(question, answer)
    names = [name for name in stored.fields if name != "version"]
    pairs = [
        {
            "field": form[name],
            "stored": _shown(stored[name]),
            "differs": form.cleaned_data.get(name, form[name].value()) != stored[name].value(),
        }
        for name in names
    ]
    context = {
        "question": question,
        "answer": answer,
        "pairs": pairs,
        "refusal": refused.message,
        "account_links": account_links(),
    }
    return render(request, "answers/answer_conflict.html", context, status=409)


def _shown(field):
    """A stored value in words: of a choice its label."""
    return dict(getattr(field.field, "choices", ())).get(field.value(), field.value())
