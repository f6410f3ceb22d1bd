"""Which part of the desk a moderator works through: a queue, or all of them, and what of it. It stands in the address
of a list and goes with every link, decision and "and next" as `where`, so that nobody loses their place. It narrows a
queue; the order is never touched."""

import re
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import wraps

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from accounts import deskclaims
from portal.desk.lines.specialty_choices import grouped_specialties
from specialties.models import Specialty

EVERYTHING = "all"  # in place of a queue's key: whatever is most pressing
MARKS = {
    "urgent": _("Urgent"),
    "self_harm": _("Self-harm"),
    "minor": _("About a minor"),
    "held": _("Looks like spam"),
}
AGES = {24: _("More than a day"), 72: _("More than three days"), 168: _("More than a week")}  # hours
ALPHABET = re.compile(r"[a-z0-9_.-]{1,100}")
MOST_DIGITS = 9  # of a specialty's number: fits the column


@dataclass(frozen=True)
class Where:
    """A place at the desk. As text, in one alphabet that needs no escaping: "answers.s12.urgent.h24.mine"."""

    key: str = ""
    specialty: int | None = None
    marks: tuple[str, ...] = ()
    age: int = 0  # hours at least
    mine: bool = False

    def __str__(self):
        parts = [self.key]
        parts += [f"s{self.specialty}"] if self.specialty else []
        parts += [mark for mark in MARKS if mark in self.marks]
        parts += [f"h{self.age}"] if self.age else []
        return ".".join([*parts, *(["mine"] if self.mine else [])])

    @classmethod
    def parse(cls, text, *, keys):
        """The Where that str() made, of a queue in `keys` or of all; an empty one for what nobody made."""
        if not ALPHABET.fullmatch(text):
            return cls()
        key, *parts = text.split(".")
        found = {"marks": ()}
        for part in parts:
            if part in MARKS:
                found["marks"] += (part,)
            elif part == "mine":
                found["mine"] = True
            elif part[0:1] == "h" and part[1:] in {str(hours) for hours in AGES}:
                found["age"] = int(part[1:])
            elif part[0:1] == "s" and part[1:].isdigit() and len(part) <= MOST_DIGITS:
                found["specialty"] = int(part[1:])
        where = cls(key=key, **found)
        return where if key in {EVERYTHING, *keys} and str(where) == text else cls()

    @property
    def is_filtered(self):
        return bool(self.specialty or self.marks or self.age or self.mine)

    @property
    def is_told(self):
        """Whether an address must carry it: an unfiltered queue is known by the page."""
        return self.key == EVERYTHING or (bool(self.key) and self.is_filtered)

    @property
    def field(self):
        """The hidden field that a form carries it in."""
        return self.named_field if self.is_told else ""

    @property
    def named_field(self):
        """The same, of an unfiltered queue too: for a form on a page to which several queues lead."""
        if not self.key:
            return ""
        return format_html('<input type="hidden" name="where" value="{}">', str(self))

    @property
    def more(self):
        """What it adds to an address that has a query string."""
        return f"&where={self}" if self.is_told else ""

    @property
    def first(self):
        """What it adds to an address without a query string."""
        return f"?where={self}" if self.is_told else ""

    @property
    def query(self):
        """The query string of the queue's list."""
        pairs = [("specialty", self.specialty)] if self.specialty else []
        pairs += [("marks", mark) for mark in MARKS if mark in self.marks]
        pairs += [("age", self.age)] if self.age else []
        return urlencode([*pairs, *([("mine", "1")] if self.mine else [])])

    def of(self, key):
        """The same narrowing of another queue."""
        return replace(self, key=key)

    def narrow(self, queue, rows, *, user):
        """Those of `rows`, of `queue`, that it names. What a queue doesn’t know (marks of a doctor) excludes all."""
        if self.specialty:
            rows = rows.filter(_of_specialty(queue, self.specialty))
        if self.marks:
            rows = rows.filter(_any(queue.marks[mark] for mark in self.marks if mark in queue.marks))
        if self.age and not queue.by_day:
            rows = rows.filter(**{f"{queue.since}__lte": timezone.now() - timedelta(hours=self.age)})
        return rows.filter(deskclaims.held(rows.model, by=user)) if self.mine else rows


def _any(conditions):
    found = Q(pk__in=[])
    for condition in conditions:
        found |= condition
    return found


def _of_specialty(queue, pk):
    """Of the specialty and its topics; by their keys, so that rows with several aren't found twice."""
    if not queue.specialty:
        return Q(pk__in=[])
    within = Specialty.objects.filter(Q(pk=pk) | Q(parent=pk)).values("pk")
    if not queue.specialty_is_many:
        return Q(**{f"{queue.specialty}__in": within})
    return Q(pk__in=queue.model.objects.filter(**{f"{queue.specialty}__in": within}).values("pk"))


class FilterForm(forms.Form):
    """The filters above a list, as far as the queue knows them."""

    use_required_attribute = False

    specialty = forms.ChoiceField(label=_("Specialty or topic"), required=False)
    age = forms.TypedChoiceField(
        label=_("Waiting for"), required=False, coerce=int, choices=[("", _("Any time"))]
    )
    marks = forms.MultipleChoiceField(
        label=_("Marked"), required=False, choices=(), widget=forms.CheckboxSelectMultiple
    )
    mine = forms.BooleanField(label=_("Only what I hold"), required=False)

    def __init__(self, *args, queue, **kwargs):
        super().__init__(*args, auto_id="filter-%s", **kwargs)
        self.queue = queue
        if queue.specialty:
            self.fields["specialty"].choices = [("", _("Any specialty")), *grouped_specialties()[1:]]
        else:
            del self.fields["specialty"]
        known = [(mark, word) for mark, word in MARKS.items() if mark in queue.marks]
        if known:
            self.fields["marks"].choices = known
        else:
            del self.fields["marks"]
        if queue.by_day:
            del self.fields["age"]
        else:
            self.fields["age"].choices = [("", _("Any time")), *AGES.items()]

    def where(self):
        """The Where of what was chosen; without the filters that make no sense."""
        said = getattr(self, "cleaned_data", {})
        return Where(
            key=self.queue.key,
            specialty=int(said.get("specialty") or 0) or None,
            marks=tuple(said.get("marks", ())),
            age=said.get("age") or 0,
            mine=bool(said.get("mine")),
        )


def keeping_place(view, *, keys):
    """Give `request.where` to a page of the desk: what its address or form says, else an empty one. `keys` tells which
    queues a user may work on: no decision leads into another."""

    @wraps(view)
    def wrapper(request, *args, **kwargs):
        said = request.POST.get("where") or request.GET.get("where", "")
        request.where = Where.parse(said, keys=keys(request.user)) if said else Where()
        return view(request, *args, **kwargs)

    return wrapper
