"""What a patient writes about answers: a follow-up question, an appeal, a wish for another public text, an agreement.
Replies to requests are in forms_reply."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import LongText


class FollowUpForm(forms.Form):
    """A follow-up question about one answer; `key` makes a double click one question."""

    use_required_attribute = False

    key = forms.UUIDField(widget=forms.HiddenInput)
    text = LongText(
        label=_("Your follow-up question"),
        help_text=_(
            "To the same doctor, about this answer. A moderator reads the reply before it comes to you. Nothing of "
            "it is public unless you have seen the exact text and agreed to it."
        ),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": _("Enter your follow-up question."),
            "max_length": _(
                "Shorten your question to %(limit_value)d characters; it has %(show_value)d now."
            ),
        },
    )

    def __init__(self, *args, answer, **kwargs):
        # One form under each answer of a page, so each has ids of its own.
        super().__init__(*args, auto_id=f"follow-up-{answer.pk}-%s", initial={"key": uuid.uuid4()}, **kwargs)
        self.answer = answer


class AppealForm(forms.Form):
    """Why the patient disagrees that a query was declined; `version` is the query's on the page."""

    use_required_attribute = False

    version = forms.IntegerField(widget=forms.HiddenInput)
    text = LongText(
        label=_("Why should we accept your query?"),
        help_text=_(
            "A moderator who wasn’t part of the decision reads this with your query. You can appeal once."
        ),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": _("Enter why you disagree."),
            "max_length": _("Shorten this to %(limit_value)d characters; it has %(show_value)d now."),
        },
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, auto_id="appeal-%s", **kwargs)


class SeenForm(forms.Form):
    """A decision about exactly the public text the page showed: `version` is the draft's."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class ChangeForm(SeenForm):
    """The wish for another public text."""

    use_required_attribute = False

    note = LongText(
        label=_("What should be different?"),
        help_text=_("For example: “Leave out that I work at night.” Only our moderators read this."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": _("Enter what should be different."),
            "max_length": _("Shorten this to %(limit_value)d characters; it has %(show_value)d now."),
        },
    )
