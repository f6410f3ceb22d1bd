"""The form that asks how many credits to buy."""

from django import forms
from django.utils.translation import gettext_lazy as _

from questions.models.payment import MOST_AT_ONCE


class BuyForm(forms.Form):
    credits = forms.IntegerField(
        label=_("How many credits?"),
        help_text=_("One credit pays for one query. You don’t have to use your credits at once."),
        initial=1,
        min_value=1,
        max_value=MOST_AT_ONCE,
        error_messages={
            "required": _("Enter how many credits you want to buy"),
            "invalid": _("Enter a whole number, such as 1"),
            "min_value": _("Enter 1 or more"),
            "max_value": _("Enter %(limit_value)d or less"),
        },
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
