"""What another verified doctor says of a public answer: agree, agree with a caveat, disagree."""

import uuid

from django.conf import settings
from django.db import models, transaction
from django.db.models import Count, F, Min, Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts import audit, mail, statements
from accounts.models import StatementKind
from accounts.moves import MoveRefused, lock
from specialties.models import Doctor, DoctorStatus
from specialties.writers import hold_verified

REASON_LENGTH = 1500  # characters
SHORT_LENGTH = 300  # characters: who agrees may say a word, not write another answer
CHANGED = _("This opinion was changed or decided meanwhile.")


class Stance(models.TextChoices):
    AGREE = "agree", _("Agrees")
    CAVEAT = "caveat", _("Agrees with a caveat")
    DISAGREE = "disagree", _("Disagrees")


class OpinionStatus(models.TextChoices):
    IN_REVIEW = "in_review", pgettext_lazy("opinion", "Waiting for review")
    RETURNED = "returned", pgettext_lazy("opinion", "Sent back to you")
    SHOWN = "shown", pgettext_lazy("opinion", "Shown to readers")
    WITHDRAWN = "withdrawn", pgettext_lazy("opinion", "No longer shown")


# Every move an opinion may make; a move absent from here is refused.
OPINION_MOVES = {
    OpinionStatus.IN_REVIEW: {OpinionStatus.RETURNED, OpinionStatus.SHOWN, OpinionStatus.WITHDRAWN},
    OpinionStatus.RETURNED: {OpinionStatus.IN_REVIEW, OpinionStatus.WITHDRAWN},
    OpinionStatus.SHOWN: {OpinionStatus.WITHDRAWN},
    OpinionStatus.WITHDRAWN: set(),
}
# What its doctor may still change in place, and what counts as having an opinion.
IN_WORK = {OpinionStatus.IN_REVIEW, OpinionStatus.RETURNED}
GIVEN = IN_WORK | {OpinionStatus.SHOWN}
SHOWN_OF_DOCTOR = ("name", "slug", "title", "degree", "country", "portrait", "status", "licence_expires_on")


class OpinionQuerySet(models.QuerySet):
    def shown(self):
        """What readers see: reviewed, of answers that stand; in the order in which they were shown."""
        return self.filter(status=OpinionStatus.SHOWN, published_answer__retracted_on=None).order_by(
            "reviewed_at", "pk"
        )

    def for_page(self):
        """The shown ones with what readers may see of their doctors, and `corrected_on`: the first correction of the
        page that came after them, or None."""
        corrections = "published_answer__question__corrections"
        after = Q(**{f"{corrections}__draft_version__gt": F("draft_version")})
        return (
            self.shown()
            .select_related("doctor")
            .only(
                *("published_answer_id", "stance", "reason", "credentials", "given_at", "reviewed_at"),
                *[f"doctor__{name}" for name in SHOWN_OF_DOCTOR],
            )
            .annotate(corrected_on=Min(f"{corrections}__made_on", filter=after))
        )

    def by_answer(self, question):
        """What its patient reads beside the answers to a query: {id of the Answer: [shown opinions]}. One query."""
        found: dict[int, list] = {}
        about = F("published_answer__source__answer")
        for one in (
            self.for_page().filter(published_answer__question__question=question).annotate(about=about)
        ):
            found.setdefault(one.about, []).append(one)
        return found

    def awaiting_review(self):
        """The moderators' queue, oldest first; without opinions on answers retracted meanwhile."""
        return self.filter(status=OpinionStatus.IN_REVIEW, on_retracted=False).order_by("given_at", "pk")

    def of_doctor(self, doctor):
        """All that one doctor gave, the last first; for reading."""
        return self.filter(doctor=doctor).order_by("-given_at", "-pk")

    def on_answers_of(self, doctor):
        """What colleagues said of one doctor's public answers, as readers see it; the last first."""
        return self.shown().filter(published_answer__doctor=doctor).order_by("-reviewed_at", "-pk")

    def in_work(self):
        """What is not decided for good."""
        return self.filter(status__in=IN_WORK)

    def received(self, doctor):
        """How many colleagues agree, agree with a caveat and disagree with a doctor's answers: {stance: number}."""
        rows = self.on_answers_of(doctor).order_by().values("stance").annotate(number=Count("pk"))
        return dict.fromkeys(Stance.values, 0) | {row["stance"]: row["number"] for row in rows}

    @transaction.atomic
    def give(self, *, answer, doctor, stance, reason, key, seen_version, seen_text):
        """A doctor says what they think of a public answer; a moderator reviews it before readers see it.

        Once per `key`, however often the form arrives. `seen_version` is that of the opinion in work on the page, 0
        without one; `seen_text` is the answer's draft_version that was read. A shown opinion stays until this one is
        approved. Raises MoveRefused unless the answer may be judged by the doctor today. Locks the doctor, the query,
        the page.
        """
        doctor = hold_verified(doctor)
        answer = hold_answer(answer)
        if (known := self.filter(key=key, doctor=doctor, published_answer=answer).first()) is not None:
            return known
        if not type(answer).objects.judgeable_by(doctor).filter(pk=answer.pk).exists():
            raise MoveRefused(_("You can’t give an opinion on this answer."))
        if answer.draft_version != seen_text:
            raise MoveRefused(_("The answer was corrected meanwhile. Please read it again."))
        current = self.in_work().filter(published_answer=answer, doctor=doctor).first()
        if (current.version if current else 0) != seen_version:
            raise MoveRefused(CHANGED)
        current = current or self.model(published_answer=answer, doctor=doctor, version=0)
        current.write(stance=stance, reason=reason, key=key)
        audit.record(doctor.user, "opinion.in_review", current, reference=answer.question.reference)
        return current


def hold_answer(answer):
    """A public answer read again, its query and page held until the transaction ends; MoveRefused when its page was
    taken down meanwhile. The query first, as whoever takes the page down does."""
    page = answer.question
    if page.question_id is not None:
        lock(page.question)
    page = lock(page)
    answer = lock(answer)
    answer.question = page
    return answer


class Opinion(models.Model):
    """One doctor's opinion on one public answer. Public once a moderator has approved it; until then its doctor and
    the moderators read it. A changed one is a new row, and the old one stays shown until that is approved."""

    published_answer = models.ForeignKey(
        "answers.PublishedAnswer", models.CASCADE, related_name="opinions", editable=False
    )
    doctor = models.ForeignKey(Doctor, models.PROTECT, related_name="opinions", editable=False)
    stance = models.CharField(_("your opinion"), max_length=8, choices=Stance.choices)
    reason = models.TextField(
        pgettext_lazy("opinion", "reason"), max_length=REASON_LENGTH, blank=True, default=""
    )
    credentials = models.JSONField(default=dict, help_text="Doctor.credentials() when it was given")
    # The version of the public text that was read; a later correction marks the opinion.
    draft_version = models.PositiveIntegerField(editable=False)
    status = models.CharField(
        max_length=10, choices=OpinionStatus.choices, default=OpinionStatus.IN_REVIEW, editable=False
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    # Whether its answer was retracted; kept by a trigger, as the queue is a range of an index.
    on_retracted = models.BooleanField(default=False, db_default=False, editable=False)
    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    given_at = models.DateTimeField(default=timezone.now, editable=False)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    reviewed_at = models.DateTimeField(null=True, editable=False)
    returned_for = models.TextField(
        pgettext_lazy("opinion", "reason"), max_length=2000, blank=True, default="", editable=False
    )

    objects = OpinionQuerySet.as_manager()

    class Meta:
        verbose_name = _("opinion")
        verbose_name_plural = _("opinions")
        indexes = [
            # The moderators' queue.
            models.Index(
                fields=["given_at", "id"],
                name="opinion_awaiting_review",
                condition=Q(status="in_review", on_retracted=False),
            ),
            models.Index(fields=["doctor", "-given_at"], name="opinion_of_doctor"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["published_answer", "doctor"],
                name="opinion_one_shown",
                condition=Q(status="shown"),
            ),
            models.UniqueConstraint(
                fields=["published_answer", "doctor"],
                name="opinion_one_in_work",
                condition=Q(status__in=["in_review", "returned"]),
            ),
            models.CheckConstraint(
                name="opinion_says_why", condition=Q(stance="agree") | Q(reason__regex=r"\S")
            ),
            models.CheckConstraint(
                name="opinion_is_short", condition=Q(LessThanOrEqual(Length("reason"), REASON_LENGTH))
            ),
            models.CheckConstraint(
                name="opinion_reviewed_at_and_by_together",
                condition=Q(reviewed_at=None, reviewed_by=None)
                | Q(reviewed_at__isnull=False, reviewed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="opinion_decided_by_somebody",
                condition=~Q(status__in=["shown", "returned"]) | Q(reviewed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="opinion_returned_has_reason", condition=~Q(status="returned") | ~Q(returned_for="")
            ),
        ]

    def __str__(self):
        return f"{self.published_answer_id} / {self.doctor_id}"

    def get_absolute_url(self):
        """Its doctor's page of it."""
        answer = self.published_answer
        return reverse("opinion-edit", args=[answer.question.reference, answer.position + 1])

    @property
    def is_in_work(self):
        return self.status in IN_WORK

    def write(self, *, stance, reason, key):
        """Store what its doctor says, to be reviewed (anew). Called by OpinionQuerySet.give(), under its locks."""
        self.stance, self.reason, self.key = stance, reason.strip(), key
        self.credentials, self.draft_version = self.doctor.credentials(), self.published_answer.draft_version
        self.given_at = timezone.now()
        self.reviewed_by = self.reviewed_at = None
        self.returned_for = ""
        self.status, self.version = OpinionStatus.IN_REVIEW, self.version + 1
        self.save()

    @transaction.atomic
    def approve(self, *, by, seen_version):
        """A moderator shows it to readers, in place of an earlier one of the same doctor's. A disagreement sends the
        page back to review; the doctor who answered is told of each. Locks the query, the page, then the opinion."""
        answer, current = self._locked(OpinionStatus.SHOWN, by=by, seen_version=seen_version)
        if current.doctor.status == DoctorStatus.SUSPENDED:
            raise MoveRefused(_("This doctor is suspended, so the opinion can’t be shown."))
        if answer.retracted_on is not None:
            raise MoveRefused(_("The answer was retracted, so there is nothing to have an opinion on."))
        for earlier in Opinion.objects.shown().filter(published_answer=answer, doctor=current.doctor_id):
            earlier._finish(OpinionStatus.WITHDRAWN, by=by)
        current.reviewed_by, current.reviewed_at = by, timezone.now()
        page = answer.question
        if current.stance == Stance.DISAGREE and page.review_wanted_at is None:
            page.review_wanted_at = current.reviewed_at
            page.save(update_fields=["review_wanted_at"])
            audit.record(by, "publication.review_wanted", page)
        current._finish(OpinionStatus.SHOWN, by=by)
        current._tell(current.doctor.user, "opinion_shown", path=current.get_absolute_url())
        if answer.doctor.user_id is not None:
            current._tell(answer.doctor.user, "opinion_received", path=f"{reverse('opinions')}?tab=received")
        self.refresh_from_db()

    @transaction.atomic
    def send_back(self, *, by, reason, seen_version, rule="", change=""):
        """A moderator returns it to its doctor with a reason; `rule` and `change` are for the statement."""
        _answer, current = self._locked(OpinionStatus.RETURNED, by=by, seen_version=seen_version)
        current.reviewed_by, current.reviewed_at, current.returned_for = by, timezone.now(), reason
        current._finish(OpinionStatus.RETURNED, by=by)
        current._tell(current.doctor.user, "opinion_returned", path=current.get_absolute_url())
        statements.give(
            to=current.doctor.user,
            kind=StatementKind.OPINION_RETURNED,
            subject=current,
            reference=current.published_answer.question.reference,
            what=reason,
            rule=rule,
            change=change,
            by=by,
        )
        self.refresh_from_db()

    @transaction.atomic
    def review_again(self, *, by):
        """An opinion that was sent back goes to the moderators once more, because an appeal was granted. Called by
        answers.restoring; raises MoveRefused when it is no longer as it was. Locks the query, the page, the opinion."""
        hold_verified(self.doctor)
        answer = hold_answer(self.published_answer)
        current = lock(self)
        current.published_answer = answer
        if current.status != OpinionStatus.RETURNED or answer.retracted_on is not None:
            raise MoveRefused(CHANGED)
        current.reviewed_by, current.reviewed_at, current.returned_for = None, None, ""
        current._finish(OpinionStatus.IN_REVIEW, by=by)

    @transaction.atomic
    def withdraw(self, *, by, seen_version):
        """Its doctor takes it back for good, while verified as for every write; of a shown one nothing stays on the
        page. Another may be given later. Locks the doctor, the query, the page, then the opinion."""
        hold_verified(self.doctor)
        answer = hold_answer(self.published_answer)
        current = lock(self)
        if by.pk != current.doctor.user_id:
            raise MoveRefused(_("Only the doctor who gave an opinion can withdraw it."))
        if current.version != seen_version or OpinionStatus.WITHDRAWN not in OPINION_MOVES[current.status]:
            raise MoveRefused(CHANGED)
        current.published_answer = answer
        current._finish(OpinionStatus.WITHDRAWN, by=by)
        self.refresh_from_db()

    def _locked(self, to, *, by, seen_version):
        """The answer and the opinion under their locks, if `by` may decide on it and it is the one seen."""
        answer = hold_answer(self.published_answer)
        current = lock(self)
        current.published_answer = answer
        if by.pk in current.involved:
            raise MoveRefused(_("Another moderator must decide on this opinion: it is yours or about you."))
        statements.demand_not_overruled(current, by=by)
        if current.version != seen_version or to not in OPINION_MOVES[current.status]:
            raise MoveRefused(CHANGED)
        return answer, current

    @property
    def involved(self):
        """The ids of those who don't decide on it: its doctor, the doctor who answered, the patient."""
        answer = self.published_answer
        query = answer.question.question
        return {self.doctor.user_id, answer.doctor.user_id, query.asker_id if query else None}

    def _finish(self, to, *, by):
        """The only place besides write() that assigns its status; with the audit line, in the caller's transaction."""
        self.status = to
        self.version += 1
        self.save()
        audit.record(by, f"opinion.{to}", self, reference=self.published_answer.question.reference)

    def _tell(self, user, kind, *, path):
        mail.notify(user, kind, reference=self.published_answer.question.reference, path=path)
