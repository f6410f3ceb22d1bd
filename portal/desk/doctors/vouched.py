"""What has changed in a doctor's application since moderators last vouched for it."""

from django.utils.translation import gettext_lazy as _

from questions.worddiff import word_diff
from specialties import sections

LABELS = {
    "name": _("Name"),
    "title": _("Professional title"),
    "degree": _("Degrees"),
    "country": _("Country"),
    "register_name": _("Register"),
    "register_country": _("Country of the register"),
    "register_number": _("Registration number"),
    "register_url": _("Entry on the register"),
    "licence_expires_on": _("Licence ends on"),
    "specialties": _("Specialties"),
    "documents": _("Documents"),
}


def changes(doctor):
    """[(label, pieces of the word-diff)] of what is not as it was verified; None when it never was."""
    if not doctor.verified_profile:
        return None
    before, now = (_words(each) for each in (doctor.verified_profile, sections.profile(doctor)))
    return [
        (label, word_diff(before.get(name, ""), now.get(name, "")))
        for name, label in LABELS.items()
        if before.get(name, "") != now.get(name, "")
    ]


def _words(profile):
    """A profile with each value as one text; a document by its kind, title and the beginning of its digest."""
    papers = [
        " ".join(filter(None, [kind, title, digest[:8]])) for kind, title, digest in profile["documents"]
    ]
    return {**profile, "specialties": ", ".join(profile["specialties"]), "documents": ", ".join(papers)}
