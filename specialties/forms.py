"""A doctor's application: who they are, what they treat, and the licence that moderators check."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from accounts.pictures import PictureRefused, redraw
from specialties.models import Doctor, Specialty
from specialties.templatetags.doctors import language_name

# Languages to tick, by number of speakers; those a doctor has already are added.
LANGUAGES = (
    "ar bg bn ca cs cy da de el en es et fa fi fr ga he hi hr hu id it ja ko lt lv ms nb nl pl pt ro ru sk sl sq sr sv "
    "sw ta te th tr uk ur vi zh-hans"
).split()
# What moderators check and readers rely on: a change of any of these starts the two checks anew.
CHECKED_FIELDS = (
    "name",
    "title",
    "degree",
    "country",
    "specialties",
    "register_name",
    "register_number",
    "register_url",
    "licence_expires_on",
    "licence_document",
)
NUMBER_TAKEN = _(
    "A doctor with this number on this register has an account here already. Check the number; if it is yours, "
    "write to us and we will find out together."
)
PORTRAIT_PIXELS = 800


class DoctorApplicationForm(forms.ModelForm):
    """Asks for everything the two checks need; pictures are redrawn before they are kept."""

    use_required_attribute = False
    version = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1)
    country = forms.ChoiceField(label=_("Country you practise in"))
    languages = forms.MultipleChoiceField(
        label=_("Languages you can answer in"), widget=forms.CheckboxSelectMultiple
    )
    specialties = forms.ModelMultipleChoiceField(
        Specialty.objects.none(),
        label=_("Specialties"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("You see the queries of these, and answer only within them."),
    )
    register_url = forms.URLField(
        label=_("Your page on it"),
        required=False,
        max_length=300,
        assume_scheme="https",
        help_text=_("The address where anybody can check your entry, beginning with https://"),
    )
    # Plain files: forms.ImageField would decode them inside the web process.
    licence_document = forms.FileField(
        label=_("Picture of your licence or certificate"),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/heic"}),
        help_text=_("A photo or screenshot (JPEG, PNG, WebP or HEIC). Only moderators see it."),
    )
    portrait = forms.FileField(
        label=_("Portrait"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/heic"}),
        help_text=_("Readers see it beside your answers. Your face, straight on, works best."),
    )

    class Meta:
        model = Doctor
        fields = [
            "name",
            "title",
            "degree",
            "country",
            "languages",
            "specialties",
            "biography",
            "interests",
            "register_name",
            "register_number",
            "register_url",
            "licence_expires_on",
            "licence_document",
            "portrait",
        ]
        labels = {
            "name": _("Your name, as on the register"),
            "title": _("Professional title"),
            "degree": _("Degrees"),
            "biography": _("About you"),
            "interests": _("Declared interests"),
            "register_name": _("Which register lists you?"),
            "register_number": _("Your number on it"),
            "licence_expires_on": _("Licence valid until"),
        }
        help_texts = {
            "name": _("With your title, for example Dr Amara Okafor. Readers see it."),
            "title": _("For example Consultant neurologist."),
            "degree": _("For example MBBS, PhD."),
            "biography": _("A few sentences for readers: where you work, what you care about."),
            "interests": _("Payments, shares, adviser’s roles that could touch what you advise; or “none”."),
            "register_name": _("For example General Medical Council."),
            "register_number": "",
            "licence_expires_on": _("You can answer up to and including this day."),
        }
        widgets = {
            "biography": forms.Textarea(attrs={"rows": 5, "maxlength": False}),
            "interests": forms.Textarea(attrs={"rows": 2}),
            "licence_expires_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        doctor = self.instance
        self.fields["country"].choices = [("", _("Choose a country")), *countries]  # by name
        codes = dict.fromkeys([*LANGUAGES, *doctor.languages])
        self.fields["languages"].choices = sorted(
            ((code, str(language_name(code))) for code in codes), key=lambda pair: pair[1]
        )
        self.fields["specialties"].queryset = Specialty.objects.listed().areas()
        if doctor.pk:
            # Those a doctor was given by hand stay to be ticked, topics included.
            given = doctor.specialties.values("pk")
            self.fields["specialties"].queryset |= Specialty.objects.filter(pk__in=given)
        self.fields["licence_document"].required = not doctor.licence_document
        for name in ("title", "register_name", "register_number", "licence_expires_on"):
            self.fields[name].required = True
        for name, message in REQUIRED.items():
            self.fields[name].error_messages["required"] = message

    @property
    def seen_version(self):
        return self.cleaned_data.get("version") or 0

    def clean_licence_expires_on(self):
        day = self.cleaned_data["licence_expires_on"]
        if day <= timezone.now().date():
            raise ValidationError(_("Enter a day in the future: a licence that has ended can’t be checked."))
        return day

    def clean_licence_document(self):
        return _redrawn(self.cleaned_data["licence_document"], name="licence.jpg")

    def clean_portrait(self):
        return _redrawn(self.cleaned_data["portrait"], name="portrait.jpg", longest_side=PORTRAIT_PIXELS)

    def clean(self):
        """A number on a register is one doctor's; said here beside its field, and once more by the database."""
        said = super().clean()
        if said.get("register_name") and said.get("register_number"):
            same = Doctor.objects.filter(
                register_name__iexact=said["register_name"], register_number__iexact=said["register_number"]
            )
            if same.exclude(pk=self.instance.pk).exists():
                self.add_error("register_number", NUMBER_TAKEN)
        return said

    def needs_new_check(self):
        """Whether anything was changed that moderators checked."""
        return any(name in CHECKED_FIELDS for name in self.changed_data)


REQUIRED = {
    "name": _("Enter your name as it stands on the register"),
    "title": _("Enter your professional title"),
    "country": _("Select the country you practise in"),
    "languages": _("Select at least one language"),
    "specialties": _("Select at least one specialty"),
    "register_name": _("Enter the name of the register that lists you"),
    "register_number": _("Enter your number on the register"),
    "licence_expires_on": _("Enter the last day of your licence"),
    "licence_document": _("Choose a picture of your licence or certificate"),
}


def _redrawn(upload, *, name, **limits):
    """What was just sent, drawn anew without metadata; what is stored already stays."""
    if not isinstance(upload, UploadedFile):
        return upload
    try:
        return ContentFile(redraw(upload, **limits).data, name=name)
    except PictureRefused as refused:
        raise ValidationError(refused.message) from None
