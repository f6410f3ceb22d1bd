"""The small forms on the page of a query. Those that ask are in forms_ask."""

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from questions.models import Consent, Publication
from questions.status import READERS

CONSENT_HINTS = {
    Consent.PRIVATE: READERS,
    Consent.SHOW_FIRST: _(
        "Others with the same worry can learn from your answer. We take out what could identify you and show "
        "you the exact text. Nothing is published until you agree."
    ),
    Consent.NO_NEED: _(
        "We take out what could identify you and publish your query with its answer without asking again. If "
        "something you write to a doctor later is to stand there too, we show you the exact text first. You can "
        "take it down at any time."
    ),
}


class VersionForm(forms.Form):
    """A button that acts on what its page showed."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class ConsentForm(VersionForm):
    """The patient's choice about publication, revocable at any time."""

    consent = forms.ChoiceField(
        choices=Consent.choices, error_messages={"required": _("Select who may read your query.")}
    )

    def is_in_force(self, question):
        """Whether the choice is the one that counts already: a second click. A text that lies before the patient
        is decided on by choosing anew, whatever was chosen before."""
        consent = self.cleaned_data["consent"]
        if question.publication == Publication.PRIVATE:
            return consent == Consent.PRIVATE
        return question.publication == Publication.ALLOWED and consent == question.consent

    def save(self, question, *, by):
        """Undo an earlier choice, make the new one; both or neither. Raises MoveRefused."""
        consent, seen_version = self.cleaned_data["consent"], self.cleaned_data["version"]
        with transaction.atomic():
            if question.publication in {Publication.ALLOWED, Publication.AWAITING_PATIENT}:
                question.keep_private(by=by, seen_version=seen_version)
                seen_version = question.version
            if consent != Consent.PRIVATE:
                question.allow_publication(by=by, consent=consent, seen_version=seen_version)
