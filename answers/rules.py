"""The editorial rules that answers are reviewed by: numbered, readable by everybody on the page about the editorial
process, and named with each answer that is sent back. A code is stored with the decision, so it is never used again
for another rule."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Rule:
    """One editorial rule. Its code is the end of its address."""

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
        _(
            "The main advice has a source that says what it is named for, or is marked as the doctor’s clinical "
            "opinion."
        ),
    ),
    (
        "help",
        _("When to get help"),
        _("The answer says by which signs the patient should get help, and how soon."),
    ),
    (
        "limits",
        _("No surer than it can be"),
        _(
            "Nobody examined the patient. The answer says what can’t be told from here and makes no diagnosis."
        ),
    ),
    (
        "plain",
        _("Plain words"),
        _("Short sentences and everyday words; each medical term is explained where it first stands."),
    ),
    (
        "kind",
        _("Kind and without blame"),
        _("The answer takes the worry seriously and blames nobody for their body or their way of life."),
    ),
    (
        "private",
        _("Nobody is named"),
        _("No name, address or other mark of the patient or of a third person stands in the answer."),
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
RULES = [Rule(number, *rule) for number, rule in enumerate(_RULES, start=1)]
BY_CODE = {rule.code: rule for rule in RULES}
