"""The gates of queries: who may read which rows, and what waits for whom."""

from django.db import models, transaction
from django.db.models import Count, Exists, Max, OuterRef, Q, Subquery
from django.db.models.functions import Now
from django.utils import timezone

from questions.models.states import Care, Consent, Publication
from specialties.models import Doctor

# Of an answer, which the app above owns: what its doctor is still writing or may take back, and what a patient may
# read once a version was approved.
ANSWER_IN_WORK = ["draft", "returned", "in_review"]
ANSWER_READABLE = ["draft", "returned", "in_review", "approved"]
ANSWER_EDITABLE = ["draft", "returned"]
ANSWER_SENT = ["in_review", "approved", "retracted"]
MOST_SECOND_ANSWERS = 2  # a trigger holds it too


def _answered_by(doctor):
    """Queries that the doctor has written an answer to; of a second answer that wasn't sent in time, no longer."""
    in_time = Q(answers__open_until=None) | Q(answers__open_until__gt=timezone.now())
    sent = Q(answers__status__in=ANSWER_SENT) | Q(answers__approved_version__isnull=False)
    return Q(answers__doctor=doctor) & (in_time | sent)


# Claims that one run of end_claims() takes away; the next run takes the others.
BATCH = 500


class QuestionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What `user` may read in full: patients their own, moderators all that was sent,
        verified doctors what they hold a claim on and what they have answered."""
        if not user.is_authenticated:
            return self.none()
        if user.has_perm("questions.moderate_question"):
            return self.filter(Q(asker=user) | ~Q(care=Care.DRAFT))
        own = self.model.objects.filter(asker=user)
        doctor = getattr(user, "doctor", None)
        if doctor is None or not doctor.is_verified:
            return self.filter(asker=user)
        return self._among(own.values("pk"), self.model.objects.for_doctor(doctor).order_by().values("pk"))

    def audited_by(self, user):
        """What an auditor may read the versions of, once the reason is written down: all that was sent."""
        return self.sent() if user.has_perm("accounts.view_trail") else self.none()

    def sent(self):
        """Whatever is more than a draft: what moderators work on."""
        return self.exclude(care=Care.DRAFT)

    def with_public_copy(self):
        """Answered, and not kept private by its patient: what a public copy may be made of, or was."""
        rows = self.filter(care__in=[Care.ANSWERED, Care.CLOSED])
        return rows.exclude(consent=Consent.PRIVATE, publication=Publication.PRIVATE)

    def _among(self, *sets):
        """Rows that are in one of these sets of keys. A union, since of an OR of sets PostgreSQL reads the whole
        table; each set has an index."""
        first, *others = sets
        return self.filter(pk__in=first.union(*others))

    def of_asker(self, user):
        """A patient's own queries, newest first."""
        return self.filter(asker=user).order_by("-created_at")

    def with_progress(self):
        """Adds what the care state alone doesn't tell a patient: how many answers are with the reviewers, since when
        more information is wanted, since when an appeal waits, and how many follow-ups wait for their reply."""
        follow_ups = Q(answers__follow_ups__status__in=["waiting", "in_review", "returned"])
        return self.annotate(
            answers_in_review=self._of_each(Count("answers", filter=Q(answers__status="in_review"))),
            information_wanted_at=self._of_each(
                Max("clarifications__asked_at", filter=Q(clarifications__replied_at=None))
            ),
            appealed_at=self._of_each(Max("appeals__made_at", filter=Q(appeals__decided_at=None))),
            follow_ups_waiting=self._of_each(Count("answers__follow_ups", filter=follow_ups)),
        )

    def _of_each(self, aggregate):
        """An aggregate in a subquery of its own. Joined together they multiply, in PostgreSQL's estimate at least:
        it then compiles the query, which takes longer than a thousand runs of it."""
        same = self.model.objects.filter(pk=OuterRef("pk")).order_by().values("pk")
        return Subquery(same.annotate(value=aggregate).values("value"))

    def awaiting_triage(self):
        """Sent, and no moderator has looked yet; urgent first, what looks like spam last; then what a
        doctor handed back, then oldest."""
        return self.filter(care=Care.SUBMITTED).order_by("-urgent", "held", "-handed_back", "submitted_at")

    def copy_waiting(self, step):
        """Those whose public copy waits for `step`, one of CopyWaits; oldest first. A range of an index."""
        return self.filter(copy_waits=step).order_by("copy_waits_since", "pk")

    def for_doctor(self, doctor):
        """What a verified doctor may read in full: queries under their live claim, and those they have
        written an answer to, until the patient takes the query back. Nothing for a doctor who isn't
        verified today. Reads the numbers of all of them, unless the rows were narrowed before."""
        if not doctor.is_verified:
            return self.none()
        rows = self.order_by()
        written = rows.filter(_answered_by(doctor)).exclude(care=Care.WITHDRAWN)
        return self._among(rows.held_by(doctor).values("pk"), written.values("pk"))

    def held_by(self, doctor):
        """Queries under a live claim of a doctor who is verified today."""
        if not doctor.is_verified:
            return self.none()
        return self.filter(
            claimed_by=doctor,
            claimed_until__gt=timezone.now(),
            care__in=[Care.OPEN, Care.MORE_INFORMATION],
        )

    def open_for(self, doctor):
        """The inbox: open queries in the doctor's specialties (a topic belongs to its specialty) but never the
        doctor's own; claimed ones included, so that "Dr X is answering" can be shown. Urgent first, then oldest."""
        if not doctor.is_verified:
            return self.none()
        fields = doctor.specialties.values("pk")
        return (
            self.filter(care=Care.OPEN)
            .filter(Q(specialty__in=fields) | Q(specialty__parent__in=fields))
            .exclude(asker=doctor.user_id)
            .order_by("-urgent", "waits_since", "pk")
        )

    def opened_between(self, since, until):
        """Queries still open that moderators opened to doctors after `since` and up to `until`."""
        return self.filter(care=Care.OPEN, triaged_at__gt=since, triaged_at__lte=until)

    def earlier_for(self, doctor, question):
        """What a doctor at work on `question` may read of the same patient's: answered queries in the doctor's
        specialties, and those this doctor answered; newest first, without pictures (they stay with who answers).

        Nothing once the claim has ended while no answer of the doctor's to `question` is in work. One query.
        """
        if not doctor.is_verified:
            return self.none()
        held = Q(claimed_by=doctor, claimed_until__gt=timezone.now())
        writing = _answered_by(doctor) & Q(answers__status__in=ANSWER_IN_WORK)
        at_work = self.model.objects.filter(held | writing, pk=question.pk).exclude(
            care__in=[Care.WITHDRAWN, Care.DECLINED]
        )
        same = self.model.objects.filter(asker=question.asker_id)
        kept = {"answers__approved_version__isnull": False, "answers__status__in": ANSWER_READABLE}
        own = same.filter(answers__doctor=doctor, **kept)
        fields = doctor.specialties.values("pk")
        return (
            self.filter(asker=question.asker_id, care__in=[Care.ANSWERED, Care.CLOSED])
            .filter(Exists(at_work.order_by()), pk__in=same.filter(**kept).values("pk"))
            .filter(Q(specialty__in=fields) | Q(specialty__parent__in=fields) | Q(pk__in=own.values("pk")))
            .exclude(pk=question.pk)
            .order_by("-submitted_at")
        )

    def answerable_too(self, doctor):
        """Answered, public queries in the doctor's specialties to which they may write a second answer: never their
        own, without an answer of theirs (unless its time went by), and with fewer than two second answers in work."""
        if not doctor.is_verified:
            return self.none()
        fields = doctor.specialties.values("pk")
        page = Q(published_copy__topic__in=fields) | Q(published_copy__area__in=fields)
        same = self.model.objects.filter(pk=OuterRef("pk")).order_by()
        running = Q(answers__open_until__gt=timezone.now()) | Q(answers__status="in_review")
        second = Q(answers__open_until__isnull=False, answers__approved_version=None)
        number = same.annotate(number=Count("answers", filter=second & running)).values("number")
        return (
            self.filter(page, publication=Publication.PUBLISHED, care__in=[Care.ANSWERED, Care.CLOSED])
            .exclude(asker=doctor.user_id)
            .exclude(Exists(same.filter(_answered_by(doctor))))
            .annotate(second_answers=Subquery(number))
            .filter(second_answers__lt=MOST_SECOND_ANSWERS)
        )

    def end_claims(self):
        """Take away claims whose time is over, or whose doctor may not answer today, and tell doctors who had begun.
        Each in a transaction of its own; returns how many. Claims renewed or taken over in this moment live on."""
        over = self.filter(claimed_by__isnull=False).filter(
            Q(claimed_until__lte=Now()) | ~Q(claimed_by__in=Doctor.objects.verified())
        )
        ended = 0
        for pk in list(over.order_by("claimed_until").values_list("pk", flat=True)[:BATCH]):
            with transaction.atomic():
                row = over.select_for_update(of=("self",), skip_locked=True).filter(pk=pk).first()
                if row is not None:
                    row.claim_ended()
                    ended += self.filter(pk=pk).update(claimed_by=None, claimed_until=None)
        return ended

    def release_all(self, doctor):
        """Give back all that `doctor` holds, as when they go away for some days; drafts stay. Returns how many."""
        held = list(self.filter(claimed_by=doctor).order_by("pk"))
        for question in held:
            question.release(doctor=doctor)
        return len(held)
