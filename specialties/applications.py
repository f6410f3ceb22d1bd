"""A doctor applies, and changes what they applied with: each with its lock, audit line and e-mail."""

import secrets
from contextlib import contextmanager

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from accounts import audit, mail
from accounts.moves import MoveRefused, lock
from specialties.models import Doctor, DoctorStatus

# While a moderator has vouched and the second one is about to, the application stands still.
FROZEN = {DoctorStatus.CHECKED, DoctorStatus.ARCHIVE}
# In these any save is an application: there is nothing to keep up.
ALWAYS_ANEW = {DoctorStatus.RETURNED, DoctorStatus.SUSPENDED}
FILES = ("licence_document", "portrait")


@contextmanager
def _all_or_nothing(form):
    """A transaction that, when it fails, takes back the files just sent, too: a rollback leaves them on the disk."""
    try:
        with transaction.atomic():
            yield
    except Exception:
        for name in FILES:
            if name in form.changed_data:
                getattr(form.instance, name).delete(save=False)
        raise


def apply(form, *, user):
    """Make the doctor of a first application from a valid DoctorApplicationForm. Raises IntegrityError when the
    account has one already or the register's number was taken in this moment."""
    doctor = form.instance
    doctor.user = user
    doctor.slug = _free_slug(doctor.name)
    with _all_or_nothing(form):
        form.save()
        audit.record(user, "doctor.applied", doctor)
        mail.notify(user, "doctor_applied", path="/dashboard/")
    return doctor


def change(form, *, by, seen_version):
    """Save a changed profile and, where that touches what was checked, start the checks anew; tell whether it did.

    Locks the doctor. Raises MoveRefused when a moderator decided, or another window saved, since `seen_version`.
    """
    doctor = form.instance
    with _all_or_nothing(form):
        current = lock(doctor)
        if current.version != seen_version or doctor.version != seen_version:
            raise MoveRefused(_("Your application was changed or decided meanwhile."))
        if current.status in FROZEN:
            raise MoveRefused(_("Your application is being checked and can’t be changed at the moment."))
        replaced = [name for name in FILES if name in form.changed_data]
        old_files = [getattr(current, name) for name in replaced if getattr(current, name)]
        doctor.version += 1
        form.save(commit=False).save()
        audit.record(by, "doctor.changed", doctor, fields=sorted(form.changed_data))
        for file in old_files:
            transaction.on_commit(lambda file=file: file.storage.delete(file.name))
        anew = current.status in ALWAYS_ANEW or (
            form.needs_new_check() and current.status != DoctorStatus.APPLIED
        )
        if anew:
            doctor.apply_again(by=by, seen_version=doctor.version)
        form.save_m2m()  # specialties change once the checks have begun anew
        return anew


def _free_slug(name):
    """The doctor's address from the name, with a few random letters when it is taken."""
    slug = slugify(name)[:120].strip("-") or "doctor"
    taken = Doctor.objects.filter(slug=slug).exists()
    return f"{slug}-{secrets.token_hex(3)}" if taken else slug
