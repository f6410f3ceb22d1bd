"""Every kind of e-mail: why one gets it, and the group of those that a person may stop.

Each has its text in templates/emails/<kind>.txt. A kind that is not here is refused by `accounts.mail.notify()`.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import MailGroup


@dataclass(frozen=True)
class Kind:
    """Why one gets it (a sentence with %(site)s), and its group; without one it can't be stopped."""

    why: Any
    group: MailGroup | None = None


ASKED = Kind(_("You get this message because you sent a query to %(site)s."))
ANSWERS = Kind(_("You get this message because you answer queries at %(site)s, or offered to."))
MODERATES = Kind(_("You get this message because you are a moderator of %(site)s."))
HAS_ACCOUNT = Kind(_("You get this message because you have an account at %(site)s."))
GAVE_ADDRESS = Kind(_("You get this message because this address was given at %(site)s."))
REPORTED = Kind(_("You get this message because you reported a page of %(site)s."))

KINDS = {
    # To patients
    "question_received": ASKED,
    "question_more_information": ASKED,
    "question_answered": ASKED,
    "question_declined": ASKED,
    "question_withdrawn": ASKED,
    "answer_corrected": ASKED,
    "answer_retracted": ASKED,
    "followup_answered": ASKED,
    "followup_closed": ASKED,
    "appeal_upheld": ASKED,
    "appeal_granted": ASKED,
    "publication_preview": ASKED,
    "correction_preview": ASKED,
    "publication_published": Kind(ASKED.why, MailGroup.PUBLICATION),
    "publication_withdrawn": ASKED,
    "draft_expiring": Kind(
        _("You get this message because you began a query at %(site)s."), MailGroup.REMINDERS
    ),
    "credit_granted": HAS_ACCOUNT,
    "export_ready": HAS_ACCOUNT,
    "statement": HAS_ACCOUNT,
    "appeal_decided": HAS_ACCOUNT,
    "account_erased": Kind(_("You get this message because you had an account at %(site)s.")),
    # To doctors
    "doctor_applied": ANSWERS,
    "doctor_returned": ANSWERS,
    "doctor_verified": ANSWERS,
    "doctor_suspended": ANSWERS,
    "doctor_lapsed": ANSWERS,
    "licence_60": Kind(ANSWERS.why, MailGroup.LICENCE),
    "licence_30": Kind(ANSWERS.why, MailGroup.LICENCE),
    "licence_7": Kind(ANSWERS.why, MailGroup.LICENCE),
    "answer_approved": Kind(ANSWERS.why, MailGroup.APPROVED),
    "answer_returned": Kind(ANSWERS.why, MailGroup.RETURNED),
    "followup_received": Kind(ANSWERS.why, MailGroup.FOLLOW_UPS),
    "new_queries": Kind(ANSWERS.why, MailGroup.NEW_QUERIES),
    "claim_released": Kind(ANSWERS.why, MailGroup.CLAIMS),
    "second_closed": Kind(ANSWERS.why, MailGroup.CLAIMS),
    "opinion_received": Kind(ANSWERS.why, MailGroup.OPINIONS),
    "opinion_returned": Kind(ANSWERS.why, MailGroup.OPINIONS),
    "opinion_shown": Kind(ANSWERS.why, MailGroup.OPINIONS),
    "question_thanks": Kind(ANSWERS.why, MailGroup.THANKS),
    # To the doctor or moderator who asked for more
    "reply_received": Kind(_("You get this message because you asked a patient something at %(site)s.")),
    # To who reported a concern and left an address
    "report_acted": GAVE_ADDRESS,
    "report_nothing": GAVE_ADDRESS,
    "page_report_corrected": REPORTED,
    "page_report_taken_down": REPORTED,
    "page_report_nothing": REPORTED,
    # To moderators
    "moderator_urgent": MODERATES,
    "moderator_self_harm": MODERATES,
    "moderator_appeal": MODERATES,
    "desk_alert": Kind(MODERATES.why, MailGroup.DESK),
    "desk_digest": Kind(MODERATES.why, MailGroup.DESK_DIGEST),
    "page_report_privacy": MODERATES,
}
