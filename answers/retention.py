"""Private queries and reports deleted by age, with everything that hangs on them. Jobs of settings.PERIODIC_JOBS."""

import logging
from datetime import timedelta

from django.conf import settings
from django.db.models import DateTimeField, Max
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from answers.erasing import erase_question
from answers.models import Report
from questions.models import Care, Publication, Question

log = logging.getLogger(__name__)

# Queries erased by one run: each is a transaction of its own.
MOST = 500


def delete_refused():
    """Queries declined or taken back settings.RETENTION_REFUSED_DAYS ago; not while an appeal waits."""
    if not settings.RETENTION_REFUSED_DAYS:
        return 0
    before = timezone.now() - timedelta(days=settings.RETENTION_REFUSED_DAYS)
    over = Question.objects.filter(care__in=[Care.DECLINED, Care.WITHDRAWN], closed_at__lt=before)
    return _erase(over.exclude(appeals__decided_at=None, appeals__isnull=False), what="refused")


def delete_inactive():
    """Answered queries about which nothing happened for settings.RETENTION_ANSWERED_DAYS and that aren't public:
    no answer, reply, follow-up or decision. A published one stays as long as its page, so that its patient can
    take that down."""
    if not settings.RETENTION_ANSWERED_DAYS:
        return 0
    before = timezone.now() - timedelta(days=settings.RETENTION_ANSWERED_DAYS)
    done = Question.objects.filter(care__in=[Care.ANSWERED, Care.CLOSED], answered_at__lt=before)
    quiet = done.exclude(publication__in=[Publication.PUBLISHED]).annotate(
        latest=Greatest(
            "answered_at",
            Coalesce("closed_at", "answered_at"),
            Coalesce(Max("answers__saved_at"), "answered_at"),
            Coalesce(Max("answers__follow_ups__asked_at"), "answered_at"),
            Coalesce(Max("answers__follow_ups__reviewed_at"), "answered_at"),
            output_field=DateTimeField(),
        )
    )
    return _erase(quiet.filter(latest__lt=before), what="inactive")


def delete_reports():
    """Reports about doctors and pages decided settings.RETENTION_REPORTS_DAYS ago."""
    if not settings.RETENTION_REPORTS_DAYS:
        return 0
    before = timezone.now() - timedelta(days=settings.RETENTION_REPORTS_DAYS)
    over = Report.objects.filter(decided_at__lt=before).order_by("pk").values("pk")[:MOST]
    count, _each = Report.objects.filter(pk__in=over).delete()
    if count:
        log.info("retention: reports deleted: %d", count)
    return count


def _erase(questions, *, what):
    ids = list(questions.order_by("pk").values_list("pk", flat=True)[:MOST])
    for pk in ids:
        question = questions.filter(pk=pk).first()  # asked again: something may have happened since
        if question is not None:
            erase_question(question, keep_page=False)
    if ids:
        log.info("retention: %s queries deleted: %d", what, len(ids))
    return len(ids)
