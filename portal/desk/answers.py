"""Review of an answer: approve it, send it back with a reason, or take an approved one back for good."""

from django import forms
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from accounts.moves import MoveRefused
from answers import publication
from answers.models import ANSWER_MOVES, Answer, AnswerStatus, Outcome
from answers.rendering import source_links
from portal.desk import history, show
from portal.desk.answering import conflict, decided
from portal.desk.forms import ConfirmForm, ReasonForm, SeenForm
from portal.desk.queries import look, query_context
from questions import redaction
from questions.models import Publication
from questions.worddiff import word_diff

may_review = permission_required("answers.review_answer", raise_exception=True)


class ApproveForm(SeenForm):
    """Releases the version that the page showed; `number` names it, so that a refusal can show it again."""

    number = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class ReturnForm(ReasonForm):
    """Why an answer goes back to its doctor, and what to change."""

    READY = [
        (
            "unanswered",
            gettext_lazy("Part of what the patient asked isn't answered. Please answer every question."),
        ),
        ("help", gettext_lazy("Please say more clearly when to get help, and how soon.")),
        ("plain", gettext_lazy("Please use plainer words, and explain each medical term at its first use.")),
        (
            "sources",
            gettext_lazy("Please name a source for the main advice, or mark it as clinical opinion."),
        ),
        ("certain", gettext_lazy("Please don't sound more certain than one can be without an examination.")),
        ("person", gettext_lazy("Please leave out names, contact details and advertising.")),
    ]

    number = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class RetractForm(ConfirmForm):
    """Why an approved answer must no longer be read."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The patient reads it in place of the answer."),
        error_messages={"required": gettext_lazy("Enter why the answer is taken back")},
    )
    field_order = ["version", "reason", "confirm"]


@require_GET
@may_review
def answer(request, pk):
    """The query on the left, the version under review on the right."""
    return _page(request, _get(pk))


@require_POST
@may_review
def answer_approve(request, pk):
    """Release the version that the moderator saw."""
    answer = _get(pk)
    form = ApproveForm(request.POST)
    if not form.is_valid():
        return _page(request, answer, status=422)
    try:
        answer.approve(by=request.user, seen_version=form.cleaned_data["version"])
    except MoveRefused as refusal:
        return _conflict(request, refusal, answer, number=form.cleaned_data["number"])
    return decided(
        request, message=_("The answer to %s is approved.") % answer.question.reference, queue="answers"
    )


@require_POST
@may_review
def answer_return(request, pk):
    """Send the version back to its doctor with a reason."""
    answer = _get(pk)
    form = ReturnForm(request.POST, prefix="return")
    if not form.is_valid():
        return _page(request, answer, back=form, status=422)
    data = form.cleaned_data
    try:
        answer.send_back(by=request.user, reason=form.text, seen_version=data["version"])
    except MoveRefused as refusal:
        typed = [(_("Your reason"), form.text)]
        return _conflict(request, refusal, answer, number=data["number"], typed=typed)
    message = _("The answer to %s went back to its doctor.") % answer.question.reference
    return decided(request, message=message, queue="answers")


@require_POST
@may_review
def answer_retract(request, pk):
    """Take an approved answer back for good; a public page made from it goes down at once."""
    answer = _get(pk)
    form = RetractForm(request.POST, prefix="retract")
    if not form.is_valid():
        return _page(request, answer, retract=form, status=422)
    reason = form.cleaned_data["reason"]
    try:
        publication.retract(answer, by=request.user, reason=reason, seen_version=form.cleaned_data["version"])
    except MoveRefused as refusal:
        return _conflict(request, refusal, answer, typed=[(_("Your reason"), reason)])
    return decided(
        request, message=_("The answer to %s is retracted.") % answer.question.reference, queue="answers"
    )


def _get(pk):
    rows = Answer.objects.sent().select_related("doctor", "question__specialty__parent", "question__asker")
    return get_object_or_404(rows, pk=pk)


def _page(request, answer, *, back=None, retract=None, status=200):
    """The page; that the query was looked at is written first."""
    question = answer.question
    look(request, question)
    query = query_context(question)
    versions = list(answer.versions.select_related("reviewed_by"))
    latest = versions[-1]
    seen = {"version": answer.version, "number": latest.number}
    in_review = answer.status == AnswerStatus.IN_REVIEW
    context = {
        "title": _("Answer to %s") % question.reference,
        "answer": answer,
        "latest": latest,
        "rendered": publication.rendered(latest),
        "sources": [link for link in source_links(latest.sources) if link["url"]],
        "earlier": versions[-2::-1],
        "changes": _changes(versions),
        "is_own": answer.doctor.user_id == request.user.pk,
        "missing": latest.missing_parts(attachment_ids=[picture.pk for picture in query["attachments"]]),
        "personal": _personal(latest),
        "question_marks": (question.title + question.text).count("?"),
        "approve": ApproveForm(initial=seen) if in_review else None,
        "back": (back or ReturnForm(initial=seen, prefix="return")) if in_review else None,
        "retract": _retract_form(answer, retract),
        "is_public": question.publication == Publication.PUBLISHED,
        "form": back or retract,
        "history": history.of_query(question, answer_ids=[answer.pk]),
        **query,
    }
    return render(request, "admin/desk/answer.html", context, status=status)


def _retract_form(answer, bound):
    if answer.approved_version_id is None or AnswerStatus.RETRACTED not in ANSWER_MOVES[answer.status]:
        return None
    return bound or RetractForm(initial={"version": answer.version}, prefix="retract")


def _changes(versions):
    """(label, word differences) of each part that differs from the version returned last; empty without one."""
    returned = [version for version in versions[:-1] if version.outcome == Outcome.RETURNED]
    if not returned:
        return []
    old, new = returned[-1], versions[-1]
    return [
        (show.label(name), word_diff(getattr(old, name), getattr(new, name)))
        for name in show.TEXT_FIELDS
        if getattr(old, name) != getattr(new, name)
    ]


def _personal(version):
    """What in an answer may identify or advertise somebody: (label, kind, words)."""
    found = []
    for name in show.TEXT_FIELDS[:-1]:  # sources are links by nature
        text = getattr(version, name)
        for mark in redaction.find(text):
            if mark.kind not in show.HARMLESS_MARKS:
                kind = redaction.MarkKind(mark.kind).label
                found.append((show.label(name), kind, text[mark.start : mark.end]))
    return found


def _conflict(request, refusal, answer, *, number=None, typed=()):
    """Shows the version that was on the page and the one that stands now."""
    look(request, answer.question)
    answer.refresh_from_db()
    now = answer.latest_version
    seen = answer.versions.filter(number=number).first() if number else None
    state = [(_("State"), show.answer_word(answer)), (_("Version"), str(now.number))]
    if now.outcome:
        state.append((_("Decision on it"), now.get_outcome_display()))
    return conflict(
        request,
        refusal,
        title=_("answer to %s") % answer.question.reference,
        back=reverse("admin:desk-answer", args=[answer.pk]),
        typed=typed,
        seen=[(_("Version"), str(seen.number)), *_texts(seen)] if seen else [],
        stored=[*state, *_texts(now)],
    )


def _texts(version):
    return [(part.label, part.text) for part in show.parts(version)]
