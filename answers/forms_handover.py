"""What a doctor fills in to hand a query back."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import LongText
from questions.models import HandoverKind
from specialties.models import Specialty


class HandoverForm(forms.Form):
    """What the doctor proposes, and why; and the version of the query that was on the page."""

    use_required_attribute = False
    version = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label=_("What do you propose?"),
        choices=HandoverKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Select what you propose")},
    )
    specialty = forms.ModelChoiceField(
        Specialty.objects.select_related("parent"),
        label=_("Specialty or topic that should answer it"),
        required=False,
        help_text=_("Only if another specialty should answer it."),
    )
    reason = LongText(
        label=_("Why?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "For the moderators. If you propose not to answer it, they may build on your words when they tell the "
            "patient."
        ),
        error_messages={
            "required": _("Enter the reason"),
            "max_length": _(
                "Your reason: write at most %(limit_value)d characters; there are %(show_value)d"
            ),
        },
    )

    def __init__(self, *args, question, **kwargs):
        super().__init__(*args, **kwargs)
        self.question = question
        self.fields["specialty"].choices = _by_area(besides=question.specialty_id)

    def clean(self):
        data = super().clean()
        if data.get("kind") == HandoverKind.REROUTE and "specialty" not in self.errors:
            if data.get("specialty") is None:
                self.add_error("specialty", _("Select the specialty that should answer it"))
            elif data["specialty"].pk == self.question.specialty_id:
                self.add_error("specialty", _("Select a specialty other than the one it is in now"))
        return data


def _by_area(*, besides):
    """The choices of the select: each specialty with its topics. One query."""
    areas = {}
    for one in Specialty.objects.order_by("parent__name", "name").select_related("parent"):
        if one.pk != besides:
            areas.setdefault(one.area.name, []).append((one.pk, one.name))
    return [("", _("Select a specialty")), *sorted(areas.items())]
