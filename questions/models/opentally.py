"""How many queries are open, without counting them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from specialties.models import Specialty


class OpenTally(models.Model):
    """Some queries of a specialty were opened (+) or are open no more (−); the sum is the number of open ones.

    A trigger adds a line in the transaction of each change, so that the sum is exact at any moment and no two doctors
    wait for one counter; now and then it draws lines of the past together. Read by questions.open_queries.
    """

    specialty = models.ForeignKey(Specialty, models.CASCADE, related_name="+", editable=False)
    change = models.IntegerField(editable=False)

    class Meta:
        verbose_name = _("open queries")
        verbose_name_plural = _("open queries")

    def __str__(self):
        return f"{self.specialty_id} {self.change:+d}"
