"""A picture the patient sent: redrawn, private, never public."""

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.storage import private_files, random_name
from questions.models.question import Question


class AttachmentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The pictures of the queries `user` may read."""
        return self.filter(question__in=Question.objects.visible_to(user))


class Attachment(models.Model):
    """One picture of a query. The stored file is our own drawing of it (accounts.pictures), without metadata.

    Its bytes leave the site only through a view that authorises and writes an AccessEvent first.
    """

    question = models.ForeignKey(Question, models.CASCADE, related_name="attachments")
    file = models.FileField(storage=private_files, upload_to=random_name, editable=False)
    width = models.PositiveIntegerField(editable=False, help_text="pixels")
    height = models.PositiveIntegerField(editable=False, help_text="pixels")
    size = models.PositiveIntegerField(editable=False, help_text="bytes")
    sha256 = models.CharField(max_length=64, editable=False)
    caption = models.CharField(_("what it shows"), max_length=200, blank=True, default="")
    position = models.PositiveSmallIntegerField(default=0, editable=False)
    uploaded_at = models.DateTimeField(default=timezone.now, editable=False)

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
