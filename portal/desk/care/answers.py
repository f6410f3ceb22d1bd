"""Review of an answer: approve it, send it back with a reason, or retract an approved one."""

from django import forms
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from accounts.moves import MoveRefused
from answers import publication
from answers.models import ANSWER_MOVES, Answer, AnswerStatus, Outcome, Retraction
from answers.rendering import source_links
from answers.rules import BY_CODE
from portal.desk.lines import claims, queues
from portal.desk.review import history, show
from portal.desk.review.answering import conflict, decided
from portal.desk.review.forms import ReasonForm, SeenForm
from portal.desk.review.looking import look
from portal.desk.review.return_form import ReturnForm
from questions import redaction
from questions.models import Publication
from questions.worddiff import word_diff

KIND, QUEUE = "answer", "answers"
may_review = permission_required("answers.review_answer", raise_exception=True)


class ApproveForm(SeenForm):
    """Releases the version that the page showed; `number` names it, so that a refusal can show it again."""

    number = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class RetractForm(ReasonForm):
    """Why an approved answer must no longer be read."""

    kind = "retract_answer"

    code = forms.ChoiceField(
        label=gettext_lazy("What readers are told"),
        choices=Retraction.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Select what readers are told")},
        help_text=gettext_lazy("On a public page this sentence stands in place of the answer."),
    )
    confirm = forms.BooleanField(
        label=gettext_lazy("Yes, I am sure"),
        error_messages={"required": gettext_lazy("Tick the box to confirm")},
    )
    field_order = ["version", "code", "rule", "ready", "reason", "confirm"]


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
        claims.demand(request, answer, kind=KIND)
        answer.approve(by=request.user, seen_version=form.cleaned_data["version"])
    except MoveRefused as refusal:
        return _conflict(request, refusal, answer, number=form.cleaned_data["number"])
    message = _("The answer to %s is approved.") % answer.question.reference
    return decided(request, message=message, queue=QUEUE, item=answer)


@require_POST
@may_review
def answer_return(request, pk):
    """Send the version back to its doctor with a reason, the rule and, if typed, an edit proposed."""
    answer = _get(pk)
    form = ReturnForm(request.POST, sent=answer.latest_version)
    if not form.is_valid():
        return _page(request, answer, back=form, status=422)
    data, proposal = form.cleaned_data, form.proposal()
    try:
        claims.demand(request, answer, kind=KIND)
        answer.send_back(
            by=request.user,
            reason=form.text,
            proposal=proposal,
            **form.grounds,
            seen_version=data["version"],
        )
    except MoveRefused as refusal:
        typed = [
            (_("Your reason"), form.text),
            *[(show.label(name), text) for name, text in proposal.items()],
        ]
        return _conflict(request, refusal, answer, number=data["number"], typed=typed)
    message = _("The answer to %s was sent back to its doctor.") % answer.question.reference
    return decided(request, message=message, queue=QUEUE, item=answer)


@require_POST
@may_review
def answer_retract(request, pk):
    """Retract an approved answer for good; on a public page a sentence takes the place of its words at once."""
    answer = _get(pk)
    form = RetractForm(request.POST, prefix="retract")
    if not form.is_valid():
        return _page(request, answer, retract=form, status=422)
    data = form.cleaned_data
    reason, seen = form.text, {"seen_version": data["version"], **form.grounds}
    try:
        claims.demand(request, answer, kind=KIND)
        publication.retract(answer, by=request.user, code=data["code"], reason=reason, **seen)
    except MoveRefused as refusal:
        return _conflict(request, refusal, answer, typed=[(_("Your reason"), reason)])
    message = _("The answer to %s is retracted.") % answer.question.reference
    return decided(request, message=message, queue=QUEUE, item=answer)


def _get(pk):
    rows = Answer.objects.sent().select_related("doctor", "question__specialty__parent", "question__asker")
    return get_object_or_404(rows, pk=pk)


def _page(request, answer, *, back=None, retract=None, status=200):
    """The page; that the query was looked at is written first."""
    question = answer.question
    claim = claims.opened(request, answer, kind=KIND)
    look(request, question, claim=claim)
    query = show.query_context(question)
    versions = list(answer.versions.select_related("reviewed_by"))
    latest, returned = versions[-1], _returned_before(versions)
    seen = {"version": answer.version, "number": latest.number}
    in_review = answer.status == AnswerStatus.IN_REVIEW
    is_own, is_patient = answer.doctor.user_id == request.user.pk, question.asker_id == request.user.pk
    may_decide = queues.may_review(answer, request.user)
    context = {
        "title": _("Answer to %s") % question.reference,
        "claim": claim,
        "answer": answer,
        "latest": latest,
        "rendered": publication.rendered(latest),
        "sources": [link for link in source_links(latest.sources) if link["url"]],
        "earlier": versions[-2::-1],
        "changes": _changes(returned, latest),
        "proposed": _proposed(returned, latest),
        "returned_under": BY_CODE.get(returned.rule) if returned else None,
        "is_own": is_own,
        "is_patient": is_patient,
        "may_decide": may_decide,
        "may_retract": may_decide or (is_own and not is_patient),
        "missing": latest.missing_parts(attachment_ids=[picture.pk for picture in query["attachments"]]),
        "personal": _personal(latest),
        "question_marks": (question.title + question.text).count("?"),
        "approve": ApproveForm(initial=seen) if in_review else None,
        "back": back or (ReturnForm(initial=seen, sent=latest) if in_review else None),
        "retract": _retract_form(answer, retract),
        "is_public": question.publication == Publication.PUBLISHED,
        "form": back or retract,
        "history": history.of_query(question, answer_ids=[answer.pk]),
        **query,
    }
    return render(request, "admin/desk/answer.html", context, status=status)


def _retract_form(answer, bound):
    if bound:
        return bound
    if answer.approved_version_id is None or AnswerStatus.RETRACTED not in ANSWER_MOVES[answer.status]:
        return None
    return RetractForm(initial={"version": answer.version}, prefix="retract")


def _returned_before(versions):
    """The version returned last before the latest one, or None."""
    return next((version for version in versions[-2::-1] if version.outcome == Outcome.RETURNED), None)


def _changes(old, new):
    """(label, word differences) of each part of `new` that differs from `old`, the version returned before it."""
    if old is None:
        return []
    return [
        (show.label(name), word_diff(getattr(old, name), getattr(new, name)))
        for name in show.TEXT_FIELDS
        if getattr(old, name) != getattr(new, name)
    ]


def _proposed(old, new):
    """(label, what became of it) of each part that was proposed with the return; empty without a proposal."""
    if old is None:
        return []
    return [
        (show.label(name), _became(getattr(old, name), text, getattr(new, name)))
        for name, text in old.proposal.items()
    ]


def _became(old, proposed, new):
    if new == proposed:
        return _("taken over")
    return _("left as it was") if new == old else _("changed in other words")


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
