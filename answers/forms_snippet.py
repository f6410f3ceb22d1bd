"""A text that a doctor keeps, and what it must not hold."""

import hashlib

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.fields import LongText
from answers.models import Snippet
from questions import redaction
from questions.redaction import MarkKind
from questions.references import PATTERN
from specialties.models import Specialty

# What leads to one person; of a hospital or a help line it may be meant, so the doctor has the last word.
PERSONAL = {
    MarkKind.EMAIL, MarkKind.PHONE, MarkKind.FAX, MarkKind.SSN, MarkKind.RECORD, MarkKind.PLAN, MarkKind.ACCOUNT,
    MarkKind.NUMBER,
}  # fmt: skip


class SnippetForm(forms.ModelForm):
    """Title, text, specialty and sharing; `version` is the one on the page, `checked` names the words whose warning
    was on it."""

    use_required_attribute = False
    version = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
    checked = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    class Meta:
        model = Snippet
        fields = ["title", "text", "specialty", "shared"]
        field_classes = {"text": LongText}
        widgets = {"text": forms.Textarea(attrs={"rows": 8})}
        labels = {"shared": _("Share it with colleagues")}
        help_texts = {
            "title": _("The words by which you will look for it."),
            "text": _("Light marks work as in an answer: *emphasis*, **strong**, “- ” for lists."),
            "shared": _("Verified doctors can read and copy it, and see your name."),
        }
        error_messages = {
            "title": {
                "required": _("Enter a title."),
                "max_length": _(
                    "Shorten the title to %(limit_value)d characters; it has %(show_value)d now."
                ),
            },
            "text": {
                "required": _("Enter the text."),
                "max_length": _("Shorten the text to %(limit_value)d characters; it has %(show_value)d now."),
            },
        }

    def __init__(self, *args, doctor, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["title"].widget.attrs.pop("maxlength", None)  # it cuts what is pasted without a word
        fields = doctor.specialties.values("pk")
        self.fields["specialty"].queryset = Specialty.objects.filter(
            Q(pk__in=fields) | Q(parent__in=fields)
        ).order_by("name")
        self.fields["specialty"].empty_label = _("Any specialty")
        self.initial.setdefault("version", self.instance.version)

    def parts(self):
        """As the moves of Snippet take them."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

    def print(self):
        """Names the words that are in the form."""
        words = f"{self.cleaned_data['title']}\n{self.cleaned_data['text']}"
        return hashlib.sha256(words.encode()).hexdigest()

    def personal(self):
        """What in it may be about one person: e-mail addresses, telephone and other long numbers, references of
        queries; nothing when the doctor has seen that and says so."""
        if self.cleaned_data["checked"] == self.print():
            return []
        words = f"{self.cleaned_data['title']}\n{self.cleaned_data['text']}"
        marked = [words[mark.start : mark.end] for mark in redaction.find(words) if mark.kind in PERSONAL]
        return list(dict.fromkeys([*marked, *(match[0] for match in PATTERN.finditer(words))]))
