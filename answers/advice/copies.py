"""Whether an answer is nearly an earlier one: the doctor's own, or another doctor's that a moderator released."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from answers import ownwords
from answers.advice.items import Group, Item
from answers.advice.texts import plain_sentences, quote
from answers.models import Answer, AnswerPrint, AnswerStatus, Snippet

SHORTEST = 25  # runs of words; what is shorter, different doctors write in the same words
ALIKE = 0.25  # of the answer's runs that stand in one earlier answer
JOINED = 0.30  # that stand in several together …
PIECE = 0.10  # … each of which has so many of them
MOST_KEPT_TEXTS = 300
OWN_DRAFTS = 10  # of the doctor's unfinished answers, latest first


@dataclass(frozen=True)
class Likeness:
    """An earlier text that the answer shares `share` of its runs of words with."""

    share: float
    shared: frozenset
    source: object


def near_copies(contract, *, question, doctor):
    """The helper. What doctors keep to use again counts as nobody's. Three queries, one more if anything is alike."""
    own = runs_of(contract)
    if len(own) < SHORTEST:
        return None
    known = AnswerPrint.objects.nearest(ownwords.numbers(own), question=question, doctor=doctor)
    drafts = Answer.objects.of_doctor(doctor).filter(
        status__in=[AnswerStatus.DRAFT, AnswerStatus.RETURNED], approved_version=None
    )
    drafts = drafts.exclude(question=question).select_related("question").order_by("-saved_at")
    sources = [(source, runs_of(source.contract())) for source in [*known, *drafts[:OWN_DRAFTS]]]
    alike = nearest(own, sources)
    if alike:
        own -= _reusable(doctor)
        alike = nearest(own, sources) if len(own) >= SHORTEST else []
    return Group(
        "copies", _("Much like an earlier answer"), _items(alike, ownwords.own_text(contract), doctor=doctor)
    )


def _reusable(doctor):
    """The runs of words in the texts that the doctor, or colleagues for all, keep to use again. One query."""
    kept = Snippet.objects.visible_to(doctor).order_by("shared", "pk").values_list("text", flat=True)
    return ownwords.runs(kept[:MOST_KEPT_TEXTS])


def _items(alike, texts, *, doctor):
    seen, items = set(), []
    for found in alike:
        answer = found.source if isinstance(found.source, Answer) else found.source.answer
        if answer.pk not in seen:
            seen.add(answer.pk)
            items.append(_item(found, answer, own=answer.doctor_id == doctor.pk, texts=texts))
    return items


def runs_of(contract):
    """The runs of words of an answer that are its doctor's own."""
    return ownwords.runs(ownwords.own_text(contract))


def nearest(own, sources):
    """The Likeness of each source that the runs `own` are a near-copy of, nearest first; `sources` are (any, runs)."""
    found = [Likeness(ownwords.share(own, runs), frozenset(own & runs), source) for source, runs in sources]
    found.sort(key=lambda one: -one.share)
    pieces = [one for one in found if one.share >= PIECE]
    together = frozenset().union(*(one.shared for one in pieces))
    if len(pieces) > 1 and len(together) >= JOINED * len(own):
        return pieces
    return [one for one in found if one.share >= ALIKE]


def _item(found, answer, *, own, texts):
    percent = round(100 * found.share)
    words = _longest_shared(texts, found.shared)
    if own:
        text = _("About %(percent)d %% of your words are also in an earlier answer of yours.") % {
            "percent": percent
        }
        link = _("Your answer to %(reference)s") % {"reference": answer.question.reference}
        return Item(text, quote=words, url=answer.get_absolute_url(), link=link)
    page = getattr(found.source, "published_copy", None)
    if page is None:
        return Item(_("Much like another doctor's answer. Write it in your own words."), quote=words)
    text = _("Much like another doctor's published answer. Write it in your own words.")
    return Item(text, quote=words, url=page.question.get_absolute_url(), link=_("The published answer"))


def _longest_shared(texts, shared):
    """The sentence of the answer that has most runs in common with the earlier one, as the doctor wrote it."""
    every = [line for text in texts for line in plain_sentences(text)]
    return quote(max(every, key=lambda line: len(ownwords.runs([line]) & shared), default=""))
