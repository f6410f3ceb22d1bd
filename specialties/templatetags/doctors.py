"""How a doctor appears on public pages: the line with portrait and mark, names of countries and languages."""

import re
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from django import template
from django.conf import settings
from django.conf.locale import LANG_INFO
from django.utils.html import format_html
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from accounts.paths import path_of
from accounts.stencils import Stencil, in_words
from specialties import portrait_sizes
from specialties.models import Doctor, DoctorStatus
from specialties.models.doctor import badge_of

# Languages that doctors speak and Django has no name for.
MORE_LANGUAGES = {
    "am": _("Amharic"),
    "ha": _("Hausa"),
    "mi": _("Māori"),
    "ps": _("Pashto"),
    "si": _("Sinhala"),
    "so": _("Somali"),
    "tl": _("Tagalog"),
    "yo": _("Yoruba"),
    "zh": _("Chinese"),
}
register = template.Library()
_LINE = Stencil("includes/_doctor_line.html")

# What stands where a verified doctor has the mark.
NOTES = {
    DoctorStatus.LAPSED: _("Licence ended"),
    DoctorStatus.SUSPENDED: _("Suspended"),
    DoctorStatus.ARCHIVE: _("From an earlier site; not verified here"),
}
RENEWING = _("Verification is being renewed")
_GAPS = re.compile(r"[\s.()]+")
_TITLES = re.compile(r"^(dr|prof|professor|doctor|mr|mrs|ms|mx)\.?$", re.IGNORECASE)


class InLine(NamedTuple):
    """What a line prints of a doctor, for lists that read rows: a Doctor of each costs more than all the rest."""

    name: str
    slug: str
    title: str
    portrait: str
    status: str
    licence_expires_on: date | None

    @property
    def badge(self):
        return badge_of(self.status, self.licence_expires_on)


@register.simple_tag
def doctor_line(doctor, title=None, mark=True):
    """The doctor with portrait, title and mark; `title` replaces the doctor's own."""
    return line_of(doctor, title=title, mark=mark, language=get_language())


def line_of(doctor, *, language, title=None, mark=True):
    """doctor_line(), where the language in use has been asked for already."""
    shown = (doctor.title if title is None else title) or ""
    line = _line.__wrapped__ if settings.DEBUG else _line  # while developing, templates change
    return line(language, doctor.name, doctor.slug, shown, str(doctor.portrait), doctor.badge, mark)


@lru_cache(maxsize=4096)
def _line(language, name, slug, title, portrait, badge, mark):
    """The line of words that are printed in it: a list prints the same doctors again and again."""
    words = {
        "name": name,
        "title": title,
        "url": path_of("doctor-detail", language=language, slug=slug),
        "portrait_url": portrait_sizes.address(Doctor(portrait=portrait).portrait, portrait_sizes.LINE),
        "initials": initials(name),
        "unverified_note": note_of(badge) if mark else "",
    }
    warned = badge in (DoctorStatus.LAPSED, DoctorStatus.SUSPENDED)
    return _LINE.fill(words, verified=mark and badge == DoctorStatus.VERIFIED, warned=warned)


@register.filter
def not_verified(doctor):
    """The words for a doctor without the mark; empty for a verified one."""
    return note_of(doctor.badge)


def note_of(badge):
    """The words for a status that readers see (Doctor.badge); empty for a verified doctor."""
    return "" if badge == DoctorStatus.VERIFIED else NOTES.get(badge, RENEWING)


@register.filter
def portrait_url(doctor):
    """The address of a doctor's portrait in the size of the profile; empty without one."""
    return portrait_sizes.address(doctor.portrait, portrait_sizes.PROFILE)


@register.filter
def initials(name):
    """The first and last name's first letters, for a doctor without a portrait."""
    # Degrees come after a comma; an archive's names also hold brackets and emoji.
    found = [word for word in _GAPS.split(name.partition(",")[0]) if word[:1].isalpha()]
    words = [word for word in found if not _TITLES.match(word)] or found
    return "".join(word[0] for word in dict.fromkeys([words[0], words[-1]])).upper() if words else ""


@register.filter
def country_name(code):
    """GB → United Kingdom; a code nobody knows stays as it is."""
    return countries.name(code) or code


@register.filter
def language_name(code):
    """fr → French, in the language in use; a code nobody knows stays as it is."""
    name = LANG_INFO.get(code, {}).get("name")  # Django's own catalogues have these
    return gettext(name) if name else MORE_LANGUAGES.get(code, code)


@register.filter
def iso_day(text):
    """2026-05-02, as a credentials snapshot has it, as 2 May 2026."""
    try:
        return in_words(date.fromisoformat(text))
    except (TypeError, ValueError):
        return text


@register.filter
def as_day(text):
    """iso_day() as a <time>, to stand within a sentence."""
    return format_html('<time datetime="{}">{}</time>', text, iso_day(text))
