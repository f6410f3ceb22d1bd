"""Who may write as a doctor: asked by every move of a doctor's, in its transaction, before it locks anything else."""

from django.utils.translation import gettext_lazy as _

from accounts.moves import MoveRefused
from specialties.models import Doctor

NOT_VERIFIED = _("Only verified doctors with a valid licence can answer.")
# A share lock: writes of one doctor don't wait for each other, but a suspension waits for them, or they for it.
HELD = f"SELECT * FROM {Doctor._meta.db_table} WHERE id = %s FOR SHARE"


def hold_verified(doctor):
    """`doctor` read again and held until the transaction ends; MoveRefused unless verified with a valid licence.

    A suspension or lapse that commits first wins, however long ago the doctor's page was opened; one that comes later
    waits for the write. Locks the doctor: call it before queries and answers are locked, so that nobody waits in a
    ring. The database asks the same for what doctors write (`demand_verified_doctor()` in the guards).
    """
    current = next(iter(Doctor.objects.raw(HELD, [doctor.pk])), None)
    if current is None or not current.is_verified:
        raise MoveRefused(NOT_VERIFIED)
    return current
