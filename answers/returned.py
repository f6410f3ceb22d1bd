"""What a doctor is shown of a version that the reviewers sent back: reason, rule, and what they would write instead."""

from dataclasses import dataclass
from typing import Any

from answers.models import CONTRACT_FIELDS, AnswerStatus, AnswerVersion
from answers.rules import BY_CODE, Rule
from questions.worddiff import word_diff


@dataclass(frozen=True)
class Proposed:
    """One part of a proposal. `diff` leads from the version sent to the proposal; `taken`: the working copy has it;
    `changed_since`: the doctor wrote something else there meanwhile, which taking it over replaces."""

    field: str
    label: Any
    text: str
    diff: list[tuple[str, str]]
    taken: bool
    changed_since: bool


@dataclass(frozen=True)
class Returned:
    """What came back: the version, the editorial rule it falls short of (or None), the Proposed parts."""

    version: AnswerVersion
    rule: Rule | None
    parts: list[Proposed]


def returned(answer):
    """What the reviewers said to the version of `answer` that they sent back, while it is to be mended; else None. The
    parts proposed are in the order readers see them. One query."""
    version = answer.latest_version if answer.status == AnswerStatus.RETURNED else None
    if version is None:
        return None
    parts = [
        _part(answer, version, name, version.proposal[name])
        for name in CONTRACT_FIELDS
        if name in version.proposal
    ]
    return Returned(version, BY_CODE.get(version.rule), parts)


def _part(answer, version, name, text):
    sent, now = getattr(version, name), getattr(answer, name)
    label = str(version._meta.get_field(name).verbose_name)
    return Proposed(
        field=name,
        label=label[:1].upper() + label[1:],
        text=text,
        diff=word_diff(sent, text),
        taken=now == text,
        changed_since=now not in (sent, text),
    )
