"""Second opinions on the desk: each is reviewed before readers see it; a page on which doctors disagree is looked at
again. Only public words are read here."""

from django import forms
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from accounts.moves import MoveRefused
from answers import opinions as moves
from answers.models import Opinion, OpinionStatus, PublishedAnswer
from portal.desk.care.followups import personal
from portal.desk.lines import claims, queues
from portal.desk.review import history
from portal.desk.review.answering import conflict, decided
from portal.desk.review.forms import ReasonForm, SeenForm
from questions.models import PublishedQuestion

may_review = permission_required("answers.review_answer", raise_exception=True)
may_publish = permission_required("questions.publish_question", raise_exception=True)


class ReturnForm(ReasonForm):
    """Why an opinion goes back to its doctor, and what to change."""

    kind = "return_opinion"


class SettleForm(forms.Form):
    """That a disputed page was read; `seen` is a print of what stood on it."""

    use_required_attribute = False

    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)
    confirm = forms.BooleanField(
        label=gettext_lazy("I have read the page and the opinions, and the page may stay as it is"),
        error_messages={"required": gettext_lazy("Tick the box to confirm")},
    )


@require_GET
@may_review
def opinion(request, pk):
    """The public answer on the left, the opinion on the right."""
    return _page(request, _get(pk))


@require_POST
@may_review
def opinion_approve(request, pk):
    """Show it to readers."""
    one = _get(pk)
    form = SeenForm(request.POST)
    if not form.is_valid():
        return _page(request, one, status=422)
    try:
        claims.demand(request, one, kind="opinion")
        one.approve(by=request.user, seen_version=form.cleaned_data["version"])
    except MoveRefused as refusal:
        return _conflict(request, refusal, one)
    message = _("The opinion is approved; readers see it.")
    return decided(request, message=message, queue="opinions", item=one)


@require_POST
@may_review
def opinion_return(request, pk):
    """Send it back to its doctor with a reason."""
    one = _get(pk)
    form = ReturnForm(request.POST, prefix="return")
    if not form.is_valid():
        return _page(request, one, back=form, status=422)
    try:
        claims.demand(request, one, kind="opinion")
        seen = form.cleaned_data["version"]
        one.send_back(by=request.user, reason=form.text, seen_version=seen, **form.grounds)
    except MoveRefused as refusal:
        return _conflict(request, refusal, one, typed=[(_("Your reason"), form.text)])
    message = _("The opinion was sent back to its doctor.")
    return decided(request, message=message, queue="opinions", item=one)


@require_GET
@may_publish
def disagreement(request, pk):
    """A page on which doctors disagree, as readers see it."""
    return _disputed(request, _get_page(pk))


@require_POST
@may_publish
def disagreement_settle(request, pk):
    """The page was reviewed and stays as it is."""
    page = _get_page(pk)
    form = SettleForm(request.POST)
    if not form.is_valid():
        return _disputed(request, page, form=form, status=422)
    try:
        claims.demand(request, page, kind="disagreement")
        moves.settle(page, by=request.user, seen=form.cleaned_data["seen"])
    except MoveRefused as refusal:
        return conflict(
            request,
            refusal,
            title=_("disagreement on %s") % page.reference,
            back=reverse("admin:desk-disagreement", args=[page.pk]),
            typed=(),
            stored=[(_("Second opinions"), _agreements(page))],
        )
    message = _("The page is reviewed and stays as it is.")
    return decided(request, message=message, queue="disagreements", item=page)


def _get(pk):
    about = "published_answer__question"
    rows = Opinion.objects.select_related(
        "doctor", "published_answer__doctor", f"{about}__question", f"{about}__topic"
    )
    return get_object_or_404(rows, pk=pk)


def _get_page(pk):
    rows = PublishedQuestion.objects.addressable().for_page().select_related("question")
    return get_object_or_404(rows, pk=pk)


def _page(request, one, *, back=None, status=200):
    seen = {"version": one.version}
    page = one.published_answer.question
    answer = PublishedAnswer.objects.for_page().filter(pk=one.published_answer_id).get()
    in_review = one.status == OpinionStatus.IN_REVIEW and answer.retracted_on is None
    shown = Opinion.objects.of_doctor(one.doctor).filter(published_answer=answer, status=OpinionStatus.SHOWN)
    context = {
        "title": _("Opinion on %s") % page.reference,
        "opinion": one,
        "claim": claims.opened(request, one, kind="opinion"),
        "page": page,
        "answer": answer,
        "number": answer.position + 1,
        "in_review": in_review,
        "earlier": shown.exclude(pk=one.pk).first(),
        "may_decide": queues.may_decide_opinion(one, request.user),
        "personal": personal(one.reason) if in_review else [],
        "approve": SeenForm(initial=seen) if in_review else None,
        "back": back or (ReturnForm(initial=seen, prefix="return") if in_review else None),
        "form": back,
        "history": history.of_subject(one),
    }
    return render(request, "admin/desk/opinion.html", context, status=status)


def _disputed(request, page, *, form=None, status=200):
    wanted = page.review_wanted_at is not None
    context = {
        "title": _("Disagreement on %s") % page.reference,
        "page": page,
        "claim": claims.opened(request, page, kind="disagreement"),
        "answers": list(page.answers.for_page()),
        "may_decide": queues.may_decide_disagreement(page, request.user),
        "settle": (form or SettleForm(initial={"seen": moves.seen_on(page)})) if wanted else None,
        "form": form,
        "history": history.of_page(page),
    }
    return render(request, "admin/desk/disagreement.html", context, status=status)


def _agreements(page):
    """What the opinions on each answer of a page come to, in words."""
    return "\n".join(filter(None, (moves.agreement(one.shown_opinions) for one in page.answers.for_page())))


def _conflict(request, refusal, one, *, typed=()):
    one.refresh_from_db()
    return conflict(
        request,
        refusal,
        title=_("opinion on %s") % one.published_answer.question.reference,
        back=reverse("admin:desk-opinion", args=[one.pk]),
        typed=typed,
        stored=[
            (_("State"), one.get_status_display()),
            (_("Opinion"), f"{one.get_stance_display()}\n{one.reason}".strip()),
            (_("Reason"), one.returned_for),
        ],
    )
