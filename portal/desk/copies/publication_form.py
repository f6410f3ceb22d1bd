"""The public copy as a form: title, text and every part of every answer, each beside its original."""

from dataclasses import dataclass
from datetime import date

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.fields import LongText
from answers import exchanges, signoff
from answers.models import CONTRACT_FIELDS, AnswerContract
from portal.desk.review import show
from portal.desk.review.forms import SeenForm
from questions.models import PublicDraft
from questions.redaction import CLASSES

# Of one side of what was asked back or further, in characters: three replies of the longest, and their numbers.
LONGEST_SAID = 16_000
# Of decisions that words identify nobody: how many, and of each the words, in characters.
MOST_KEPT, LONGEST_KEPT = 500, 300
TEXT_ROWS = {"title": 2, "short_answer": 3, "text": 12, "explanation": 12}


@dataclass(frozen=True)
class Piece:
    """One stretch of text in its original and its public version. `name` is its field's.

    `day` is when the original was written: what "three weeks ago" is told from.
    In a correction `before` is the original that the public page was made from, and `shown` what readers read now.
    One side of what was asked back or further is public only if its exchange is taken in: `tick` names the box for
    that, and `is_taken` says what is saved."""

    name: str
    label: str
    original: str
    public: str
    longest: int
    day: date
    before: str | None = None
    shown: str | None = None
    tick: str = ""
    is_taken: bool = False

    @property
    def part(self):
        """Which part of a query or of an answer it is, as answers.signoff names them."""
        _answer, _dash, field = self.name.partition("-")
        kind, dash, _rest = field.partition("-")
        return kind if dash else field or self.name

    @property
    def is_left_out(self):
        """Whether its doctor took it out since it was published: it gets no field."""
        return self.before is not None and not self.original.strip()


@dataclass(frozen=True)
class Group:
    """The pieces that belong together: the query's, or one answer's."""

    title: str
    pieces: list[Piece]


def groups_of(question, *, versions, draft, attachments, possible, page=None):
    """The pieces of a public copy: its saved draft beside the originals; without a draft the originals twice.

    `possible` is exchanges.possible() of the versions. `page` is the public page when a correction of it is made: then
    each answer begins with what was saved of it so far, be it of an earlier version, else with what readers read."""
    saved = {part.source.answer_id: part for part in draft.answers.all()} if draft else {}
    shown = {row.source.answer_id: row for row in page.answers.all() if not row.retracted_on} if page else {}
    title, text = (draft.title, draft.text) if draft else (question.title, question.text)
    limit = PublicDraft._meta.get_field
    groups = [
        Group(
            _("The query"),
            [
                _of_query("title", _("Title"), question, title, limit, page),
                _of_query("text", _("Text"), question, text, limit, page),
            ],
        )
    ]
    for version in versions:
        name = _("Answer by %(name)s") % {"name": version.answer.doctor.name}
        row = shown.get(version.answer_id)
        public = saved.get(version.answer_id, row or version)
        said = _exchange_pieces(version, public, possible[version.answer_id], row=row)
        groups.append(Group(name, [*_answer_pieces(version, public, attachments, row=row), *said]))
    return groups


def _of_query(name, label, question, words, limit, page):
    shown = getattr(page, name) if page else None
    longest, day = limit(name).max_length, timezone.localdate(question.submitted_at)
    return Piece(name, label, getattr(question, name), words, longest, day, shown=shown)


def _answer_pieces(version, public, attachments, *, row):
    """`row` is the public copy that a correction changes, or None."""
    pieces, day = [], timezone.localdate(version.submitted_at)
    for field in show.TEXT_FIELDS:
        longest = AnswerContract._meta.get_field(field).max_length
        texts = [getattr(each, field) if each else None for each in _texts_of(version, public, row)]
        pieces.append(_piece(f"a{version.pk}-{field}", show.label(field), longest, day, texts))
    for number, picture in enumerate(attachments, start=1):
        key = str(picture.pk)
        label = _("What picture %(number)d shows") % {"number": number}
        texts = [
            str(each.findings.get(key, "")) if each else None for each in _texts_of(version, public, row)
        ]
        pieces.append(_piece(f"a{version.pk}-finding-{key}", label, 1000, day, texts))
    return [piece for piece in pieces if piece]


def _exchange_pieces(version, public, possible, *, row):
    """Both sides of each exchange; one that nobody took in begins with the private words."""
    taken = exchanges.by_key(getattr(public, "exchanges", []))
    shown = exchanges.by_key(row.exchanges) if row else {}
    return [
        Piece(
            f"a{version.pk}-exchange-{one.key}-{side}",
            label(),
            getattr(one, side),
            taken.get(one.key, {}).get(side) or getattr(one, side),
            LONGEST_SAID,
            timezone.localdate(one.asked_at),
            shown=shown.get(one.key, {}).get(side),
            tick=f"a{version.pk}-take-{one.key}",
            is_taken=one.key in taken,
        )
        for one in possible
        for side, label in exchanges.SIDES[one.kind].items()
    ]


def _texts_of(version, public, row):
    return version, public, row.source if row else None, row


def _piece(name, label, longest, day, texts):
    original, words, before, shown = texts
    if not (original.strip() or words.strip()):
        return None
    # A part that is new since has no public version yet: it begins with the doctor's words.
    public = words or original
    return Piece(name, label, original, public, longest, day, before=before, shown=shown)


class KeptField(forms.Field):
    """Pairs of signoff.keep() as "class:words", one hidden input each. What nobody made is left out."""

    widget = forms.MultipleHiddenInput

    def prepare_value(self, value):
        """Of pairs that are stored, their text; of what was typed, itself."""
        return [pair if isinstance(pair, str) else ":".join(pair) for pair in value or []]

    def to_python(self, value):
        pairs = [text.partition(":") for text in (value or [])[:MOST_KEPT]]
        return [
            [key, words] for key, _colon, words in pairs if key in CLASSES and 0 < len(words) <= LONGEST_KEPT
        ]


class PublicCopyForm(SeenForm):
    """Every piece as a text area. All are required: no part of an answer is lost by an empty box. Only the sides of
    what was asked back or further are required no more than it is taken in, by the tick above them. A correction has
    one more: what readers are told of it. `signed` are the ticks of the sign-off, `kept` (hidden) what was said to
    identify nobody."""

    signed = forms.MultipleChoiceField(
        required=False,
        choices=[(key, key) for key in (*CLASSES, signoff.PICTURES, signoff.TOGETHER)],
        widget=forms.CheckboxSelectMultiple,
    )
    kept = KeptField(required=False)

    def __init__(self, *args, groups, versions, corrects, **kwargs):
        super().__init__(*args, **kwargs)
        self.versions, self.corrects = versions, corrects
        self.sides = {}
        for group in groups:
            for piece in group.pieces:
                if piece.tick:
                    self.fields.setdefault(piece.tick, _tick(piece))
                    self.sides.setdefault(piece.tick, []).append(piece.name)
                if not piece.is_left_out:
                    self.fields[piece.name] = _field(piece)
        if corrects:
            self.fields["correction_note"] = _note_field()

    def clean(self):
        data = super().clean()
        for tick, names in self.sides.items():
            if not data.get(tick) and not self.fields[tick].initial and self._rewritten(names):
                # Nothing but what is taken in is saved: these words would be lost.
                self.add_error(
                    tick, _("Tick “%(label)s”, or put its words back") % {"label": self.fields[tick].label}
                )
            for name in names:
                if data.get(tick) and name in data and not data[name].strip():
                    self.add_error(name, _enter(self.fields[name].label))
        return data

    def _rewritten(self, names):
        """Whether any of these boxes has words of its own: other ones than the page had, blanks and lines aside."""
        typed = {name: self.cleaned_data.get(name, "").split() for name in names}
        return any(words and words != self.fields[name].initial.split() for name, words in typed.items())

    def ticks_now(self):
        """{box: whether it is ticked} of what may be taken in, as typed or as saved."""
        return {name: bool(self[name].value()) for name in self.sides}

    def kept_now(self):
        """The decisions as typed, or as saved."""
        field = self.fields["kept"]
        return field.to_python(field.prepare_value(self["kept"].value()))

    def answers(self):
        """What publication.prepare() takes: version id → contract parts, and what is taken in."""
        return {version.pk: self._contract(version) for version in self.versions}

    def _contract(self, version):
        data = self.cleaned_data
        start = f"a{version.pk}-finding-"
        findings = {name.removeprefix(start): words for name, words in data.items() if name.startswith(start)}
        parts = {field: data.get(f"a{version.pk}-{field}", "") for field in CONTRACT_FIELDS}
        taken = {**parts, "clinical_opinion": version.clinical_opinion, "findings": findings}
        return {**taken, "exchanges": self._exchanges(version)}

    def _exchanges(self, version):
        """As exchanges.taken_in() takes them: {key: {side: words}}."""
        start, data = f"a{version.pk}-take-", self.cleaned_data
        keys = [tick.removeprefix(start) for tick in self.sides if tick.startswith(start) and data[tick]]
        sides = (exchanges.PATIENT, exchanges.DOCTOR)
        return {key: {side: data[f"a{version.pk}-exchange-{key}-{side}"] for side in sides} for key in keys}

    def is_saved_in(self, draft):
        """Whether `draft` holds exactly what was typed: only a text that was saved and read again is approved."""
        data = self.cleaned_data
        if draft is None or (draft.title, draft.text) != (data["title"], data["text"]):
            return False
        if sorted(draft.kept) != sorted(data["kept"]):
            return False
        if self.corrects and draft.correction_note != data["correction_note"]:
            return False
        return {part.source_id: _saved(part) for part in draft.answers.all()} == self.answers()


def _saved(part):
    return {**part.contract(), "exchanges": exchanges.chosen_in(part)}


def _field(piece):
    rows = TEXT_ROWS.get(piece.name.rpartition("-")[2], 5)
    return LongText(
        label=piece.label,
        initial=piece.public,
        max_length=piece.longest,
        widget=forms.Textarea(attrs={"rows": rows}),
        required=not piece.tick,
        error_messages={"required": _enter(piece.label)},
    )


def _enter(label):
    return _("Enter the public version of “%(label)s”") % {"label": label}


def _tick(piece):
    """Whether an exchange goes into the public copy: nothing does by itself."""
    return forms.BooleanField(
        required=False,
        initial=piece.is_taken,
        label=_("Take this into the public copy: %(what)s, %(day)s")
        % {"what": piece.label, "day": date_format(piece.day)},
        help_text=_(
            "It stays private unless you tick this. Take it in when the answer rests on it or refers to it."
        ),
    )


def _note_field():
    return LongText(
        label=_("What was corrected?"),
        max_length=PublicDraft._meta.get_field("correction_note").max_length,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_(
            "Readers find this on the page, with the date. One or two plain sentences; nothing about the patient."
        ),
        error_messages={"required": _("Enter what was corrected")},
    )
