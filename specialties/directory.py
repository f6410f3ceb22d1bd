"""The directory's filters: what the address asks for, and what may be chosen."""

from urllib.parse import urlencode

from django import forms
from django.db.models import Func
from django.utils.translation import gettext_lazy as _

from specialties.models import Doctor, Specialty
from specialties.templatetags.doctors import country_name, language_name

MOST_WORDS = 6


class DirectoryForm(forms.Form):
    """The filters, all optional; what the address holds that nobody could choose is left out, not refused."""

    use_required_attribute = False

    q = forms.CharField(
        label=_("Doctor’s name"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    specialty = forms.ChoiceField(label=_("Specialty"), required=False)
    country = forms.ChoiceField(label=_("Country"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)

    def __init__(self, data):
        super().__init__(data=data, auto_id="filter-%s")
        areas = Specialty.objects.listed().areas().values_list("slug", "name")
        self.fields["specialty"].choices = [("", _("Any specialty")), *areas]
        self.fields["country"].choices = [("", _("Any country")), *_named(_countries(), country_name)]
        self.fields["language"].choices = [("", _("Any language")), *_named(_languages(), language_name)]
        self.is_valid()

    @property
    def values(self):
        """{filter: value} of those in force, in the order of the form."""
        return {name: self.cleaned_data[name] for name in self.fields if self.cleaned_data.get(name)}

    @property
    def address(self):
        """The filters as the end of an address, "" without any."""
        return f"?{urlencode(self.values)}" if self.values else ""

    def apply(self, doctors):
        """The doctors who meet all filters in force."""
        said = self.values
        return doctors.matching(
            specialty=said.get("specialty", ""),
            country=said.get("country", ""),
            language=said.get("language", ""),
            words=said.get("q", "").split()[:MOST_WORDS],
        )


def _countries():
    return Doctor.objects.listed().exclude(country="").order_by().values_list("country", flat=True).distinct()


def _languages():
    each = Func("languages", function="unnest")
    return Doctor.objects.listed().order_by().annotate(each=each).values_list("each", flat=True).distinct()


def _named(codes, name):
    return sorted(((code, str(name(code))) for code in codes), key=lambda pair: pair[1])
