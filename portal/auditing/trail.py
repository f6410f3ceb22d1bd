"""The trail and the log of looks as an auditor filters and reads them. Newest first, paged by key."""

from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.contrib.auth.decorators import permission_required
from django.db.models import Q
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.models import AccessEvent, AuditEvent, User
from portal.desk.review.history import VERBS
from portal.roles import VIEW_TRAIL

PAGE_SIZE = 50
# In which somebody looked.
ROLES = {
    "moderator": gettext_lazy("moderator"),
    "doctor": gettext_lazy("doctor"),
    "patient": gettext_lazy("patient"),
    "auditor": gettext_lazy("auditor"),
}
may_read = permission_required(VIEW_TRAIL, raise_exception=True)


class FilterForm(forms.Form):
    """What both lists are narrowed by."""

    use_required_attribute = False

    reference = forms.CharField(label=gettext_lazy("Reference"), required=False, max_length=20)
    who = forms.CharField(
        label=gettext_lazy("Who"),
        required=False,
        max_length=120,
        help_text=gettext_lazy(
            "The name of somebody of the staff or of a doctor, or a part of it; or the number of an account."
        ),
    )
    day = forms.DateField(
        label=gettext_lazy("Day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": gettext_lazy("Enter a day such as 2026-05-02")},
    )
    before = forms.IntegerField(required=False, min_value=1, max_value=2**62, widget=forms.HiddenInput)

    def narrow(self, rows, *, person):
        """`rows` as filtered, newest first; `person` is the column of who acted. One query more for a name."""
        said = self.cleaned_data
        if said["reference"]:
            rows = rows.filter(reference=said["reference"].upper())
        if said["who"]:
            rows = rows.filter(**{f"{person}__in": found_people(said["who"])})
        if said["day"]:
            rows = rows.filter(at__date=said["day"])
        if said["before"]:
            rows = rows.filter(pk__lt=said["before"])
        return rows.order_by("-pk")


class TrailForm(FilterForm):
    """Of the trail: also by what was done."""

    verb = forms.ChoiceField(label=gettext_lazy("What was done"), required=False)
    field_order = ["reference", "who", "verb", "day"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        words = sorted((str(text), verb) for verb, text in VERBS.items())
        self.fields["verb"].choices = [
            ("", _("Anything")),
            *((verb, f"{text} ({verb})") for text, verb in words),
        ]

    def narrow(self, rows, *, person):
        verb = self.cleaned_data["verb"]
        return super().narrow(rows.filter(verb=verb) if verb else rows, person=person)


class LooksForm(FilterForm):
    """Of the log of looks: also by why they looked."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Reason"),
        required=False,
        choices=[("", gettext_lazy("Any reason")), *AccessEvent.Reason.choices[1:]],
    )
    field_order = ["reference", "who", "reason", "day"]

    def narrow(self, rows, *, person):
        reason = self.cleaned_data["reason"]
        return super().narrow(rows.filter(reason=reason) if reason else rows, person=person)


@dataclass(frozen=True)
class Line:
    """One row of the trail or of the log of looks, in words."""

    at: datetime
    who: str
    what: str
    reference: str
    about: str
    details: str
    digest: str


def found_people(who):
    """The ids of accounts by number, or of staff and doctors by a part of their name: nobody is led from a patient's
    name to what they asked. One query for a name."""
    if who.isdecimal() and len(who) < 18:
        return [int(who)]
    named = Q(name__icontains=who, is_staff=True) | Q(doctor__name__icontains=who)
    return list(User.objects.filter(named).values_list("pk", flat=True))


def names(ids):
    """{id: name} of staff and doctors, the number of everybody else; never an address. One query."""
    people = User.objects.select_related("doctor").filter(pk__in=ids - {None})
    return {one.pk: _name(one) or _("Account %(number)s") % {"number": one.pk} for one in people}


def _name(one):
    """A patient has none here."""
    doctor = getattr(one, "doctor", None)
    if doctor is not None:
        return doctor.name
    return one.name if one.is_staff else ""


def decisions(events):
    """Lines of rows of the trail. One query."""
    people = names({event.actor_id for event in events})
    return [
        Line(
            at=event.at,
            who=_("The system")
            if event.actor_id is None
            else people.get(event.actor_id, _gone(event.actor_id)),
            what=str(VERBS.get(event.verb, event.verb)),
            reference=event.reference,
            about=_subject(event),
            details=", ".join(f"{key}: {_words(value)}" for key, value in sorted(event.details.items())),
            digest=event.digest,
        )
        for event in events
    ]


def _subject(event):
    subject = f"{event.subject_type} {event.subject_id}"
    if not event.version:
        return subject
    return _("%(subject)s, version %(number)s") % {"subject": subject, "number": event.version}


def looks(events):
    """Lines of rows of the log of looks. One query."""
    people = names({event.viewer_id for event in events})
    return [
        Line(
            at=event.at,
            who=people.get(event.viewer_id, _gone(event.viewer_id)),
            what=event.get_kind_display(),
            reference=event.reference,
            about=str(ROLES.get(event.viewer_role, event.viewer_role)),
            details=event.why,
            digest=event.digest,
        )
        for event in events
    ]


def _words(value):
    """A detail of the trail as people write it; what is within another stands in brackets."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(_words(one) for one in value)
    if not isinstance(value, dict):
        return str(value)
    parts = sorted(value.items())
    return "; ".join(
        f"{key} ({_words(one)})" if isinstance(one, dict) else f"{key} {_words(one)}" for key, one in parts
    )


def _gone(number):
    return _("Erased account %(number)s") % {"number": number}


@require_safe
@may_read
def trail(request):
    """Every decision. Four queries."""
    return _list(
        request, TrailForm, AuditEvent.objects.all(), person="actor_id", lines=decisions, title=_("Trail")
    )


@require_safe
@may_read
def access(request):
    """Every look at a private query, picture or document. Four queries."""
    title = _("Who looked at what")
    return _list(request, LooksForm, AccessEvent.objects.all(), person="viewer_id", lines=looks, title=title)


def _list(request, form_class, rows, *, person, lines, title):
    """One page of a list; a filter that can't be read shows its error and no rows."""
    form = form_class(request.GET)
    valid = form.is_valid()
    found = list(form.narrow(rows, person=person)[: PAGE_SIZE + 1]) if valid else []
    query = request.GET.copy()
    query.pop("before", None)
    more = len(found) > PAGE_SIZE
    context = {
        "title": title,
        "form": form,
        "lines": lines(found[:PAGE_SIZE]),
        "is_looks": rows.model is AccessEvent,
        "filtered": query.urlencode(),
        "next_before": found[PAGE_SIZE - 1].pk if more else None,
    }
    return render(request, "admin/audit/list.html", context, status=200 if valid else 422)
