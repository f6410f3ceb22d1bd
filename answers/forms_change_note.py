"""What a doctor says about a change of an approved answer: a field of the editor, there only then."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import LongText
from answers.models import Answer


class ChangeNoteMixin:
    """For AnswerForm: the field, its share of what is stored, and its rule on sending."""

    def add_change_note(self):
        """Called while the form is made."""
        if not self.instance.needs_change_note:
            return
        self.fields["change_note"] = LongText(
            label=_("What did you change, and why?"),
            required=False,
            max_length=Answer._meta.get_field("change_note").max_length,
            initial=self.instance.change_note,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text=_("Our moderators read this first; the patient reads it with the new version."),
        )

    def said_of_change(self):
        """As a part of what Answer.save_draft() stores; empty without the field, or when it can't be stored."""
        return {name: self.cleaned_data[name] for name in ("change_note",) if name in self.cleaned_data}

    def demand_change_note(self):
        """Add an error when sending for review needs it and it is empty."""
        if "change_note" in self.fields and not self.cleaned_data.get("change_note"):
            self.add_error("change_note", _("Enter what you changed, and why"))
