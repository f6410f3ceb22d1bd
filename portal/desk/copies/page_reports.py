"""Reports about public pages: a moderator reads the page beside the report, and corrects it, takes it down or lets it
stay."""

from django import forms
from django.contrib.auth.decorators import permission_required
from django.db import transaction
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_POST

from accounts.moves import MoveRefused
from answers import opinions, publication
from answers.models import PAGE_OUTCOMES, Report, ReportStatus
from portal.desk.copies.stale import record_url
from portal.desk.lines import claims, queues
from portal.desk.review import history, reporting
from portal.desk.review.answering import decided
from portal.desk.review.forms import SeenForm
from portal.desk.review.reporting import OutcomeForm
from portal.desk.review.take_down import WHY, TakeDownForm

KIND = "page-report"
may_handle = permission_required("answers.handle_report", raise_exception=True)
may_publish = permission_required("questions.publish_question", raise_exception=True)
# Both forms stand on one page, so their boxes have ids of their own.
TAKE_DOWN = {"prefix": "down", "auto_id": "%s"}


class SeenPage(forms.Form):
    """With the report's version, a print of what stood on the page that was read."""

    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)


class PageOutcomeForm(SeenPage, OutcomeForm):
    """What became of a report about a page: decided of the page that was read, unless the report is spam."""

    @transaction.atomic
    def decide(self, one, *, by):
        if one.page is not None and self.cleaned_data["outcome"] != ReportStatus.SPAM:
            opinions.hold_seen(one.page, seen=self.cleaned_data["seen"])
        super().decide(one, by=by)


class ReportedPageForm(SeenPage, TakeDownForm):
    """Taking the page down from a report; where no query is behind it, there is nobody to write to."""

    def __init__(self, *args, page, **kwargs):
        super().__init__(*args, **kwargs)
        self.page = page
        if page is not None and page.question_id is None:
            del self.fields["words"]

    def take_down(self, *, by):
        """The page that was read goes. In the caller's transaction; `version` is the report's."""
        opinions.hold_seen(self.page, seen=self.cleaned_data["seen"])
        if self.page.question_id is None:
            publication.withdraw_imported(self.page, by=by, reason_code=self.cleaned_data["reason"])
            return
        question = self.page.question
        publication.withdraw(question, by=by, seen_version=question.version, **self.withdrawal())


@require_GET
@may_handle
def page_report(request, pk):
    """The public page, what was reported about it, and what came of it."""
    return _page(request, _get(pk))


@require_POST
@may_handle
def page_report_take(request, pk):
    """Say that one is looking into it, so that two moderators don't do the same."""
    return reporting.take(request, _get(pk), kind=KIND, show=_page, refuse=_conflict)


@require_POST
@may_handle
def page_report_decide(request, pk):
    """End it: the page was corrected or is gone, may stay, or the report is spam."""
    # What isn't true yet is no choice on the page; a form sent when it was is answered by the move.
    form = PageOutcomeForm(request.POST, outcomes=PAGE_OUTCOMES)
    return reporting.decide(request, _get(pk), kind=KIND, form=form, show=_page, refuse=_conflict)


@require_POST
@may_handle
@may_publish
def page_report_take_down(request, pk):
    """Take the page down, at once and everywhere, and end the report with it."""
    one = _get(pk)
    form = ReportedPageForm(request.POST, page=one.page, **TAKE_DOWN)
    if not form.is_valid():
        return _page(request, one, take_down=form, status=422)
    try:
        claims.demand(request, one, kind=KIND)
        _take_down(one, form, by=request.user)
    except MoveRefused as refusal:
        return _conflict(request, refusal, one, typed=form.typed())
    message = _("The page %s was taken down, and the report is decided.") % one.reference
    return decided(request, message=message, queue="page-reports", item=one)


@transaction.atomic
def _take_down(one, form, *, by):
    """Both or neither: a report that was decided meanwhile leaves the page where it is."""
    if one.page is None:
        raise MoveRefused(_("This page was taken down meanwhile."))
    form.take_down(by=by)
    note = str(WHY[form.cleaned_data["reason"]])
    one.decide(by=by, outcome=ReportStatus.TAKEN_DOWN, note=note, seen_version=form.cleaned_data["version"])


def _get(pk):
    rows = Report.objects.about_pages().select_related(
        "page__topic", "page__question", "by__doctor", "taken_by", "decided_by"
    )
    return get_object_or_404(rows, pk=pk)


def _page(request, one, *, form=None, take_down=None, status=200):
    """The page. What was typed is shown even if it was decided meanwhile: sent again, it is answered as a conflict."""
    page = one.page
    seen = {"version": one.version, "seen": opinions.seen_on(page) if page else ""}
    waiting = one.status == ReportStatus.WAITING
    may_decide = queues.may_decide_report(one, request.user)
    offered = waiting and page is not None and request.user.has_perm("questions.publish_question")
    question = page.question if offered else None
    overruled = question is not None and not queues.not_overruled(question, request.user)
    context = {
        "title": _("Report about %s") % one.reference,
        "report": one,
        "claim": claims.opened(request, one, kind=KIND),
        "reporter": _verified_doctor(one.by),
        "page": page,
        "answers": list(page.answers.for_page()) if page else [],
        "corrections": list(page.corrections.for_page()) if page else [],
        "record_url": record_url(page) if page else "",
        "may_decide": may_decide,
        "mine": one.taken_by_id == request.user.pk,
        "take": SeenForm(initial=seen),
        "decide": form or (PageOutcomeForm(initial=seen, outcomes=one.outcomes) if waiting else None),
        "take_down": take_down
        or (ReportedPageForm(initial=seen, page=page, **TAKE_DOWN) if offered and not overruled else None),
        "overruled": overruled,
        "form": form or take_down,
        "others": Report.objects.about_pages()
        .filter(reference=one.reference)
        .exclude(pk=one.pk)
        .order_by("-made_at")[:20],
        "history": history.of_report(one),
    }
    return render(request, "admin/desk/page_report.html", context, status=status)


def _verified_doctor(user):
    """The doctor who reported it from their account: named to moderators, as what they say weighs more. Else None."""
    doctor = getattr(user, "doctor", None)
    return doctor if doctor is not None and doctor.is_verified else None


def _conflict(request, refusal, one, *, typed=()):
    one = _get(one.pk)
    stored = [(_("The page"), pgettext("page", "public") if one.page else pgettext("page", "taken down"))]
    return reporting.conflict(
        request, refusal, one, kind=KIND, about=one.reference, typed=typed, stored=stored
    )
