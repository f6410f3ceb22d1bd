"""/me/decisions/: what was decided about me, why, and how to appeal; for patients and doctors alike."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from accounts import limits
from accounts.fields import LongText
from accounts.limits import LimitReached
from accounts.models import Statement, StatementKind
from accounts.moves import MoveRefused
from accounts.text import whole_number
from answers.decisions import ahead, item_url
from answers.models import DecisionAppeal
from answers.rules import BY_CODE
from questions.models import Appeal

PAGE_SIZE = 20


class AppealForm(forms.Form):
    """Why the person disagrees with a decision."""

    use_required_attribute = False

    text = LongText(
        label=gettext_lazy("Why do you disagree?"),
        help_text=gettext_lazy(
            "A senior moderator who wasn’t part of the decision reads this. You can appeal once."
        ),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={
            "required": gettext_lazy("Enter why you disagree"),
            "max_length": gettext_lazy(
                "Shorten this to %(limit_value)d characters; it has %(show_value)d now."
            ),
        },
    )


@require_safe
@login_required
def my_decisions(request):
    """The decisions, the last first; `?before=` goes on to earlier ones."""
    before = whole_number(request.GET.get("before", ""))
    rows = Statement.objects.of(request.user).select_related("decision_appeal")
    found = list((rows.filter(pk__lt=before) if before else rows)[: PAGE_SIZE + 1])
    shown = found[:PAGE_SIZE]
    refused = [one.subject_id for one in shown if one.kind == StatementKind.QUERY_DECLINED]
    appeals = Appeal.objects.of_queries(refused)
    context = {
        "rows": [(one, _appeal_of(one, appeals)) for one in shown],
        "is_first": not before,
        "before": found[PAGE_SIZE - 1].pk if len(found) > PAGE_SIZE else None,
    }
    return render(request, "answers/decisions.html", context)


@require_safe
@login_required
def my_decision(request, pk):
    """One decision with its reasons, and the form to appeal while that is possible."""
    return _page(request, _get(request, pk))


@require_safe
@login_required
def decision_about(request, kind, subject):
    """The last decision of a kind about an item, for a link beside the item; the list when there is none."""
    one = Statement.objects.of(request.user).filter(kind=kind, subject_id=subject).first()
    return redirect(reverse("my-decision", args=[one.pk]) if one else reverse("my-decisions"))


@require_POST
@login_required
def decision_appeal(request, pk):
    """Ask a senior moderator for a second look, once."""
    one = _get(request, pk)
    form = AppealForm(request.POST)
    if not form.is_valid():
        return _page(request, one, form=form, status=422)
    text = form.cleaned_data["text"]
    known = DecisionAppeal.objects.against(one)
    if known is not None and known.text == text:
        messages.info(request, _("Your appeal is with our moderators already."))
        return redirect("my-decision", pk=pk)
    try:
        limits.spend("appeal", request=request)
        DecisionAppeal.objects.make(statement=one, by=request.user, text=text)
    except LimitReached as reached:
        response = _page(request, one, form=form, refusal=reached.message, status=429)
        response.headers["Retry-After"] = str(reached.retry_after)
        return response
    except MoveRefused as refused:
        return _page(request, one, refusal=refused.message, typed=text, status=409)
    messages.success(
        request, _("A senior moderator looks at the decision. We write to you when it is decided.")
    )
    return redirect("my-decision", pk=pk)


def _get(request, pk):
    """404 for everybody else: a stranger must not learn that somebody was decided about."""
    return get_object_or_404(Statement.objects.of(request.user), pk=pk)


def _appeal_of(one, appeals):
    """The appeal against a decision of the list, or None; `appeals` are those against its refused queries. No query
    where decision_appeal was joined."""
    if one.kind != StatementKind.QUERY_DECLINED:
        return getattr(one, "decision_appeal", None)
    return next((each for each in appeals if each.is_against(one)), None)


def _page(request, one, *, form=None, refusal="", typed="", status=200):
    is_refusal = one.kind == StatementKind.QUERY_DECLINED
    appeal = _appeal_of(one, Appeal.objects.of_queries([one.subject_id]) if is_refusal else [])
    may_appeal = one.may_be_appealed and appeal is None
    context = {
        "statement": one,
        "rule": BY_CODE.get(one.rule),
        "change": one.change or ahead(one),
        "item_url": item_url(one),
        "appeal": appeal,
        "elsewhere": is_refusal and may_appeal,
        "may_appeal": may_appeal and not is_refusal,
        "appeal_form": form or AppealForm(),
        "form": form,
        "refusal": refusal,
        "typed": typed,
    }
    return render(request, "answers/decision.html", context, status=status)
