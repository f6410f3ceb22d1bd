"""A doctor's application is written part by part, sent, and changed: each with its lock, audit line and e-mail."""

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.moves import MoveRefused, lock
from accounts.storage import delete_at_commit, files_or_nothing
from specialties import portraits, sections
from specialties.documents import Paper
from specialties.models import MOST_QUALIFICATIONS, Doctor, DoctorDocument, DoctorStatus, DocumentKind

# While a moderator has vouched and the second one is about to, the application stands still.
FROZEN = {DoctorStatus.CHECKED, DoctorStatus.ARCHIVE}
# In these an application is with its doctor, who sends it (again) when it is complete.
TO_SEND = {DoctorStatus.DRAFT, DoctorStatus.RETURNED, DoctorStatus.LAPSED, DoctorStatus.SUSPENDED}
STANDS_STILL = _("Your application is being checked and can’t be changed at the moment.")
CHANGED = _("This part was changed or decided meanwhile, perhaps in another window.")
# What readers see at once, as nobody checks it.
UNCHECKED = {"biography", "interests", "languages"}


class AgreementNeeded(Exception):
    """A verified doctor would start the checks anew by this and hasn't said that they know."""


@dataclass
class Change:
    """What a section's form says: columns of the doctor, ids of specialties, a document with its title."""

    columns: dict[str, Any] = field(default_factory=dict)
    specialties: set[int] | None = None
    paper: Paper | None = None
    title: str = ""

    def of(self, doctor, section):
        """The names of what would be different: columns, "specialties", "document"."""
        names = {name for name, value in self.columns.items() if getattr(doctor, name) != value}
        if self.specialties is not None and self.specialties != _specialty_ids(doctor):
            names.add("specialties")
        if self.paper and not doctor.documents.proving(section.kind).same_file(self.paper.data).exists():
            names.add("document")
        return names


def is_checked(names):
    """Whether moderators vouched for any of these, so that a change starts the checks anew."""
    return bool(names & {*sections.CHECKED_COLUMNS, "specialties", "document"})


def fingerprint(doctor, section, *, user):
    """What a section's page shows, as a short text: another one means that it was changed or decided meanwhile. Before
    anything was saved it is that of a draft just begun."""
    known = doctor or Doctor.objects.blank(user=user)
    shown = [
        known.badge,
        [str(getattr(known, column)) for column in section.columns],
        sorted(_specialty_ids(doctor)) if doctor and section.key == "specialties" else [],
        [[one.pk, one.status] for one in section.documents(doctor)],
    ]
    return hashlib.sha256(json.dumps(shown).encode()).hexdigest()[:24]


def save(section, change, *, user, seen, agreed=False):
    """Store a section, beginning a draft where there is none; return whether the checks start anew.

    What is stored already is a success, whatever `seen` says: the button was pressed twice. Locks the doctor.
    Raises MoveRefused when the section has changed since `seen` (its fingerprint) or the application stands still,
    AgreementNeeded, and IntegrityError when the register's number was taken in this moment.
    """
    written: list = []
    with files_or_nothing(written):
        doctor = _locked(user)
        names = change.of(doctor, section)
        if not names:
            return False
        if doctor.status in FROZEN:
            raise MoveRefused(STANDS_STILL)
        if seen != fingerprint(doctor, section, user=user):
            raise MoveRefused(CHANGED)
        if doctor.status == DoctorStatus.SUSPENDED and any(
            getattr(doctor, name) for name in names & UNCHECKED
        ):
            raise MoveRefused(
                _(
                    "While you are suspended readers see your profile as it was. Change only what moderators check."
                )
            )
        anew = is_checked(names) and _start_anew(doctor, by=user, agreed=agreed)
        _write(doctor, section, change, names=names, written=written)
        audit.record(user, "doctor.changed", doctor, section=section.key, fields=sorted(names))
        return anew


def remove(document_id, *, user, agreed=False):
    """Take back one of one's own qualifications; return whether the checks start anew. Gone already is a success.

    Locks the doctor. Raises MoveRefused while the application stands still, and AgreementNeeded.
    """
    with transaction.atomic():
        doctor = _locked(user)
        found = doctor.documents.proving(DocumentKind.QUALIFICATION).filter(pk=document_id)
        if not found.exists():
            return False
        if doctor.status in FROZEN:
            raise MoveRefused(STANDS_STILL)
        anew = _start_anew(doctor, by=user, agreed=agreed)
        found.take_away()
        doctor.count_up()
        audit.record(user, "doctor.changed", doctor, section="qualifications", fields=["document"])
        return anew


def throw_away(draft):
    """Delete an application that was never sent, with its documents and portrait. Under the caller's lock."""
    draft.documents.all().take_away()
    portraits.throw_away(draft)
    delete_at_commit(draft.portrait)
    draft.delete()


def send(doctor, *, by, seen_version):
    """Send a complete application, the first time or again; tell whether it was sent just now. Sent already is a
    success. Raises MoveRefused when it is incomplete, was changed or decided since `seen_version`, and IntegrityError
    when the register's number was taken by another doctor."""
    with transaction.atomic():
        current = lock(doctor)
        if current.status == DoctorStatus.APPLIED:
            return False
        if current.status == DoctorStatus.DRAFT:
            current.submit(by=by, seen_version=seen_version)
        elif current.status in TO_SEND:
            current.apply_again(by=by, seen_version=seen_version)
        else:
            raise MoveRefused(CHANGED)
        return True


def _locked(user):
    """The doctor of an account under a row lock, begun where there is none."""
    doctor = Doctor.objects.filter(user=user).first()
    if doctor is None:
        try:
            with transaction.atomic():
                doctor = Doctor.objects.begin(user=user)
        except IntegrityError:  # another window was quicker
            doctor = Doctor.objects.get(user=user)
    return lock(doctor)


def _start_anew(doctor, *, by, agreed):
    """Have a verified doctor checked again, before anything changes: what was checked stays until then. Returns
    whether that was needed; raises AgreementNeeded."""
    if doctor.status != DoctorStatus.VERIFIED:
        return False
    if not agreed:
        raise AgreementNeeded
    doctor.apply_again(by=by, seen_version=doctor.version)
    return True


def _write(doctor, section, change, *, names, written):
    for name in names & set(change.columns):
        setattr(doctor, name, change.columns[name])
    doctor.version += 1
    columns = [*(names & set(change.columns)), "version"]
    doctor.save(update_fields=columns)
    if "specialties" in names:
        doctor.specialties.set(change.specialties)
    if "document" in names:
        _keep(doctor, section, change, written=written)
    for kind, proved in sections.PROVES.items():
        if names & proved:
            doctor.documents.proving(kind).look_again()


def _keep(doctor, section, change, *, written):
    """Store a document in place of the one before; a qualification beside the others."""
    same_kind = doctor.documents.proving(section.kind)
    if section.kind != DocumentKind.QUALIFICATION:
        same_kind.take_away()
    elif same_kind.count() >= MOST_QUALIFICATIONS:
        raise MoveRefused(_("You have sent six qualifications already. Remove one to add another."))
    paper = change.paper
    document = DoctorDocument.objects.add(
        doctor,
        kind=section.kind,
        data=paper.data,
        content_type=paper.content_type,
        pages=paper.pages,
        title=change.title,
    )
    written.append(document.file)


def _specialty_ids(doctor):
    return {specialty.pk for specialty in doctor.specialties.all()}
