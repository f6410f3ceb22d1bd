"""The forms of /me/data/ and of confirming that it is really them."""

from django import forms
from django.utils.translation import gettext_lazy as _


class CodeForm(forms.Form):
    """The code that was sent by mail."""

    use_required_attribute = False

    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        error_messages={"required": _("Enter the code from the e-mail")},
    )


class EraseForm(forms.Form):
    """The last word before everything goes."""

    use_required_attribute = False

    keep_pages = forms.BooleanField(
        label=_("Leave my published pages up, without any link to me"),
        required=False,
        help_text=_(
            "They hold no name. Once your account is erased, you can’t take them down yourself any more: you would "
            "have to write to us. Without a tick they are taken down."
        ),
    )
    confirm = forms.BooleanField(
        label=_("Yes, erase my account and everything in it. I know that this can’t be undone."),
        error_messages={"required": _("Tick the box to confirm that everything may be erased")},
    )

    def __init__(self, *args, pages, **kwargs):
        """`pages`: how many published pages there are; with none there is nothing to choose."""
        super().__init__(*args, **kwargs)
        if not pages:
            del self.fields["keep_pages"]
