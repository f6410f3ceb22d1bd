"""The small forms that several pages of the desk share."""

from django import forms
from django.utils.translation import gettext_lazy

from accounts.fields import LongText


class SeenForm(forms.Form):
    """Carries the version of the row that the page showed."""

    use_required_attribute = False

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class ReasonForm(SeenForm):
    """A reason that goes to its author, put together from ready sentences and the moderator's own words."""

    READY: list = []

    ready = forms.MultipleChoiceField(
        label=gettext_lazy("Common reasons"), required=False, widget=forms.CheckboxSelectMultiple
    )
    reason = LongText(
        label=gettext_lazy("In your own words"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Select a reason or write one")},
        help_text=gettext_lazy(
            "Say what is wrong and what to change. It is shown to the person as you write it."
        ),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.READY:
            self.fields["ready"].choices = self.READY
            self.fields["reason"].required = not (self.is_bound and self["ready"].value())
        else:
            del self.fields["ready"]

    def clean(self):
        data = super().clean()
        ready = dict(self.READY)
        chosen = [str(ready[key]) for key in data.get("ready", [])]
        self.text = "\n".join([*chosen, *filter(None, [data.get("reason")])])
        return data


class ConfirmForm(SeenForm):
    """A tick before something that readers or the patient lose at once."""

    confirm = forms.BooleanField(
        label=gettext_lazy("Yes, I am sure"),
        error_messages={"required": gettext_lazy("Tick the box to confirm")},
    )
