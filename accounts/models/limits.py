"""How often something was done in the present window of time."""

from django.db import models


class LimitCount(models.Model):
    """What is left of one number of a limit for one account, address or network, until `ends_at`.

    Who it is can't be read here: `key` is an HMAC under SECRET_KEY. Only `accounts.limits` reads and writes it.
    """

    key = models.UUIDField(primary_key=True, editable=False)
    remaining = models.BigIntegerField(editable=False)
    ends_at = models.DateTimeField(db_index=True, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(name="limit_is_never_overspent", condition=models.Q(remaining__gte=0)),
        ]

    def __str__(self):
        return f"{self.remaining} until {self.ends_at}"
