"""From a draft to a query: what is still missing, what the red flags say, and the sending itself, once."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.moves import MoveRefused, lock
from questions import redflags
from questions.models import (
    ASKED_FIELDS,
    Attachment,
    Consent,
    Credit,
    Draft,
    FlagLevel,
    Question,
    RedFlagHit,
)
from questions.models.draft import SENT_OR_GONE
from questions.models.redflaghit import MOST_SERIOUS_FIRST
from questions.redflags import searches
from questions.redflags.sync import stored

# What a patient may change of a query that was sent; publication has moves of its own.
REWRITTEN_FIELDS = tuple(field for field in ASKED_FIELDS if field != "consent")


def flags_in(*texts, asked):
    """The redflags.Hits in texts of `asked`, a Draft or Question. The rules read English: in what is written in another
    language, the bare names of emergencies count too (redflags.searches)."""
    known = {"specialty": asked.specialty, "age_band": asked.age_band, "about": asked.about}
    hits = redflags.find(*texts, **known)
    if asked.in_another_language:
        met = {hit.version.flag.code for hit in hits}
        named = [version for version in searches.named(*texts) if version.flag.code not in met]
        hits += [redflags.Hit(version, ()) for version in named]
    return hits


def raise_flags(draft, *, ticked=()):
    """Write down which red flags the draft's words fit, and those `ticked` (RedFlagVersions) on the step that asks;
    returns the hits whose warning its writer has not gone on from, most serious first.

    A rule counts once per draft: gone on from, it doesn't interrupt again. Costs the matching of at most 15,200
    characters and two queries besides the draft's topic, four when something is found, five when it was ticked too.
    """
    # Each answer by itself: “none” under medicines must not deny what the details end with.
    answers = [f"{draft.title}\n\n{draft.text}", draft.conditions, draft.medicines, draft.allergies]
    found = flags_in(*filter(str.strip, answers), asked=draft)
    Place = RedFlagHit.Place
    new = [RedFlagHit(draft=draft, version=stored(version), place=Place.CHECKLIST) for version in ticked]
    new += [RedFlagHit(draft=draft, version=stored(hit.version), place=Place.TEXT) for hit in found]
    RedFlagHit.objects.bulk_create(new, ignore_conflicts=True)
    for place in {hit.place for hit in new}:  # what was taken back is said after all
        said = [hit.version for hit in new if hit.place == place]
        draft.red_flags.filter(place=Place.UNTICKED, version__in=said).update(place=place)
    return most_serious_first(draft.red_flags.pending().select_related("version"))


def untick(draft, *, codes):
    """Signs (codes of RedFlags) that were ticked once are taken back. The hit stays, with the mark that it puts on
    the query: a person takes a sign back because of the warning, too."""
    Place = RedFlagHit.Place
    ticked = draft.red_flags.filter(place=Place.CHECKLIST, version__flag__code__in=codes)
    ticked.update(place=Place.UNTICKED)


def most_serious_first(hits):
    """Self-harm, then emergencies, then what is urgent."""
    return sorted(hits, key=lambda hit: MOST_SERIOUS_FIRST.index(hit.version.level))


def go_on(draft):
    """The writer has read the warnings and goes on: the choice is written down with each."""
    draft.red_flags.pending().update(continued_at=timezone.now())


@transaction.atomic
def send(draft, *, by, held_for=()):
    """Make the query of a draft and send it, with its pictures and warnings; the draft is gone when this returns.

    `held_for` are codes of why it looks like spam. However often and from however many windows it is sent, one
    query results: the draft is locked, and the query has its reference. Raises MoveRefused when an answer is
    missing, when the patient has no query left (Credit.objects.spend), or when it isn't `by`'s. Returns the Question.
    """
    account = User.objects.hold(by.pk)
    if account is None or not account.is_active:
        raise MoveRefused(SENT_OR_GONE)  # closed meanwhile, to be erased
    try:
        draft = lock(draft)
    except Draft.DoesNotExist:
        return _sent_before(draft, by=by)
    if draft.owner_id != by.pk:
        raise MoveRefused(SENT_OR_GONE)
    if draft.next_step is not None:
        raise MoveRefused(_("Some answers are missing."))
    raise_flags(draft)
    if draft.edits is not None:
        return _send_changes(draft, by=by, held_for=held_for)
    Credit.objects.spend(by, reference=draft.reference)
    question = Question.objects.create(
        reference=draft.reference,
        asker=by,
        held=bool(held_for),
        held_for=" ".join(held_for),
        **_marks(draft),
        **draft.asked(),
    )
    _hand_over(draft, question)
    question.submit(by=by, seen_version=question.version)
    return question


def _sent_before(draft, *, by):
    """What became of a draft that is gone: the query with its reference, if it was sent."""
    question = Question.objects.of_asker(by).filter(reference=draft.reference).first()
    if question is None:
        raise MoveRefused(SENT_OR_GONE)
    return question


def _send_changes(draft, *, by, held_for):
    """Put a changed query's words and pictures in place of the old ones; files no longer shown go."""
    question = lock(draft.edits)
    said = {field: getattr(draft, field) for field in REWRITTEN_FIELDS}
    said["specialty"] = draft.specialty or question.specialty  # a moderator may have found it meanwhile
    # Moderators change a query's place, never its words, which only this draft can: any version will do, as long as
    # nobody has begun to answer.
    question.rewrite(
        by=by, fields=said, held_for=" ".join(held_for), seen_version=question.version, **_marks(draft)
    )
    kept = set(draft.pictures.values_list("file", flat=True))
    gone = [picture.file for picture in question.attachments.exclude(file__in=kept)]
    question.attachments.all().delete()
    _hand_over(draft, question)
    for file in gone:
        transaction.on_commit(lambda file=file: file.storage.delete(file.name))
    return question


def _marks(draft):
    """The marks that the draft's warnings put on its query."""
    levels = set(draft.red_flags.values_list("version__level", flat=True))
    return {"urgent": bool(levels), "self_harm": FlagLevel.SELF_HARM in levels}


def _hand_over(draft, question):
    """Give the draft's pictures and warnings to the query; the draft goes, the files stay."""
    Attachment.objects.bulk_create(
        Attachment(question=question, **picture.stored()) for picture in draft.pictures.all()
    )
    known = question.red_flags.values("version")
    draft.red_flags.exclude(version__in=known).update(draft=None, question=question)
    draft.delete()


@transaction.atomic
def begin_changes(question, *, by):
    """Open a sent query for a change: a draft of it with all steps answered, the same one each time.

    Raises MoveRefused when somebody has begun to answer. Returns the Draft.
    """
    question = lock(question)
    if by.pk != question.asker_id or not question.may_be_rewritten:
        raise MoveRefused(_("This query can’t be changed any more: somebody has begun to answer it."))
    if old := Draft.objects.filter(edits=question).first():
        return old
    draft = Draft.objects.create(
        owner=by,
        edits=question,
        reference=question.reference,
        done=Draft.all_steps(),
        **{**question.asked(), "consent": question.consent or Consent.PRIVATE},
    )
    for picture in question.attachments.all():
        draft.pictures.create(**picture.stored())
    draft.red_flags.bulk_create(
        RedFlagHit(draft=draft, version=hit.version, place=hit.place, continued_at=hit.continued_at)
        for hit in question.red_flags.select_related("version")
    )
    return draft
