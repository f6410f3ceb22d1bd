"""The public copy as a form: title, text and every part of every answer, each beside its original."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from answers.models import CONTRACT_FIELDS, AnswerContract
from portal.desk import show
from portal.desk.forms import SeenForm
from questions import redaction
from questions.models import PublicDraft
from questions.worddiff import word_diff

TEXT_ROWS = {"title": 2, "short_answer": 3, "text": 12, "explanation": 12}


@dataclass(frozen=True)
class Piece:
    """One stretch of text in its original and its public version. `name` is its field's."""

    name: str
    label: str
    original: str
    public: str
    longest: int


@dataclass(frozen=True)
class Group:
    """The pieces that belong together: the query's, or one answer's."""

    title: str
    pieces: list[Piece]


def groups_of(question, *, versions, draft, attachments):
    """The pieces of a public copy: its saved draft beside the originals; without a draft the originals twice."""
    saved = {part.source_id: part for part in draft.answers.all()} if draft else {}
    title, text = (draft.title, draft.text) if draft else (question.title, question.text)
    limit = PublicDraft._meta.get_field
    groups = [
        Group(
            _("The query"),
            [
                Piece("title", _("Title"), question.title, title, limit("title").max_length),
                Piece("text", _("Text"), question.text, text, limit("text").max_length),
            ],
        )
    ]
    for version in versions:
        name = _("Answer by %(name)s") % {"name": version.answer.doctor.name}
        groups.append(Group(name, _answer_pieces(version, saved.get(version.pk, version), attachments)))
    return groups


def _answer_pieces(version, public, attachments):
    pieces = []
    for field in show.TEXT_FIELDS:
        original, words = getattr(version, field), getattr(public, field)
        if original.strip() or words.strip():
            longest = AnswerContract._meta.get_field(field).max_length
            pieces.append(Piece(f"a{version.pk}-{field}", show.label(field), original, words, longest))
    for number, picture in enumerate(attachments, start=1):
        key = str(picture.pk)
        original, words = str(version.findings.get(key, "")), str(public.findings.get(key, ""))
        if original.strip() or words.strip():
            label = _("What picture %(number)d shows") % {"number": number}
            pieces.append(Piece(f"a{version.pk}-finding-{key}", label, original, words, 1000))
    return pieces


class PublicCopyForm(SeenForm):
    """Every piece as a text area. All are required: no part of an answer is lost by an empty box."""

    def __init__(self, *args, groups, versions, **kwargs):
        super().__init__(*args, **kwargs)
        self.versions = versions
        for group in groups:
            for piece in group.pieces:
                self.fields[piece.name] = _field(piece)

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
        return {part.source_id: part.contract() for part in draft.answers.all()} == self.answers()


def _field(piece):
    rows = TEXT_ROWS.get(piece.name.rpartition("-")[2], 5)
    return forms.CharField(
        label=piece.label,
        initial=piece.public,
        max_length=piece.longest,
        widget=forms.Textarea(attrs={"rows": rows, "maxlength": None}),
        error_messages={"required": _("Enter the public version of “%(label)s”") % {"label": piece.label}},
    )


def shown(groups, *, form=None):
    """The groups as the template prints them: (title, rows); a row has the original with its marks, the form's
    field, what changed from the original to the saved text, and what may still identify somebody in it."""
    return [(group.title, [_row(piece, form) for piece in group.pieces]) for group in groups]


def _row(piece, form) -> dict[str, Any]:
    public = piece.public
    if form is not None and form.is_bound:
        public = form[piece.name].value() or ""
    return {
        "label": piece.label,
        "original": highlighted(piece.original),
        "public": public,
        "field": form[piece.name] if form is not None else None,
        "changes": word_diff(piece.original, public) if piece.original != public else [],
        "check": [
            (redaction.MarkKind(mark.kind).label, public[mark.start : mark.end])
            for mark in redaction.find(public)
        ],
    }


def highlighted(text):
    """`text` in (kind, words) pieces: kind says why a stretch is marked, "" where it isn't."""
    pieces, place = [], 0
    for mark in redaction.find(text):
        pieces.append(("", text[place : mark.start]))
        pieces.append((redaction.MarkKind(mark.kind).label, text[mark.start : mark.end]))
        place = mark.end
    pieces.append(("", text[place:]))
    return [pair for pair in pieces if pair[1]]
