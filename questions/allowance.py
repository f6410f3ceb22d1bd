"""What a person may still ask and what a further query costs, as pages show it before anything is written.

The rule itself is Credit.objects.spend(): what stands here is only told, never trusted.
"""

from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings
from django.db.models import Q, Sum
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from questions.models import Credit, CreditKind

USED = Q(kind__in=[CreditKind.SPENT, CreditKind.GIVEN_BACK])


@dataclass(frozen=True, kw_only=True)
class Allowance:
    """How many credits are left. `left` is None and `unlimited` set when there is no limit; `free_left` of `left`
    are free ones. `price` is what a further query costs, None when it has none; `can_buy` says that it can be
    bought here (credits-buy), otherwise it has to be asked for."""

    unlimited: bool
    left: int | None
    free_left: int
    used: int = 0
    price: Decimal | None = None
    currency: str = ""
    can_buy: bool = False

    @property
    def may_send(self) -> bool:
        return self.left is None or self.left > 0

    @property
    def price_text(self) -> str:
        """Such as “12 EUR”; empty without a price."""
        return "" if self.price is None else price_in_words(self.price, currency=self.currency)

    @property
    def sentence(self) -> str:
        """What is left, in one sentence."""
        if self.left is None:
            return _("Asking is free.")
        if self.left < 1:
            return self._nothing_left()
        if self.used == 0 and self.left == self.free_left:
            return first_ones_free(self.left)
        if self.free_left == self.left:
            return ngettext(
                "You have %(number)d free query left.", "You have %(number)d free queries left.", self.left
            ) % {"number": self.left}
        return ngettext(
            "You have %(number)d credit left.", "You have %(number)d credits left.", self.left
        ) % {"number": self.left}

    @property
    def of_this_one(self) -> str:
        """What sending a query now takes, in one sentence."""
        if self.left is None or self.left < 1:
            return self.sentence
        if self.free_left == self.left == 1:
            return _("This uses your free query.")
        if self.free_left == self.left:
            return _("This uses 1 of your %(number)d free queries.") % {"number": self.left}
        return ngettext(
            "This uses the %(number)d credit you have.", "This uses 1 of your %(number)d credits.", self.left
        ) % {"number": self.left}

    @property
    def further(self) -> str:
        """What comes after, in one sentence: the price, or that one has to ask for it. Empty without a limit."""
        if self.left is None:
            return ""
        if self.price is not None:
            return _("Each further query costs %(price)s.") % {"price": self.price_text}
        return _("If you need another credit, ask us for one.") if self.left < 1 else ""

    @property
    def in_words(self) -> str:
        """Both sentences, for a page that shows them in one line."""
        return f"{self.sentence} {self.further}".strip()

    def _nothing_left(self) -> str:
        if self.used == settings.FREE_QUERIES:
            return ngettext(
                "You have used your free query.", "You have used your %(number)d free queries.", self.used
            ) % {"number": self.used}
        return _("You have no credits left.")


def state(user) -> Allowance:
    """The allowance of `user`; of somebody not signed in, what a new patient has. One query at most."""
    if settings.FREE_QUERIES == 0:
        return Allowance(unlimited=True, left=None, free_left=0)
    moved, used = 0, 0
    if user.is_authenticated:
        sums = Credit.objects.filter(patient=user).aggregate(
            moved=Sum("amount", default=0), used=Sum("amount", filter=USED, default=0)
        )
        moved, used = sums["moved"], -sums["used"]
    left = max(0, settings.FREE_QUERIES + moved)
    return Allowance(
        unlimited=False,
        left=left,
        free_left=min(left, max(0, settings.FREE_QUERIES - used)),
        used=used,
        price=settings.QUERY_PRICE,
        currency=settings.QUERY_CURRENCY,
        can_buy=bool(settings.PAYMENTS),
    )


def first_ones_free(number: int) -> str:
    """What a page for everybody says."""
    return ngettext("Your first query is free.", "Your first %(number)d queries are free.", number) % {
        "number": number
    }


def price_in_words(price: Decimal, *, currency: str) -> str:
    """12 → “12 EUR”, 12.50 → “12.50 EUR”, with the language's decimal mark."""
    places = 0 if price == price.to_integral_value() else 2
    return f"{number_format(price, places)} {currency}"
