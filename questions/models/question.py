"""A patient's query: private text, its care state and its publication state."""

import uuid

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import audit, mail
from accounts.models import User
from accounts.moves import MoveRefused, lock
from questions.models.claims import Claimable
from questions.models.gates import QuestionQuerySet
from questions.models.states import (
    CARE_MAILS,
    CARE_MOVES,
    MINOR_BANDS,
    PUBLICATION_MOVES,
    About,
    AgeBand,
    Care,
    Consent,
    Publication,
    Sex,
)
from questions.references import new_reference
from specialties.models import Specialty

CHANGED = _("The publication of this query was changed or decided meanwhile.")


class Question(Claimable):
    """One query of one patient. Private for ever: what readers see is a PublishedQuestion made from it.

    Care and publication are two independent states with a table of moves and a road each;
    `publishable()` alone combines them.
    """

    reference = models.CharField(max_length=11, unique=True, default=new_reference, editable=False)
    submission_key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    asker = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="questions",
        verbose_name=_("patient"),
    )
    specialty = models.ForeignKey(
        Specialty,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="questions",
        verbose_name=_("specialty"),
        help_text=_("Empty: the patient isn't sure; triage sets it."),
    )
    title = models.CharField(_("question in one sentence"), max_length=200)
    text = models.TextField(_("details"), max_length=10_000)
    about = models.CharField(_("who it is about"), max_length=5, choices=About.choices, default=About.SELF)
    age_band = models.CharField(_("age"), max_length=10, choices=AgeBand.choices, blank=True, default="")
    sex = models.CharField(_("sex"), max_length=8, choices=Sex.choices, blank=True, default="")
    conditions = models.TextField(_("long-term conditions"), max_length=2000, blank=True, default="")
    medicines = models.TextField(_("medicines"), max_length=2000, blank=True, default="")
    allergies = models.TextField(_("allergies"), max_length=1000, blank=True, default="")

    care = models.CharField(max_length=16, choices=Care.choices, default=Care.DRAFT, editable=False)
    consent = models.CharField(
        _("publication"),
        max_length=10,
        choices=Consent.choices,
        default=Consent.PRIVATE,
    )
    publication = models.CharField(
        max_length=16,
        choices=Publication.choices,
        default=Publication.PRIVATE,
        editable=False,
    )
    urgent = models.BooleanField(_("urgent"), default=False, editable=False)
    self_harm = models.BooleanField(_("self-harm"), default=False, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    created_at = models.DateTimeField(default=timezone.now, editable=False)
    submitted_at = models.DateTimeField(null=True, editable=False)
    triaged_at = models.DateTimeField(null=True, editable=False)
    triaged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
    )
    answered_at = models.DateTimeField(null=True, editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)
    reason = models.TextField(_("reason"), blank=True, default="", editable=False)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("query")
        verbose_name_plural = _("queries")
        permissions = [
            ("moderate_question", "Can read, triage and decline queries"),
            ("publish_question", "Can prepare and approve public copies"),
        ]
        indexes = [
            # The triage queue.
            models.Index(
                fields=["-urgent", "submitted_at"],
                name="question_awaiting_triage",
                condition=Q(care="submitted"),
            ),
            # The doctors' inbox.
            models.Index(
                fields=["specialty", "-urgent", "submitted_at"],
                name="question_open",
                condition=Q(care="open"),
            ),
            # The publication queue.
            models.Index(
                fields=["answered_at"],
                name="question_awaiting_publication",
                condition=Q(publication="allowed"),
            ),
            models.Index(fields=["asker", "-created_at"], name="question_by_asker"),
        ]
        constraints = [
            models.CheckConstraint(
                name="question_triaged_at_and_by_together",
                condition=Q(triaged_at=None, triaged_by=None)
                | Q(triaged_at__isnull=False, triaged_by__isnull=False),
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
                name="question_open_is_triaged_and_has_specialty",
                condition=~Q(care__in=["open", "answered", "closed"])
                | Q(triaged_at__isnull=False, specialty__isnull=False),
            ),
            models.CheckConstraint(
                name="question_declined_has_reason",
                condition=~Q(care="declined") | ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="question_public_needs_consent",
                condition=Q(publication__in=["private", "withdrawn"]) | ~Q(consent="private"),
            ),
            models.CheckConstraint(
                name="question_public_needs_answered_care",
                condition=~Q(publication__in=["awaiting_patient", "published"])
                | Q(care__in=["answered", "closed"]),
            ),
        ]

    def __str__(self):
        return self.reference

    def get_absolute_url(self):
        return reverse("my-question", args=[self.reference])

    @property
    def minor(self):
        """Whether the query is about somebody under 18."""
        return self.about == About.CHILD or self.age_band in MINOR_BANDS

    @property
    def two_people_publish(self):
        """Whether its patient must see the text first and a second moderator must sign.

        The trigger on the public copies has the same rule and the last word."""
        specialty = self.specialty
        return (
            self.minor
            or self.about == About.OTHER
            or self.self_harm
            or bool(specialty and specialty.two_people_publish)
        )

    @property
    def patient_sees_first(self):
        """Whether the exact public text goes to the patient before it is published."""
        return self.consent != Consent.NO_NEED or self.two_people_publish

    @property
    def may_be_withdrawn(self):
        return Care.WITHDRAWN in CARE_MOVES[self.care]

    # -- Care ---------------------------------------------------------------------------------

    @transaction.atomic
    def submit(self, *, by, seen_version):
        """The patient sends a draft; consent given with it takes effect."""
        self._only_own(by)
        self._move_care(
            Care.SUBMITTED,
            by=by,
            seen_version=seen_version,
            only_from={Care.DRAFT},
            submitted_at=timezone.now(),
        )
        if self.consent != Consent.PRIVATE and self.publication == Publication.PRIVATE:
            self.allow_publication(by=by, consent=self.consent, seen_version=self.version)

    def triage(self, *, by, specialty, urgent, self_harm, seen_version):
        """A moderator sets the specialty and the marks, and opens it to doctors."""
        self._not_own(by)
        self._move_care(
            Care.OPEN,
            by=by,
            seen_version=seen_version,
            only_from={Care.SUBMITTED},
            specialty=specialty,
            urgent=urgent,
            self_harm=self_harm,
            triaged_at=timezone.now(),
            triaged_by=by,
        )

    @transaction.atomic
    def want_more(self, *, by, seen_version):
        """A moderator, or the doctor who holds the claim, asked the patient for more (answers.Clarification holds
        the question). The claim stays until it ends by itself."""
        self._not_own(by)
        if not (by.has_perm("questions.moderate_question") or lock(self).is_held_by(by)):
            raise MoveRefused(_("Only a moderator or the doctor who is answering can ask the patient."))
        self._move_care(Care.MORE_INFORMATION, by=by, seen_version=seen_version)

    def resume(self, *, by, seen_version):
        """The patient replied: back to the doctors when it was triaged, else back to triage."""
        to = Care.OPEN if self.triaged_at else Care.SUBMITTED
        self._move_care(
            to,
            by=by,
            seen_version=seen_version,
            only_from={Care.MORE_INFORMATION},
            tell=False,
        )

    def answered(self, *, by, seen_version):
        """The first answer was approved; ends the claim. Later answers find it answered already."""
        self._move_care(
            Care.ANSWERED,
            by=by,
            seen_version=seen_version,
            answered_at=timezone.now(),
            claimed_by=None,
            claimed_until=None,
        )

    def close(self, *, by, seen_version):
        """The patient says: this answered my question."""
        self._only_own(by)
        self._move_care(Care.CLOSED, by=by, seen_version=seen_version, closed_at=timezone.now())

    def decline(self, *, by, reason, seen_version):
        """A moderator refuses the query; `reason` is shown to the patient."""
        self._not_own(by)
        self._move_care(
            Care.DECLINED,
            by=by,
            seen_version=seen_version,
            reason=reason,
            closed_at=timezone.now(),
            claimed_by=None,
            claimed_until=None,
        )

    def withdraw(self, *, by, seen_version):
        """The patient takes back a query nobody has answered yet."""
        self._only_own(by)
        self._move_care(
            Care.WITHDRAWN,
            by=by,
            seen_version=seen_version,
            closed_at=timezone.now(),
            claimed_by=None,
            claimed_until=None,
        )

    @transaction.atomic
    def _move_care(self, to, *, by, seen_version, only_from=None, tell=True, **changes):
        """Change the care state with its columns, audit line and e-mail in one transaction, under a row lock."""
        current = lock(self)
        allowed = to in CARE_MOVES[current.care] and (only_from is None or current.care in only_from)
        if current.version != seen_version or not allowed:
            raise MoveRefused(_("This query was changed or decided meanwhile."))
        current.care, current.version = to, current.version + 1
        for field, value in changes.items():
            setattr(current, field, value)
        current.save()
        audit.record(by, f"question.{to}", current)
        if tell and to in CARE_MAILS:
            mail.notify(
                current.asker,
                CARE_MAILS[to],
                reference=current.reference,
                path=current.get_absolute_url(),
            )
        if to == Care.OPEN and current.urgent:
            for moderator in User.objects.moderators():
                mail.notify(
                    moderator,
                    "moderator_urgent",
                    reference=current.reference,
                    path=reverse("admin:desk"),
                )
        self.refresh_from_db()

    # -- Publication --------------------------------------------------------------------------

    def allow_publication(self, *, by, consent, seen_version):
        """The patient lets the world read a de-identified copy, once a moderator has made it."""
        self._only_own(by)
        if consent == Consent.PRIVATE or self.publication != Publication.PRIVATE:
            raise MoveRefused(CHANGED)
        self.move_publication(Publication.ALLOWED, by=by, seen_version=seen_version, consent=consent)

    def keep_private(self, *, by, seen_version):
        """The patient takes the consent back before anything was published."""
        self._only_own(by)
        self.move_publication(
            Publication.PRIVATE,
            by=by,
            seen_version=seen_version,
            consent=Consent.PRIVATE,
        )

    @transaction.atomic
    def move_publication(self, to, *, by, seen_version, **changes):
        """Change the publication state with its columns and audit line in one transaction, under a row lock.

        Only the two moves above and those of answers call it. A text that goes back from the patient to the
        moderators, or nowhere, loses its approval.
        """
        current = lock(self)
        if current.version != seen_version or to not in PUBLICATION_MOVES[current.publication]:
            raise MoveRefused(CHANGED)
        current.publication, current.version = to, current.version + 1
        for field, value in changes.items():
            setattr(current, field, value)
        current.save()
        draft = getattr(current, "public_draft", None)
        if draft is not None and to in {Publication.PRIVATE, Publication.ALLOWED}:
            draft.take_back_approval()
        audit.record(by, f"publication.{to}", current)
        self.refresh_from_db()

    def _only_own(self, by):
        if by.pk != self.asker_id:
            raise MoveRefused(_("Only the patient who asked can do this."))

    def _not_own(self, by):
        if by.pk == self.asker_id:
            raise MoveRefused(_("Nobody decides on their own query."))
