"""The parts of an application: what each asks for, whether it is complete, and what moderators vouch for."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_stubs_ext import StrOrPromise

from specialties import registers
from specialties.models.states import DocumentKind, DocumentStatus

# Columns that moderators check and readers rely on: a change of any starts the two checks anew, as one of the
# specialties or of a document does. The guards in migrations/0007 hold the same list.
CHECKED_COLUMNS = (
    "name",
    "title",
    "degree",
    "country",
    "register_name",
    "register_country",
    "register_number",
    "register_url",
    "licence_expires_on",
)
# What a document proves: it is looked at again when that changes.
PROVES = {
    DocumentKind.IDENTITY: {"name"},
    DocumentKind.LICENCE: {
        *("name", "register_name", "register_country", "register_number", "licence_expires_on")
    },
}


@dataclass(frozen=True)
class Section:
    """A part of the application with a page of its own. `columns` are the doctor's, `kind` that of its documents."""

    key: str
    title: StrOrPromise
    columns: tuple[str, ...] = ()
    kind: str = ""
    optional: bool = False

    @property
    def url(self):
        """Its page; a portrait is sent and cut on one of its own."""
        return (
            reverse("doctor-portrait")
            if self.key == "portrait"
            else reverse("apply-section", args=[self.key])
        )

    @property
    def is_checked(self):
        """Whether moderators vouch for any of it, so that a change may start the checks anew."""
        return (
            bool(self.kind) or self.key == "specialties" or not set(self.columns).isdisjoint(CHECKED_COLUMNS)
        )

    def documents(self, doctor):
        """Those of `doctor` (None before anything was saved) that belong here, as they came. No query when they were
        prefetched."""
        everything = doctor.documents.all() if self.kind and doctor else []
        return sorted((one for one in everything if one.kind == self.kind), key=lambda one: one.pk)


SECTIONS = (
    Section("you", _("About you"), ("name", "title", "degree", "country", "biography")),
    Section("portrait", _("Portrait"), ("portrait",), optional=True),
    Section(
        "register",
        _("Register and licence"),
        ("register_name", "register_country", "register_number", "register_url", "licence_expires_on"),
        DocumentKind.LICENCE,
    ),
    Section("identity", _("Identity document"), (), DocumentKind.IDENTITY),
    Section("qualifications", _("Qualifications"), (), DocumentKind.QUALIFICATION),
    Section("specialties", _("Specialties")),
    Section("languages", _("Languages"), ("languages",)),
    Section("interests", _("Declared interests"), ("interests",)),
)
BY_KEY = {section.key: section for section in SECTIONS}
# Columns that may stay empty in a complete section.
MAY_BE_EMPTY = {"degree", "biography", "register_url"}


# What the tag of a section says.
OPTIONAL = pgettext_lazy("part of an application", "Optional")
NOT_STARTED = pgettext_lazy("part of an application", "Not started")
INCOMPLETE = pgettext_lazy("part of an application", "Incomplete")
COMPLETE = pgettext_lazy("part of an application", "Complete")
SENT_BACK = pgettext_lazy("part of an application", "Sent back")


@dataclass(frozen=True)
class State:
    """Where a section stands, as a word and a colour of its tag, and the reasons it was sent back for."""

    word: str
    level: str
    reasons: tuple[tuple[str, str], ...] = ()


def state_of(section, doctor):
    """The State of a section; `doctor` None before anything was saved."""
    if doctor is None:
        return State(OPTIONAL if section.optional else NOT_STARTED, "")
    documents = section.documents(doctor)
    returned = tuple((one.label, one.reason) for one in documents if one.status == DocumentStatus.RETURNED)
    if returned:
        return State(SENT_BACK, "bad", returned)
    if is_complete(section, doctor):
        return State(COMPLETE, "good")
    if _is_begun(section, doctor):
        return State(INCOMPLETE, "warn")
    return State(OPTIONAL if section.optional else NOT_STARTED, "")


def is_complete(section, doctor):
    """Whether a section has all that is needed to send it; its documents may still wait for their decision."""
    documents = section.documents(doctor)
    if section.kind and (not documents or any(one.status == DocumentStatus.RETURNED for one in documents)):
        return False
    if section.key == "specialties":
        return bool(doctor.specialties.all())
    if section.key == "register" and (number_fault(doctor) or not _is_valid(doctor.licence_expires_on)):
        return False
    return all(getattr(doctor, column) for column in section.columns if column not in MAY_BE_EMPTY)


def missing(doctor):
    """The sections without which an application can't be sent."""
    return [section for section in SECTIONS if not section.optional and not is_complete(section, doctor)]


def number_fault(doctor):
    """What is wrong with the registration number, in words; "" when nothing is."""
    return registers.number_fault(
        doctor.register_number, register=registers.known(doctor.register_name, doctor.register_country)
    )


def obstacles(doctor):
    """Why a doctor can't be verified, in words: a document that isn't accepted, or a licence that isn't in order."""
    found = []
    for kind in DocumentKind:
        documents = [one for one in doctor.documents.all() if one.kind == kind]
        if not documents:
            found.append(_("There is no document: %(what)s.") % {"what": kind.label})
        found += [
            _("This document is not accepted: %(what)s.") % {"what": one.label}
            for one in documents
            if one.status != DocumentStatus.ACCEPTED
        ]
    if not _is_valid(doctor.licence_expires_on):
        found.append(_("The licence has no valid expiry date."))
    if not doctor.register_name or not doctor.register_number:
        found.append(_("The register's name and the registration number are missing."))
    return found


def profile(doctor):
    """What moderators vouch for, fit for JSON: kept at verification, to show later what has changed."""
    documents = doctor.documents.in_order()
    return {
        **{column: str(getattr(doctor, column) or "") for column in CHECKED_COLUMNS},
        "specialties": sorted(specialty.name for specialty in doctor.specialties.all()),
        "documents": [[one.kind, one.title, one.sha256] for one in documents],
    }


def _is_valid(day):
    return day is not None and day >= timezone.now().date()


def _is_begun(section, doctor):
    if section.key == "specialties":
        return bool(doctor.specialties.all())
    return bool(section.documents(doctor)) or any(getattr(doctor, column) for column in section.columns)
