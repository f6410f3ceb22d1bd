"""Review of the reply to a follow-up question: approve it, send it back, or end the follow-up without one."""

from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.moves import MoveRefused
from answers.models import FOLLOW_UP_MOVES, FollowUp, FollowUpStatus
from answers.publication import rendered
from portal.desk.lines import claims, queues
from portal.desk.review import history, show
from portal.desk.review.answering import conflict, decided
from portal.desk.review.forms import ReasonForm, SeenForm
from portal.desk.review.looking import look
from questions import redaction

KIND, QUEUE = "follow-up", "follow-ups"
may_review = permission_required("answers.review_answer", raise_exception=True)


class ReturnForm(ReasonForm):
    """Why a reply goes back to its doctor, and what to change."""

    kind = "return_reply"


class CloseForm(ReasonForm):
    """Why a follow-up ends without a reply; its patient reads it and may ask another."""

    kind = "close_follow_up"
    needs_rule = False  # a word of thanks, or a doctor who is away, breaks none


@require_GET
@may_review
def follow_up(request, pk):
    """The query on the left; the answer, the question and the reply on the right."""
    return _page(request, _get(pk))


@require_POST
@may_review
def follow_up_approve(request, pk):
    """Release the reply that the moderator saw."""
    one = _get(pk)
    form = SeenForm(request.POST)
    if not form.is_valid():
        return _page(request, one, status=422)
    try:
        claims.demand(request, one, kind=KIND)
        one.approve(by=request.user, seen_version=form.cleaned_data["version"])
    except MoveRefused as refusal:
        return _conflict(request, refusal, one)
    message = _("The reply to the follow-up of %s is approved.") % one.answer.question.reference
    return decided(request, message=message, queue=QUEUE, item=one)


@require_POST
@may_review
def follow_up_return(request, pk):
    """Send the reply back to its doctor with a reason."""
    one = _get(pk)
    form = ReturnForm(request.POST, prefix="return")
    if not form.is_valid():
        return _page(request, one, back=form, status=422)
    message = _("The reply to the follow-up of %s was sent back to its doctor.")
    return _reasoned(request, one, form, move=one.send_back, message=message)


@require_POST
@may_review
def follow_up_close(request, pk):
    """End it without a reply; the reason is shown to the patient."""
    one = _get(pk)
    form = CloseForm(request.POST, prefix="close")
    if not form.is_valid():
        return _page(request, one, close=form, status=422)
    return _reasoned(request, one, form, move=one.close, message=_("The follow-up of %s is closed."))


def _reasoned(request, one, form, *, move, message):
    try:
        claims.demand(request, one, kind=KIND)
        seen = form.cleaned_data["version"]
        move(by=request.user, reason=form.text, seen_version=seen, **form.grounds)
    except MoveRefused as refusal:
        return _conflict(request, refusal, one, typed=[(_("Your reason"), form.text)])
    return decided(request, message=message % one.answer.question.reference, queue=QUEUE, item=one)


def _get(pk):
    rows = FollowUp.objects.select_related(
        "answer__question__specialty__parent",
        "answer__question__asker",
        "answer__doctor",
        "answer__approved_version",
    )
    return get_object_or_404(rows, pk=pk)


def _page(request, one, *, back=None, close=None, status=200):
    """The page; that the query was looked at is written first."""
    answer, question = one.answer, one.answer.question
    claim = claims.opened(request, one, kind=KIND)
    look(request, question, claim=claim)
    seen = {"version": one.version}
    in_review = one.status == FollowUpStatus.IN_REVIEW
    may_close = FollowUpStatus.CLOSED in FOLLOW_UP_MOVES[one.status]
    context = {
        "title": _("Follow-up of %s") % question.reference,
        "follow_up": one,
        "claim": claim,
        "in_review": in_review,
        "thread": FollowUp.objects.of_question(question).filter(answer=answer).exclude(pk=one.pk),
        "answer": answer.approved_version,
        "doctor": answer.doctor,
        "rendered": rendered(answer.approved_version),
        "may_decide": queues.may_decide_follow_up(one, request.user),
        "personal": personal(one.reply) if in_review else [],
        "approve": SeenForm(initial=seen) if in_review else None,
        "back": back or (ReturnForm(initial=seen, prefix="return") if in_review else None),
        "close": close or (CloseForm(initial=seen, prefix="close") if may_close else None),
        "queue": queues.BY_KEY["follow-ups" if in_review else "follow-ups-with-doctors"],
        "form": back or close,
        "history": history.of_query(question, answer_ids=[answer.pk]),
        **show.query_context(question),
    }
    return render(request, "admin/desk/follow_up.html", context, status=status)


def personal(text):
    """What in a reply may identify or advertise somebody: (kind, words)."""
    wanted = [mark for mark in redaction.find(text) if mark.kind not in show.HARMLESS_MARKS]
    return [(redaction.MarkKind(mark.kind).label, text[mark.start : mark.end]) for mark in wanted]


def _conflict(request, refusal, one, *, typed=()):
    question = one.answer.question
    look(request, question)
    one.refresh_from_db()
    stored = [(_("State"), one.get_status_display()), (_("Reason"), one.reason)]
    if one.status in {FollowUpStatus.IN_REVIEW, FollowUpStatus.ANSWERED}:
        stored.append((_("Reply"), one.reply))
    return conflict(
        request,
        refusal,
        title=_("follow-up of %s") % question.reference,
        back=reverse("admin:desk-follow-up", args=[one.pk]),
        typed=typed,
        stored=stored,
    )
