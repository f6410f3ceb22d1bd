"""A doctor's application: one form for each of its parts (specialties.sections), kept half-filled until it is sent."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_countries import countries
from django_stubs_ext import StrOrPromise

from accounts.fields import LongText
from accounts.pictures import PictureRefused
from specialties import registers
from specialties.applications import Change
from specialties.documents import prepared
from specialties.models import Doctor, DocumentStatus, Specialty
from specialties.sections import BY_KEY
from specialties.templatetags.doctors import language_name

# Languages to tick, by number of speakers; those a doctor has already are added.
LANGUAGES = (
    "ar bg bn ca cs cy da de el en es et fa fi fr ga he hi hr hu id it ja ko lt lv ms nb nl pl pt ro ru sk sl sq sr sv "
    "sw ta te th tr uk ur vi zh-hans"
).split()
NUMBER_TAKEN = _(
    "A doctor with this number on this register has an account here already. Check the number; if it is yours, "
    "write to us and we will find out together."
)
NO_INTERESTS = "None"
PICTURES = "image/jpeg,image/png,image/webp,image/heic"
AGREE = _("I know that two moderators check this again and that I can’t answer until they have")


class SectionForm(forms.Form):
    """A part of the application. `needed` fields must be filled before it is sent: a draft is kept without them.

    `strict` demands them now: of a doctor whose application is with the moderators, or who is verified.
    """

    use_required_attribute = False
    needed: dict[str, StrOrPromise] = {}  # field → what to do when it is empty
    agreed = forms.BooleanField(label=AGREE, required=False)

    def __init__(self, *args, doctor, strict, asks_to_agree=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.doctor = doctor
        self.strict = strict
        for name, message in self.needed.items():
            self.fields[name].required = True  # so that no page calls it optional
            self.fields[name].error_messages["required"] = message
        if not asks_to_agree:
            del self.fields["agreed"]
        else:
            self.fields["agreed"] = self.fields.pop("agreed")  # last on the page

    def full_clean(self):
        """A draft is kept without what it still needs."""
        asked = [self.fields[name] for name in self.needed if self.fields[name].required]
        for field in asked:
            field.required = self.strict
        super().full_clean()
        for field in asked:
            field.required = True

    @classmethod
    def stored(cls, doctor):
        """The initial values."""
        return {name: getattr(doctor, name) for name in cls.base_fields if hasattr(doctor, name)}

    @property
    def gaps(self):
        """The labels of what is still missing."""
        return [str(self.fields[name].label) for name in self.needed if self._lacks(name)]

    def _lacks(self, name):
        return self.fields[name].required and not self.cleaned_data.get(name)

    def change(self):
        """What was said, as applications.Change."""
        columns = {name: value for name, value in self.cleaned_data.items() if name not in {"agreed"}}
        return Change(columns=columns)

    def said(self):
        """(label, words) of all that was typed or chosen, for the page that a refused save leads to."""
        for name, field in self.fields.items():
            value = self.data.getlist(self.add_prefix(name)) if hasattr(self.data, "getlist") else []
            choices = {str(key): str(label) for key, label in getattr(field, "choices", [])}
            if name != "agreed" and any(value):
                yield field.label, ", ".join(choices.get(one, one) for one in value)


class YouForm(SectionForm):
    """Who the doctor is."""

    needed = {
        "name": _("Enter your name as it stands on the register"),
        "title": _("Enter your professional title"),
        "country": _("Select the country you practise in"),
    }
    name = forms.CharField(
        label=_("Your name, as on the register"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text=_("With your title, for example Dr Amara Okafor. Readers see it."),
    )
    title = forms.CharField(
        label=_("Professional title"),
        max_length=120,
        required=False,
        help_text=_("For example Consultant neurologist."),
    )
    degree = forms.CharField(
        label=_("Degrees"), max_length=160, required=False, help_text=_("For example MBBS, PhD.")
    )
    country = forms.ChoiceField(label=_("Country you practise in"), required=False)
    biography = LongText(
        label=_("About you"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("A few sentences for readers: where you work, what you care about."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = [("", _("Choose a country")), *countries]


class DocumentForm(SectionForm):
    """A picture or PDF that proves something. Where it `replaces` that of a part (its key), what was sent needn't be
    sent again."""

    replaces = ""
    # A plain file: forms.ImageField would decode it inside the web process.
    document = forms.FileField(
        label=_("Document"),
        required=False,
        widget=forms.FileInput(attrs={"accept": f"{PICTURES},application/pdf"}),
        help_text=_("A photo, a screenshot (JPEG, PNG, WebP, HEIC) or a PDF of at most 20 pages and 10 MB."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.replaces and BY_KEY[self.replaces].documents(self.doctor):
            self.fields["document"].required = False

    def clean_document(self):
        paper = _made(self.cleaned_data["document"], prepared)
        if paper and self.doctor:
            same = self.doctor.documents.same_file(paper.data)
            if same.filter(status=DocumentStatus.RETURNED).exists():
                raise ValidationError(_("This is the same file that was sent back. Choose another one."))
        return paper

    def change(self):
        said = {
            name: value for name, value in self.cleaned_data.items() if name not in {"agreed", "document"}
        }
        return Change(columns=said, paper=self.cleaned_data["document"] or None)


class IdentityForm(DocumentForm):
    """A passport or the like."""

    replaces = "identity"
    needed = {"document": _("Choose a picture or PDF of your identity document")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["document"].label = _("Passport, identity card or driving licence")


class QualificationForm(DocumentForm):
    """One qualification, beside those that are there."""

    needed = {
        "title": _("Enter what the document is, for example Specialist certificate in neurology"),
        "document": _("Choose a picture or PDF of the document"),
    }
    title = forms.CharField(
        label=_("What it is"),
        max_length=120,
        required=False,
        help_text=_("For example Medical degree, University of Lagos, 2004."),
    )
    field_order = ["title", "document"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{**kwargs, "strict": True})  # half a document is none

    @classmethod
    def stored(cls, doctor):
        return {}

    def change(self):
        return Change(paper=self.cleaned_data["document"], title=self.cleaned_data["title"])


class RegisterForm(DocumentForm):
    """Where anybody can check the licence, how long it holds, and what proves it."""

    replaces = "register"
    needed = {
        "register_name": _("Enter the name of the register that lists you"),
        "register_country": _("Select the country of the register"),
        "register_number": _("Enter your number on the register"),
        "licence_expires_on": _("Enter the last day of your licence"),
        "document": _("Choose a picture or PDF of your licence or certificate"),
    }
    register_name = forms.CharField(
        label=_("Which register lists you?"),
        max_length=160,
        required=False,
        widget=forms.TextInput(attrs={"list": "registers", "autocomplete": "off"}),
        help_text=_("For example General Medical Council. Choose one of those offered, or type its name."),
    )
    register_country = forms.ChoiceField(label=_("Country of the register"), required=False)
    register_number = forms.CharField(label=_("Your number on it"), max_length=40, required=False)
    register_url = forms.URLField(
        label=_("Your page on it"),
        required=False,
        max_length=300,
        assume_scheme="https",
        help_text=_("The address where anybody can check your entry, beginning with https://"),
    )
    licence_expires_on = forms.DateField(
        label=_("Last day of your licence"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("You can answer up to and including this day."),
    )
    field_order = [
        *("register_name", "register_country", "register_number", "register_url", "licence_expires_on"),
        "document",
    ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["register_country"].choices = [("", _("Choose a country")), *countries]
        self.fields["document"].label = _("Licence or certificate")

    def clean_licence_expires_on(self):
        day = self.cleaned_data["licence_expires_on"]
        if day and day <= timezone.now().date():
            raise ValidationError(_("Enter a day in the future: a licence that has ended can’t be checked."))
        return day

    def clean(self):
        """One number on a register is one doctor's; said here beside its field, and once more by the database."""
        said = super().clean()
        name, country = said.get("register_name", ""), said.get("register_country", "")
        number = said.get("register_number", "")
        if name and not country and (only := registers.only_in(name)):
            country = said["register_country"] = only
            self.errors.pop("register_country", None)
        register = registers.known(name, country)
        if register:
            said["register_name"] = register.name
        if number and (fault := registers.number_fault(number, register=register)):
            self.add_error("register_number", fault)
        elif number and name:
            same = Doctor.objects.on_register(name, country=country) & Doctor.objects.same_number(number)
            if same.exclude(pk=self.doctor.pk if self.doctor else None).exists():
                self.add_error("register_number", NUMBER_TAKEN)
            if register and not said.get("register_url"):
                said["register_url"] = register.entry(number)
        return said


class SpecialtiesForm(SectionForm):
    """What the doctor treats."""

    needed = {"specialties": _("Select at least one specialty")}
    specialties = forms.ModelMultipleChoiceField(
        Specialty.objects.none(),
        label=_("Specialties"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("You see the queries of these, and answer only within them."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        choices = Specialty.objects.listed().areas()
        if self.doctor:  # those a doctor was given by hand stay to be ticked, topics included
            choices |= Specialty.objects.filter(pk__in=self.doctor.specialties.values("pk"))
        self.fields["specialties"].queryset = choices

    @classmethod
    def stored(cls, doctor):
        return {"specialties": [specialty.pk for specialty in doctor.specialties.all()]}

    def change(self):
        return Change(specialties={specialty.pk for specialty in self.cleaned_data["specialties"]})


class LanguagesForm(SectionForm):
    """What the doctor speaks."""

    needed = {"languages": _("Select at least one language")}
    languages = forms.MultipleChoiceField(
        label=_("Languages you can answer in"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        codes = dict.fromkeys([*LANGUAGES, *(self.doctor.languages if self.doctor else [])])
        self.fields["languages"].choices = sorted(
            ((code, str(language_name(code))) for code in codes), key=lambda pair: pair[1]
        )


class InterestsForm(SectionForm):
    """What could touch the doctor's advice; "none" is said on purpose."""

    needed = {"has": _("Select whether you have interests to declare")}
    has = forms.ChoiceField(
        label=_("Do you have interests to declare?"),
        required=False,
        widget=forms.RadioSelect,
        choices=[("yes", _("Yes")), ("no", _("No, none"))],
        help_text=_(
            "Payments, shares, adviser’s roles or gifts that could touch what you advise. Readers see it."
        ),
    )
    interests = LongText(
        label=_("Which?"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    @classmethod
    def stored(cls, doctor):
        said_none = doctor.interests.strip(" .").casefold() in {"none", "none declared"}
        has = "" if not doctor.interests else "no" if said_none else "yes"
        return {"has": has, "interests": "" if said_none else doctor.interests}

    def clean(self):
        said = super().clean()
        if said.get("has") == "yes" and not said.get("interests"):
            self.add_error("interests", _("Enter the interests you declare"))
        if said.get("has") == "no" and said.get("interests"):
            self.add_error("interests", _("Leave this empty, or select that you have interests to declare"))
        return said

    def change(self):
        said = self.cleaned_data
        return Change(columns={"interests": NO_INTERESTS if said["has"] == "no" else said["interests"]})


FORMS = {
    "you": YouForm,
    "register": RegisterForm,
    "identity": IdentityForm,
    "qualifications": QualificationForm,
    "specialties": SpecialtiesForm,
    "languages": LanguagesForm,
    "interests": InterestsForm,
}


def _made(upload, make):
    """What `make` makes of a file that was just sent; its refusal is the field's error."""
    if not isinstance(upload, UploadedFile):
        return None
    try:
        return make(upload)
    except PictureRefused as refused:
        raise ValidationError(refused.message) from None
