"""Buying queries through django-payments. The provider's word moves the payment; one road writes the ledger."""

import logging
from datetime import timedelta

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from payments import PaymentStatus, PurchasedItem
from payments.models import BasePayment

from accounts import audit
from accounts.models import User
from accounts.moves import ERASED, MoveRefused, lock
from questions.models.credit import Credit

log = logging.getLogger(__name__)

MOST_AT_ONCE = 10
# A payment begun and not finished is offered again for so long, so that a double click begins one.
GOES_ON_FOR = timedelta(hours=1)
# Every move a payment may make. The money may come after a first attempt failed, but never twice; guarded by a
# trigger too.
PAYMENT_MOVES = {
    PaymentStatus.WAITING: {"input", "preauth", "confirmed", "rejected", "error", "cancelled"},
    PaymentStatus.INPUT: {"preauth", "confirmed", "rejected", "error", "cancelled"},
    PaymentStatus.PREAUTH: {"confirmed", "rejected", "error", "cancelled", "refunded"},
    PaymentStatus.REJECTED: {"confirmed"},
    PaymentStatus.ERROR: {"confirmed", "rejected"},
    PaymentStatus.CONFIRMED: {"refunded"},
    PaymentStatus.REFUNDED: set(),
    PaymentStatus.CANCELLED: set(),
}
UNFINISHED = [PaymentStatus.WAITING, PaymentStatus.INPUT]


class PaymentQuerySet(models.QuerySet):
    def of_patient(self, patient):
        """The patient's own payments."""
        return self.filter(patient=patient)

    @transaction.atomic
    def begin(self, patient, *, credits):
        """Begin to buy `credits` queries at today's price, which this payment then keeps; the same one again while
        it isn't finished. Raises MoveRefused when nothing is sold, or the account is gone. Locks the account."""
        if not settings.PAYMENTS or settings.QUERY_PRICE is None:
            raise MoveRefused(_("Credits can’t be bought here at the moment."))
        if User.objects.hold(patient.pk) is None:
            raise MoveRefused(ERASED)
        terms = {
            "variant": settings.PAYMENTS,
            "credits": credits,
            "total": settings.QUERY_PRICE * credits,
            "currency": settings.QUERY_CURRENCY,
        }
        begun = self.of_patient(patient).filter(
            status__in=UNFINISHED, created__gte=timezone.now() - GOES_ON_FOR, **terms
        )
        payment = begun.first()
        if payment is None:
            # Read by the provider, so it says nothing about health.
            payment = self.create(patient=patient, description=f"{settings.SITE_NAME} query credit", **terms)
            audit.record(patient, "payment.begun", payment, credits=credits)
        return payment


class Payment(BasePayment):
    """Money for queries, in the hands of a provider. Patient, number and price stay as they were when it began.

    The library's columns for a buyer's name, address, telephone and network address don't exist here: attributes in
    their place are empty, so no provider gets them from us.
    """

    billing_first_name = billing_last_name = billing_email = billing_phone = ""
    billing_address_1 = billing_address_2 = billing_city = billing_postcode = ""
    billing_country_code = billing_country_area = ""
    customer_ip_address = None

    patient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", editable=False)
    credits = models.PositiveSmallIntegerField(
        _("how many credits"),
        validators=[MinValueValidator(1), MaxValueValidator(MOST_AT_ONCE)],
        editable=False,
    )
    confirmed_at = models.DateTimeField(null=True, editable=False)

    objects = PaymentQuerySet.as_manager()

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["patient", "-created"], name="payment_by_patient")]
        constraints = [
            models.UniqueConstraint(fields=["token"], name="payment_token_unique"),
            models.CheckConstraint(name="payment_has_token", condition=~Q(token="")),
            models.CheckConstraint(
                name="payment_buys_something",
                condition=Q(credits__gte=1, credits__lte=MOST_AT_ONCE, total__gt=0),
            ),
            models.CheckConstraint(
                name="payment_confirmed_has_confirmed_at",
                condition=Q(status="refunded")
                | Q(status="confirmed", confirmed_at__isnull=False)
                | ~Q(status="confirmed") & Q(confirmed_at=None),
            ),
        ]

    def __str__(self):
        return f"{self.total} {self.currency} {self.status}"

    @property
    def is_paid(self):
        return self.status == PaymentStatus.CONFIRMED

    @property
    def is_open(self):
        """Whether the buyer may still pay, or the provider has not decided yet."""
        return self.status in [*UNFINISHED, PaymentStatus.PREAUTH]

    @transaction.atomic
    def change_status(self, status, message=""):
        """What the provider says becomes the payment's status; the library calls this from forms and callbacks.

        Locked, so that of two callbacks at once the first counts: confirmed, it buys the queries; paid back after
        that, it takes them away. What has been said already, or can't follow any more, changes nothing and is logged.
        """
        current = lock(self)
        if status == current.status or status not in PAYMENT_MOVES[current.status]:
            if status != current.status:
                log.error("payment %s: a provider's move from %s was refused", current.pk, current.status)
            self.status, self.confirmed_at = current.status, current.confirmed_at
            return
        if status == PaymentStatus.CONFIRMED:
            self.confirmed_at = timezone.now()
        self.status, self.message = status, message
        self.save(update_fields=["status", "message", "confirmed_at", "modified"])
        if status == PaymentStatus.CONFIRMED:
            Credit.objects.buy(self)
        elif current.status == PaymentStatus.CONFIRMED:
            Credit.objects.take_back(self)
        audit.record(None, f"payment.{status}", self, credits=self.credits)

    def get_purchased_items(self):
        yield PurchasedItem(
            name=self.description,
            quantity=self.credits,
            price=self.total / self.credits,
            currency=self.currency,
            sku="query",
        )

    def get_success_url(self):
        return reverse("credits-result", args=[self.token])

    def get_failure_url(self):
        """The same page: it shows what became of the payment, not what an address claims."""
        return reverse("credits-result", args=[self.token])
