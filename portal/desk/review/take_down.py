"""The form that takes a public page down: why, what the patient should know, and a tick. Several pages show it."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy, override

from accounts.fields import LongText
from portal.desk.review.forms import SeenForm
from questions.models import CAUSES, TakenDownFor, WithdrawalCause

# Of a page that was made of a query of this site.
WHY = {**dict(TakenDownFor.choices), TakenDownFor.ASKED: gettext_lazy("The patient asked us to")}

# The rule of answers.rules that the statement to the patient names.
RULES_BROKEN = {
    TakenDownFor.IDENTIFIES: "nameless",
    TakenDownFor.WRONG: "current",
    TakenDownFor.LEGAL: "lawful",
}


class TakeDownForm(SeenForm):
    """Why a page goes that has a patient behind it; unless they asked for it, words for them."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Why the page is taken down"),
        choices=list(WHY.items()),
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Unless the patient asked, readers who come back are told in a sentence."),
        error_messages={"required": gettext_lazy("Select why the page is taken down")},
    )
    words = LongText(
        label=gettext_lazy("What the patient should know"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "Needed unless the patient asked. It is shown to the patient as you write it, in their account."
        ),
    )
    confirm = forms.BooleanField(
        label=gettext_lazy("Yes, I am sure"),
        error_messages={"required": gettext_lazy("Tick the box to confirm")},
    )

    def clean(self):
        data = super().clean()
        reason = data.get("reason")
        demanded = "words" in self.fields and reason and CAUSES[reason] != WithdrawalCause.PATIENT
        if demanded and not data.get("words", "").strip():
            self.add_error("words", gettext_lazy("Enter what the patient should know"))
        return data

    def withdrawal(self):
        """What publication.withdraw() takes: of the words, that they are for the patient, after the reason."""
        reason, words = self.cleaned_data["reason"], self.cleaned_data["words"]
        cause = CAUSES[reason]
        if cause == WithdrawalCause.PATIENT:
            return {"cause": cause}
        with override(settings.LANGUAGE_CODE):  # it is kept, and not for the moderator
            why = str(WHY[reason])
        return {
            "cause": cause,
            "reason": reason if cause == WithdrawalCause.REASON else "",
            "words": f"{why}.\n\n{words}",
            "rule": RULES_BROKEN.get(reason, ""),
        }

    def typed(self):
        """What was chosen and written, as (label, words) pairs for the page of a conflict."""
        pairs = [(self.fields["reason"].label, WHY.get(self.cleaned_data["reason"], ""))]
        if "words" in self.fields:
            pairs.append((self.fields["words"].label, self.cleaned_data["words"]))
        return pairs
