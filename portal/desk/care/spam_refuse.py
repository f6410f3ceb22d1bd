"""Many queries that are held as spam, declined together after one look: for spam alone."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts import audit, deskclaims
from accounts.models import AccessEvent
from accounts.moves import MoveRefused
from portal.desk.care.queries import KIND, may_triage
from portal.desk.lines import claims, deciding, queues, upnext
from portal.desk.lines.filters import Where
from portal.desk.lines.spam import ONLY_HELD, QUEUE, marks_of
from questions import spam
from questions.models import Question
from questions.spam_refusal import REASON, refuse

RULE = "genuine"  # of answers.rules: meant as a question
MOST = queues.PAGE_SIZE
FIRST_WORDS = 300  # characters of each text


@require_http_methods(["GET", "POST"])
@may_triage
def spam_refuse(request):
    """The held queries that were ticked in the list, with their first lines; confirmed, each is declined by its own
    move. What isn't held, or has changed since, is named and left."""
    if request.method == "GET":
        return _page(request, request.GET.getlist("chosen"))
    chosen = [value.rpartition(".") for value in request.POST.getlist("chosen")[:MOST]]
    if not chosen:
        return _page(
            request, request.POST.getlist("shown"), error=_("Select at least one query."), status=422
        )
    refused, left = [], []
    for reference, _point, version in chosen:
        (left if _refuse(request, reference, version) else refused).append(reference)
    if refused:
        said = ngettext(
            "%(number)d query is declined as spam.", "%(number)d queries are declined as spam.", len(refused)
        )
        messages.success(request, said % {"number": len(refused)})
    for reference in left:
        messages.warning(
            request,
            _("%s was left out: it was changed meanwhile, or isn’t kept aside as spam any more.") % reference,
        )
    return redirect(upnext.list_url(Where(QUEUE, marks=ONLY_HELD)))


def _refuse(request, reference, version):
    """Decline one; why not, when it can't be."""
    question = Question.objects.awaiting_triage().filter(reference=reference).first()
    if question is None or not version.isdecimal() or len(version) > 9:
        return True
    try:
        claims.demand(request, question, kind=KIND)
        refuse(question, by=request.user, seen_version=int(version), rule=RULE)
    except MoveRefused as refusal:
        return refusal
    deskclaims.release(question, by=request.user)
    return None


def _page(request, references, *, error="", status=200):
    """Those chosen that may be refused so, and those that may not. That their words were read is written first."""
    references = list(dict.fromkeys(references))[:MOST]
    rows = Question.objects.awaiting_triage().filter(reference__in=references, held=True)
    shown = list(rows.filter(deciding.may_triage(request.user)).select_related("specialty__parent"))
    audit.looked_at_all(request.user, AccessEvent.Kind.QUERY, shown, role="moderator", reason="working")
    marks = marks_of(shown)
    context = {
        "title": _("Decline as spam"),
        "rows": [
            {
                "question": question,
                "words": question.text[:FIRST_WORDS],
                "is_cut": len(question.text) > FIRST_WORDS,
                "marks": marks[question.pk],
                "held_for": spam.explain(question.held_for.split()),
            }
            for question in shown
        ],
        "left": [one for one in references if one not in {question.reference for question in shown}],
        "reason": REASON,
        "error": error,
        "back": upnext.list_url(Where(QUEUE, marks=ONLY_HELD)),
    }
    return render(request, "admin/desk/spam.html", context, status=status)
