"""What a patient replies to a request for more information: one field a question, of the kind that was asked for."""

import re
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.fields import LongText
from answers.models.items import ItemKind, YesNo, reply_words

# Figures with what people put between them (38,5; 120/80; 2–3). Kept as typed: a comma may part decimals or thousands.
FIGURES = re.compile(r"[+-]?\d{1,12}(?:[ .,/–-]\d{1,6}){0,3}\Z")
EARLIEST = date(1900, 1, 1)
DAY_FORMATS = [
    "%Y-%m-%d",
    "%d/%m/%Y",
    "%d.%m.%Y",
    "%d-%m-%Y",
    "%d %m %Y",
    "%d %B %Y",
    "%d %b %Y",
    "%B %d, %Y",
]
WRONG_DAY = _("Enter a date, such as 3/5/2026 for 3 May 2026.")


class FiguresField(forms.CharField):
    """A number, kept as it was typed. A text field: one of type “number” forgets what it can't read."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def clean(self, value):
        value = super().clean(value)
        if value and not FIGURES.match(value):
            raise ValidationError(_("Enter a number in figures, such as 38.5."))
        return value


class DayInput(forms.DateInput):
    """The browser's own date field; a text field while it holds what is no date, which the other wouldn't show."""

    input_type = "date"

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        shown = context["widget"]["value"]
        if shown and not re.match(r"\d{4}-\d\d-\d\d\Z", shown):
            context["widget"]["type"] = "text"
        return context


class DayField(forms.DateField):
    """A day, of which clean() makes YYYY-MM-DD; "" when left out."""

    def __init__(self, **kwargs):
        super().__init__(
            widget=DayInput(format="%Y-%m-%d"),
            input_formats=DAY_FORMATS,
            error_messages={"invalid": WRONG_DAY},
            **kwargs,
        )

    def clean(self, value):
        day = super().clean(value)
        if day and not EARLIEST <= day:
            raise ValidationError(WRONG_DAY)
        return day.isoformat() if day else ""


def _field(item, *, required):
    """The field of one question, which is its label."""
    given = {"label": item["text"], "required": required}
    if item["kind"] == ItemKind.YES_NO:
        return forms.ChoiceField(choices=YesNo.choices, widget=forms.RadioSelect, **given)
    if item["kind"] == ItemKind.NUMBER:
        return FiguresField(max_length=30, **given)
    if item["kind"] == ItemKind.DATE:
        return DayField(**given)
    field = LongText(max_length=5000, widget=forms.Textarea(attrs={"rows": 4}), **given)
    field.error_messages["max_length"] = _(
        "Shorten your reply to %(limit_value)d characters; it has %(show_value)d now."
    )
    return field


class ReplyForm(forms.Form):
    """The replies to one Clarification: `reply_1` … , of which one at least is needed; `asked` is its number, so that
    the reply to one request never becomes that to the next."""

    use_required_attribute = False

    asked = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, clarification, **kwargs):
        super().__init__(*args, auto_id="reply-%s", initial={"asked": clarification.pk}, **kwargs)
        self.clarification = clarification
        self.names = [f"reply_{number}" for number in range(1, len(clarification.items) + 1)]
        for name, item in zip(self.names, clarification.items, strict=True):
            self.fields[name] = _field(item, required=False)

    def clean(self):
        if not self.errors and not any(self.replies()):
            words = _("Enter your reply.") if len(self.names) == 1 else _("Reply to at least one question.")
            self.add_error(self.names[0], words)

    def fields_in_order(self):
        """The fields of the questions, for the template."""
        return [self[name] for name in self.names]

    def replies(self):
        """As Clarification.answer() takes them."""
        return [self.cleaned_data[name] for name in self.names]

    def sent(self):
        """Everything that was sent, by name, to be sent again."""
        return {name: self.data.get(name, "") for name in ("asked", *self.names)}

    def typed(self):
        """What was typed, valid or not, as one text; below its question when there are several."""
        said = [self.data.get(name, "").strip() for name in self.names]
        if len(said) == 1:
            return self._words(0, said[0])
        items = self.clarification.items
        return "\n\n".join(
            f"{items[place]['text']}\n{self._words(place, words)}"
            for place, words in enumerate(said)
            if words
        )

    def _words(self, place, typed):
        """As people read it when it is valid."""
        stored = getattr(self, "cleaned_data", {}).get(self.names[place])
        return reply_words(self.clarification.items[place]["kind"], stored) if stored else typed

    def telling(self):
        """What is read for warning signs: what was written, and each question that was replied to with “yes”."""
        items = self.clarification.items
        told = [
            item["text"] if item["kind"] == ItemKind.YES_NO else reply
            for item, reply in zip(items, self.replies(), strict=True)
            if item["kind"] == ItemKind.TEXT or reply == YesNo.YES
        ]
        return "\n\n".join(told)
