"""What a patient writes about answers: a reply, a wish for another public text, an agreement."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ReplyForm(forms.Form):
    """The reply to a request for more information."""

    use_required_attribute = False

    reply = forms.CharField(
        label=_("Your reply"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={
            "required": _("Enter your reply."),
            "max_length": _("Shorten your reply to %(limit_value)d characters; it has %(show_value)d now."),
        },
    )


class SeenForm(forms.Form):
    """A decision about exactly the public text the page showed: `version` is the draft's."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class ChangeForm(SeenForm):
    """The wish for another public text."""

    use_required_attribute = False

    note = forms.CharField(
        label=_("What should be different?"),
        help_text=_("For example: “Leave out that I work at night.” Only our moderators read this."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": _("Enter what should be different."),
            "max_length": _("Shorten this to %(limit_value)d characters; it has %(show_value)d now."),
        },
    )
