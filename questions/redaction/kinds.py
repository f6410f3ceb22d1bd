"""What a mark is, which kinds there are, and in which of Safe Harbor's 18 classes each belongs."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class MarkKind(models.TextChoices):
    EMAIL = "email", _("e-mail address")
    LINK = "link", _("web address")
    HANDLE = "handle", _("account name")
    PHONE = "phone", _("telephone number")
    FAX = "fax", _("fax number")
    IP = "ip", _("network address")
    SSN = "ssn", _("national identity number")
    RECORD = "record", _("medical record number")
    PLAN = "plan", _("insurance number")
    ACCOUNT = "account", _("account or card number")
    LICENCE = "licence", _("licence or certificate number")
    VEHICLE = "vehicle", _("vehicle number")
    DEVICE = "device", _("device number")
    NUMBER = "number", _("long number")
    DATE = "date", _("date")
    AGE = "age", _("age of 90 or over")
    NAME = "name", _("name")
    EMPLOYER = "employer", _("employer")
    PLACE = "place", _("place")
    BIOMETRIC = "biometric", _("biometric mark")
    PHOTO = "photo", _("picture of a person")
    OTHER = "other", _("other mark of one person")


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of text to look at: text[start:end]."""

    start: int
    end: int
    kind: str


# The 18 classes of 45 CFR 164.514(b)(2)(i), in its order: key → (label, kinds of mark). Signed off class by class.
CLASSES = {
    "names": (_("Names"), (MarkKind.NAME,)),
    "places": (_("Places smaller than a state or region"), (MarkKind.PLACE,)),
    "dates": (_("Dates finer than a year, and ages of 90 or over"), (MarkKind.DATE, MarkKind.AGE)),
    "phone": (_("Telephone numbers"), (MarkKind.PHONE,)),
    "fax": (_("Fax numbers"), (MarkKind.FAX,)),
    "email": (_("E-mail addresses"), (MarkKind.EMAIL,)),
    "ssn": (_("National identity numbers"), (MarkKind.SSN,)),
    "record": (_("Medical record numbers"), (MarkKind.RECORD,)),
    "plan": (_("Insurance numbers"), (MarkKind.PLAN,)),
    "account": (_("Account and card numbers"), (MarkKind.ACCOUNT,)),
    "licence": (_("Licence and certificate numbers"), (MarkKind.LICENCE,)),
    "vehicle": (_("Vehicles and plates"), (MarkKind.VEHICLE,)),
    "device": (_("Device numbers"), (MarkKind.DEVICE,)),
    "url": (_("Web addresses"), (MarkKind.LINK,)),
    "ip": (_("Network addresses"), (MarkKind.IP,)),
    "biometric": (_("Biometric marks"), (MarkKind.BIOMETRIC,)),
    "photo": (_("Pictures of a person"), (MarkKind.PHOTO,)),
    "other": (
        _("Any other mark of one person"),
        (MarkKind.HANDLE, MarkKind.EMPLOYER, MarkKind.NUMBER, MarkKind.OTHER),
    ),
}
CLASS_OF = {kind: key for key, (_label, kinds) in CLASSES.items() for kind in kinds}


def class_of(kind):
    """The key of the class of a kind of mark."""
    return CLASS_OF[kind]
