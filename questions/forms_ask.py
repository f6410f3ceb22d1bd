"""The forms of the ask flow: one for each question."""

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.fields import LongText
from questions import redflags
from questions.choices import UNSURE, specialty_choices
from questions.forms import CONSENT_HINTS
from questions.models import About, AgeBand, Consent, RedFlagHit, Sex, Step
from specialties.models import Specialty

NONE = "none"
PREFER_NOT = ("", _("Prefer not to say"))
TOO_LONG = _("Shorten this to %(limit_value)d characters; it has %(show_value)d now.")
TOO_LONG_NAMED = _("{label}: shorten this to %(limit_value)d characters; it has %(show_value)d now.")


def _text(*, label="", limit, rows, hint="", missing=""):
    """A text area that says how long a text it takes; needed when `missing` says what to enter."""
    return LongText(
        label=label,
        help_text=hint,
        required=bool(missing),
        max_length=limit,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={
            "required": missing,
            "max_length": format_lazy(TOO_LONG_NAMED, label=label) if label else TOO_LONG,
        },
    )


class StepForm(forms.Form):
    """One question, filled in with what `draft` holds. `said()` is the answer as columns of the draft.

    `seen` is the fingerprint of what was stored when the page was made: another window's change is noticed by it.
    """

    use_required_attribute = False
    step: Step
    columns: tuple[str, ...] = ()

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, draft=None, **kwargs):
        self.draft = draft
        stored = self.stored() if draft else {}
        kwargs["initial"] = {**stored, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)

    def stored(self):
        """What the page shows before anything is typed."""
        seen = {"seen": self.draft.fingerprint(self.columns)}
        if self.step not in self.draft.done:
            return seen
        return {**seen, **{name: getattr(self.draft, name) for name in self.columns}}

    def said(self):
        """{column: value}"""
        return {name: self.cleaned_data[name] for name in self.columns}

    def store(self):
        """Keep the answer. Raises MoveRefused when another window changed it, or the draft is gone."""
        self.draft.answer(self.step, fields=self.said(), seen=self.cleaned_data["seen"])


class SpecialtyForm(StepForm):
    step, columns = Step.SPECIALTY, ("specialty",)

    start_key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    specialty = forms.ChoiceField(
        help_text=_("Choose the nearest topic. If you aren’t sure, a moderator finds the right doctors."),
        error_messages={
            "required": _("Select a topic, or “I’m not sure”."),
            "invalid_choice": _("Select a topic from the list, or “I’m not sure”."),
        },
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["specialty"].choices = specialty_choices()

    def stored(self):
        topic = self.draft.specialty
        return {**super().stored(), "specialty": topic.slug if topic else UNSURE}

    def said(self):
        slug = self.cleaned_data["specialty"]
        topic = Specialty.objects.listed().filter(slug=slug).first() if slug != UNSURE else None
        return {"specialty": topic}


class SymptomsForm(StepForm):
    """The warning signs of the red flags that ask about one. Stores no column: what is ticked becomes RedFlagHits."""

    step = Step.SYMPTOMS

    symptoms = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Select what you have now, or “None of these”."),
            "invalid_choice": _("Select what you have now from the list, or “None of these”."),
        },
    )

    def __init__(self, *args, draft, **kwargs):
        asked = redflags.checklist(draft.specialty, age_band=draft.age_band)
        self.versions = {version.flag.code: version for version in asked}
        super().__init__(*args, draft=draft, **kwargs)
        signs = [(code, version.ask) for code, version in self.versions.items()]
        self.fields["symptoms"].choices = [*signs, (NONE, _("None of these"))]

    def stored(self):
        if self.step not in self.draft.done:
            return super().stored()
        hits = self.draft.red_flags.filter(place=RedFlagHit.Place.CHECKLIST)
        return {
            **super().stored(),
            "symptoms": list(hits.values_list("version__flag__code", flat=True)) or [NONE],
        }

    def clean_symptoms(self):
        chosen = self.cleaned_data["symptoms"]
        if NONE in chosen and len(chosen) > 1:
            raise forms.ValidationError(_("Select what you have now, or “None of these”, but not both."))
        return chosen

    def ticked(self):
        """The RedFlagVersions that were ticked."""
        return [self.versions[code] for code in self.cleaned_data["symptoms"] if code != NONE]

    def unticked(self):
        """The codes of the other signs on the page."""
        return set(self.versions) - set(self.cleaned_data["symptoms"])


class AboutForm(StepForm):
    step, columns = Step.ABOUT, ("about",)

    about = forms.ChoiceField(
        choices=About.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Select who it is about.")},
    )


class QuestionForm(StepForm):
    step, columns = Step.QUESTION, ("title",)

    title = LongText(
        help_text=_("For example: “Can tingling in both hands at night come from my neck?”"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),  # a sentence is longer than a phone is wide
        error_messages={
            "required": _("Enter your question in one sentence."),
            "max_length": _(
                "Shorten your question to %(limit_value)d characters; it has %(show_value)d now. "
                "The next pages have room for details."
            ),
        },
    )

    def clean_title(self):
        return " ".join(self.cleaned_data["title"].split())


class DetailsForm(StepForm):
    step, columns = Step.DETAILS, ("text",)

    text = _text(limit=10_000, rows=9, missing=_("Write some details, so that a doctor can answer."))


class BackgroundForm(StepForm):
    step, columns = Step.BACKGROUND, ("age_band", "sex", "conditions", "medicines", "allergies")

    age_band = forms.ChoiceField(
        label=_("Age"),
        required=False,
        choices=[PREFER_NOT, *AgeBand.choices],
        help_text=_("Many things are likely at one age and rare at another."),
    )
    sex = forms.ChoiceField(
        label=_("Sex at birth"),
        required=False,
        choices=[PREFER_NOT, *Sex.choices],
        help_text=_("Some conditions and doses depend on it."),
    )
    conditions = _text(
        label=_("Long-term conditions"),
        hint=_("They change what is likely, and what is safe. For example asthma, diabetes, an operation."),
        limit=2000,
        rows=2,
    )
    medicines = _text(
        label=_("Medicines"),
        hint=_("Some cause symptoms, and some don’t go together. Names and doses, if you know them."),
        limit=2000,
        rows=2,
    )
    allergies = _text(
        label=_("Allergies"),
        hint=_("So that nothing harmful is suggested."),
        limit=1000,
        rows=2,
    )


class PrivacyForm(StepForm):
    step, columns = Step.PRIVACY, ("consent",)

    consent = forms.ChoiceField(
        choices=Consent.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Select who may read your query.")},
    )

    def stored(self):
        return {"consent": Consent.PRIVATE, **super().stored()}

    @property
    def cards(self):
        """The radio buttons, each with its explanation."""
        return list(zip(self["consent"], [CONSENT_HINTS[value] for value in Consent.values], strict=True))


FORMS = {
    form.step: form
    for form in (
        SpecialtyForm,
        SymptomsForm,
        AboutForm,
        QuestionForm,
        DetailsForm,
        BackgroundForm,
        PrivacyForm,
    )
}
