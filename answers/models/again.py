"""A sent answer reviewed again, because an appeal was granted against what a moderator decided on it."""

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import statements
from accounts.moves import MoveRefused
from answers.models.answer_states import ANSWERABLE, AnswerStatus
from answers.models.answerprint import AnswerPrint
from answers.models.version import AnswerVersion
from specialties.writers import hold_verified

JUDGED = {AnswerStatus.RETURNED, AnswerStatus.RETRACTED}


class ReviewedAgain(models.Model):
    """Abstract: the part of Answer that tells its doctor why, and that a granted appeal moves."""

    class Meta:
        abstract = True

    def _give_reasons(self, kind, **words):
        """The statement of reasons to its doctor."""
        to, reference = self.doctor.user, self.question.reference
        statements.give(to=to, kind=kind, subject=self, reference=reference, **words)

    @transaction.atomic
    def review_again(self, *, by):
        """The words that were judged go to the moderators once more, as a new version; what their doctor has typed
        since stays in the working copy. A retracted answer has no approved version until they approve one.

        Called by answers.restoring. Raises MoveRefused when the answer isn't as it was judged, when nobody waits for
        it, and while its doctor isn't verified. Locks the doctor, the query, then the answer.
        """
        hold_verified(self.doctor)
        current = self._locked(AnswerStatus.IN_REVIEW, seen_version=self.version, only_from=JUDGED)
        if current.question.care not in ANSWERABLE:
            raise MoveRefused(_("Nobody waits for an answer to this query any more."))
        judged = current.latest_version
        if current.status == AnswerStatus.RETRACTED:
            judged, current.approved_version, current.retraction_code = current.approved_version, None, ""
        note = judged.change_note or _("Looked at again after an appeal.")
        version = AnswerVersion.objects.create(
            answer=current,
            number=current.versions.count() + 1,
            author=self.doctor.user,
            credentials=self.doctor.credentials(),
            change_note=note if current.versions.approved().exists() else "",
            **judged.contract(),
        )
        AnswerPrint.objects.remember(version)
        current.submitted_at = timezone.now()
        self._finish(current, AnswerStatus.IN_REVIEW, by=by)
