"""The page of a patient's own query: what is on it, and the page of warnings before a text is sent from it."""

from django.conf import settings
from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404, render

from accounts.models import Statement, StatementKind
from answers.forms_patient import AppealForm, FollowUpForm
from answers.forms_reply import ReplyForm
from answers.models import Answer, AnswerStatus, AnswerVersion, Opinion
from answers.publication import rendered
from answers.views import patient_correction
from questions import warnings
from questions.forms import CONSENT_HINTS
from questions.models import Care, Consent, Publication, Question
from questions.status import publication_of, status_of
from questions.timeline import looks, taken_down, timeline


def own(request, reference):
    """The signed-in person's query, else 404."""
    # 404, not 403: a stranger must not learn that a query exists.
    rows = Question.objects.of_asker(request.user).with_progress().select_related("specialty__parent")
    return get_object_or_404(rows, reference=reference)


def own_answer(question, pk):
    """An answer to one's own query that was released once; one taken back since is refused by the moves."""
    answers = question.answers.select_related("doctor", "approved_version")
    return get_object_or_404(answers.exclude(approved_version=None), pk=pk)


def show(request, reference, *, form=None, refusal="", typed="", status=200):
    """The page as the query stands now. `form` is the one that came back with mistakes: a ReplyForm, FollowUpForm or
    AppealForm; `refusal` says why nothing was done, and `typed` is then shown to be copied."""
    question = own(request, reference)
    if question.care == Care.DRAFT:
        raise Http404
    answers = list(question.answers.select_related("doctor", "approved_version").order_by("pk"))
    readable = question.answers.readable_by_patient().select_related("doctor", "approved_version")
    clarifications = list(question.clarifications.all())
    public_copy = getattr(question, "published_copy", None)
    opinions = Opinion.objects.by_answer(question) if public_copy else {}
    context = {
        "question": question,
        "status": status_of(question),
        "publication": publication_of(question),
        "taken_down": _taken_down(question),
        "pictures": list(question.attachments.all()),
        "clarifications": clarifications,
        "answers": [
            _readable(answer, form=form, opinions=opinions)
            for answer in readable.prefetch_related("follow_ups", approved_versions()).order_by("pk")
        ],
        "second_answer": Answer.objects.running_too(question).exists(),
        "retracted": [answer for answer in answers if answer.status == AnswerStatus.RETRACTED],
        "appeals": list(question.appeals.all()),
        "timeline": timeline(question, answer_ids=[answer.pk for answer in answers]),
        "looks": looks(question),
        "public_copy": public_copy,
        "correction_waits": patient_correction.waits(question),
        "consent_choices": _consent_choices(question),
        "reply_form": _reply_form(question, clarifications, form),
        "appeal_form": _appeal_form(question, form),
        "form": form,
        "refusal": refusal,
        "typed": typed,
    }
    return render(request, "answers/patient/my_question.html", context, status=status)


def warning_page(request, question, hits, *, typed, **fields):
    """The warnings of a text that wasn't sent yet, most serious first; `typed` and the other `fields` are kept in the
    form that sends it after all, or goes back to change it."""
    context = {
        "question": question,
        "read": [warnings.key_of(hit) for hit in hits],
        "fields": fields,
        "typed": typed,
        **warnings.interruption([hit.version for hit in hits]),
    }
    return render(request, "answers/patient/warning.html", context)


def approved_versions():
    """What the patient may read of each answer, newest first, as `approved_versions`; one query for all."""
    versions = AnswerVersion.objects.approved().order_by("-number")
    return Prefetch("versions", versions, to_attr="approved_versions")


def _readable(answer, *, form, opinions):
    version = answer.approved_version
    assert version is not None  # the gate readable_by_patient() lets no other through
    left = answer.follow_ups_left
    if not (isinstance(form, FollowUpForm) and form.answer.pk == answer.pk):
        form = FollowUpForm(answer=answer)
    return {
        "pk": answer.pk,
        "answer": version,
        "rendered": rendered(version),
        "earlier": [
            {"answer": one, "rendered": rendered(one)}
            for one in answer.approved_versions
            if one.pk != version.pk
        ],
        "doctor": answer.doctor,
        "credentials": version.credentials,
        "opinions": opinions.get(answer.pk, []),
        "being_revised": answer.status != AnswerStatus.APPROVED,
        "thanked": answer.thanked_at is not None,
        "follow_ups": list(answer.follow_ups.all()),
        "left": left,
        "until": answer.follow_ups_until,
        "follow_ups_exist": settings.FREE_FOLLOW_UPS > 0,
        "form": form if left or form.is_bound else None,
    }


def _taken_down(question):
    """By whom and when the public page was taken down, and the Statement that says why, where it was a decision of our
    moderators; None while there is nothing to tell. Two queries where it is down."""
    if question.publication != Publication.WITHDRAWN:
        return None
    event = taken_down(question)
    if event is None:
        return None
    said = Statement.objects.about(question).filter(kind=StatementKind.PAGE_WITHDRAWN)
    return {
        "at": event.at,
        "by_patient": event.actor_id == question.asker_id,
        "statement": said.filter(given_at__gte=event.at).first(),
    }


def _reply_form(question, clarifications, form):
    """The form of the request that waits for its reply, or None: as it came back, when that is the one."""
    waiting = [one for one in clarifications if one.replied_at is None]
    if not waiting or question.care != Care.MORE_INFORMATION:
        return None
    came_back = isinstance(form, ReplyForm) and form.clarification.pk == waiting[0].pk
    return form if came_back else ReplyForm(clarification=waiting[0])


def _appeal_form(question, form):
    """The form to appeal with, or None when there is nothing to appeal against."""
    if isinstance(form, AppealForm):
        return form
    return AppealForm(initial={"version": question.version}) if question.may_be_appealed else None


def _consent_choices(question):
    """The choices about publication with the one in force marked; none when there is nothing to choose."""
    open_to_change = {Publication.PRIVATE, Publication.ALLOWED, Publication.AWAITING_PATIENT}
    if question.publication not in open_to_change or question.care in {Care.DECLINED, Care.WITHDRAWN}:
        return []
    now = Consent.PRIVATE if question.publication == Publication.PRIVATE else question.consent
    return [
        {"value": value, "label": label, "hint": CONSENT_HINTS[value], "checked": value == now}
        for value, label in Consent.choices
    ]
