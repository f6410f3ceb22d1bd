"""A doctor's portrait: redrawn when it comes, cut to a square by its doctor, and nothing else of it kept."""

import io
from datetime import timedelta

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from PIL import Image

from accounts import audit
from accounts.moves import MoveRefused, lock
from accounts.pictures import redraw
from accounts.storage import delete_at_commit, files_or_nothing
from specialties import portrait_sizes
from specialties.models import DoctorStatus, UncutPortrait

SIDE = 400  # pixels of the portrait
UNCUT_PIXELS = 1600
KEPT = timedelta(days=1)
GONE = _("The picture was used or deleted meanwhile, maybe in another window.")
STOPPED = {
    DoctorStatus.LAPSED: _(
        "Your licence has ended. Until the renewed one is checked, your portrait stays as it is."
    ),
    DoctorStatus.SUSPENDED: _("Your account as a doctor is suspended, so your portrait stays as it is."),
}


def demand_standing(doctor):
    """MoveRefused for a doctor who lapsed or is suspended: readers go on seeing the portrait they saw."""
    if doctor.badge in STOPPED:
        raise MoveRefused(STOPPED[doctor.badge])


def begin(doctor, upload):
    """Redraw an upload and keep it to be cut, in place of an earlier one. Raises PictureRefused and MoveRefused."""
    demand_standing(doctor)  # before the work is done
    drawn = redraw(upload, longest_side=UNCUT_PIXELS)
    uncut = UncutPortrait(doctor=doctor, width=drawn.width, height=drawn.height)
    uncut.file.save("portrait.jpg", ContentFile(drawn.data), save=False)
    with files_or_nothing([uncut.file]):
        demand_standing(lock(doctor))
        _forget(UncutPortrait.objects.filter(doctor=doctor).first())
        uncut.save()
    return uncut


def cut(uncut, *, side=SIDE):
    """The square as the bytes of a JPEG. The file is our own drawing, so decoding it here is safe; some 20 ms."""
    with uncut.file.open("rb") as stored, Image.open(stored, formats=["JPEG"]) as picture:
        drawn = Image.new("RGB", (side, side))
        drawn.paste(picture.convert("RGB").resize((side, side), Image.Resampling.LANCZOS, box=uncut.square()))
    out = io.BytesIO()
    drawn.save(out, "JPEG", quality=88, optimize=True)
    return out.getvalue()


@transaction.atomic
def keep(uncut):
    """Store where the square lies. Locks the doctor. Raises MoveRefused as use() does."""
    demand_standing(lock(uncut.doctor))
    place = {name: getattr(uncut, name) for name in ("across", "down", "zoom")}
    if not UncutPortrait.objects.filter(pk=uncut.pk).update(**place):
        raise MoveRefused(GONE)


def use(uncut):
    """Make the square the portrait readers see, and delete both the upload and the portrait before. Locks the doctor.

    Raises MoveRefused when it was used or thrown away meanwhile, or the doctor may not change it.
    """
    written = []
    with files_or_nothing(written):
        doctor = lock(uncut.doctor)
        demand_standing(doctor)
        current = UncutPortrait.objects.filter(pk=uncut.pk).first()
        if current is None:
            raise MoveRefused(GONE)
        delete_at_commit(doctor.portrait)
        doctor.portrait.save("portrait.jpg", ContentFile(cut(uncut)), save=False)
        written.append(doctor.portrait)
        portrait_sizes.make(doctor.portrait)
        doctor.save(update_fields=["portrait"])
        _forget(current)
        audit.record(doctor.user, "doctor.portrait_changed", doctor)


@transaction.atomic
def remove(doctor):
    """Readers see the initials instead. Nothing happens where there is no portrait. Locks the doctor."""
    current = lock(doctor)
    demand_standing(current)
    if current.portrait:
        delete_at_commit(current.portrait)
        current.portrait = ""
        current.save(update_fields=["portrait"])
        audit.record(current.user, "doctor.portrait_removed", current)


@transaction.atomic
def throw_away(doctor):
    """Forget the picture being cut."""
    lock(doctor)
    _forget(UncutPortrait.objects.filter(doctor=doctor).first())


def forget_old():
    """Pictures that nobody cut for a day. For an hourly job."""
    for uncut in UncutPortrait.objects.filter(made_at__lt=timezone.now() - KEPT).select_related("doctor"):
        throw_away(uncut.doctor)


def _forget(uncut):
    if uncut is not None:
        delete_at_commit(uncut.file)
        uncut.delete()
