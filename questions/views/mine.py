"""A patient's own queries: the list, and what can be done with one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.moves import MoveRefused
from questions import sending
from questions.browser import adopts_drafts, drafts_of
from questions.forms import ConsentForm, VersionForm
from questions.models import Care, Consent, Question
from questions.status import publication_of, status_of

PER_PAGE = 20
INCOMPLETE = gettext_lazy("This page was incomplete. Nothing was changed.")


@login_required
@require_safe
@adopts_drafts
def my_questions(request):
    """Unfinished drafts, then all that was sent, newest first."""
    own = Question.objects.of_asker(request.user).with_progress().select_related("specialty__parent")
    own = own.prefetch_related("answers__approved_version", "answers__follow_ups")
    page = Paginator(own, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "drafts": drafts_of(request) if page.number == 1 else [],
        "rows": [_row(question) for question in page],
        "page": page,
        "pages": list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)),
    }
    return render(request, "questions/my_questions.html", context)


def _row(question):
    return {
        "question": question,
        "status": status_of(question),
        "publication": publication_of(question),
        "may_follow_up": any(answer.follow_ups_left for answer in question.answers.all()),
    }


@login_required
@require_POST
def question_change(request, reference):
    """Opens a query that waits for a change: its draft, with every step answered."""
    question = _own(request, reference)
    try:
        draft = sending.begin_changes(question, by=request.user)
    except MoveRefused as refusal:
        return _refused(request, question, refusal.message)
    return redirect(draft)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def question_withdraw(request, reference):
    """Asks once more, then withdraws a query that nobody has answered."""
    question = _own(request, reference)
    if request.method != "POST":
        return render(request, "questions/my_withdraw.html", {"question": question})
    if question.care == Care.WITHDRAWN:
        return _done_already(request, question, _("You withdrew this query already."))
    form = VersionForm(request.POST)
    if not form.is_valid():
        return _refused(request, question, INCOMPLETE)
    try:
        question.withdraw(by=request.user, seen_version=form.cleaned_data["version"])
    except MoveRefused as refusal:
        return _refused(request, question, refusal.message)
    messages.success(request, _("You withdrew your query."))
    return redirect("my-questions")


@login_required
@require_POST
def question_close(request, reference):
    """“This answered my question.”"""
    question = _own(request, reference)
    if question.care == Care.CLOSED:
        return _done_already(request, question, _("You told us already that this answered your question."))
    form = VersionForm(request.POST)
    if not form.is_valid():
        return _refused(request, question, INCOMPLETE)
    try:
        question.close(by=request.user, seen_version=form.cleaned_data["version"])
    except MoveRefused as refusal:
        return _refused(request, question, refusal.message)
    messages.success(request, _("Thank you for telling us. We are glad that it helped."))
    return redirect(question)


@login_required
@require_POST
def question_consent(request, reference):
    """The choice about publication: allow it, or keep the query private."""
    question = _own(request, reference)
    form = ConsentForm(request.POST)
    if not form.is_valid():
        return _refused(request, question, _("Select who may read your query. Nothing was changed."))
    if form.is_in_force(question):
        return _done_already(request, question, _("This is your choice already. Nothing was changed."))
    try:
        form.save(question, by=request.user)
    except MoveRefused as refusal:
        return _refused(request, question, refusal.message)
    if form.cleaned_data["consent"] == Consent.PRIVATE:
        messages.success(request, _("Your query stays private."))
    else:
        messages.success(request, _("Thank you. You can change your mind at any time."))
    return redirect(f"{question.get_absolute_url()}#publication")


def _own(request, reference):
    # 404, not 403: a stranger must not learn that a query exists.
    return get_object_or_404(Question.objects.of_asker(request.user), reference=reference)


def _done_already(request, question, message):
    """A second click, or a second window: no mistake, and nothing to do."""
    messages.info(request, message)
    return redirect(question)


def _refused(request, question, message):
    """409: somebody else (or another window) was faster; says what the state is now. 404 when it was erased."""
    rows = Question.objects.of_asker(request.user).with_progress()
    question = get_object_or_404(rows, pk=question.pk)
    context = {
        "question": question,
        "message": message,
        "status": status_of(question),
        "publication": publication_of(question),
    }
    return render(request, "questions/my_conflict.html", context, status=409)
