"""The public copy as a form: title, text and every part of every answer, each beside its original."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from accounts.fields import LongText
from answers.models import CONTRACT_FIELDS, AnswerContract
from portal.desk import show
from portal.desk.forms import SeenForm
from questions import redaction
from questions.models import PublicDraft
from questions.worddiff import word_diff

TEXT_ROWS = {"title": 2, "short_answer": 3, "text": 12, "explanation": 12}


@dataclass(frozen=True)
class Piece:
    """One stretch of text in its original and its public version. `name` is its field's.

    In a correction `before` is the original that the public page was made from, and `shown` what readers read now."""

    name: str
    label: str
    original: str
    public: str
    longest: int
    before: str | None = None
    shown: str | None = None

    @property
    def is_left_out(self):
        """Whether its doctor took it out since it was published: it gets no field."""
        return self.before is not None and not self.original.strip()


@dataclass(frozen=True)
class Group:
    """The pieces that belong together: the query's, or one answer's."""

    title: str
    pieces: list[Piece]


def groups_of(question, *, versions, draft, attachments, page=None):
    """The pieces of a public copy: its saved draft beside the originals; without a draft the originals twice.

    `page` is the public page when a correction of it is made: then each answer begins with what was saved of it so
    far, be it of an earlier version, else with what readers read."""
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
        groups.append(Group(name, _answer_pieces(version, public, attachments, row=row)))
    return groups


def _of_query(name, label, question, words, limit, page):
    shown = getattr(page, name) if page else None
    return Piece(name, label, getattr(question, name), words, limit(name).max_length, shown=shown)


def _answer_pieces(version, public, attachments, *, row):
    """`row` is the public copy that a correction changes, or None."""
    pieces = []
    for field in show.TEXT_FIELDS:
        longest = AnswerContract._meta.get_field(field).max_length
        texts = [getattr(each, field) if each else None for each in _texts_of(version, public, row)]
        pieces.append(_piece(f"a{version.pk}-{field}", show.label(field), longest, texts))
    for number, picture in enumerate(attachments, start=1):
        key = str(picture.pk)
        label = _("What picture %(number)d shows") % {"number": number}
        texts = [
            str(each.findings.get(key, "")) if each else None for each in _texts_of(version, public, row)
        ]
        pieces.append(_piece(f"a{version.pk}-finding-{key}", label, 1000, texts))
    return [piece for piece in pieces if piece]


def _texts_of(version, public, row):
    return version, public, row.source if row else None, row


def _piece(name, label, longest, texts):
    original, words, before, shown = texts
    if not (original.strip() or words.strip()):
        return None
    # A part that is new since has no public version yet: it begins with the doctor's words.
    public = words or original
    return Piece(name, label, original, public, longest, before=before, shown=shown)


class PublicCopyForm(SeenForm):
    """Every piece as a text area. All are required: no part of an answer is lost by an empty box. A correction has
    one more: what readers are told of it."""

    def __init__(self, *args, groups, versions, corrects, **kwargs):
        super().__init__(*args, **kwargs)
        self.versions, self.corrects = versions, corrects
        for group in groups:
            for piece in group.pieces:
                if not piece.is_left_out:
                    self.fields[piece.name] = _field(piece)
        if corrects:
            self.fields["correction_note"] = _note_field()

    def answers(self):
        """What publication.prepare() takes: version id → contract parts."""
        return {version.pk: self._contract(version) for version in self.versions}

    def _contract(self, version):
        data = self.cleaned_data
        start = f"a{version.pk}-finding-"
        findings = {name.removeprefix(start): words for name, words in data.items() if name.startswith(start)}
        parts = {field: data.get(f"a{version.pk}-{field}", "") for field in CONTRACT_FIELDS}
        return {**parts, "clinical_opinion": version.clinical_opinion, "findings": findings}

    def is_saved_in(self, draft):
        """Whether `draft` holds exactly what was typed: only a text that was saved and read again is approved."""
        data = self.cleaned_data
        if draft is None or (draft.title, draft.text) != (data["title"], data["text"]):
            return False
        if self.corrects and draft.correction_note != data["correction_note"]:
            return False
        return {part.source_id: part.contract() for part in draft.answers.all()} == self.answers()


def _field(piece):
    rows = TEXT_ROWS.get(piece.name.rpartition("-")[2], 5)
    return LongText(
        label=piece.label,
        initial=piece.public,
        max_length=piece.longest,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": _("Enter the public version of “%(label)s”") % {"label": piece.label}},
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


def shown(groups, *, form=None):
    """The groups as the template prints them: (title, rows); a row has the original with its marks, the form's
    field, what changed from the original to the saved text, and what may still identify somebody in it."""
    return [(group.title, [_row(piece, form) for piece in group.pieces]) for group in groups]


def _row(piece, form) -> dict[str, Any]:
    public = "" if piece.is_left_out else piece.public
    has_field = form is not None and not piece.is_left_out
    if has_field and form.is_bound:
        public = form[piece.name].value() or ""
    return {
        "label": piece.label,
        "original": highlighted(piece.original),
        "public": public,
        "field": form[piece.name] if has_field else None,
        "left_out": piece.is_left_out,
        "since": _diff(piece.before, piece.original),
        "for_readers": _diff(piece.shown, public),
        "changes": word_diff(piece.original, public) if piece.original != public else [],
        "check": [
            (redaction.MarkKind(mark.kind).label, public[mark.start : mark.end])
            for mark in redaction.find(public)
        ],
    }


def _diff(old, new):
    """The word differences; empty where nothing is compared or nothing differs."""
    return word_diff(old, new) if old is not None and old != new else []


def highlighted(text):
    """`text` in (kind, words) pieces: kind says why a stretch is marked, "" where it isn't."""
    pieces, place = [], 0
    for mark in redaction.find(text):
        pieces.append(("", text[place : mark.start]))
        pieces.append((redaction.MarkKind(mark.kind).label, text[mark.start : mark.end]))
        place = mark.end
    pieces.append(("", text[place:]))
    return [pair for pair in pieces if pair[1]]
