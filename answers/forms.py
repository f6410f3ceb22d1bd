"""What a doctor fills in: the answer, and the filters of the inbox. Others are in forms_*."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import LongText
from answers.forms_ask_back import AskBackMixin
from answers.forms_change_note import ChangeNoteMixin
from answers.models import Answer
from specialties.models import Specialty

# What a complete answer must say, and what to tell the doctor who left it out. Answer.missing_parts() is the rule;
# here it gets its field. Parts with a rule of their own are in AnswerForm.demand_complete().
REQUIRED = {
    "short_answer": _("Enter the short answer"),
    "explanation": _("Enter the explanation"),
    "self_care": _("Enter what the patient can do now"),
    "limits": _("Enter what cannot be told from here"),
}
TOO_LONG = _("{label}: write at most %(limit_value)d characters; there are %(show_value)d")
ROWS = {
    "short_answer": 3,
    "explanation": 9,
    "self_care": 5,
    "help_non_urgent": 3,
    "help_urgent": 3,
    "help_emergency": 3,
    "limits": 3,
    "sources": 3,
}


class AnswerForm(ChangeNoteMixin, AskBackMixin, forms.ModelForm):
    """The answer contract, one more field per picture, the version that was on the page, and questions back.

    An unfinished answer is valid: it can be saved at any time. demand_complete() says what sending it needs.
    """

    use_required_attribute = False
    version = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1)

    class Meta:
        model = Answer
        fields = [
            "short_answer",
            "explanation",
            "self_care",
            "help_non_urgent",
            "help_urgent",
            "help_emergency",
            "limits",
            "sources",
            "clinical_opinion",
        ]
        labels = {
            "self_care": _("What you can do now"),
            "help_non_urgent": _("See a doctor if …"),
            "help_urgent": _("Get help the same day if …"),
            "help_emergency": _("Call the emergency number if …"),
            "clinical_opinion": _("This is my clinical opinion, without a source"),
        }
        help_texts = {
            "short_answer": _("What you would say if you had two sentences."),
            "explanation": _(
                "Plain words first, the medical term in brackets. Leave an empty line between paragraphs."
            ),
            "self_care": _("One thing per line; begin a line with “- ” to make a list."),
            "help_non_urgent": _("Which changes are worth an appointment, and how soon?"),
            "help_urgent": _("What must be seen today?"),
            "help_emergency": _("What can’t wait at all?"),
            "limits": _("What would need an examination, a test or a longer talk."),
            "sources": _("One per line: title | https://…"),
            "clinical_opinion": "",
        }

    def __init__(self, *args, pictures=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.pictures = list(pictures)
        for name, rows in ROWS.items():
            # No maxlength: it cuts what is pasted without a word. The counter and the server say it instead.
            self.fields[name].widget = forms.Textarea(attrs={"rows": rows})
        for number, picture in enumerate(self.pictures, start=1):
            self.fields[f"finding_{picture.pk}"] = LongText(
                label=_("What picture %(number)d shows") % {"number": number},
                required=False,
                max_length=1000,
                initial=self.instance.findings.get(str(picture.pk), ""),
                widget=forms.Textarea(attrs={"rows": 2}),
            )
        self.add_change_note()
        for field in self.fields.values():
            field.error_messages["max_length"] = TOO_LONG.format(label=field.label)
            if getattr(field, "max_length", None):
                field.widget.attrs["data-counter"] = field.max_length
        # As on the page, so that the summary of errors names them in that order.
        self.order_fields([*self.Meta.fields, *self.finding_names(), *self.ask_names()])

    def finding_names(self):
        """The names of the pictures' fields, in the pictures' order."""
        return [f"finding_{picture.pk}" for picture in self.pictures]

    def findings(self):
        """The fields of the pictures, in order, for the template."""
        return [(picture, self[f"finding_{picture.pk}"]) for picture in self.pictures]

    def contract(self):
        """The parts as Answer.save_draft() takes them. One that can't be stored as it was typed is not among them:
        what is stored of it stays."""
        said = self.cleaned_data
        parts = {name: said[name] for name in self.Meta.fields if name in said}
        words = {
            str(picture.pk): said.get(
                f"finding_{picture.pk}", self.instance.findings.get(str(picture.pk), "")
            )
            for picture in self.pictures
        }
        findings = {pk: text for pk, text in words.items() if text}
        return {**parts, "findings": findings, **self.said_of_change()}

    def storable(self):
        """All that Answer.save_draft() is to store, as its arguments."""
        asked = set(self.ask_names()) <= set(self.cleaned_data)
        return {"contract": self.contract(), "asking": self.asking() if asked else None}

    @property
    def seen_version(self):
        """The version on the page that was sent; 0, which no answer has, when the field was tampered with."""
        return self.cleaned_data.get("version") or 0

    def demand_complete(self):
        """Add an error to each field that sending for review still needs; tell whether there is none."""
        said = dict(self.cleaned_data)  # a copy: add_error() takes a field out of it
        for name, message in REQUIRED.items():
            if not said[name]:
                self.add_error(name, message)
        if not (said["help_non_urgent"] or said["help_urgent"] or said["help_emergency"]):
            self.add_error("help_non_urgent", _("Enter when to get help, for at least one level"))
        if not said["sources"] and not said["clinical_opinion"]:
            self.add_error("sources", _("Enter a source, or tick that this is your clinical opinion"))
        for number, name in enumerate(self.finding_names(), start=1):
            if not said[name]:
                self.add_error(name, _("Enter what picture %(number)d shows") % {"number": number})
        self.demand_change_note()
        return not self.errors


class SpecialtyFilterForm(forms.Form):
    """Which of the doctor's specialties; in the address, so that a view can be kept as a bookmark."""

    use_required_attribute = False
    specialty = forms.ModelChoiceField(
        Specialty.objects.none(), label=_("Specialty"), required=False, empty_label=_("All my specialties")
    )

    def __init__(self, *args, doctor, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["specialty"].queryset = doctor.specialties.order_by("name")

    def values(self):
        """The filters that make sense; nonsense in an address narrows nothing."""
        self.is_valid()
        return self.cleaned_data


class InboxFilterForm(SpecialtyFilterForm):
    """The filters of the unanswered queries."""

    waiting = forms.BooleanField(label=_("Waiting for more than 24 hours"), required=False)
    pictures = forms.BooleanField(label=_("With pictures"), required=False)
    urgent = forms.BooleanField(label=_("Urgent"), required=False)
