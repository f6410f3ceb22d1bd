from specialties.models.doctor import DOCTOR_MOVES, Doctor, DoctorStatus
from specialties.models.reminder import LicenceReminder
from specialties.models.specialty import CareLevel, Specialty

__all__ = ["DOCTOR_MOVES", "CareLevel", "Doctor", "DoctorStatus", "LicenceReminder", "Specialty"]
