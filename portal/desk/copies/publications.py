"""The public copy of a query: de-identified beside its original, approved, taken back, taken down."""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.moves import MoveRefused
from accounts.text import whole_number
from answers import publication as moves
from answers import signoff
from portal.desk.copies import workbench
from portal.desk.copies.copy import Copy, next_step, waits_for_patient
from portal.desk.lines import claims, queues
from portal.desk.review import history, show
from portal.desk.review.answering import conflict, decided, is_typed
from portal.desk.review.forms import ConfirmForm
from portal.desk.review.looking import look
from portal.desk.review.take_down import TakeDownForm
from questions.models import Question
from questions.redaction import MarkKind

KIND = "publication"
# A page that is made anew by the buttons of the workbench is one look, as long as this.
AT_ONE_SITTING = timedelta(minutes=30)
may_publish = permission_required("questions.publish_question", raise_exception=True)

# Both may stand on one page, so their boxes have ids of their own.
TAKE_BACK = {"prefix": "confirm", "auto_id": "take-back-%s"}
TAKE_DOWN = {"prefix": "confirm", "auto_id": "take-down-%s"}


@require_GET
@may_publish
def publication(request, reference):
    """Original and public version side by side."""
    return _page(request, Copy(request, reference))


@require_POST
@may_publish
def publication_save(request, reference):
    """Save what was typed as the draft. A new text takes back every approval of the old one."""
    copy = Copy(request, reference)
    form = copy.bound(request)
    if not copy.is_open:
        return _conflict(request, MoveRefused(moves.CHANGED), copy, form=form)
    if not form.is_valid():
        return _page(request, copy, form=form, status=422)
    data = form.cleaned_data
    note = {"note": data["correction_note"]} if copy.corrects else {}
    try:
        claims.demand(request, copy.question, kind=KIND)
        copy.moves.prepare(
            copy.question,
            by=request.user,
            title=data["title"],
            text=data["text"],
            answers=form.answers(),
            seen_version=data["version"],
            kept=data["kept"],
            **note,
        )
    except MoveRefused as refusal:
        return _conflict(request, refusal, copy, form=form)
    messages.success(request, _("The public copy is saved. Read it once more before it is approved."))
    return redirect(_url(copy) + (request.where.more if copy.corrects else request.where.first))


@require_POST
@may_publish
def publication_mark(request, reference):
    """One button of the workbench: the page again with the text that it makes, and nothing stored."""
    copy = Copy(request, reference)
    form = copy.bound(request)
    seen = whole_number(request.POST.get("version", ""))
    if not copy.is_open or seen != copy.seen:
        return _conflict(request, MoveRefused(moves.CHANGED), copy, form=form)
    kept = form.fields["kept"].to_python(request.POST.getlist("kept"))
    outcome = workbench.act(copy, form, kept=kept, post=request.POST)
    typed = {
        **outcome.texts,
        **form.ticks_now(),
        "kept": outcome.kept,
        "signed": request.POST.getlist("signed"),
    }
    if copy.corrects:
        typed["correction_note"] = request.POST.get("correction_note", "")
    return _page(request, copy, form=copy.form(typed=typed), said=outcome.message)


@require_POST
@may_publish
def publication_approve(request, reference):
    """Approve the saved text, if it is exactly the one on the page."""
    copy = Copy(request, reference)
    form = copy.bound(request)
    if not copy.is_open:
        return _conflict(request, MoveRefused(moves.CHANGED), copy, form=form)
    if not form.is_valid():
        return _page(request, copy, form=form, status=422)
    _demand_checked(form, copy)
    if form.errors:
        return _page(request, copy, form=form, status=422)
    try:
        if copy.draft is None:
            raise MoveRefused(moves.CHANGED)
        claims.demand(request, copy.question, kind=KIND)
        _sign(copy, form, by=request.user)
    except MoveRefused as refusal:
        return _conflict(request, refusal, copy, form=form)
    if waits_for_patient(
        Question.objects.select_related("public_draft", "published_copy").get(pk=copy.question.pk)
    ):
        word = _("%s is approved and waits for the patient.")
    else:
        word = _("The public page of %s is corrected.") if copy.corrects else _("%s is public now.")
    queue = "corrections" if copy.corrects else "approvals"
    return decided(request, message=word % reference, queue=queue, item=copy.question)


def _demand_checked(form, copy):
    """Errors for a text that isn't saved as it is typed, and for what wasn't ticked; a stale one is for the move."""
    data = form.cleaned_data
    if copy.draft is None or data["version"] != copy.draft.version:
        return
    if not form.is_saved_in(copy.draft):
        text = _("You changed the text after it was saved. Save it first, then read it and approve.")
        form.add_error(None, text)
        return
    missing = [check.label for check in signoff.checks_for(copy.draft) if check.key not in data["signed"]]
    if missing:
        form.add_error("signed", _("Tick what you have checked: %s") % ", ".join(map(str, missing)))


@transaction.atomic
def _sign(copy, form, *, by):
    """Sign off and approve: both, or neither."""
    data = form.cleaned_data
    moves.sign_off(copy.draft, by=by, classes=data["signed"], seen_version=data["version"])
    copy.moves.approve(copy.draft, by=by, seen_version=data["version"])


@require_POST
@may_publish
def publication_take_back(request, reference):
    """Recall a text that waits for the patient."""
    copy = Copy(request, reference)
    form = ConfirmForm(request.POST, **TAKE_BACK)
    if not form.is_valid() or copy.draft is None:
        return _page(request, copy, take_back=form, status=422)
    try:
        claims.demand(request, copy.question, kind=KIND)
        copy.moves.take_back(copy.draft, by=request.user, seen_version=form.cleaned_data["version"])
    except MoveRefused as refusal:
        return _conflict(request, refusal, copy)
    messages.success(request, _("The public copy is back with the moderators."))
    return redirect(reverse("admin:desk-publication", args=[reference]) + request.where.first)


@require_POST
@may_publish
def publication_withdraw(request, reference):
    """Take the public page down, at once and everywhere; then on in the place that the request names, if any."""
    copy = Copy(request, reference)
    form = TakeDownForm(request.POST, **TAKE_DOWN)
    if not form.is_valid():
        return _page(request, copy, take_down=form, status=422)
    try:
        claims.demand(request, copy.question, kind=KIND)
        moves.withdraw(
            copy.question, by=request.user, seen_version=form.cleaned_data["version"], **form.withdrawal()
        )
    except MoveRefused as refusal:
        return _conflict(request, refusal, copy, typed=form.typed())
    message = _("The public page of %s was taken down.") % reference
    if request.where.key:
        return decided(request, message=message, item=copy.question)
    messages.success(request, message)
    return redirect(reverse("admin:desk-publication", args=[reference]))


def _url(copy, step=""):
    """The page, or a form's address on it; a correction that is begun says so in the address."""
    name = f"admin:desk-publication-{step}" if step else "admin:desk-publication"
    return reverse(name, args=[copy.question.reference]) + ("?correct=1" if copy.corrects else "")


def _page(request, copy, *, form=None, take_back=None, take_down=None, status=200, said=None):
    """The page; that the query was looked at is written first. `said` is what a button of the workbench did; such a
    page is a new look only after a while."""
    claim = claims.opened(request, copy.question, kind=KIND)
    look(request, copy.question, claim=claim, within=None if said is None else AT_ONE_SITTING)
    question, draft = copy.question, copy.draft
    if copy.is_open and not copy.own_part:
        form = form or copy.form()
    answer_ids = [version.answer_id for version in copy.versions]
    may_sign = copy.is_open and copy.is_begun and draft.may_be_signed_by(request.user)
    may_take_down = copy.is_public and not copy.own_part and queues.not_overruled(question, request.user)
    context = {
        "title": _("Public copy of %s") % question.reference,
        "queue": queues.BY_KEY[_queue_key(copy)],
        "publication_word": show.publication_word(question),
        "draft": draft,
        "claim": claim,
        "form": form or take_back or take_down,
        "said": said,
        "next_step": next_step(copy, request.user),
        "corrects": copy.corrects,
        "may_correct": copy.is_public and bool(copy.versions) and not (copy.corrects or copy.own_part),
        "save_url": _url(copy, "save"),
        "approve_url": _url(copy, "approve"),
        "take_back": _take_back_form(copy, take_back),
        "take_down": _take_down_form(copy, take_down, may_take_down=may_take_down),
        "overruled": copy.is_public and not copy.own_part and not may_take_down,
        "public": copy.page,
        "two_people": question.two_people_publish,
        "patient_sees_first": copy.patient_sees_first,
        "history": history.of_query(question, answer_ids=answer_ids),
        **_bench(copy, form if copy.is_open else None, may_sign=may_sign, sent=request.POST),
        **show.query_context(question),
    }
    return render(request, "admin/desk/publication.html", context, status=status)


def _bench(copy, form, *, may_sign, sent):
    """What templates/admin/desk/publication.html prints of the workbench."""
    question = copy.question
    kept = form.kept_now() if form else copy.draft.kept if copy.draft else []
    groups, checks = workbench.bench(copy, form=form, kept=kept, sent=sent)
    told = [question.get_age_band_display(), question.get_sex_display(), str(question.specialty or "")]
    return {
        "groups": groups,
        "checks": checks,
        "kinds": MarkKind.choices,
        "copy_form": form,
        "mark_url": _url(copy, "mark"),
        "may_approve": may_sign and not copy.own_part,
        "ticked": form["signed"].value() or [] if form else [],
        "facts_shown": ", ".join(filter(None, told)),
    }


def _queue_key(copy):
    """The queue whose next item "skip" opens."""
    if waits_for_patient(copy.question):
        return "with-patients"
    if copy.is_public:
        return "corrections"
    return "approvals" if copy.draft else "publications"


def _take_back_form(copy, bound):
    """For taking back what waits for the patient, the first text or a correction; None when nothing does, and for who
    has a part in it."""
    if bound is None and (copy.own_part or not waits_for_patient(copy.question)):
        return None
    return bound or ConfirmForm(initial={"version": copy.seen}, **TAKE_BACK)


def _take_down_form(copy, bound, *, may_take_down):
    """For taking down what is public, also while a correction of it waits for the patient. What was typed is shown
    even if it is down meanwhile: sent again, it is answered as a conflict."""
    if bound is None and not may_take_down:
        return None
    return bound or TakeDownForm(initial={"version": copy.question.version}, **TAKE_DOWN)


def _conflict(request, refusal, copy, *, form=None, typed=()):
    """What was typed beside what is stored now; read again, as somebody else has just written it."""
    look(request, copy.question)
    typed = _typed(request, form) if form is not None else typed
    now = Copy(request, copy.question.reference)
    pieces = [piece for group in now.groups for piece in group.pieces] if now.draft else []
    saved = [(piece.label, piece.public) for piece in pieces if piece.is_taken or not piece.tick]
    return conflict(
        request,
        refusal,
        title=_("public copy of %s") % copy.question.reference,
        back=reverse("admin:desk-publication", args=[copy.question.reference]),
        typed=typed,
        stored=[(_("State"), show.publication_word(now.question)), *saved],
    )


def _typed(request, form):
    """Everything that was typed, also into boxes of an answer that is no longer there."""
    labels = {name: field.label for name, field in form.fields.items()}
    return [(labels.get(name, name), words) for name, words in request.POST.items() if is_typed(name)]
