"""The patient and the public text: see it, agree to it, ask for another, take the page down."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.moves import MoveRefused
from answers import correction, exchanges, publication, signoff
from answers.forms_patient import ChangeForm, SeenForm
from answers.views import patient_correction
from questions.forms import VersionForm
from questions.models import Publication, Question
from questions.worddiff import SAME, word_diff


@login_required
@require_safe
def publication_preview(request, reference):
    """Exactly the text readers will see, beside what the patient and the doctor wrote."""
    question = _own(request, reference)
    if patient_correction.waits(question):
        return _correction(request, question, form=ChangeForm())
    if question.publication != Publication.AWAITING_PATIENT:
        return redirect(f"{question.get_absolute_url()}#publication")
    return render(request, "answers/patient/preview.html", _page(question, form=ChangeForm()))


@login_required
@require_POST
def publication_agree(request, reference):
    """The patient agrees to the text seen; it is public when this returns, unless a second moderator must sign it
    first. A corrected one likewise."""
    question = _own(request, reference)
    corrects = patient_correction.waits(question)
    if question.publication == Publication.PUBLISHED and not corrects:
        return _done_already(
            request, question, _("You agreed already: your query and its answer are public.")
        )
    form = SeenForm(request.POST)
    if not form.is_valid():
        return _refused(request, question, message=publication.CHANGED)
    try:
        moves = correction if corrects else publication
        public = moves.agree(_draft(question), by=request.user, seen_version=form.cleaned_data["version"])
    except MoveRefused as refusal:
        return _refused(request, question, message=refusal.message)
    if not public:
        messages.info(
            request,
            _(
                "Thank you. Another moderator must read this text too before it is public. "
                "We show it to you again when they have."
            ),
        )
    elif corrects:
        messages.success(request, _("Thank you. The public page is corrected."))
    else:
        messages.success(
            request, _("Thank you. Your query and its answer are public now, without your name.")
        )
    return redirect(f"{question.get_absolute_url()}#publication")


@login_required
@require_POST
def publication_change(request, reference):
    """The patient asks for another text; what was typed comes back when it can't be taken."""
    question = _own(request, reference)
    form = ChangeForm(request.POST)
    corrects = patient_correction.waits(question)
    if not form.is_valid():
        if corrects and "note" in form.errors:
            return _correction(request, question, form=form, status=422)
        if question.publication != Publication.AWAITING_PATIENT or "note" not in form.errors:
            return _refused(request, question, message=publication.CHANGED)
        return render(request, "answers/patient/preview.html", _page(question, form=form), status=422)
    note, seen_version = form.cleaned_data["note"], form.cleaned_data["version"]
    if _wanted_already(question, note, corrects=corrects):
        return _done_already(request, question, _("Our moderators have what you asked for already."))
    try:
        moves = correction if corrects else publication
        moves.want_change(_draft(question), by=request.user, note=note, seen_version=seen_version)
    except MoveRefused as refusal:
        return _refused(request, question, message=refusal.message)
    messages.success(request, _("Thank you. A moderator prepares another text and shows it to you again."))
    return redirect(f"{question.get_absolute_url()}#publication")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def publication_withdraw(request, reference):
    """Asks once more, then takes the public page down."""
    question = _own(request, reference)
    if request.method != "POST":
        if question.publication != Publication.PUBLISHED:
            return redirect(f"{question.get_absolute_url()}#publication")
        return render(request, "answers/patient/take_down.html", {"question": question})
    if question.publication == Publication.WITHDRAWN:
        return _done_already(request, question, _("The public page was taken down already."))
    form = VersionForm(request.POST)
    if not form.is_valid():
        return _refused(request, question, message=publication.CHANGED)
    try:
        publication.withdraw(question, by=request.user, seen_version=form.cleaned_data["version"])
    except MoveRefused as refusal:
        return _refused(request, question, message=refusal.message)
    messages.success(
        request, _("The public page is taken down. Your query and its answer stay here for you.")
    )
    return redirect(f"{question.get_absolute_url()}#publication")


def _own(request, reference):
    # 404, not 403: a stranger must not learn that a query exists.
    own = Question.objects.of_asker(request.user).select_related("specialty__parent")
    return get_object_or_404(own, reference=reference)


def _correction(request, question, *, form, status=200):
    context = patient_correction.page(question, form=form)
    return render(request, "answers/patient/correction.html", context, status=status)


def _wanted_already(question, note, *, corrects):
    """Whether the moderators have this very wish: a second click."""
    with_moderators = question.publication == Publication.ALLOWED or (
        question.publication == Publication.PUBLISHED and not corrects
    )
    return with_moderators and _draft(question).change_wanted == note


def _done_already(request, question, message):
    """A second click, or a second window: no mistake, and nothing to do."""
    messages.info(request, message)
    return redirect(f"{question.get_absolute_url()}#publication")


def _draft(question):
    draft = getattr(question, "public_draft", None)
    if draft is None:
        raise Http404
    return draft


def _page(question, *, form):
    draft = _draft(question)
    public_answers = signoff.answers_of(draft)
    known = exchanges.possible([part.source for part in public_answers])
    return {
        "question": question,
        "draft": draft,
        "answers": [patient_correction.whole(part) for part in public_answers],
        "changes": [
            _change(_("Question"), question.title, draft.title),
            _change(_("Details"), question.text, draft.text),
        ],
        "answer_changes": [
            change
            for part in public_answers
            for change in patient_correction.answer_changes(part.source, part)
        ],
        "exchange_changes": [
            change
            for part in public_answers
            for change in patient_correction.exchange_changes(
                exchanges.originals(part, of=known[part.source.answer_id]), part.exchanges
            )
        ],
        "exchanges": any(part.exchanges for part in public_answers),
        "picture_count": question.picture_count,
        "findings": any(part.findings for part in public_answers),
        "form": form,
    }


def _change(label, old, new):
    diff = word_diff(old, new)
    return {"label": label, "diff": diff, "changed": any(kind != SAME for kind, _text in diff)}


def _refused(request, question, *, message):
    """409: the text seen is not the one that waits. Shows the one that does, and what was typed. 404 when the query
    was erased."""
    question = _own(request, question.reference)
    waiting = question.publication == Publication.AWAITING_PATIENT or patient_correction.waits(question)
    context = {
        "question": question,
        "message": message,
        "waiting": waiting,
        "typed": request.POST.get("note", ""),
    }
    return render(request, "answers/patient/publication_conflict.html", context, status=409)
