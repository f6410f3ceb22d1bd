"""What people did: decisions (AuditEvent) and looks at private things (AccessEvent)."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

DIGEST = r"^[0-9a-f]{64}$"


class AuditEvent(models.Model):
    """One decision or change of state: who, what, when, on which version. Holds no medical text.

    Append-only: triggers refuse UPDATE, DELETE and TRUNCATE, for the application's own role too.
    `actor_id` is a bare number, so that erasing an account leaves the trail whole.
    """

    at = models.DateTimeField(default=timezone.now, editable=False)
    actor_id = models.BigIntegerField(null=True, editable=False, help_text="empty: the system itself")
    verb = models.CharField(max_length=60, editable=False)
    subject_type = models.CharField(max_length=60, editable=False)
    subject_id = models.BigIntegerField(editable=False)
    reference = models.CharField(max_length=20, blank=True, editable=False)
    version = models.PositiveIntegerField(null=True, editable=False)
    details = models.JSONField(default=dict, editable=False, help_text="ids and hashes only")
    digest = models.CharField(
        max_length=64, default="", editable=False, help_text="SHA-256 of this row, by a trigger"
    )

    class Meta:
        ordering = ["-pk"]
        permissions = [("view_trail", "Can read the trail, the log of looks and what was decided")]
        indexes = [
            # The history beside an item on the desk, newest first.
            models.Index(fields=["subject_type", "subject_id", "-id"], name="audit_by_subject"),
            models.Index(fields=["reference", "-id"], name="audit_by_reference"),
            # What was decided in the last days. Rows are added in the order of time, so it costs next to nothing.
            BrinIndex(fields=["at"], name="audit_by_time", autosummarize=True),
        ]
        constraints = [models.CheckConstraint(name="audit_has_digest", condition=Q(digest__regex=DIGEST))]

    def __str__(self):
        return f"{self.verb} {self.subject_type} {self.subject_id}"


class AccessEvent(models.Model):
    """Somebody looked at a private query or picture. Append-only like AuditEvent; shown to the patient.

    `reason` is why a member of the staff looked; empty for the patient and for doctors, who hold the query. Who wasn't
    working on it was asked for the reason first (kind ASKED; accounts.look_reasons); `note` says it in their words.
    """

    class Kind(models.TextChoices):
        QUERY = "query", _("read the query")
        EARLIER = "earlier", _("read the query to answer another one of yours")
        PICTURE = "picture", _("looked at a picture")
        DOCUMENT = "document", _("looked at a document")
        ASKED = "asked", _("asked for access")

    class Reason(models.TextChoices):
        NONE = "", ""
        WORKING = "working", _("as part of their work")
        COMPLAINT = "complaint", _("to look into a complaint")
        QUALITY = "quality", _("to check a decision, or the quality of our work")
        ASKED = "patient_asked", _("because the patient asked us to look")
        SECURITY = "security", _("to protect somebody, or the site")
        LEGAL = "legal", _("because the law demands it")
        FAULT = "fault", _("to look into a technical fault")
        OTHER = "other", _("for another reason")

    at = models.DateTimeField(default=timezone.now, editable=False)
    viewer_id = models.BigIntegerField(editable=False)
    viewer_role = models.CharField(max_length=20, editable=False)
    kind = models.CharField(max_length=10, choices=Kind.choices, editable=False)
    subject_id = models.BigIntegerField(editable=False)
    reference = models.CharField(max_length=20, blank=True, editable=False)
    reason = models.CharField(max_length=13, choices=Reason.choices, blank=True, default="", editable=False)
    note = models.CharField(
        max_length=200, blank=True, default="", db_default="", editable=False, help_text="no health text"
    )
    digest = models.CharField(
        max_length=64, default="", editable=False, help_text="SHA-256 of this row, by a trigger"
    )

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["reference", "-id"], name="access_by_reference")]
        constraints = [
            models.CheckConstraint(name="access_has_digest", condition=Q(digest__regex=DIGEST)),
            models.CheckConstraint(
                name="access_other_reason_in_words", condition=~Q(reason="other") | ~Q(note="")
            ),
            models.CheckConstraint(
                name="access_note_of_a_given_reason",
                condition=Q(note="") | ~Q(reason__in=["", "working"]),
            ),
            models.CheckConstraint(
                name="access_asked_with_a_reason",
                condition=~Q(kind="asked") | ~Q(reason__in=["", "working"]),
            ),
        ]

    def __str__(self):
        return f"{self.viewer_id} {self.kind} {self.subject_id}"

    @property
    def why(self):
        """The reason in words, with the person's own; "" where there is none."""
        return ": ".join(filter(None, [str(self.get_reason_display()), self.note]))
