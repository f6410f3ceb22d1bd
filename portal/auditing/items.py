"""One item as an auditor reads it: all that was decided about it, who looked at it, and its texts beside each other."""

from django import forms
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts import audit
from accounts.models import AccessEvent, AuditEvent, AuditSeal, TrailCheck
from answers.models import AnswerVersion
from answers.signoff import answers_of
from portal.auditing.trail import decisions, looks, may_read
from portal.desk.review import show
from questions.models import PublicDraft, PublishedQuestion, Question
from questions.worddiff import word_diff

MOST = 500
SEALS = 20


class ReasonForm(forms.Form):
    """Why an auditor reads what a doctor wrote to a patient. It changes nothing, so it is sent by GET."""

    use_required_attribute = False

    reason = forms.ChoiceField(
        label=gettext_lazy("Why do you read it?"),
        choices=[
            choice for choice in AccessEvent.Reason.choices if choice[0] not in ("", "working", "other")
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Select why you read it")},
    )


@require_safe
@may_read
def item(request, reference):
    """Everything the trail and the log of looks hold about one query."""
    events = list(AuditEvent.objects.filter(reference=reference).order_by("-pk")[: MOST + 1])
    seen = list(AccessEvent.objects.filter(reference=reference).order_by("-pk")[: MOST + 1])
    if not events and not seen:
        raise Http404
    context = {
        "title": _("Item %s") % reference,
        "reference": reference,
        "decisions": decisions(events[:MOST]),
        "looks": looks(seen[:MOST]),
        "most": MOST,
        "more_decisions": len(events) > MOST,
        "more_looks": len(seen) > MOST,
        "has_texts": Question.objects.audited_by(request.user).filter(reference=reference).exists(),
    }
    return render(request, "admin/audit/item.html", context)


@require_safe
@may_read
def texts(request, reference):
    """The versions of each answer beside each other, and the approved public text beside the page: private words, so
    the reason is asked first, and the look is written down where the patient reads it."""
    question = get_object_or_404(Question.objects.audited_by(request.user), reference=reference)
    form = ReasonForm(request.GET if "reason" in request.GET else None)
    context = {"title": _("Texts of %s") % reference, "reference": reference, "form": form}
    context |= {"versions": None, "public": None}
    if not form.is_valid():
        return render(request, "admin/audit/texts.html", context, status=422 if form.is_bound else 200)
    audit.looked(
        request.user,
        AccessEvent.Kind.QUERY,
        subject_id=question.pk,
        reference=reference,
        role="auditor",
        reason=form.cleaned_data["reason"],
    )
    context |= {"versions": _versions(question), "public": _public(question)}
    return render(request, "admin/audit/texts.html", context)


@require_safe
@may_read
def seals(request):
    """The newest seals and what the last checks found. Two queries."""
    context = {
        "title": _("Seals"),
        "seals": AuditSeal.objects.defer("ids", "digests")[:SEALS],
        "checks": TrailCheck.objects.all()[:SEALS],
    }
    return render(request, "admin/audit/seals.html", context)


def _versions(question):
    """[(version, the one before or None, [(label, pieces)])]: each version of each answer, compared with the
    one before. One query."""
    rows = AnswerVersion.objects.filter(answer__question=question).order_by("answer", "number")
    shown, before = [], None
    for version in rows.select_related("answer__doctor", "reviewed_by"):
        old = before if before is not None and before.answer_id == version.answer_id else None
        parts = [
            (show.label(name), word_diff(getattr(old, name) if old else "", getattr(version, name)))
            for name in show.TEXT_FIELDS
            if getattr(version, name) or (old and getattr(old, name))
        ]
        shown.append((version, old, parts))
        before = version
    return shown


def _public(question):
    """[(label, pieces)]: the prepared public text with its answers, compared with what readers see. Five queries at
    most."""
    draft = PublicDraft.objects.filter(question=question).first()
    page = PublishedQuestion.objects.published().filter(question=question).first()
    if draft is None:
        return []
    shown = {row.source.answer_id: row for row in page.answers.select_related("source")} if page else {}
    answers = [
        (
            f"{part.source.answer.doctor.name}: {show.label(name)}",
            word_diff(getattr(shown.get(part.source.answer_id), name, ""), getattr(part, name)),
        )
        for part in answers_of(draft)
        for name in show.TEXT_FIELDS
    ]
    return [
        (_("Title"), word_diff(page.title if page else "", draft.title)),
        (_("Query"), word_diff(page.text if page else "", draft.text)),
        *((label, pieces) for label, pieces in answers if pieces),
    ]
