"""Which edition of the public pages stands: what their ETags are made of (ADR 17)."""

from functools import cache

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models.functions import Now

from accounts.pages import edition_of
from accounts.prepared import Statement

# Both in one short query each: it is all that a page costs which hasn't changed.
OF_SPECIALTY = """
SELECT e.mark::text FROM specialties_specialty s
JOIN specialties_edition e ON e.scope IN (0, COALESCE(s.parent_id, s.id))
WHERE s.slug = $1 AND s.is_listed ORDER BY e.scope, e.id
"""
OF_DOCTOR = """
SELECT e.mark::text FROM specialties_doctor d, specialties_edition e WHERE d.slug = $1 ORDER BY e.scope, e.id
"""
WHOLE = "SELECT mark::text FROM specialties_edition ORDER BY scope, id"


class EditionManager(models.Manager):
    def of_specialty(self, slug):
        """The edition of a listed specialty's or topic's pages; "" where there is none."""
        return self.read(OF_SPECIALTY, [slug])

    def of_doctor(self, slug):
        """The edition of a doctor's profile, which lists answers of any specialty; "" where there is none."""
        return self.read(OF_DOCTOR, [slug])

    def whole(self):
        """The edition of a page that shows things of all specialties."""
        return self.read(WHOLE, [])

    def read(self, query, parameters):
        """The marks that a query finds, as one text."""
        return edition_of(mark for (mark,) in _statement(query).rows(*parameters))

    def beside(self, scope):
        """The marks for the edition of a page, to be read with it; `scope` is an expression."""
        return ArraySubquery(self.filter(scope__in=[0, scope]).order_by("scope", "pk").values("mark"))


@cache
def _statement(query):
    return Statement(query)


class Edition(models.Model):
    """A random mark that triggers renew at the end of each transaction which changes what readers see under a specialty
    of the upper level, whoever changes it and how. `scope` is that specialty's id; 0 stands for what all pages share:
    the doctors. Transactions that end at the same moment each renew a mark of their own, so a scope has as many as
    that ever were: nobody waits for another."""

    scope = models.BigIntegerField()
    mark = models.UUIDField(editable=False)
    # Of the end of the transaction, and its number: it renews a mark once, however many rows it changed.
    made_at = models.DateTimeField(db_default=Now(), editable=False)
    made_in = models.BigIntegerField(editable=False)

    objects = EditionManager()

    class Meta:
        verbose_name = "edition"
        indexes = [models.Index(fields=["scope"], name="edition_of_scope")]

    def __str__(self):
        return f"{self.scope}: {self.mark}"
