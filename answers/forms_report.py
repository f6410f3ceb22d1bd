"""The forms of a concern about a doctor, and about a public page."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import LongText
from answers.models import OF_DOCTOR, OF_PAGE, ReportKind


class ReportForm(forms.Form):
    """What it is about, what happened, and, if one wants to hear, an address; `key` makes a double click one report."""

    use_required_attribute = False

    key = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label=_("What is your concern about?"),
        choices=[(kind.value, ReportKind(kind).label) for kind in OF_DOCTOR],
        widget=forms.RadioSelect,
        error_messages={"required": _("Select what your concern is about.")},
    )
    text = LongText(
        label=_("What happened?"),
        help_text=_(
            "Say where we can see it, for example by giving the address of the page. Only our moderators read this."
        ),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={
            "required": _("Enter what happened."),
            "max_length": _("Shorten this to %(limit_value)d characters; it has %(show_value)d now."),
        },
    )
    contact = forms.EmailField(
        label=_("E-mail address for a reply"),
        help_text=_("We write to you once, when a moderator has decided, and then delete the address."),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "invalid": _("Enter an e-mail address like name@example.com, or leave it empty."),
        },
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, initial={"key": uuid.uuid4()}, **kwargs)


class PageReportForm(ReportForm):
    """The same about a page. Who is signed in is told in their account, and leaves no address here."""

    def __init__(self, *args, signed_in, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = list(OF_PAGE.items())
        self.fields["text"].label = _("What is wrong, and where on the page?")
        self.fields["text"].help_text = _(
            "If it shows who somebody is, say where, and don’t repeat it. Only our moderators read this."
        )
        self.fields["text"].error_messages["required"] = _("Enter what is wrong.")
        if signed_in:
            del self.fields["contact"]

    def said(self):
        """What Report.objects.make_of_page() takes of it."""
        return {"contact": "", **self.cleaned_data}
