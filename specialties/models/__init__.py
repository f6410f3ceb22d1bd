from specialties.models.doctor import Doctor
from specialties.models.document import MOST_QUALIFICATIONS, DoctorDocument
from specialties.models.edition import Edition
from specialties.models.formerslug import FormerSlug
from specialties.models.portrait import UncutPortrait
from specialties.models.reminder import LicenceReminder
from specialties.models.specialty import CareLevel, Specialty
from specialties.models.states import DOCTOR_MOVES, DOCUMENT_MOVES, DoctorStatus, DocumentKind, DocumentStatus

__all__ = [
    "DOCTOR_MOVES",
    "DOCUMENT_MOVES",
    "MOST_QUALIFICATIONS",
    "CareLevel",
    "Doctor",
    "DoctorDocument",
    "DoctorStatus",
    "DocumentKind",
    "DocumentStatus",
    "Edition",
    "FormerSlug",
    "LicenceReminder",
    "Specialty",
    "UncutPortrait",
]
