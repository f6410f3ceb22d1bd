"""The form of a second opinion."""

import uuid

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.fields import LongText
from answers.models import Stance
from answers.models.opinion import REASON_LENGTH, SHORT_LENGTH

CHOICES = [
    (Stance.AGREE, _("I agree")),
    (Stance.CAVEAT, _("I agree with a caveat")),
    (Stance.DISAGREE, _("I disagree")),
]


class OpinionForm(forms.Form):
    """Stance and reason. `version` is that of the opinion in work on the page (0: none), `answer_version`
    that of the answer that was read; `key` makes a double click one opinion."""

    use_required_attribute = False

    key = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
    answer_version = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
    stance = forms.ChoiceField(
        label=_("What do you think of this answer?"),
        choices=CHOICES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Select whether you agree")},
    )
    reason = LongText(
        label=_("Why?"),
        required=False,
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=format_lazy(
            _(
                "Readers see it as plain text under the answer, with your name and badge. Needed for a caveat or a "
                "disagreement; if you agree, a sentence is enough, or nothing. At most {most} characters, {short} "
                "if you agree."
            ),
            most=REASON_LENGTH,
            short=SHORT_LENGTH,
        ),
        error_messages={
            "max_length": _("Shorten the reason to %(limit_value)d characters; it has %(show_value)d now."),
        },
    )

    def __init__(self, *args, opinion=None, answer_version=0, **kwargs):
        """`opinion` is the one in work, else the one shown, or None."""
        initial = {"key": uuid.uuid4(), "version": 0, "answer_version": answer_version}
        if opinion is not None:
            initial |= {"stance": opinion.stance, "reason": opinion.reason}
            initial["version"] = opinion.version if opinion.is_in_work else 0
        super().__init__(*args, initial=initial, **kwargs)

    def clean(self):
        data = super().clean()
        stance, reason = data.get("stance"), data.get("reason")
        if stance in (Stance.CAVEAT, Stance.DISAGREE) and reason == "":
            what = _("Enter the caveat") if stance == Stance.CAVEAT else _("Enter why you disagree")
            self.add_error("reason", what)
        if stance == Stance.AGREE and reason and len(reason) > SHORT_LENGTH:
            self.add_error(
                "reason",
                _(
                    "Shorten this to %(most)d characters, as you agree (it has %(now)d now), or select “with a caveat”."
                )
                % {"most": SHORT_LENGTH, "now": len(reason)},
            )
        return data
