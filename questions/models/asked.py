"""What a patient says in a query: the same columns while it is written and after it was sent."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from questions.models.states import MINOR_BANDS, About, AgeBand, Consent, Sex
from specialties.models import Specialty

# Every column of Asked, in the order in which the ask flow fills them.
ASKED_FIELDS = (
    "specialty",
    "about",
    "title",
    "text",
    "age_band",
    "sex",
    "conditions",
    "medicines",
    "allergies",
    "consent",
    "language",
)
# Those with words of the patient's own.
ASKED_TEXTS = ("title", "text", "conditions", "medicines", "allergies")


class Asked(models.Model):
    """A query's content. Abstract: what Draft and Question share, so that sending copies it column by column."""

    specialty = models.ForeignKey(
        Specialty,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)ss",
        verbose_name=_("specialty"),
        help_text=_("Leave empty if the patient isn't sure; a moderator sets it in triage."),
    )
    title = models.CharField(_("question in one sentence"), max_length=200)
    text = models.TextField(_("details"), max_length=10_000)
    about = models.CharField(_("who it is about"), max_length=5, choices=About.choices, default=About.SELF)
    age_band = models.CharField(_("age"), max_length=10, choices=AgeBand.choices, blank=True, default="")
    sex = models.CharField(_("sex"), max_length=8, choices=Sex.choices, blank=True, default="")
    conditions = models.TextField(_("long-term conditions"), max_length=2000, blank=True, default="")
    medicines = models.TextField(_("medicines"), max_length=2000, blank=True, default="")
    allergies = models.TextField(_("allergies"), max_length=1000, blank=True, default="")
    consent = models.CharField(
        _("publication"), max_length=10, choices=Consent.choices, default=Consent.PRIVATE
    )

    # That of the page where it was begun, or as its writer says at the end; "" for the site's own.
    language = models.CharField(
        _("language it is written in"), max_length=12, blank=True, default="", db_default="", editable=False
    )

    class Meta:
        abstract = True

    @property
    def written_in(self):
        """Code of the language it is written in."""
        return self.language or settings.LANGUAGE_CODE

    @property
    def in_another_language(self):
        """Whether it isn't written in the site's own: who answers must be able to read it."""
        return self.written_in != settings.LANGUAGE_CODE

    @property
    def minor(self):
        """Whether the query is about somebody under 18."""
        return self.about == About.CHILD or self.age_band in MINOR_BANDS

    def asked(self):
        """{column: value} of all that was said."""
        return {field: getattr(self, field) for field in ASKED_FIELDS}
