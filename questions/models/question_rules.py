"""What the database holds of a query's rules, and the indexes that its lists are read by."""

from django.db import models
from django.db.models import Q

INDEXES: list[models.Index] = [
    # The triage queue.
    models.Index(
        fields=["-urgent", "held", "-handed_back", "submitted_at", "id"],
        name="question_awaiting_triage",
        condition=Q(care="submitted"),
    ),
    # How long the oldest in it waits.
    models.Index(fields=["submitted_at"], name="question_oldest_in_triage", condition=Q(care="submitted")),
    # The doctors' inbox, and the same with pictures alone: each page is a range of it.
    models.Index(
        fields=["specialty", "-urgent", "waits_since", "id"],
        name="question_open",
        condition=Q(care="open"),
    ),
    models.Index(
        fields=["specialty", "-urgent", "waits_since", "id"],
        name="question_open_with_pictures",
        condition=Q(care="open", picture_count__gt=0),
    ),
    # What doctors are told of: opened since they last heard.
    models.Index(fields=["triaged_at"], name="question_opened", condition=Q(care="open")),
    # Claims whose time is over.
    models.Index(
        fields=["claimed_until"],
        name="question_claimed_until",
        condition=Q(claimed_until__isnull=False),
    ),
    # The queues of public copies.
    models.Index(
        fields=["copy_waits", "copy_waits_since", "id"],
        name="question_copy_waits",
        condition=~Q(copy_waits=""),
    ),
    models.Index(fields=["asker", "-created_at"], name="question_by_asker"),
]
CONSTRAINTS: list[models.BaseConstraint] = [
    models.CheckConstraint(
        name="question_triaged_at_and_by_together",
        condition=Q(triaged_at=None, triaged_by=None) | Q(triaged_at__isnull=False, triaged_by__isnull=False),
    ),
    models.CheckConstraint(
        name="question_claimed_until_and_by_together",
        condition=Q(claimed_until=None, claimed_by=None)
        | Q(claimed_until__isnull=False, claimed_by__isnull=False),
    ),
    models.CheckConstraint(
        name="question_sent_has_submitted_at",
        condition=Q(care__in=["draft", "withdrawn"]) | Q(submitted_at__isnull=False),
    ),
    models.CheckConstraint(
        name="question_sent_waits_since",
        condition=Q(care__in=["draft", "withdrawn"]) | Q(waits_since__isnull=False),
    ),
    models.CheckConstraint(
        name="question_paused_while_its_patient_is_asked",
        condition=Q(care="more_information", paused_at__isnull=False)
        | ~Q(care="more_information") & Q(paused_at=None),
    ),
    models.CheckConstraint(
        name="question_open_is_triaged_and_has_specialty",
        condition=~Q(care__in=["open", "answered", "closed"])
        | Q(triaged_at__isnull=False, specialty__isnull=False),
    ),
    models.CheckConstraint(
        name="question_declined_has_reason",
        condition=~Q(care="declined") | ~Q(reason="") & Q(declined_by__isnull=False),
    ),
    models.CheckConstraint(
        name="question_held_for_a_reason",
        condition=Q(held=False, held_for="") | Q(held=True) & ~Q(held_for=""),
    ),
    models.CheckConstraint(
        name="question_handed_back_while_in_triage",
        condition=Q(handed_back=False) | Q(care__in=["submitted", "more_information"]),
    ),
    models.CheckConstraint(
        name="question_public_needs_consent",
        condition=Q(publication__in=["private", "withdrawn"]) | ~Q(consent="private"),
    ),
    models.CheckConstraint(
        name="question_public_needs_answered_care",
        condition=~Q(publication__in=["awaiting_patient", "published"]) | Q(care__in=["answered", "closed"]),
    ),
]
