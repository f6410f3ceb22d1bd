"""The documents a doctor is verified by: private files, each decided on its own."""

import hashlib

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import audit, statements
from accounts.models import StatementKind
from accounts.moves import MoveRefused, lock
from accounts.storage import delete_at_commit, private_files, random_name
from specialties.models.states import DOCUMENT_MOVES, DoctorStatus, DocumentKind, DocumentStatus

MOST_QUALIFICATIONS = 6
ENDINGS = {"image/jpeg": "jpg", "application/pdf": "pdf"}
# While an application is with the moderators, or back with the doctor for another document.
DECIDED_WHILE = {DoctorStatus.APPLIED, DoctorStatus.CHECKED, DoctorStatus.RETURNED}


class DoctorDocumentQuerySet(models.QuerySet):
    def in_order(self):
        """Licence, identity, then qualifications as they came."""
        first = models.Case(
            *(models.When(kind=kind, then=place) for place, kind in enumerate(DocumentKind.values))
        )
        return self.order_by(first, "pk")

    def proving(self, *kinds):
        """Those of some kinds."""
        return self.filter(kind__in=kinds)

    def same_file(self, data):
        """Those whose stored file has these bytes."""
        return self.filter(sha256=hashlib.sha256(data).hexdigest())

    def sent(self):
        """What moderators may see: documents of applications that were sent."""
        return self.exclude(doctor__status=DoctorStatus.DRAFT)

    def add(self, doctor, *, kind, data, content_type="image/jpeg", pages=1, title=""):
        """Store the bytes `data` (redrawn or rewritten by accounts.pictures or accounts.pdfs) as a document.

        A rollback leaves the file behind, without a row: the caller deletes it (`applications`), or the daily sweep.
        """
        document = DoctorDocument(
            doctor=doctor,
            kind=kind,
            title=title,
            content_type=content_type,
            pages=pages,
            size=len(data),
            sha256=hashlib.sha256(data).hexdigest(),
        )
        document.file.save(f"document.{ENDINGS[content_type]}", ContentFile(data), save=False)
        document.save(force_insert=True)
        return document

    def take_away(self):
        """Delete the rows now and their files at commit."""
        for document in self:
            delete_at_commit(document.file)
            document.delete()

    def look_again(self):
        """Accepted documents wait again: what they proved was changed."""
        for document in self.filter(status=DocumentStatus.ACCEPTED):
            document.put_back()


class DoctorDocument(models.Model):
    """A licence, identity document or qualification. Read by its doctor, and by moderators after the look is recorded.

    Its file never changes: another file is another document. The doctor's row is the lock and carries the version.
    """

    doctor = models.ForeignKey("specialties.Doctor", models.CASCADE, related_name="documents")
    kind = models.CharField(_("kind"), max_length=13, choices=DocumentKind.choices)
    title = models.CharField(_("what it is"), max_length=120, blank=True)
    file = models.FileField(storage=private_files, upload_to=random_name, editable=False)
    content_type = models.CharField(max_length=20, editable=False)
    pages = models.PositiveSmallIntegerField(default=1, editable=False)
    size = models.PositiveIntegerField(editable=False, help_text="bytes")
    sha256 = models.CharField(max_length=64, editable=False)
    sent_at = models.DateTimeField(default=timezone.now, editable=False)
    status = models.CharField(
        max_length=8, choices=DocumentStatus.choices, default=DocumentStatus.WAITING, editable=False
    )
    reason = models.TextField(_("reason"), blank=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    decided_at = models.DateTimeField(null=True, editable=False)

    objects = DoctorDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        constraints = [
            models.UniqueConstraint(
                name="doctor_has_one_licence_and_identity",
                fields=["doctor", "kind"],
                condition=~Q(kind="qualification"),
            ),
            # A form sent twice stores its file once.
            models.UniqueConstraint(name="document_is_stored_once", fields=["doctor", "kind", "sha256"]),
            models.CheckConstraint(
                name="document_decided_at_and_by_together",
                condition=Q(status="waiting", decided_at=None, decided_by=None)
                | Q(~Q(status="waiting"), decided_at__isnull=False, decided_by__isnull=False),
            ),
            models.CheckConstraint(
                name="document_returned_with_reason",
                condition=Q(~Q(reason=""), status="returned") | Q(~Q(status="returned"), reason=""),
            ),
            models.CheckConstraint(
                name="document_qualification_has_title", condition=~Q(kind="qualification") | ~Q(title="")
            ),
        ]

    def __str__(self):
        return self.label

    @property
    def label(self):
        """What it is, in words: a qualification by its title."""
        return self.title or str(self.get_kind_display())

    @property
    def file_name(self):
        """What it is called when it is saved to disk: nothing of what its sender called it."""
        return f"{self.kind}-{self.pk}.{ENDINGS[self.content_type]}"

    def accept(self, *, by, seen_version):
        """The document proves what it should. `seen_version` is the doctor's."""
        self._decide(DocumentStatus.ACCEPTED, by=by, seen_version=seen_version)

    @transaction.atomic
    def send_back(self, *, by, reason, seen_version, rule="", change=""):
        """The document doesn't prove what it should: the application goes back with it, `reason` to its doctor; `rule`
        and `change` are for the statement. One mail tells of all that come back with it."""
        self._decide(DocumentStatus.RETURNED, by=by, seen_version=seen_version, reason=reason)
        statements.give(
            to=self.doctor.user,
            kind=StatementKind.DOCUMENT_RETURNED,
            subject=self,
            what=reason,
            rule=rule,
            change=change,
            by=by,
        )

    @transaction.atomic
    def _decide(self, to, *, by, seen_version, reason=""):
        """Lock the doctor, then the document; write the decision, the doctor's version and the audit line.

        Raises MoveRefused when the doctor has changed since `seen_version`, when the table of moves forbids it, and
        to the doctor.
        """
        doctor = lock(self.doctor)
        current = lock(self)
        stale = doctor.version != seen_version or doctor.status not in DECIDED_WHILE
        if stale or to not in DOCUMENT_MOVES[current.status]:
            raise MoveRefused(_("This application was changed or decided meanwhile."))
        if by.pk == doctor.user_id:
            raise MoveRefused(_("Nobody decides on their own application."))
        statements.demand_not_overruled(current, by=by)
        current._to(to, reason=reason, by=by)
        audit.record(by, f"document.{to}", doctor, document=current.pk, kind=current.kind)
        if to == DocumentStatus.RETURNED and doctor.status != DoctorStatus.RETURNED:
            doctor.send_back(by=by, reason="", seen_version=doctor.version)
        else:
            doctor.count_up()
        self.refresh_from_db()

    def put_back(self):
        """An accepted document waits for another look. Called with the doctor locked."""
        self._to(DocumentStatus.WAITING)

    def _to(self, to, *, reason="", by=None):
        self.status, self.reason = to, reason
        self.decided_by, self.decided_at = by, timezone.now() if by else None
        self.save(update_fields=["status", "reason", "decided_by", "decided_at"])
