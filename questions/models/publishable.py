"""The publication state of a query: whether the world may read a de-identified copy of it."""

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.moves import MoveRefused, lock
from questions.models.states import PUBLICATION_MOVES, About, Consent, CopyWaits, Publication

CHANGED = _("The publication of this query was changed or decided meanwhile.")


class Publishable(models.Model):
    """The patient's choice and where the copy stands. Abstract: the part of Question that moves beside its care."""

    publication = models.CharField(
        max_length=16,
        choices=Publication.choices,
        default=Publication.PRIVATE,
        editable=False,
    )
    # What the desk lists, and since when it waits. Told by a trigger from the copy, its page, the answers and the
    # trail, whatever is written here.
    copy_waits = models.CharField(
        max_length=8,
        choices=CopyWaits.choices,
        blank=True,
        default=CopyWaits.NOBODY,
        db_default="",
        editable=False,
    )
    copy_waits_since = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True

    @property
    def two_people_publish(self):
        """Whether its patient must see the text first and a second moderator must sign.

        The trigger on the public copies has the same rule and the last word."""
        specialty = self.specialty
        return (
            self.minor
            or self.about == About.OTHER
            or self.self_harm
            or bool(specialty and specialty.two_people_publish)
        )

    @property
    def patient_sees_first(self):
        """Whether the exact public text goes to the patient before it is published."""
        return self.consent != Consent.NO_NEED or self.two_people_publish

    def allow_publication(self, *, by, consent, seen_version):
        """The patient lets the world read a de-identified copy, once a moderator has made it."""
        self._only_own(by)
        if consent == Consent.PRIVATE or self.publication != Publication.PRIVATE:
            raise MoveRefused(CHANGED)
        self.move_publication(Publication.ALLOWED, by=by, seen_version=seen_version, consent=consent)

    def keep_private(self, *, by, seen_version):
        """The patient takes the consent back before anything was published."""
        self._only_own(by)
        self.move_publication(
            Publication.PRIVATE,
            by=by,
            seen_version=seen_version,
            consent=Consent.PRIVATE,
        )

    @transaction.atomic
    def move_publication(self, to, *, by, seen_version, **changes):
        """Change the publication state with its columns and audit line in one transaction, under a row lock."""
        lock(self).move_held_publication(to, by=by, seen_version=seen_version, **changes)
        self.refresh_from_db()

    def move_held_publication(self, to, *, by, seen_version, **changes):
        """The same for who holds the query already: `self` is what lock() returned in the caller's transaction.

        Only the moves above and those of answers call it. A text that goes back from the patient to the moderators,
        or nowhere, loses its approval.
        """
        if self.version != seen_version or to not in PUBLICATION_MOVES[self.publication]:
            raise MoveRefused(CHANGED)
        self.publication, self.version = to, self.version + 1
        for field, value in changes.items():
            setattr(self, field, value)
        self.save(update_fields=["publication", "version", *changes])
        if to in {Publication.PRIVATE, Publication.ALLOWED}:
            draft = getattr(self, "public_draft", None)
            if draft is not None:
                draft.take_back_approval()
        audit.record(by, f"publication.{to}", self)

    def take_back_correction(self, *, by):
        """A correction of the public page that waits for the patient goes back to the moderators, because an answer
        changed. Silent when none waits. In the caller's transaction, under its lock of the query."""
        draft = getattr(self, "public_draft", None)
        if draft is not None and draft.correction_waits_for_patient:
            draft.take_back_approval()
            audit.record(by, "publication.correction_taken_back", self)
