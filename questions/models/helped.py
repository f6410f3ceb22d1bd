"""How often an answer that was published already spared somebody their own query."""

from django.db import connection, models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from questions.models.published import PublishedQuestion


class SimilarHelpedQuerySet(models.QuerySet):
    def count_one(self, published):
        """Somebody who was about to ask said that this page answers their question. One atomic upsert."""
        table = connection.ops.quote_name(self.model._meta.db_table)
        with connection.cursor() as cursor:
            cursor.execute(
                f'INSERT INTO {table} (published_id, "on", count) VALUES (%s, %s, 1) '
                f'ON CONFLICT (published_id, "on") DO UPDATE SET count = {table}.count + 1',
                [published.pk, timezone.localdate()],
            )


class SimilarHelped(models.Model):
    """A count per public page and day; says nothing about who it was."""

    published = models.ForeignKey(PublishedQuestion, models.CASCADE, related_name="helped")
    on = models.DateField()
    count = models.PositiveIntegerField(default=0)

    objects = SimilarHelpedQuerySet.as_manager()

    class Meta:
        verbose_name = _("answered by a public page")
        verbose_name_plural = _("answered by public pages")
        constraints = [models.UniqueConstraint(fields=["published", "on"], name="similarhelped_once_a_day")]

    def __str__(self):
        return f"{self.published_id} {self.on}: {self.count}"
