"""A query and an answer as the desk shows them: parts with labels, ready to print."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from answers.models import MARKDOWN_FIELDS, AnswerStatus, AnswerVersion
from questions import redaction, spam
from questions.models import FlagLevel, Publication
from questions.models.redflaghit import MOST_SERIOUS_FIRST
from questions.sending import most_serious_first

TEXT_FIELDS = ("short_answer", *MARKDOWN_FIELDS, "sources")

# What a text of a doctor's may hold without identifying or advertising anybody.
HARMLESS_MARKS = {redaction.MarkKind.DATE, redaction.MarkKind.AGE}

# States whose own labels speak to the patient or the doctor, in words for the desk.
PUBLICATION_WORDS = {Publication.AWAITING_PATIENT: gettext_lazy("Waiting for the patient")}
ANSWER_WORDS = {AnswerStatus.RETURNED: gettext_lazy("Sent back to the doctor")}


@dataclass(frozen=True)
class Part:
    """One part of an answer in its doctor's own words."""

    field: str
    label: str
    text: str


def parts(contract):
    """The parts of an AnswerContract that hold something, in the order readers see them."""
    shown = []
    for name in TEXT_FIELDS:
        text = getattr(contract, name)
        if text.strip():
            shown.append(Part(name, label(name), text))
    return shown


def label(name):
    """What a part of the contract is called, beginning with a capital."""
    words = str(AnswerVersion._meta.get_field(name).verbose_name)
    return words[:1].upper() + words[1:]


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


def publication_word(question):
    """The publication state in the desk's words."""
    return PUBLICATION_WORDS.get(question.publication) or question.get_publication_display()


def answer_word(answer):
    """The state of an answer in the desk's words."""
    return ANSWER_WORDS.get(answer.status) or answer.get_status_display()


def marks(question, *, besides=()):
    """The (word, level) tags of a query: what makes it urgent, delicate or harder to publish. `besides` are the levels
    of warnings that stand beside them and say self-harm already."""
    found = []
    if question.urgent:
        found.append((_("Urgent"), "urgent"))
    if question.self_harm and FlagLevel.SELF_HARM not in besides:
        found.append((_("Self-harm"), "bad"))
    if question.handed_back:
        found.append((_("Handed back by a doctor"), "info"))
    if question.held:
        found.append((_("Kept aside: looks like spam"), "warn"))
    if question.minor:
        found.append((_("About a minor"), "warn"))
    specialty = question.specialty
    if specialty and (specialty.rare or specialty.area.rare):
        found.append((_("Rare condition"), "warn"))
    if specialty and (specialty.sensitive or specialty.area.sensitive):
        found.append((_("Sensitive topic"), "warn"))
    return found


def warning_levels(question):
    """The levels of the red flags found in a query, most serious first. No query where they are prefetched."""
    found = {hit.version.level for hit in question.red_flags.all()}
    return [level for level in MOST_SERIOUS_FIRST if level in found]


def query_context(question):
    """What templates/admin/desk/_query.html prints. Three queries: pictures, requests for information, red flags."""
    hits = list(question.red_flags.select_related("version"))
    return {
        "warnings": most_serious_first(hits),
        "held_for": spam.explain(question.held_for.split()),
        "question": question,
        "facts": facts(question),
        "marks": marks(question),
        "attachments": list(question.attachments.all()),
        "clarifications": list(question.clarifications.all()),
    }
