"""A patient's query: private text, its care state and its publication state."""

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import audit, mail, statements
from accounts.models import AuditEvent, Statement, StatementKind, User
from accounts.moves import MoveRefused, lock
from questions.models.asked import Asked
from questions.models.claims import Claimable
from questions.models.credit import Credit
from questions.models.gates import QuestionQuerySet
from questions.models.publishable import Publishable
from questions.models.question_rules import CONSTRAINTS, INDEXES
from questions.models.states import (
    CARE_MAILS,
    CARE_MOVES,
    Care,
    Consent,
    Publication,
)
from questions.models.waiting import Waiting
from questions.references import new_reference


class Question(Asked, Publishable, Claimable, Waiting):
    """One query of one patient. Private for ever: what readers see is a PublishedQuestion made from it.

    Care and publication are two independent states with a table of moves and a road each;
    `publishable()` alone combines them.
    """

    reference = models.CharField(max_length=11, unique=True, default=new_reference, editable=False)
    asker = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="questions",
        verbose_name=_("patient"),
    )
    care = models.CharField(max_length=16, choices=Care.choices, default=Care.DRAFT, editable=False)
    urgent = models.BooleanField(_("urgent"), default=False, editable=False)
    self_harm = models.BooleanField(_("self-harm"), default=False, editable=False)
    # Looks like spam, and why (codes of questions.spam): last in its queue, no doctor and no mail until triage.
    held = models.BooleanField(_("held"), default=False, editable=False)
    held_for = models.CharField(max_length=120, blank=True, default="", editable=False)
    # A doctor handed it back (Handover says why): first among the equally urgent ones in triage.
    handed_back = models.BooleanField(_("handed back"), default=False, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    created_at = models.DateTimeField(default=timezone.now, editable=False)
    submitted_at = models.DateTimeField(null=True, editable=False)
    triaged_at = models.DateTimeField(null=True, editable=False)
    triaged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
    )
    answered_at = models.DateTimeField(null=True, editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)
    reason = models.TextField(_("reason"), blank=True, default="", editable=False)
    declined_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("query")
        verbose_name_plural = _("queries")
        permissions = [
            ("moderate_question", "Can read, triage and decline queries"),
            ("publish_question", "Can prepare and approve public copies"),
            ("confirm_publication", "Can sign a public copy where two moderators must"),
        ]
        indexes = INDEXES
        constraints = CONSTRAINTS

    def __str__(self):
        return self.reference

    def get_absolute_url(self):
        return reverse("my-question", args=[self.reference])

    @property
    def may_be_withdrawn(self):
        return Care.WITHDRAWN in CARE_MOVES[self.care]

    @property
    def may_be_rewritten(self):
        """Whether its patient may still change what it says: nobody has begun to answer. One query when open."""
        if self.care == Care.OPEN:
            return not self.is_claimed and not self.answers.exists()
        return self.care == Care.SUBMITTED

    @property
    def may_be_appealed(self):
        """Whether its patient may ask another moderator to look at the refusal, once and in time. Two queries when
        declined."""
        if self.care != Care.DECLINED or self.appeals.filter(made_at__gte=self.closed_at).exists():
            return False
        refusal = self.refusal()
        return refusal is None or refusal.may_be_appealed

    def refusal(self):
        """The statement of reasons of the last refusal; None without one (refused before they were kept)."""
        return Statement.objects.about(self).filter(kind=StatementKind.QUERY_DECLINED).first()

    # -- Care ---------------------------------------------------------------------------------

    @transaction.atomic
    def submit(self, *, by, seen_version):
        """The patient sends a draft; consent given with it takes effect."""
        self._only_own(by)
        now = timezone.now()
        self._move_care(
            Care.SUBMITTED,
            by=by,
            seen_version=seen_version,
            only_from={Care.DRAFT},
            submitted_at=now,
            waits_since=now,
        )
        if self.consent != Consent.PRIVATE and self.publication == Publication.PRIVATE:
            self.allow_publication(by=by, consent=self.consent, seen_version=self.version)
        self._alert()

    @transaction.atomic
    def rewrite(self, *, by, fields, urgent, self_harm, held_for, seen_version):
        """The patient changes a query that nobody has begun to answer; moderators look at it (again).

        `fields` are columns of Asked. Marks are only ever added here; a moderator takes them away.
        """
        self._only_own(by)
        current = lock(self)
        if current.version != seen_version or not current.may_be_rewritten:
            raise MoveRefused(_("This query was changed meanwhile, or somebody has begun to answer it."))
        for field, value in fields.items():
            setattr(current, field, value)
        newly_marked = (urgent and not current.urgent) or (self_harm and not current.self_harm)
        current.urgent, current.self_harm = current.urgent or urgent, current.self_harm or self_harm
        current.held, current.held_for = bool(held_for), held_for
        current.care, current.version = Care.SUBMITTED, current.version + 1
        current.triaged_at = current.triaged_by = current.claimed_by = current.claimed_until = None
        current.save()
        audit.record(by, "question.rewritten", current)
        if newly_marked:
            current._alert()
        self.refresh_from_db()

    def raise_marks(self, *, urgent, self_harm):
        """A reply or follow-up holds a warning sign: mark the query, and tell the moderators if that is news;
        of self-harm each time. In the caller's transaction; locks the query."""
        current = lock(self)
        news = (urgent and not current.urgent) or (self_harm and not current.self_harm)
        if news:
            current.urgent, current.self_harm = current.urgent or urgent, current.self_harm or self_harm
            current.save(update_fields=["urgent", "self_harm"])
            audit.record(None, "question.marked", current)
        if news or self_harm:
            current._alert()
        self.refresh_from_db()

    def _alert(self):
        """E-mails to the moderators about warning signs. Self-harm always; other ones unless it looks like spam for
        more than a contact given by a newcomer, which a frightened person gives too."""
        kind = "moderator_self_harm" if self.self_harm else "moderator_urgent"
        if self.self_harm or (self.urgent and self.held_for in ("", "new_seller")):
            for moderator in User.objects.moderators():
                mail.notify(moderator, kind, reference=self.reference, path=reverse("admin:desk"))

    def triage(self, *, by, specialty, urgent, self_harm, seen_version):
        """A moderator sets the specialty and the marks, and opens it to doctors."""
        self._not_own(by)
        statements.demand_not_overruled(self, by=by)
        self._move_care(
            Care.OPEN,
            by=by,
            seen_version=seen_version,
            only_from={Care.SUBMITTED},
            specialty=specialty,
            urgent=urgent,
            self_harm=self_harm,
            held=False,
            held_for="",
            triaged_at=timezone.now(),
            triaged_by=by,
        )

    @transaction.atomic
    def want_more(self, *, by, seen_version):
        """A moderator, or the doctor who holds the claim, asked the patient for more (answers.Clarification holds
        the question). The claim stays until it ends by itself."""
        self._not_own(by)
        if not (by.has_perm("questions.moderate_question") or lock(self).is_held_by(by)):
            raise MoveRefused(_("Only a moderator or the doctor who is answering can ask the patient."))
        self._move_care(Care.MORE_INFORMATION, by=by, seen_version=seen_version)

    def resume(self, *, by, seen_version):
        """The patient replied: back to the doctors when it was triaged, else back to triage."""
        to = Care.OPEN if self.triaged_at else Care.SUBMITTED
        self._move_care(
            to,
            by=by,
            seen_version=seen_version,
            only_from={Care.MORE_INFORMATION},
            tell=False,
        )

    def answered(self, *, by, seen_version):
        """The first answer was approved; ends the claim. Later answers find it answered already. In the caller's
        transaction, under its lock of the query."""
        self._move_held_care(
            Care.ANSWERED,
            by=by,
            seen_version=seen_version,
            answered_at=timezone.now(),
            claimed_by=None,
            claimed_until=None,
        )

    def close(self, *, by, seen_version):
        """The patient says: this answered my question."""
        self._only_own(by)
        self._move_care(Care.CLOSED, by=by, seen_version=seen_version, closed_at=timezone.now())

    @transaction.atomic
    def decline(self, *, by, reason, seen_version, rule="", change=""):
        """A moderator refuses the query; `reason` is shown to the patient, who gets back what it cost. `rule` and
        `change` are for the statement of reasons. Not by whose earlier refusal of it an appeal overruled."""
        self._not_own(by)
        statements.demand_not_overruled(self, by=by)
        self._move_care(
            Care.DECLINED,
            by=by,
            seen_version=seen_version,
            reason=reason,
            declined_by=by,
            closed_at=timezone.now(),
            claimed_by=None,
            claimed_until=None,
        )
        Credit.objects.give_back(self.asker, reference=self.reference)
        statements.give(
            to=self.asker,
            kind=StatementKind.QUERY_DECLINED,
            subject=self,
            reference=self.reference,
            what=reason,
            rule=rule,
            change=change,
            by=by,
        )

    def hand_back(self, *, by, seen_version):
        """A doctor gives it back to triage (Handover.objects.make() calls this): ends the claim, in the caller's
        transaction. The database wants to see the handover."""
        self._move_care(
            Care.SUBMITTED,
            by=by,
            seen_version=seen_version,
            only_from={Care.OPEN},
            tell=False,
            handed_back=True,
            triaged_at=None,
            triaged_by=None,
            claimed_by=None,
            claimed_until=None,
        )

    def reopen(self, *, by, seen_version):
        """An appeal was granted (Appeal.decide calls this): back to triage, in the caller's transaction. The database
        wants to see the appeal. What the patient was asked before the refusal, and never replied to, is void: the
        query no longer waits for a reply, and only one request may."""
        self._not_own(by)
        self.clarifications.filter(replied_at=None).delete()
        self._move_care(
            Care.SUBMITTED,
            by=by,
            seen_version=seen_version,
            only_from={Care.DECLINED},
            tell=False,
            reason="",
            declined_by=None,
            waits_since=self.waits_since_appeal(),
            closed_at=None,
            triaged_at=None,
            triaged_by=None,
        )

    @transaction.atomic
    def withdraw(self, *, by, seen_version):
        """The patient takes back a query nobody has answered yet. If it was never opened to doctors, it cost nothing:
        one that a doctor handed back, or that its patient changed, was, though its triage begins anew."""
        self._only_own(by)
        opened = AuditEvent.objects.filter(reference=self.reference, verb=f"question.{Care.OPEN}").exists()
        self._move_care(
            Care.WITHDRAWN,
            by=by,
            seen_version=seen_version,
            closed_at=timezone.now(),
            claimed_by=None,
            claimed_until=None,
        )
        if not opened:
            Credit.objects.give_back(self.asker, reference=self.reference)

    @transaction.atomic
    def _move_care(self, to, *, by, seen_version, **changes):
        """Change the care state with its columns, audit line and e-mail in one transaction, under a row lock."""
        lock(self)._move_held_care(to, by=by, seen_version=seen_version, **changes)
        self.refresh_from_db()

    def _move_held_care(self, to, *, by, seen_version, only_from=None, tell=True, **changes):
        """The same for who holds the query already: `self` is what lock() returned in the caller's transaction."""
        allowed = to in CARE_MOVES[self.care] and (only_from is None or self.care in only_from)
        if self.version != seen_version or not allowed:
            raise MoveRefused(_("This query was changed or decided meanwhile."))
        self.care, self.version = to, self.version + 1
        self.run_clock(to)
        for field, value in changes.items():
            setattr(self, field, value)
        if self.handed_back and to not in {Care.SUBMITTED, Care.MORE_INFORMATION}:
            self.handed_back = False
            self.handovers.waiting().update(settled_at=timezone.now(), settled_by=by)
        self.save()
        audit.record(by, f"question.{to}", self)
        if tell and to in CARE_MAILS:
            mail.notify(
                self.asker,
                CARE_MAILS[to],
                reference=self.reference,
                path=self.get_absolute_url(),
            )
        if to == Care.OPEN and self.urgent:
            for moderator in User.objects.moderators():
                mail.notify(
                    moderator,
                    "moderator_urgent",
                    reference=self.reference,
                    path=reverse("admin:desk"),
                )

    def _only_own(self, by):
        if by.pk != self.asker_id:
            raise MoveRefused(_("Only the patient who asked can do this."))

    def _not_own(self, by):
        if by.pk == self.asker_id:
            raise MoveRefused(_("Nobody decides on their own query."))
