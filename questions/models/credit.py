"""The ledger of what a patient may still ask."""

from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q, Sum, Window
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts import audit, mail
from accounts.models import User
from accounts.moves import ERASED, MoveRefused

SPENT = _("You have no credits left. Your draft is kept.")


class CreditKind(models.TextChoices):
    GRANTED = "granted", _("Given by our staff")
    BOUGHT = "bought", pgettext_lazy("credit", "Bought")
    REFUNDED = "refunded", _("Money paid back")
    SPENT = "spent", _("Used for a query")
    GIVEN_BACK = "given_back", _("Credit given back")


class CreditQuerySet(models.QuerySet):
    def of_patient(self, patient):
        """The patient's own lines, newest first, each with `balance` after it (without the free queries)."""
        return self.filter(patient=patient).annotate(balance=Window(Sum("amount"), order_by="pk"))

    def balance(self, patient):
        """How many queries `patient` may still send: the free ones, and what the ledger adds up to.
        None when settings.FREE_QUERIES says that there is no limit."""
        if settings.FREE_QUERIES == 0:
            return None
        moved = self.filter(patient=patient).aggregate(sum=Sum("amount"))["sum"] or 0
        return settings.FREE_QUERIES + moved

    @transaction.atomic
    def spend(self, patient, *, reference):
        """Take one for the query `reference`; the second call for the same query takes nothing.

        Raises MoveRefused when none is left. Locks the account, so that two queries sent at once can't both
        take the last one.
        """
        User.objects.hold(patient.pk)
        balance = self.balance(patient)
        if balance is None or self.filter(reference=reference, kind=CreditKind.SPENT).exists():
            return
        if balance < 1:
            raise MoveRefused(SPENT)
        self.create(patient=patient, kind=CreditKind.SPENT, amount=-1, reference=reference)

    def give_back(self, patient, *, reference):
        """Return what the query `reference` cost, if it cost something and wasn't given back already."""
        spent = self.filter(reference=reference, kind=CreditKind.SPENT)
        if spent.exists():
            self.get_or_create(
                reference=reference,
                kind=CreditKind.GIVEN_BACK,
                defaults={"patient": patient, "amount": 1},
            )

    def buy(self, payment):
        """Write what a confirmed payment bought; payment.change_status() alone calls it, in its transaction.

        The database refuses a second line for the payment, and one that differs from it.
        """
        return self.create(
            patient=payment.patient, kind=CreditKind.BOUGHT, amount=payment.credits, payment=payment
        )

    def take_back(self, payment):
        """Take away what a payment had bought that was paid back. What is left may fall below nothing."""
        return self.create(
            patient=payment.patient, kind=CreditKind.REFUNDED, amount=-payment.credits, payment=payment
        )

    @transaction.atomic
    def grant(self, patient, *, by, amount, reason):
        """A member of the staff gives `amount` queries, with a reason, and the patient is told.

        The same again within a minute is a double click and finds the first. Raises MoveRefused for oneself, and when
        the account is gone. Locks the account.
        """
        if by.pk == patient.pk:
            raise MoveRefused(_("Nobody gives credits to themselves."))
        if User.objects.hold(patient.pk) is None:
            raise MoveRefused(ERASED)
        just_now = timezone.now() - timedelta(minutes=1)
        same = self.filter(patient=patient, granted_by=by, amount=amount, reason=reason, at__gte=just_now)
        if clicked_twice := same.first():
            return clicked_twice
        credit = self.create(
            patient=patient, kind=CreditKind.GRANTED, amount=amount, reason=reason, granted_by=by
        )
        audit.record(by, "credit.granted", credit, amount=amount, patient=patient.pk)
        mail.notify(patient, "credit_granted", path="/ask/")
        return credit


class Credit(models.Model):
    """One line of the ledger; never changed, gone only with the account. `reference` is a query's, as bare text,
    so that erasing the query leaves the sum right."""

    patient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="credits", verbose_name=_("patient")
    )
    kind = models.CharField(max_length=10, choices=CreditKind.choices, editable=False)
    amount = models.SmallIntegerField(_("how many credits"))
    reference = models.CharField(max_length=11, blank=True, default="", editable=False)
    reason = models.CharField(_("reason"), max_length=200, blank=True, default="")
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    # RESTRICT: a payment doesn't go while the ledger needs it, but both go with the account.
    payment = models.ForeignKey(
        "questions.Payment", models.RESTRICT, null=True, related_name="credits_written", editable=False
    )
    at = models.DateTimeField(default=timezone.now, editable=False)

    objects = CreditQuerySet.as_manager()

    class Meta:
        verbose_name = _("credit")
        verbose_name_plural = _("credits")
        ordering = ["-pk"]
        permissions = [("grant_credit", "Can grant queries to patients")]
        constraints = [
            models.CheckConstraint(
                name="credit_amount_fits_kind",
                condition=Q(kind="spent", amount=-1)
                | Q(kind="given_back", amount=1)
                | Q(kind__in=["granted", "bought"], amount__gt=0)
                | Q(kind="refunded", amount__lt=0),
            ),
            models.CheckConstraint(
                name="credit_bought_has_payment",
                condition=Q(kind__in=["bought", "refunded"], payment__isnull=False)
                | ~Q(kind__in=["bought", "refunded"]) & Q(payment=None),
            ),
            models.UniqueConstraint(fields=["payment", "kind"], name="credit_once_per_payment"),
            models.CheckConstraint(
                name="credit_granted_has_reason_and_by",
                condition=Q(kind="granted", granted_by__isnull=False) & ~Q(reason="")
                | ~Q(kind="granted") & Q(granted_by=None),
            ),
            models.CheckConstraint(
                name="credit_of_a_query_has_reference",
                condition=Q(kind__in=["spent", "given_back"]) & ~Q(reference="")
                | ~Q(kind__in=["spent", "given_back"]),
            ),
            models.UniqueConstraint(
                fields=["reference", "kind"],
                name="credit_once_per_query",
                condition=Q(kind__in=["spent", "given_back"]),
            ),
            models.CheckConstraint(
                name="credit_not_to_oneself",
                condition=Q(granted_by=None) | ~Q(granted_by=F("patient")),
            ),
        ]

    def __str__(self):
        return f"{self.patient_id} {self.amount:+d} {self.kind}"
