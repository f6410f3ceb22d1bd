"""A query and an answer as the desk shows them: parts with labels, ready to print."""

from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from answers.models import MARKDOWN_FIELDS, AnswerVersion
from specialties.markdown import render

CARE_LEVELS = {"help_non_urgent": "non-urgent", "help_urgent": "urgent", "help_emergency": "emergency"}
TEXT_FIELDS = ("short_answer", *MARKDOWN_FIELDS, "sources")


@dataclass(frozen=True)
class Part:
    """One part of an answer: its words, and as safe HTML where it holds markdown."""

    field: str
    label: str
    text: str
    html: SafeString | str = ""
    level: str = ""


def parts(contract):
    """The parts of an AnswerContract that hold something, in the order readers see them."""
    shown = []
    for name in TEXT_FIELDS:
        text = getattr(contract, name)
        if text.strip():
            html = render(text) if name in MARKDOWN_FIELDS else ""
            shown.append(Part(name, label(name), text, html, CARE_LEVELS.get(name, "")))
    return shown


def label(name):
    """What a part of the contract is called, beginning with a capital."""
    words = str(AnswerVersion._meta.get_field(name).verbose_name)
    return words[:1].upper() + words[1:]


def findings(contract, attachments):
    """(picture's number, the doctor's words) for each picture, in order."""
    return [
        (number, str(contract.findings.get(str(picture.pk), "")).strip())
        for number, picture in enumerate(attachments, start=1)
    ]


def sources(text):
    """(title, address) of each line `Title | https://…`; address "" where the line has none that is safe to link."""
    found = []
    for line in text.splitlines():
        title, _bar, url = (piece.strip() for piece in line.rpartition("|"))
        if url.startswith(("https://", "http://")) and " " not in url:
            found.append((title or url, url))
        elif line.strip():
            found.append((line.strip(), ""))
    return found


def facts(question):
    """What the patient said about who it is about and their health: (label, words) pairs that hold something."""
    pairs = [
        (_("Who it is about"), question.get_about_display()),
        (_("Age"), question.get_age_band_display()),
        (_("Sex"), question.get_sex_display()),
        (_("Long-term conditions"), question.conditions),
        (_("Medicines"), question.medicines),
        (_("Allergies"), question.allergies),
        (_("Publication"), question.get_consent_display()),
    ]
    return [(name, words) for name, words in pairs if words]


def marks(question):
    """The (word, level) tags of a query: what makes it urgent, delicate or harder to publish."""
    found = []
    if question.urgent:
        found.append((_("Urgent"), "urgent"))
    if question.self_harm:
        found.append((_("Self-harm"), "bad"))
    if question.minor:
        found.append((_("About a minor"), "warn"))
    specialty = question.specialty
    if specialty and (specialty.rare or specialty.area.rare):
        found.append((_("Rare condition"), "warn"))
    if specialty and (specialty.sensitive or specialty.area.sensitive):
        found.append((_("Sensitive topic"), "warn"))
    return found
