"""Second opinions: the pages a doctor looks through, what readers are told of the agreement, and what becomes of a page
on which doctors disagree."""

import hashlib
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from accounts import audit
from accounts.moves import MoveRefused, lock
from answers.models import Opinion, PublishedAnswer, Stance
from questions.models import PublishedQuestion
from questions.open_queries import Key

PAGE_SIZE = 20
# What a row prints, the page's own words among it: it is public.
ROW = ("doctor__name", "short_answer", "explanation", "position", "answered_at")
ROW_PAGE = ("reference", "slug", "title", "language", "review_wanted_at", "topic__name")

# Each stance counted, as the first and as a further part of a sentence.
COUNTED = [
    (
        Stance.AGREE,
        ngettext_lazy("%(number)d doctor agrees", "%(number)d doctors agree", "number"),
        ngettext_lazy("%(number)d agrees", "%(number)d agree", "number"),
    ),
    (
        Stance.CAVEAT,
        ngettext_lazy(
            "%(number)d doctor agrees with a caveat", "%(number)d doctors agree with a caveat", "number"
        ),
        ngettext_lazy("%(number)d agrees with a caveat", "%(number)d agree with a caveat", "number"),
    ),
    (
        Stance.DISAGREE,
        ngettext_lazy("%(number)d doctor disagrees", "%(number)d doctors disagree", "number"),
        ngettext_lazy("%(number)d disagrees", "%(number)d disagree", "number"),
    ),
]


@dataclass(frozen=True)
class Rows:
    """One page of a list; `after` is the key of the next one, "" where there is none."""

    items: list
    after: str = ""


def to_judge(doctor, *, specialty=None, after=""):
    """Rows of public answers that wait for an opinion of the doctor's, the newest first; of one `specialty` and its
    topics, if given. Pages by key, so nothing is skipped while pages come and go. Two queries."""
    rows = PublishedAnswer.objects.unjudged_by(doctor)
    if specialty is not None:
        rows = rows.filter(Q(question__topic=specialty) | Q(question__area=specialty))
    if (key := Key.parse(after)) is not None:
        rows = rows.filter(
            Q(answered_at__lt=key.waits_since) | Q(answered_at=key.waits_since, pk__lt=key.pk),
        )
    shown = [*ROW, "question_id", "doctor_id", *[f"question__{name}" for name in ROW_PAGE]]
    found = list(rows.select_related("doctor", "question__topic").only(*shown)[: PAGE_SIZE + 1])
    return _rows(found, moment="answered_at")


def given(doctor, *, after=""):
    """Rows of the opinions that the doctor gave, whatever became of them; the last first. One query."""
    return _opinions(Opinion.objects.of_doctor(doctor), moment="given_at", after=after)


def received(doctor, *, after=""):
    """Rows of what colleagues say of the doctor's public answers, as readers see it; the last first. One query."""
    return _opinions(Opinion.objects.on_answers_of(doctor), moment="reviewed_at", after=after)


def _opinions(rows, *, moment, after):
    if (key := Key.parse(after)) is not None:
        same = Q(**{moment: key.waits_since}, pk__lt=key.pk)
        rows = rows.filter(Q(**{f"{moment}__lt": key.waits_since}) | same)
    related = rows.select_related("doctor", "published_answer__doctor", "published_answer__question__topic")
    return _rows(list(related[: PAGE_SIZE + 1]), moment=moment)


def _rows(found, *, moment):
    page, more = found[:PAGE_SIZE], len(found) > PAGE_SIZE
    return Rows(page, str(Key(False, getattr(page[-1], moment), page[-1].pk)) if more else "")


def agreement(opinions):
    """ "2 doctors agree, 1 agrees with a caveat, 1 disagrees": the opinions readers see, counted; "" without any."""
    counts, words = Counter(one.stance for one in opinions), []
    for stance, first, further in COUNTED:
        if number := counts[stance]:
            words.append(str((further if words else first) % {"number": number}))
    return str(_(", ")).join(words)


def involved(page):
    """The ids of those who don't decide about a disputed page: its doctors, who gave an opinion on it, its patient."""
    doctors = set(page.answers.values_list("doctor__user", flat=True))
    judges = set(
        Opinion.objects.shown().filter(published_answer__question=page).values_list("doctor__user", flat=True)
    )
    return doctors | judges | {page.question.asker_id if page.question_id else None}


def seen_on(page):
    """A print of what a moderator saw of a disputed page: another one with every opinion that comes or goes, and with
    a correction or retraction."""
    shown = Opinion.objects.shown().filter(published_answer__question=page).order_by("pk")
    read = [page.draft_version, page.answer_count, *shown.values_list("pk", flat=True)]
    return hashlib.sha256(repr(read).encode()).hexdigest()[:32]


def hold_seen(page, *, seen):
    """Lock a public page for a decision about what was read on it: its query, its topic, then the page. `seen` is
    seen_on() of then; raises MoveRefused when it is another page by now. Returns the locked row. In the caller's
    transaction."""
    try:
        if page.question_id is not None:
            lock(page.question)
        current = PublishedQuestion.objects.hold(page)
    except ObjectDoesNotExist:
        raise MoveRefused(_("This page was taken down meanwhile.")) from None
    if seen_on(current) != seen:
        raise MoveRefused(_("This page was changed since you read it."))
    return current


@transaction.atomic
def settle(page, *, by, seen):
    """A moderator has reviewed a page on which doctors disagree, and it may stay as it is; the disagreement stays
    shown. `seen` is seen_on() of the page that was read. Locks the query, the topic, then the page."""
    current = hold_seen(page, seen=seen)
    if by.pk in involved(current):
        raise MoveRefused(_("Nobody decides about a page of their own, or after an opinion of theirs."))
    if current.review_wanted_at is None:
        raise MoveRefused(_("This page was reviewed meanwhile."))
    current.review_wanted_at = None
    current.reviewed_on = timezone.localdate()
    current.review_due_on = current.reviewed_on + timedelta(days=settings.REVIEW_EVERY_DAYS)
    current.save(update_fields=["review_wanted_at", "reviewed_on", "review_due_on"])
    audit.record(by, "publication.reviewed", current)
