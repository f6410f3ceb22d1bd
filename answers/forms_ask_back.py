"""Up to three questions back to the patient, within the form of the answer: typed, autosaved, then asked."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import LongText
from answers.models.items import ITEM_LENGTH, MOST_ITEMS, ItemKind, cleaned

NUMBERS = range(1, MOST_ITEMS + 1)


class AskBackMixin:
    """Gives the form of an Answer the fields `ask_kind_1` … `ask_text_3`, filled from Answer.asking."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        asking = dict(enumerate(self.instance.asking, start=1))
        for number in NUMBERS:
            item = asking.get(number, {"kind": ItemKind.TEXT.value, "text": ""})
            self.fields[f"ask_kind_{number}"] = forms.TypedChoiceField(
                label=_("Reply to question %(number)d") % {"number": number},
                choices=ItemKind.choices,
                required=False,
                initial=item["kind"],
                empty_value=ItemKind.TEXT.value,
            )
            self.fields[f"ask_text_{number}"] = LongText(
                label=_("Question %(number)d") % {"number": number},
                required=False,
                max_length=ITEM_LENGTH,
                initial=item["text"],
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def ask_names(self):
        """The names of these fields, in their order on the page."""
        return [f"ask_{part}_{number}" for number in NUMBERS for part in ("text", "kind")]

    def ask_rows(self):
        """(the question's field, its kind's field), for the template."""
        return [(self[f"ask_text_{number}"], self[f"ask_kind_{number}"]) for number in NUMBERS]

    @property
    def asks_something(self):
        """Whether there is a word in these fields, or a mistake."""
        return any(text.value() or text.errors or kind.errors for text, kind in self.ask_rows())

    def asking(self):
        """What is typed to ask, as Answer.asking and Clarification.items hold it."""
        said = self.cleaned_data
        return cleaned(
            {"kind": said[f"ask_kind_{number}"], "text": said[f"ask_text_{number}"]} for number in NUMBERS
        )

    def demand_question(self):
        """Add an error when nothing is asked; tell whether there is none."""
        if not self.asking():
            self.add_error("ask_text_1", _("Enter what you want to know"))
        return not self.errors
