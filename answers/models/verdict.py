"""Whether readers found a public page helpful: two numbers a day, and nothing about who said so."""

from django.db import connection, models
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from questions.models import PublishedQuestion


class ReaderVerdictQuerySet(models.QuerySet):
    def count_one(self, page, *, helpful):
        """A reader said whether the page helped. One atomic upsert.

        It waits for who takes the page down, and then counts nothing: a row that came while a page is deleted would
        make the deletion fail."""
        table, pages = (
            connection.ops.quote_name(model._meta.db_table) for model in (self.model, PublishedQuestion)
        )
        column = "helped" if helpful else "didnt_help"
        with connection.cursor() as cursor:
            cursor.execute(
                f'INSERT INTO {table} (page_id, "on", {column}) '
                f"SELECT id, %s, 1 FROM {pages} WHERE id = %s FOR SHARE "
                f'ON CONFLICT (page_id, "on") DO UPDATE SET {column} = {table}.{column} + 1',
                [timezone.localdate(), page.pk],
            )

    def of_page(self, page):
        """{"helped": how many, "didnt_help": how many} of all days. One query."""
        sums = self.filter(page=page).aggregate(helped=Sum("helped"), didnt_help=Sum("didnt_help"))
        return {name: number or 0 for name, number in sums.items()}


class ReaderVerdict(models.Model):
    """A count per public page and day; says nothing about who it was. Goes with its page."""

    page = models.ForeignKey(PublishedQuestion, models.CASCADE, related_name="verdicts")
    on = models.DateField()
    helped = models.PositiveIntegerField(default=0, db_default=0)
    didnt_help = models.PositiveIntegerField(default=0, db_default=0)

    objects = ReaderVerdictQuerySet.as_manager()

    class Meta:
        verbose_name = _("what readers say of a page")
        verbose_name_plural = _("what readers say of pages")
        constraints = [models.UniqueConstraint(fields=["page", "on"], name="readerverdict_once_a_day")]

    def __str__(self):
        return f"{self.page_id} {self.on}: {self.helped} / {self.didnt_help}"
