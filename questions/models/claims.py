"""The claim: for a while one doctor alone is answering a query."""

from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import audit, mail
from accounts.moves import MoveRefused
from questions.models.gates import ANSWER_EDITABLE
from questions.models.states import Care
from specialties.writers import hold_verified


class Claimable(models.Model):
    """Who is answering a query and until when. Abstract: the part of Question that doctors race for.

    A claim reserves time, so that two doctors don't write the same answer; it ends by itself.
    """

    claimed_by = models.ForeignKey(
        "specialties.Doctor",
        models.PROTECT,
        null=True,
        related_name="claims",
        editable=False,
    )
    claimed_until = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True

    @property
    def is_claimed(self):
        """Whether a doctor holds it right now (the database's clock and ours may differ by a breath)."""
        return self.claimed_until is not None and self.claimed_until > timezone.now()

    def is_held_by(self, user):
        """Whether `user` is a verified doctor with a live claim on it."""
        doctor = getattr(user, "doctor", None)
        return (
            doctor is not None and doctor.is_verified and self.is_claimed and self.claimed_by_id == doctor.pk
        )

    def claim(self, *, doctor):
        """Give the query to `doctor` for settings.CLAIM_MINUTES; renewing one's own claim is the same move.

        One conditional UPDATE, so of any number of doctors one wins; MoveRefused for the others. Whoever held a claim
        that has ended, and has begun, is told. Locks the doctor, then the query.
        """
        free = Q(claimed_until=None) | Q(claimed_until__lte=Now()) | Q(claimed_by=doctor)
        with transaction.atomic():
            rows = type(self).objects.open_for(hold_verified(doctor)).order_by().filter(free, pk=self.pk)
            before = rows.select_for_update(of=("self",)).first()
            taken = before and type(self).objects.filter(free, pk=self.pk, care=Care.OPEN).update(
                claimed_by=doctor,
                claimed_until=Now() + timedelta(minutes=settings.CLAIM_MINUTES),
            )
            if not taken:
                raise MoveRefused(_("Another doctor is answering this query, or it is no longer open."))
            if before.claimed_by_id not in (None, doctor.pk):
                before.claim_ended()
            self.refresh_from_db()
            audit.record(doctor.user, "question.claimed", self)

    def renew_claim(self, *, doctor):
        """Push a claim's end back while its doctor is writing; nothing happens when somebody else holds it."""
        type(self).objects.filter(pk=self.pk, claimed_by=doctor, care=Care.OPEN).update(
            claimed_until=Now() + timedelta(minutes=settings.CLAIM_MINUTES)
        )

    def release(self, *, doctor):
        """Give a claim back; nothing happens when the doctor no longer holds it."""
        with transaction.atomic():
            released = (
                type(self)
                .objects.filter(pk=self.pk, claimed_by=doctor)
                .update(claimed_by=None, claimed_until=None)
            )
            if released:
                audit.record(doctor.user, "question.released", self)
            self.refresh_from_db()

    def claim_ended(self):
        """Write that the claim in hand (`self` as it was read under a lock) ended by itself, and tell its doctor if
        they had begun; not while the query waits for its patient, whose reply they hear of. In the caller's
        transaction, which takes the claim away."""
        audit.record(None, "question.claim_ended", self, doctor=self.claimed_by_id)
        begun = self.answers.filter(doctor=self.claimed_by_id, status__in=ANSWER_EDITABLE).exists()
        if begun and self.care == Care.OPEN:
            mail.notify(
                self.claimed_by.user,
                "claim_released",
                reference=self.reference,
                path=reverse("answer-edit", args=[self.reference]),
            )
