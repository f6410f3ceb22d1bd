from answers.models.answer import Answer
from answers.models.answer_states import ANSWER_MOVES, WRITTEN_FIELDS, AnswerStatus
from answers.models.answerprint import AnswerPrint
from answers.models.clarification import Clarification
from answers.models.contract import CONTRACT_FIELDS, MARKDOWN_FIELDS, AnswerContract
from answers.models.decision_appeal import AppealOutcome, DecisionAppeal
from answers.models.exchange import ExchangeKind
from answers.models.followup import FOLLOW_UP_MOVES, FollowUp, FollowUpStatus
from answers.models.items import ItemKind, YesNo, in_words
from answers.models.notices import DoctorNotices, NewQueries
from answers.models.opinion import OPINION_MOVES, Opinion, OpinionStatus, Stance
from answers.models.published import Correction, PublicAnswerDraft, PublishedAnswer
from answers.models.reason import Reason, ReasonKind, ReasonVersion
from answers.models.report import (
    DOCTOR_OUTCOMES,
    OF_DOCTOR,
    OF_PAGE,
    PAGE_OUTCOMES,
    Report,
    ReportKind,
    ReportStatus,
)
from answers.models.retraction import Retraction
from answers.models.servicelevel import FEWEST, SHARES, WAITS, Measure, ServiceLevel
from answers.models.snippet import Snippet
from answers.models.verdict import ReaderVerdict
from answers.models.version import AnswerVersion, Outcome

__all__ = [
    "ANSWER_MOVES",
    "CONTRACT_FIELDS",
    "DOCTOR_OUTCOMES",
    "FEWEST",
    "FOLLOW_UP_MOVES",
    "MARKDOWN_FIELDS",
    "OF_DOCTOR",
    "OF_PAGE",
    "OPINION_MOVES",
    "PAGE_OUTCOMES",
    "SHARES",
    "WAITS",
    "WRITTEN_FIELDS",
    "Answer",
    "AnswerContract",
    "AnswerPrint",
    "AnswerStatus",
    "AnswerVersion",
    "AppealOutcome",
    "Clarification",
    "Correction",
    "DecisionAppeal",
    "DoctorNotices",
    "ExchangeKind",
    "FollowUp",
    "FollowUpStatus",
    "ItemKind",
    "Measure",
    "NewQueries",
    "Opinion",
    "OpinionStatus",
    "Outcome",
    "PublicAnswerDraft",
    "PublishedAnswer",
    "ReaderVerdict",
    "Reason",
    "ReasonKind",
    "ReasonVersion",
    "Report",
    "ReportKind",
    "ReportStatus",
    "Retraction",
    "ServiceLevel",
    "Snippet",
    "Stance",
    "YesNo",
    "in_words",
]
