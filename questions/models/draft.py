"""A query being written: kept on the server from the first answer on, with or without an account."""

import hashlib
import json
import uuid
from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.db.models import Max, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.moves import MoveRefused, lock
from questions.models.asked import Asked
from questions.models.picture import Picture
from questions.models.question import Question
from questions.references import new_reference

SENT_OR_GONE = _("This query was sent or deleted in another window.")


class Step(models.TextChoices):
    """The questions of the ask flow that a draft holds answers to, in their order."""

    SPECIALTY = "specialty", _("Specialty")
    SYMPTOMS = "symptoms", _("Warning signs")
    ABOUT = "about", _("Who it is about")
    QUESTION = "question", _("Your question")
    DETAILS = "details", _("Details")
    BACKGROUND = "background", _("Age, conditions and medicines")
    PICTURES = "pictures", _("Pictures")
    PRIVACY = "privacy", _("Who may read it")


def hashed(browser_key):
    """What is stored of a browser's key: whoever reads the table can't open anybody's draft with it."""
    return hashlib.sha256(browser_key.encode()).hexdigest() if browser_key else ""


class DraftQuerySet(models.QuerySet):
    def alive(self):
        """Those that have not expired; a daily task deletes the others."""
        return self.filter(expires_at__gt=timezone.now())

    def reachable(self, user, *, browser_key):
        """What the visitor may open: their account's drafts, or those begun in this browser without one."""
        mine = Q(owner=user) if user.is_authenticated else Q(pk__in=[])
        if browser_key:
            mine |= Q(owner=None, browser=hashed(browser_key))
        return self.alive().filter(mine)

    def adopt(self, user, *, browser_key):
        """Give the drafts begun in this browser to the account that signed in; they live longer from now on.
        Returns how many. One UPDATE; nothing is locked for long."""
        if not browser_key:
            return 0
        theirs = self.alive().filter(owner=None, browser=hashed(browser_key))
        expires_at = timezone.now() + timedelta(days=settings.DRAFT_DAYS)
        return theirs.update(owner=user, browser="", expires_at=expires_at)

    def begin(self, *, start_key, user, browser_key, fields, step):
        """The draft that the first answer makes, once per `start_key`: a double click makes one. It is taken to be
        written in the language of the page.
        Returns the Draft; None when the key is another visitor's."""
        owner = user if user.is_authenticated else None
        draft, made = self.get_or_create(
            start_key=start_key,
            defaults={
                "owner": owner,
                "browser": "" if owner else hashed(browser_key),
                "language": get_language(),
            },
        )
        if not made and not self.reachable(user, browser_key=browser_key).filter(pk=draft.pk).exists():
            return None
        if made:
            draft.answer(step, fields=fields)
        return draft


def lives_until(owner_id):
    """When a draft changed now expires."""
    if owner_id:
        return timezone.now() + timedelta(days=settings.DRAFT_DAYS)
    return timezone.now() + timedelta(hours=settings.DRAFT_HOURS)


def _first_expiry():
    return lives_until(None)


class Draft(Asked):
    """A query before it is sent, or a sent one being changed (`edits`). Nobody but its writer ever reads it.

    Its reference becomes the query's, so that sending twice makes one query. Sending and throwing away
    delete the row. Moves on it lock it first.
    """

    reference = models.CharField(max_length=11, unique=True, default=new_reference, editable=False)
    start_key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="drafts", editable=False
    )
    browser = models.CharField(
        max_length=64, blank=True, default="", editable=False, help_text="SHA-256 of the browser's key"
    )
    edits = models.OneToOneField(
        Question, models.CASCADE, null=True, related_name="change_in_work", editable=False
    )
    done = ArrayField(models.CharField(max_length=10, choices=Step.choices), default=list, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField(default=_first_expiry, editable=False, db_index=True)
    warned_at = models.DateTimeField(
        null=True, editable=False, help_text="when its owner was told that it expires soon"
    )
    suspicions = ArrayField(
        models.CharField(max_length=20), default=list, editable=False, help_text="codes of accounts.robots"
    )

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        indexes = [
            models.Index(fields=["owner", "-changed_at"], name="draft_of_owner"),
            models.Index(fields=["browser"], name="draft_of_browser", condition=~Q(browser="")),
        ]
        constraints = [
            models.CheckConstraint(
                name="draft_has_owner_or_browser",
                condition=Q(owner__isnull=False, browser="") | Q(owner=None) & ~Q(browser=""),
            ),
            models.CheckConstraint(
                name="draft_edit_has_owner", condition=Q(edits=None) | Q(owner__isnull=False)
            ),
        ]

    def __str__(self):
        return self.reference

    def get_absolute_url(self):
        return reverse("ask-check", args=[self.reference])

    @staticmethod
    def all_steps():
        """What `done` holds when nothing is missing."""
        return list(Step.values)

    @property
    def steps(self):
        """The questions this draft is asked, in order. A sent query that is changed isn't asked again what can't be
        changed, or what is over; without pictures on the site nobody is asked for some."""
        left_out = {Step.SYMPTOMS, Step.PRIVACY} if self.edits_id else set()
        if not settings.MAX_PICTURES:
            left_out.add(Step.PICTURES)
        return [step for step in Step if step not in left_out]

    @property
    def next_step(self):
        """The first question without an answer, or None when only checking and sending is left."""
        return next((step for step in self.steps if step not in self.done), None)

    def fingerprint(self, fields):
        """A short digest of these columns as they are stored; a form carries it to notice another window's change."""
        said = {name: str(getattr(self, "specialty_id" if name == "specialty" else name)) for name in fields}
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:16]

    @transaction.atomic
    def answer(self, step, *, fields, seen=None):
        """Store a step's answer. `seen` is the fingerprint() its page was made from; None trusts the caller.

        Raises MoveRefused when another window stored something else since, or the draft was sent or thrown
        away. Locks the draft.
        """
        current = self._locked()
        stored = {name: getattr(current, name) for name in fields}
        if seen is not None and stored != fields and current.fingerprint(fields) != seen:
            raise MoveRefused(_("This answer was changed in another window."))
        for name, value in fields.items():
            setattr(current, name, value)
        if step not in current.done:
            current.done = [*current.done, step]
        current._touch()
        current.save()
        self.refresh_from_db()

    @transaction.atomic
    def add_picture(self, drawing, *, caption=""):
        """Keep a Redrawn picture, once per content. Raises MoveRefused beyond settings.MAX_PICTURES.

        Locks the draft, so that two uploads at once can't pass the limit. Returns the DraftPicture.
        """
        current = self._locked()
        if known := current.pictures.filter(sha256=drawing.sha256).first():
            return known
        if current.pictures.count() >= settings.MAX_PICTURES:
            raise MoveRefused(_("This query has as many pictures as it can take."))
        last = current.pictures.aggregate(last=Max("position"))["last"]
        picture = DraftPicture.of(drawing, draft=current, position=0 if last is None else last + 1)
        picture.caption = caption
        picture.save()
        current._touch()
        current.save()
        return picture

    @transaction.atomic
    def remove_picture(self, pk):
        """Drop a picture; one that is gone already is no mistake. A file that the sent query still shows stays."""
        current = self._locked()
        picture = current.pictures.filter(pk=pk).first()
        if picture is not None:
            _drop(current, picture)
            current._touch()
            current.save()

    def suspect(self, marks):
        """Remember codes of accounts.robots until it is sent. One UPDATE, and none without marks."""
        if new := [mark for mark in marks if mark not in self.suspicions]:
            self.suspicions = [*self.suspicions, *new]
            Draft.objects.filter(pk=self.pk).update(suspicions=self.suspicions)

    def set_language(self, code):
        """Its writer says in which language it is written; one that the site has not is no answer. One UPDATE, and none
        where that was known."""
        if code != self.language and code in dict(settings.LANGUAGES):
            self.language = code
            Draft.objects.filter(pk=self.pk).update(language=code)

    @transaction.atomic
    def forget(self):
        """Throw the draft away with its pictures, for good. Silent when it is gone already."""
        current = Draft.objects.select_for_update().filter(pk=self.pk).first()
        if current is not None:
            for picture in current.pictures.all():
                _drop(current, picture)
            current.delete()

    def _locked(self):
        try:
            return lock(self)
        except Draft.DoesNotExist:
            raise MoveRefused(SENT_OR_GONE) from None

    def _touch(self):
        self.version += 1
        self.changed_at, self.expires_at, self.warned_at = timezone.now(), lives_until(self.owner_id), None


class DraftPicture(Picture):
    """A picture of a draft. Sending makes an Attachment of it that shows the same file."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="pictures")

    class Meta:
        verbose_name = _("picture of a draft")
        verbose_name_plural = _("pictures of drafts")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["draft", "position"], name="draftpicture_position_unique"),
            models.UniqueConstraint(fields=["draft", "sha256"], name="draftpicture_once"),
        ]

    def __str__(self):
        return f"{self.draft.reference}/{self.position}"

    def get_absolute_url(self):
        return reverse("ask-picture", args=[self.draft.reference, self.pk])


def _drop(draft, picture):
    """Delete the row now and the file once that is certain, unless the query being changed shows it too."""
    storage, name = picture.file.storage, str(picture.file.name)
    picture.delete()
    if draft.edits is None or not draft.edits.attachments.filter(file=name).exists():
        transaction.on_commit(lambda: storage.delete(name))
