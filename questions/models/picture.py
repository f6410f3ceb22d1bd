"""What is stored of a picture, before and after its query is sent."""

from django.core.files.base import ContentFile
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.storage import private_files, random_name

PICTURE_FIELDS = ("file", "width", "height", "size", "sha256", "caption", "position", "uploaded_at")


class Picture(models.Model):
    """A redrawn picture (accounts.pictures), without metadata. Abstract: what Attachment and DraftPicture share.

    Its bytes leave the site only through a view that authorises; where somebody else looks, it writes an
    AccessEvent first.
    """

    file = models.FileField(storage=private_files, upload_to=random_name, editable=False)
    width = models.PositiveIntegerField(editable=False, help_text="pixels")
    height = models.PositiveIntegerField(editable=False, help_text="pixels")
    size = models.PositiveIntegerField(editable=False, help_text="bytes")
    sha256 = models.CharField(max_length=64, editable=False)
    caption = models.CharField(_("what it shows"), max_length=200, blank=True, default="")
    position = models.PositiveSmallIntegerField(default=0, editable=False)
    uploaded_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        abstract = True

    @classmethod
    def of(cls, drawing, **columns):
        """An unsaved row for a drawing (accounts.pictures.Redrawn) that was just made."""
        return cls(
            file=ContentFile(drawing.data, name="picture.jpg"),
            width=drawing.width,
            height=drawing.height,
            size=len(drawing.data),
            sha256=drawing.sha256,
            **columns,
        )

    def stored(self):
        """{column: value}: another row with these shows the same file."""
        return {field: getattr(self, field) for field in PICTURE_FIELDS}
