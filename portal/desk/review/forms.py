"""The small forms that several pages of the desk share."""

from django import forms
from django.utils.translation import gettext_lazy

from accounts.fields import LongText
from answers.models import ReasonVersion
from answers.rules import RULES_OF


class SeenForm(forms.Form):
    """Carries the version of the row that the page showed. Several stand on a page, so it has no id."""

    use_required_attribute = False

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput(attrs={"id": False}))


class ReasonForm(SeenForm):
    """A reason that goes to its author, put together from the library and the moderator's own words; with it the rule,
    that the author fell short of (`needs_rule`), and what to change, for the statement of reasons. One query, unless
    `offered` brings the library's versions; one more for those that were chosen."""

    kind: str
    needs_rule = True

    rule = forms.ChoiceField(
        label=gettext_lazy("The rule"),
        error_messages={"required": gettext_lazy("Select the rule that is not kept")},
        help_text=gettext_lazy("If you select none, the rule of your first reason counts."),
    )
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
    field_order = ["version", "rule", "ready", "reason"]

    def __init__(self, *args, offered=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.offers = list(ReasonVersion.objects.offered(self.kind) if offered is None else offered)
        self.fields["rule"].required = self.needs_rule
        if self.is_bound:
            chosen = list(ReasonVersion.objects.chosen(self.kind, keys=self["ready"].value() or []))
            self.fields["reason"].required = not self["ready"].value()
            self.fields["rule"].required = self.needs_rule and not any(one.rule for one in chosen)
            # All the others too: who has to correct something chooses anew.
            taken = {one.reason_id for one in chosen}
            self.offers = [*chosen, *(one for one in self.offers if one.reason_id not in taken)]
            self.offers.sort(key=lambda one: one.reason_id)
        self.fields["ready"].choices = [(one.key, one.filled) for one in self.offers]
        rules = [(rule.code, rule) for rule in RULES_OF[self.kind]]
        self.fields["rule"].choices = [("", gettext_lazy("Select a rule")), *rules]

    def clean(self):
        data = super().clean()
        chosen = [one for one in self.offers if one.key in data.get("ready", [])]
        self.text = "\n".join([*(one.filled for one in chosen), *filter(None, [data.get("reason")])])
        rules = [data.get("rule"), *(one.rule for one in chosen)]
        changes = dict.fromkeys(one.filled_change for one in chosen if one.change)
        self.grounds = {"rule": next(filter(None, rules), ""), "change": "\n".join(changes)}
        return data


class ConfirmForm(SeenForm):
    """A tick before something that readers or the patient lose at once."""

    confirm = forms.BooleanField(
        label=gettext_lazy("Yes, I am sure"),
        error_messages={"required": gettext_lazy("Tick the box to confirm")},
    )
