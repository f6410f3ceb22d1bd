"""What a doctor chooses about notices: which e-mails, how often, when not, and until when they are away."""

from datetime import timedelta
from zoneinfo import available_timezones

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import DOCTORS_GROUPS, MailGroup
from answers.models import DoctorNotices

LONGEST_ABSENCE = timedelta(days=366)
NEVER = "off"
HOURS = [(hour, f"{hour:02}:00") for hour in range(24)]


def time_zones():
    """The zones of the tz database that are places, by name."""
    places = sorted(name for name in available_timezones() if "/" in name and not name.startswith("Etc/"))
    return [("UTC", "UTC"), *((name, name.replace("_", " ")) for name in places)]


class NoticesForm(forms.ModelForm):
    """One form for all of it. `wanted` holds the e-mails that are only on or off."""

    use_required_attribute = False
    new_queries = forms.ChoiceField(
        label=_("New queries in my specialties"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Select how often you want to hear of new queries")},
    )
    daily_hour = forms.TypedChoiceField(label=_("Once a day, at"), choices=HOURS, coerce=int)
    time_zone = forms.ChoiceField(
        label=_("By the clock of"),
        choices=lazy(time_zones, list),
        error_messages={"required": _("Select your time zone")},
    )
    wanted = forms.MultipleChoiceField(
        label=_("Send me an e-mail"), required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = DoctorNotices
        fields = [
            "new_queries",
            "daily_hour",
            "urgent_always",
            "quiet_from",
            "quiet_until",
            "time_zone",
            "away_until",
        ]
        labels = {
            "urgent_always": _("Tell me of urgent queries in quiet hours too"),
            "quiet_from": _("Quiet from"),
            "quiet_until": _("Quiet until"),
            "away_until": _("Away up to and including"),
        }
        widgets = {
            "quiet_from": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "quiet_until": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "away_until": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }
        error_messages = {
            "quiet_from": {"invalid": _("Enter a time such as 21:30")},
            "quiet_until": {"invalid": _("Enter a time such as 07:00")},
            "away_until": {"invalid": _("Enter a date such as 2027-03-31")},
        }

    def __init__(self, *args, wants, **kwargs):
        initial = {"wanted": wants, **kwargs.pop("initial", {})}
        if MailGroup.NEW_QUERIES not in wants:
            initial["new_queries"] = NEVER
        super().__init__(*args, initial=initial, **kwargs)
        often = DoctorNotices._meta.get_field("new_queries").choices
        self.fields["new_queries"].choices = [(NEVER, _("Not at all")), *often]
        self.fields["wanted"].choices = [(group.value, group.label) for group in single_groups()]

    def clean_new_queries(self):
        """The stored frequency stays when the e-mails are stopped."""
        self.stopped = self.cleaned_data["new_queries"] == NEVER
        return self.instance.new_queries if self.stopped else self.cleaned_data["new_queries"]

    def clean_away_until(self):
        day = self.cleaned_data["away_until"]
        changed = day is not None and day != self.initial.get("away_until")
        today = self.instance.local.date()
        if changed and day < today:
            raise forms.ValidationError(_("Enter today or a later day"))
        if changed and day > today + LONGEST_ABSENCE:
            raise forms.ValidationError(_("Enter a day within the next twelve months"))
        return day

    def clean(self):
        said = super().clean()
        if "quiet_from" in said and "quiet_until" in said:
            one, other = said["quiet_from"], said["quiet_until"]
            if one is None and other is not None:
                self.add_error("quiet_from", _("Enter when the quiet hours begin, or leave both empty"))
            if other is None and one is not None:
                self.add_error("quiet_until", _("Enter when the quiet hours end, or leave both empty"))
            if one is not None and one == other:
                self.add_error("quiet_until", _("Enter another time than the one at which they begin"))
        return said

    def groups(self):
        """{MailGroup: whether it is wanted}, of all the doctor's."""
        wanted = {group: group.value in self.cleaned_data["wanted"] for group in single_groups()}
        return {**wanted, MailGroup.NEW_QUERIES: not self.stopped}


def single_groups():
    """The doctors' e-mails that are on or off, in their order."""
    return [group for group in MailGroup if group in DOCTORS_GROUPS and group != MailGroup.NEW_QUERIES]
