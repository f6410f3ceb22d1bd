"""The answer contract: the parts that every answer has, in each of the tables that hold one."""

from django.db import models
from django.utils.translation import gettext_lazy as _

# In the order readers see them.
MARKDOWN_FIELDS = (
    "explanation",
    "self_care",
    "help_non_urgent",
    "help_urgent",
    "help_emergency",
    "limits",
)
CONTRACT_FIELDS = (
    "short_answer",
    *MARKDOWN_FIELDS,
    "sources",
    "clinical_opinion",
    "findings",
)


class AnswerContract(models.Model):
    """The parts of an answer. Abstract: the doctor's working copy, each frozen version, the public
    copy in the making and the public copy are rows of four different tables."""

    short_answer = models.CharField(
        _("short answer"),
        max_length=300,
        blank=True,
        default="",
        help_text=_("At most 300 characters."),
    )
    explanation = models.TextField(_("explanation"), max_length=20_000, blank=True, default="")
    self_care = models.TextField(_("what you can do now"), max_length=5000, blank=True, default="")
    help_non_urgent = models.TextField(_("see a doctor if"), max_length=2000, blank=True, default="")
    help_urgent = models.TextField(_("get help the same day if"), max_length=2000, blank=True, default="")
    help_emergency = models.TextField(
        _("call the emergency number if"), max_length=2000, blank=True, default=""
    )
    limits = models.TextField(_("what cannot be told from here"), max_length=3000, blank=True, default="")
    sources = models.TextField(
        _("sources"),
        max_length=4000,
        blank=True,
        default="",
        help_text=_("One per line: title | https://…"),
    )
    clinical_opinion = models.BooleanField(
        _("clinical opinion"),
        default=False,
        help_text=_("Written from experience, without a source."),
    )
    findings = models.JSONField(
        _("what the pictures show"),
        default=dict,
        blank=True,
        help_text="attachment id (text) → the doctor's words",
    )

    class Meta:
        abstract = True

    def contract(self):
        """The parts as a dict, to be carried from one table to the next."""
        return {field: getattr(self, field) for field in CONTRACT_FIELDS}

    def missing_parts(self, *, attachment_ids=()):
        """The verbose names of what a complete answer still lacks; empty when it may go to review."""
        label = self._meta.get_field
        missing = [
            label(field).verbose_name
            for field in ("short_answer", "explanation", "self_care", "limits")
            if not getattr(self, field).strip()
        ]
        if not (self.help_non_urgent.strip() or self.help_urgent.strip() or self.help_emergency.strip()):
            missing.append(_("when to get help"))
        if not (self.sources.strip() or self.clinical_opinion):
            missing.append(_("sources, or “clinical opinion”"))
        if any(not str(self.findings.get(str(pk), "")).strip() for pk in attachment_ids):
            missing.append(_("what each picture shows"))
        return missing
