"""The states of a doctor's verification and of its documents, and the moves between them."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DoctorStatus(models.TextChoices):
    DRAFT = "draft", _("Not sent yet")
    APPLIED = "applied", _("Waiting for the first check")
    CHECKED = "checked", _("Waiting for the second check")
    VERIFIED = "verified", _("Verified")
    RETURNED = "returned", pgettext_lazy("application", "Sent back")
    LAPSED = "lapsed", _("Licence ended")
    SUSPENDED = "suspended", _("Suspended")
    ARCHIVE = "archive", _("From an earlier site, not verified here")


# Every move a doctor's verification may make; a move absent from here is refused.
DOCTOR_MOVES = {
    DoctorStatus.DRAFT: {DoctorStatus.APPLIED},
    DoctorStatus.APPLIED: {DoctorStatus.CHECKED, DoctorStatus.RETURNED},
    DoctorStatus.CHECKED: {DoctorStatus.VERIFIED, DoctorStatus.RETURNED},
    DoctorStatus.VERIFIED: {
        DoctorStatus.LAPSED,
        DoctorStatus.SUSPENDED,
        DoctorStatus.APPLIED,
    },
    DoctorStatus.RETURNED: {DoctorStatus.APPLIED},
    DoctorStatus.LAPSED: {DoctorStatus.APPLIED, DoctorStatus.SUSPENDED},
    DoctorStatus.SUSPENDED: {DoctorStatus.APPLIED},
    DoctorStatus.ARCHIVE: set(),
}


class DocumentKind(models.TextChoices):
    """What a document proves. Of a licence and of an identity document there is one, of qualifications up to six."""

    LICENCE = "licence", _("Licence")
    IDENTITY = "identity", _("Identity document")
    QUALIFICATION = "qualification", _("Qualification")


class DocumentStatus(models.TextChoices):
    WAITING = "waiting", _("Waiting for a check")
    ACCEPTED = "accepted", pgettext_lazy("document", "Accepted")
    RETURNED = "returned", pgettext_lazy("document", "Sent back")


# Every move a document may make. One that was accepted waits again when what it proved was changed.
DOCUMENT_MOVES = {
    DocumentStatus.WAITING: {DocumentStatus.ACCEPTED, DocumentStatus.RETURNED},
    DocumentStatus.ACCEPTED: {DocumentStatus.RETURNED, DocumentStatus.WAITING},
    DocumentStatus.RETURNED: {DocumentStatus.ACCEPTED},
}
