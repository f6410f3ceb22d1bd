"""A doctor's reply to a follow-up question."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import LongText

MOST = 5000  # characters


class FollowUpReplyForm(forms.Form):
    """The reply, and the version that was on the page. It may be empty while it is being written."""

    use_required_attribute = False
    version = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
    reply = LongText(
        label=_("Your reply"),
        max_length=MOST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 12, "data-counter": MOST}),
        help_text=_("To the patient, in plain words, as plain text."),
        error_messages={
            "max_length": _("Your reply: write at most %(limit_value)d characters; there are %(show_value)d"),
        },
    )

    def demand_reply(self):
        """Add an error when there is nothing to send; tell whether there is none."""
        if not self.cleaned_data["reply"]:
            self.add_error("reply", _("Enter your reply"))
        return not self.errors
