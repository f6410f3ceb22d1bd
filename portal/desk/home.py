"""The desk itself and its lists."""

from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from accounts import deskclaims
from answers.models import ReportKind, Stance
from portal.desk.lines import claims, queues, upnext
from portal.desk.lines.ages import waited
from portal.desk.lines.filters import EVERYTHING, FilterForm, Where
from portal.desk.lines.queue import counts, summaries
from portal.desk.lines.spam import QUEUE, is_offered, marks_of
from portal.desk.review import show
from questions import spam

MOST_COUNTED = 500  # of a narrowed list: how many there are beyond that, nobody has to know
# What is reported about a page, as short as a mark must be.
REPORTED_FOR = {
    ReportKind.PRIVACY: gettext_lazy("Private details"),
    ReportKind.UNSAFE: gettext_lazy("Unsafe advice"),
    ReportKind.SPAM: gettext_lazy("Spam"),
    ReportKind.OTHER: gettext_lazy("Something else"),
}
ANYWHERE = Where()


@dataclass(frozen=True)
class Row:
    """One line of a list."""

    title: str
    url: str
    since: Any
    age: str
    detail: str
    marks: list
    warnings: list = field(default_factory=list)
    note: str = ""
    holder: str = ""  # who works on it, "" for nobody
    is_mine: bool = False


@require_GET
def desk(request):
    """What waits: count and age of the oldest for each queue, and what one has in hand. One query for the counts and
    one per queue for its oldest, however long it is."""
    mine = queues.queues_of(request.user)
    if not mine:
        raise PermissionDenied
    found = summaries(mine)
    waiting = [_card(queue, found[queue.key]) for queue in mine]
    work = [card for card in waiting if card["queue"].is_work]
    context = {
        "title": _("Moderation desk"),
        "in_hand": [
            (kind, claim, name, url, waited(claim.since))
            for kind, claim, name, url in claims.in_hand(request.user)
        ],
        "work": sorted(work, key=lambda card: not card["urgent"]),
        "quiet": [card for card in work if not card["count"]],
        "elsewhere": [card for card in waiting if not card["queue"].is_work],
        "nothing_waits": not any(card["count"] for card in work),
    }
    return render(request, "admin/desk/home.html", context)


@require_GET
def queue_list(request, key):
    """One queue, urgent first, then oldest, narrowed by the filters in the address; `?after=<id>` goes on behind that
    row."""
    queue = _queue_or_404(request, key)
    after = _after(request, queue)
    form = FilterForm(request.GET, queue=queue)
    status = 200 if form.is_valid() else 422
    where = form.where() if status == 200 else Where(key)
    rows = where.narrow(queue, queue.after(after) if after else queue.sorted(), user=request.user)
    found = list(rows[: queues.PAGE_SIZE + 1])
    context = {
        "title": queue.title,
        "queue": queue,
        "form": form,
        "where": where,
        "count": _count(queue, where, user=request.user),
        "most_counted": MOST_COUNTED if where.is_filtered else None,
        "rows": _rows(queue, found[: queues.PAGE_SIZE], user=request.user, where=where),
        "picks_spam": is_offered(queue, where),
        "is_first": after is None,
        "next_after": found[queues.PAGE_SIZE - 1].pk if len(found) > queues.PAGE_SIZE else None,
    }
    return render(request, "admin/desk/list.html", context, status=status)


@require_GET
def queue_next(request, key):
    """Open the first item of a queue that this moderator may decide and nobody else holds; `?after=<id>` skips one."""
    queue = _queue_or_404(request, key)
    url = upnext.after_skip(request, queue, _after(request, queue))
    if url is None:
        messages.info(request, _("Nothing more waits here that you can decide now."))
        where = request.where
        url = reverse("admin:desk") if where.key == EVERYTHING else upnext.list_url(where.of(key))
    return redirect(url)


@require_GET
def next_of_all(request):
    """Open what is most pressing of everything that this moderator may decide."""
    if not queues.queues_of(request.user):
        raise PermissionDenied
    return redirect(upnext.first_of_round(request))


def _count(queue, where, *, user):
    """How many rows the list has, all its pages together; narrowed, counted to MOST_COUNTED and one more. One query."""
    if not where.is_filtered:
        return counts([queue])[queue.key][0]
    return where.narrow(queue, queue.rows().order_by(), user=user)[: MOST_COUNTED + 1].count()


def _rows(queue, found, *, user, where):
    """The Rows of one page, with who holds which. One query more than the items; for new queries, two more."""
    held = deskclaims.claims_on(queue.model, [item.pk for item in found])
    signs = marks_of(found) if queue.key == QUEUE else {}
    return [
        row_of(queue, item, user=user, where=where, claim=held.get(item.pk), signs=signs.get(item.pk, []))
        for item in found
    ]


def row_of(queue, item, *, user, where=ANYWHERE, claim=None, signs=()):
    """The Row of an item of `queue`; `signs` are marks besides its own."""
    since = queues.value(item, queue.since)
    common = {"url": queue.url_of(item) + where.first, "since": since, "age": queue.age(since)}
    if claim is not None:
        common |= {"holder": claim.holder.get_full_name(), "is_mine": claim.holder_id == user.pk}
    if queue.page == "desk-doctor":
        tag = (item.get_status_display(), "warn" if queue.by_day else "info")
        detail = f"{item.register_name} {item.register_number}".strip()
        return Row(title=item.name, detail=detail, marks=[tag], note=_doctor_note(item, user), **common)
    if queue.page == "desk-report":
        return Row(
            title=item.get_kind_display(),
            detail=item.doctor.name,
            marks=[(_("Unsafe advice"), "urgent")] if item.urgent else [],
            note=_report_note(item),
            **common,
        )
    if queue.page == "desk-page-report":
        return _page_report_row(item, common)
    if queue.page == "desk-decision-appeal":
        return _decision_appeal_row(item, common, user=user)
    if queue.page == "desk-stale":
        return _stale_row(item, common)
    if queue.page in ("desk-opinion", "desk-disagreement"):
        return _opinion_row(queue, item, common)
    question = queues.question_of(item)
    warnings = show.warning_levels(question)
    specialty = str(question.specialty) if question.specialty else _("No specialty yet")
    return Row(
        title=question.reference,
        detail=" · ".join([specialty, *_doctor_of(queue, item)]),
        marks=[*show.marks(question, besides=warnings), *signs],
        warnings=warnings,
        note=_note(queue, item, user),
        **common,
    )


def _decision_appeal_row(item, common, *, user):
    mine = item.against_id == user.pk
    return Row(
        title=item.statement.reference or _("An application or a licence"),
        detail=_("The person was told: “%s”") % item.statement.get_kind_display(),
        marks=[],
        note=_("You made this decision: another senior moderator decides.") if mine else "",
        **common,
    )


def _opinion_row(queue, item, common):
    """Of an opinion, or of a page on which doctors disagree: both are known by the public reference."""
    if queue.page == "desk-disagreement":
        detail = f"{item.topic} · {item.lead_doctor.name}"
        return Row(title=item.reference, detail=detail, marks=[(_("Doctors disagree"), "warn")], **common)
    answer = item.published_answer
    level = "warn" if item.stance == Stance.DISAGREE else "info"
    return Row(
        title=answer.question.reference,
        detail=f"{answer.question.topic} · {item.doctor.name} → {answer.doctor.name}",
        marks=[(item.get_stance_display(), level)],
        **common,
    )


def _page_report_row(report, common):
    """Of a report about a public page, known by its reference; what gives something private away stands out."""
    marks = [(REPORTED_FOR[report.kind], "urgent" if report.urgent else "info")]
    topic = str(report.page.topic) if report.page else _("the page was taken down")
    doctor = getattr(report.by, "doctor", None)
    detail = f"{topic} · {doctor.name}" if doctor is not None and doctor.is_verified else topic
    return Row(title=report.reference, detail=detail, marks=marks, note=_report_note(report), **common)


def _stale_row(page, common):
    """Of a public page whose review is due."""
    marks = [(_("Imported"), "info")] if page.imported_on else []
    if page.review_wanted_at:
        marks.append((_("Doctors disagree"), "warn"))
    detail = f"{page.topic} · {page.lead_doctor.name}"
    return Row(title=page.reference, detail=detail, marks=marks, **common)


def _doctor_of(queue, item):
    if queue.page == "desk-answer":
        return [item.doctor.name]
    return [item.answer.doctor.name] if queue.page == "desk-follow-up" else []


def _note(queue, item, user):
    if queue.page == "desk-publication":
        return _publication_note(queue, item, user)
    if queue.page == "desk-appeal" and item.refused_by_id == user.pk:
        return _("You declined it: another moderator decides.")
    if queue.page == "desk-query" and item.held:
        return " ".join(str(words) for words in spam.explain(item.held_for.split()))
    return ""


def _card(queue, found):
    oldest = found["oldest"]
    return {
        "queue": queue,
        "count": found["count"],
        "urgent": found["urgent"],
        "oldest": oldest,
        "age": queue.age(oldest),
        "counts_days": queue.by_day,
    }


def _publication_note(queue, question, user):
    draft = getattr(question, "public_draft", None)
    if draft is None:
        return ""
    if queue.key == "publications":
        return _wish(draft) or _("Prepared before; look again.")
    if queue.key == "corrections":
        return _correction_note(draft, user)
    if queue.key == "approvals" and question.two_people_publish:
        if not draft.may_be_signed_by(user):
            return _waits_for_another(draft, user)
        return _("A second moderator must approve; prepared by %(name)s.") % {
            "name": draft.prepared_by.get_full_name()
        }
    return ""


def _wish(draft):
    """What the patient asks to have changed, if a newer text than the one they saw doesn't wait already; or ""."""
    return _("The patient asks for a change.") if draft.change_awaited else ""


def _report_note(report):
    notes = [_("Looks as if a program sent it.")] if report.held else []
    if report.taken_by:
        notes.append(_("%(name)s is looking into it.") % {"name": report.taken_by.get_full_name()})
    return " ".join(notes)


def _correction_note(draft, user):
    if draft.change_awaited:
        return _wish(draft)
    if not draft.corrects_page:
        return _("An answer has changed since; readers see the old one.")
    if not draft.may_be_signed_by(user):
        return _waits_for_another(draft, user)
    return _("Prepared by %(name)s and waits for an approval.") % {"name": draft.prepared_by.get_full_name()}


def _waits_for_another(draft, user):
    """Why `user` may not sign a copy that takes two people."""
    if draft.prepared_by_id == user.pk:
        return _("You prepared it: another moderator must approve.")
    return _("A senior moderator must approve; prepared by %(name)s.") % {
        "name": draft.prepared_by.get_full_name()
    }


def _doctor_note(doctor, user):
    if doctor.status != "checked":
        return ""
    if doctor.checked_by_id == user.pk:
        return _("You made the first check: another moderator must confirm.")
    return "" if user.has_perm(queues.CONFIRM_DOCTOR) else _("A senior moderator must confirm.")


def _queue_or_404(request, key):
    queue = queues.BY_KEY.get(key)
    if queue is None:
        raise Http404
    if not request.user.has_perm(queue.permission):
        raise PermissionDenied
    return queue


def _after(request, queue):
    """The row `?after=` names, whatever has become of it since; None when there is none."""
    number = request.GET.get("after", "")
    if not number:
        return None
    if not number.isdecimal() or len(number) > 18:
        raise Http404
    model = queue.rows().model
    row = get_object_or_404(model.objects.select_related(*queue.related), pk=int(number))
    if queues.value(row, queue.since) is None:  # it never stood in this queue
        raise Http404
    return row
