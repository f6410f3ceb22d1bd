"""A corrected public text before its patient: what readers read now beside what they would read."""

from django.utils.translation import gettext as _

from answers import exchanges, publication, signoff
from answers.models import CONTRACT_FIELDS
from questions.models import Publication
from questions.worddiff import word_diff


def waits(question):
    """Whether a correction of the public page waits for its patient."""
    if question.publication != Publication.PUBLISHED:
        return False
    draft = getattr(question, "public_draft", None)
    return draft is not None and draft.correction_waits_for_patient


def page(question, *, form):
    """What answers/patient/correction.html prints."""
    draft, shown = question.public_draft, question.published_copy
    rows = shown.answers.standing().filter(source__isnull=False).select_related("source")
    now = {row.source.answer_id: row for row in rows}
    parts = signoff.answers_of(draft)
    changes = [
        _change(_("Question"), shown.title, draft.title),
        _change(_("Details"), shown.text, draft.text),
    ]
    for part in parts:
        if (row := now.get(part.source.answer_id)) is not None:  # a new answer is shown as a whole below
            changes += answer_changes(row, part)
            changes += exchange_changes(row.exchanges, part.exchanges)
    return {
        "question": question,
        "draft": draft,
        "page": shown,
        "changes": [change for change in changes if change],
        "answers": [whole(part) for part in parts],
        "form": form,
    }


def answer_changes(old, new):
    """Where two texts of one answer differ, part by part."""
    changes = [
        _change(new._meta.get_field(field).verbose_name, _text(old, field), _text(new, field))
        for field in CONTRACT_FIELDS
    ]
    return [change for change in changes if change]


def exchange_changes(old, new):
    """Where two lists of exchanges of one answer differ, side by side."""
    changes = [_change(label, *words) for label, *words in exchanges.pairs(old, new)]
    return [change for change in changes if change]


def _text(contract, field):
    value = getattr(contract, field)
    if field == "findings":
        return "\n".join(str(text) for text in value.values())
    if field == "clinical_opinion":
        return str(_("yes")) if value else ""
    return value


def _change(label, old, new):
    return {"label": label, "diff": word_diff(old, new)} if old != new else None


def whole(part):
    """The public text of one answer, as answers/patient/_answer.html prints it."""
    source = part.source
    return {
        "answer": part,
        "rendered": publication.rendered(part),
        "doctor": source.answer.doctor,
        "credentials": source.credentials,
        "being_revised": False,
        "exchanges": part.exchanges,
    }
