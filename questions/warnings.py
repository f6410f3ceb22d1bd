"""Warning signs: what the page says that interrupts a writer, and those in what a patient adds to a query that was
sent, a follow-up question or a reply."""

from django.conf import settings
from django.utils import timezone

from questions import redflags
from questions.models import FlagLevel, HelpKind, RedFlagHit
from questions.redflags.sync import stored
from questions.sending import flags_in, most_serious_first

# The kinds of help numbers that each level of warning shows first.
FITTING = {
    FlagLevel.SELF_HARM: {HelpKind.CRISIS, HelpKind.EMERGENCY},
    FlagLevel.EMERGENCY: {HelpKind.EMERGENCY},
    FlagLevel.URGENT: {HelpKind.ADVICE},
}
# Rules that can't say what it is about: beside one that can, their words only make the page longer.
VAGUE = {"danger-signs", "two-signs", "asks-for-rescue", "sounds-like-an-emergency", "sounds-like-self-harm"}
AS_GRAVE = {
    FlagLevel.SELF_HARM: {FlagLevel.SELF_HARM},
    FlagLevel.EMERGENCY: {FlagLevel.EMERGENCY},
    FlagLevel.URGENT: {FlagLevel.EMERGENCY, FlagLevel.URGENT},
}


def interruption(versions):
    """What templates/questions/_interruption.html takes, of RedFlagVersions, most serious first: their words, and the
    help numbers of the site's country, those that fit and the others."""
    levels = {version.level for version in versions}
    fitting = {kind for level in levels for kind in FITTING[level]}
    # The emergency number has a button of its own.
    known = [
        number
        for number in redflags.numbers(settings.COUNTRY)
        if settings.EMERGENCY_NUMBER not in number.number.split(" ")
    ]
    return {
        "texts": _texts(versions),
        "self_harm": FlagLevel.SELF_HARM in levels,
        "emergency": FlagLevel.EMERGENCY in levels,
        "numbers": [number for number in known if number.kind in fitting],
        "other_numbers": [number for number in known if number.kind not in fitting],
    }


def _texts(versions):
    """Each rule's words once. Those of VAGUE rules only where nothing as grave is said; of those on self-harm the first
    alone, since they say the same in other words."""
    shown = []
    for version in sorted(versions, key=_is_vague):  # stable: the most serious first still
        said = {other.level for other in shown}
        once = _is_vague(version) or version.level == FlagLevel.SELF_HARM
        if not (once and said & AS_GRAVE[version.level]):
            shown.append(version)
    return list(dict.fromkeys(version.text for version in versions if version in shown))


def _is_vague(version):
    return version.flag.code in VAGUE


def find(question, text):
    """The redflags.Hits in `text`, read with what is known of its query; most serious first."""
    return most_serious_first(flags_in(text, asked=question))


def key_of(hit):
    """What the form of the warning page calls a version that was read: its rule and number."""
    return f"{hit.version.flag.code}-{hit.version.number}"


def unread(hits, *, read):
    """Those whose key_of() is not among `read`, what the writer said to have read."""
    return [hit for hit in hits if key_of(hit) not in read]


def note(question, hits, *, place):
    """Write down the warnings that the writer read and went on from, and mark the query.

    For a move that adds a text to `question`, in its transaction. Locks the query.
    """
    if not hits:
        return
    now = timezone.now()
    RedFlagHit.objects.bulk_create(
        [
            RedFlagHit(
                question=question, version=stored(hit.version), place=place, shown_at=now, continued_at=now
            )
            for hit in hits
        ],
        ignore_conflicts=True,
    )
    self_harm = any(hit.version.level == FlagLevel.SELF_HARM for hit in hits)
    question.raise_marks(urgent=True, self_harm=self_harm)
