"""Sending an answer back: the reason, the rule it falls short of, and an edit that the moderator proposes."""

from django import forms

from accounts.fields import LongText
from answers.models import AnswerVersion
from portal.desk.review import show
from portal.desk.review.forms import ReasonForm

PREFIX = "return"
ROWS = {"short_answer": 3, "explanation": 9, "self_care": 5}


class ReturnForm(ReasonForm):
    """Why an answer goes back to its doctor, by which rule, and what to change. Beside it each part of the version in
    a field: one that was changed is proposed to the doctor."""

    kind = "return_answer"

    number = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    field_order = ["version", "number", "rule", "ready", "reason"]

    def __init__(self, *args, sent, **kwargs):
        """`sent` is the AnswerVersion under review."""
        super().__init__(*args, prefix=PREFIX, **kwargs)
        self.sent = sent
        for name in show.TEXT_FIELDS:
            part = AnswerVersion._meta.get_field(name)
            self.fields[f"propose_{name}"] = LongText(
                label=show.label(name),
                initial=getattr(sent, name),
                required=False,
                max_length=part.max_length,
                widget=forms.Textarea(attrs={"rows": ROWS.get(name, 3)}),
            )

    @property
    def decision(self):
        """The fields of the decision itself."""
        return [self[name] for name in ("rule", "ready", "reason")]

    @property
    def parts(self):
        """The fields of the edit proposed."""
        return [self[f"propose_{name}"] for name in show.TEXT_FIELDS]

    @property
    def proposes(self):
        """Whether an edit was typed, so that its fields are shown open."""
        return self.is_bound and any(field.errors or field.value() != field.initial for field in self.parts)

    def proposal(self):
        """The parts that differ from the version: contract field → text. An emptied part is proposed as empty."""
        sent = [name for name in show.TEXT_FIELDS if self.add_prefix(f"propose_{name}") in self.data]
        typed = {name: self.cleaned_data[f"propose_{name}"] for name in sent}
        return {
            name: text for name, text in typed.items() if _lines(text) != _lines(getattr(self.sent, name))
        }


def _lines(text):
    """A browser ends lines its own way, and blanks at the ends are nobody's edit."""
    return "\n".join(line.rstrip() for line in text.strip().splitlines())
