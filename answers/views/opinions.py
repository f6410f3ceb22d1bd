"""Second opinions: public answers to judge, the doctor's own opinions, those received; giving one, taking it back, and
answering too."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.moves import MoveRefused
from accounts.text import whole_number
from answers import opinions, typed_signed_out
from answers.access import doctor_required, verified_doctor_required
from answers.forms import SpecialtyFilterForm
from answers.forms_opinion import OpinionForm
from answers.models import Answer, Opinion, OpinionStatus, PublishedAnswer
from questions.models import PublishedQuestion, Question
from specialties.navigation import account_links

TABS = {
    "judge": gettext_lazy("Waiting for an opinion"),
    "mine": gettext_lazy("My opinions"),
    "received": gettext_lazy("On my answers"),
}


@require_safe
@doctor_required
def opinion_list(request):
    """The tabs of `?tab=`, page by page (`?after=`). A doctor who isn't verified today reads what they gave and got."""
    doctor = request.doctor
    tab = request.GET.get("tab", "")
    tab = tab if tab in TABS else ("judge" if doctor.is_verified else "mine")
    after = request.GET.get("after", "")
    filters = SpecialtyFilterForm(request.GET, doctor=doctor)
    specialty = filters.values().get("specialty")
    if tab == "judge":
        rows = opinions.to_judge(doctor, specialty=specialty, after=after)
    else:
        rows = {"mine": opinions.given, "received": opinions.received}[tab](doctor, after=after)
    kept = {"tab": tab} | ({"specialty": specialty.pk} if specialty else {})
    context = {
        "doctor": doctor,
        "tabs": TABS.items(),
        "tab": tab,
        "filters": filters,
        "filtered": specialty is not None,
        "rows": rows.items,
        "first_page": f"?{urlencode(kept)}" if after else "",
        "next_page": f"?{urlencode({**kept, 'after': rows.after})}" if rows.after else "",
        "account_links": account_links("opinions"),
    }
    return render(request, "answers/opinions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@verified_doctor_required
def opinion_edit(request, reference, number):
    """The public answer as readers see it, and the doctor's opinion on it. Nothing private is read."""
    answer = _answer(reference, number)
    if (why := _why_not(answer, request.doctor)) is not None:
        return _not_yours(request, answer, why)
    mine = _mine(answer, request.doctor)
    if request.method != "POST":
        typed = typed_signed_out.kept(request)
        if typed:
            messages.info(request, typed_signed_out.BACK)
        form = OpinionForm(typed or None, opinion=mine, answer_version=answer.draft_version)
        return _page(request, answer, mine, form=form)
    form = OpinionForm(request.POST, answer_version=answer.draft_version)
    if not form.is_valid():
        return _page(request, answer, mine, form=form, status=422)
    said = form.cleaned_data
    try:
        Opinion.objects.give(
            answer=answer,
            doctor=request.doctor,
            stance=said["stance"],
            reason=said["reason"],
            key=said["key"],
            seen_version=said["version"],
            seen_text=said["answer_version"],
        )
    except MoveRefused as refused:
        return _conflict(request, answer, form=form, refused=refused)
    typed_signed_out.stored(request, "opinion-edit", reference=reference, number=number)
    messages.success(
        request, _("Your opinion is with the moderators. Readers see it once they have approved it.")
    )
    return redirect(f"{reverse('opinions')}?tab=mine")


@require_POST
@verified_doctor_required
def opinion_withdraw(request, pk):
    """Take one's own opinion back; a second click finds it done."""
    mine = get_object_or_404(
        Opinion.objects.of_doctor(request.doctor).select_related("published_answer__question__question"),
        pk=pk,
    )
    if mine.status != OpinionStatus.WITHDRAWN:
        try:
            mine.withdraw(by=request.user, seen_version=whole_number(request.POST.get("version", "")))
        except MoveRefused as refused:
            messages.warning(request, refused.message)
            return redirect(f"{reverse('opinions')}?tab=mine")
    messages.success(request, _("Your opinion is withdrawn. Readers no longer see it."))
    return redirect(f"{reverse('opinions')}?tab=mine")


@require_POST
@verified_doctor_required
def answer_too(request, reference, number):
    """Open the private query behind a public page to this doctor, who writes a second answer; as a claim does."""
    answer = _answer(reference, number)
    question = answer.question.question
    if question is None or _why_not(answer, request.doctor) is not None:
        raise Http404
    mine = Question.objects.for_doctor(request.doctor).filter(pk=question.pk)
    if not mine.exists():
        try:
            Answer.objects.start_too(question=question, doctor=request.doctor)
        except MoveRefused as refused:
            messages.warning(request, refused.message)
            return redirect("opinion-edit", reference=reference, number=number)
        messages.success(
            request,
            _("The query is open to you for seven days. The patient sees that you are writing an answer."),
        )
    return redirect("answer-edit", reference=question.reference)


def _answer(reference, number):
    """A standing answer of a public page, by its number on the page, with what readers see of it; else 404."""
    rows = PublishedAnswer.objects.standing().for_page()
    found = rows.filter(question__reference=reference, position=number - 1).first() if number else None
    if found is None:
        raise Http404
    pages = PublishedQuestion.objects.published().for_page().select_related("question", "topic", "area")
    found.question = get_object_or_404(pages, pk=found.question_id)
    return found


def _why_not(answer, doctor):
    """Why this doctor gives no opinion on this answer, in words; None when they may."""
    if PublishedAnswer.objects.judgeable_by(doctor).filter(pk=answer.pk).exists():
        return None
    if answer.doctor_id == doctor.pk:
        return _("This is your own answer. Other doctors of the specialty may give their opinion on it.")
    return _(
        "You can give an opinion on answers of colleagues in your own specialties. This isn’t one of them."
    )


def _mine(answer, doctor):
    """The doctor's opinion in work on an answer, else the one shown, else None."""
    rows = Opinion.objects.of_doctor(doctor).filter(published_answer=answer)
    return rows.in_work().first() or rows.filter(status=OpinionStatus.SHOWN).first()


def _not_yours(request, answer, why):
    context = {"answer": answer, "why": why, "account_links": account_links("opinions")}
    return render(request, "answers/opinion_refused.html", context, status=403)


def _conflict(request, answer, *, form, refused):
    """409: what is stored now beside what was typed, which stays in the form; or what was typed, when the page is
    gone."""
    try:
        answer = _answer(answer.question.reference, answer.position + 1)
    except Http404:
        context = {
            "title": _("This answer is no longer public"),
            "message": _("The page or the answer was taken down meanwhile, so nobody can judge it any more."),
            "typed": form.cleaned_data["reason"],
            "account_links": account_links("opinions"),
        }
        return render(request, "answers/taken_back.html", context, status=409)
    mine = _mine(answer, request.doctor)
    now = OpinionForm(opinion=mine, answer_version=answer.draft_version)
    fresh = {name: now[name].value() for name in ("version", "answer_version")}
    form.data = {**form.data.dict(), **fresh}
    return _page(request, answer, mine, form=form, refusal=refused.message, status=409)


def _page(request, answer, mine, *, form, refusal="", status=200):
    question = answer.question.question
    too = Question.objects.answerable_too(request.doctor)
    context = {
        "page": answer.question,
        "answer": answer,
        "number": answer.position + 1,
        "mine": mine,
        "form": form,
        "refusal": refusal,
        "may_answer_too": question is not None and too.filter(pk=question.pk).exists(),
        "account_links": account_links("opinions"),
    }
    return render(request, "answers/opinion_edit.html", context, status=status)
