"""The rules that everything is decided by: numbered, readable by everybody on the page about the editorial process, and
named with each decision against somebody. A code is stored with the decision, so it is never used again for another
rule."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Rule:
    """One rule. Its code is the end of its address."""

    number: int
    code: str
    title: Any
    text: Any

    def __str__(self):
        return f"{self.number}. {self.title}"

    @property
    def url(self):
        """Where it stands for everybody to read."""
        return f"{reverse('editorial-process')}#rule-{self.code}"


_RULES = [
    (
        "whole",
        _("Answer the whole query"),
        _("Each question that the patient asked is answered, or the answer says why it can’t be."),
    ),
    (
        "sound",
        _("Sound advice"),
        _("The advice fits what is known today, and what the patient wrote. Nothing in it could do harm."),
    ),
    (
        "sources",
        _("Sources that say so"),
        _("The main advice has a source that backs it, or is marked as the doctor’s clinical opinion."),
    ),
    (
        "help",
        _("When to get help"),
        _("The answer says which signs mean that the patient should get help, and how soon."),
    ),
    (
        "limits",
        _("No more certain than it can be"),
        _(
            "Nobody examined the patient. The answer says what can’t be told from here and makes no diagnosis."
        ),
    ),
    (
        "plain",
        _("Plain words"),
        _("Short sentences and everyday words; each medical term is explained where it is first used."),
    ),
    (
        "kind",
        _("Kind and without blame"),
        _("The answer takes the worry seriously and blames nobody for their body or their way of life."),
    ),
    (
        "private",
        _("Nobody is named"),
        _("The answer holds no name, address or other identifying detail of the patient or of anybody else."),
    ),
    (
        "independent",
        _("No advertising"),
        _(
            "No contact details, no offers, no links to what the doctor sells, and no sending to the doctor’s own "
            "practice."
        ),
    ),
    (
        "own",
        _("Own words"),
        _("The answer is written for this patient, not copied from elsewhere."),
    ),
]
_QUERY_RULES = [
    ("scope", _("A question about health"), _("It asks something that a doctor can answer in writing.")),
    (
        "safe",
        _("Nothing that can’t wait"),
        _(
            "Anybody who needs help today is told so as soon as we see it, and not left to wait for an answer here."
        ),
    ),
    (
        "consented",
        _("One’s own, or with consent"),
        _("It is about the patient, a child of theirs, or an adult who knows and agrees."),
    ),
    (
        "genuine",
        _("Meant as a question"),
        _("No advertising, no trial message, and not the same question twice."),
    ),
    (
        "remote",
        _("Nothing that needs an examination"),
        _("No prescription, certificate or opinion on another doctor’s work is asked for."),
    ),
]
_PAGE_RULES = [
    (
        "nameless",
        _("Nobody can be recognised"),
        _(
            "No name, place, date or number, and no rare mix of facts, by which somebody who knows the patient could "
            "recognise them."
        ),
    ),
    (
        "faithful",
        _("True to what was asked"),
        _("What was taken out changes neither the question nor the answer."),
    ),
    (
        "agreed",
        _("With the patient’s agreement"),
        _("The patient allowed it, and sees the text first where rules say so."),
    ),
    ("current", _("Still true"), _("What the page says fits what is known today.")),
    ("lawful", _("Lawful"), _("No law and no court forbids showing it.")),
]
_DOCTOR_RULES = [
    (
        "identity",
        _("Who they say they are"),
        _("The name, the papers and the register’s entry belong to the same person."),
    ),
    (
        "licensed",
        _("Licensed to practise"),
        _("The licence is valid today, without conditions, for what they answer."),
    ),
    (
        "legible",
        _("Papers that can be checked"),
        _("Each document is whole, readable and the one that was asked for."),
    ),
    (
        "conduct",
        _("Fit to advise"),
        _("They keep to these rules, and nothing known about them puts patients at risk."),
    ),
]


def _numbered(rules, *, after=()):
    return [Rule(number, *rule) for number, rule in enumerate(rules, start=len(after) + 1)]


# Those of answers, which replies and opinions share; then those of queries, public pages and doctors, numbered on.
RULES = _numbered(_RULES)
QUERY_RULES = _numbered(_QUERY_RULES, after=RULES)
PAGE_RULES = _numbered(_PAGE_RULES, after=[*RULES, *QUERY_RULES])
DOCTOR_RULES = _numbered(_DOCTOR_RULES, after=[*RULES, *QUERY_RULES, *PAGE_RULES])
BY_CODE = {rule.code: rule for rule in [*RULES, *QUERY_RULES, *PAGE_RULES, *DOCTOR_RULES]}

# What a moderator looks through on the page of each kind of item.
CHECKLISTS = {
    "query": QUERY_RULES,
    "answer": RULES,
    "reply": [rule for rule in RULES if rule.code != "sources"],
    "opinion": [BY_CODE[code] for code in ("sound", "sources", "kind", "private", "independent", "own")],
    "publication": PAGE_RULES,
    "doctor": DOCTOR_RULES,
}
# What may be named in a decision, by the kind of its reasons (answers.models.ReasonKind).
RULES_OF = {
    "decline_query": QUERY_RULES,
    "close_follow_up": QUERY_RULES,
    "return_answer": RULES,
    "retract_answer": RULES,
    "return_reply": CHECKLISTS["reply"],
    "return_opinion": CHECKLISTS["opinion"],
    "return_doctor": DOCTOR_RULES,
    "return_document": DOCTOR_RULES,
    "suspend_doctor": DOCTOR_RULES,
}
