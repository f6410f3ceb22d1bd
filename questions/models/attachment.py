"""A picture the patient sent: redrawn, private, never public."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from questions.models.picture import Picture
from questions.models.question import Question


class AttachmentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The pictures of the queries `user` may read."""
        return self.filter(question__in=Question.objects.visible_to(user))


class Attachment(Picture):
    """One picture of a query that was sent."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="attachments")

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["question", "position"], name="attachment_position_unique"),
        ]

    def __str__(self):
        return f"{self.question.reference}/{self.position}"

    def get_absolute_url(self):
        return reverse("attachment", args=[self.question.reference, self.pk])
