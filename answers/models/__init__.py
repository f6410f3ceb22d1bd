from answers.models.answer import ANSWER_MOVES, Answer, AnswerStatus
from answers.models.clarification import Clarification
from answers.models.contract import CONTRACT_FIELDS, MARKDOWN_FIELDS, AnswerContract
from answers.models.published import PublicAnswerDraft, PublishedAnswer
from answers.models.version import AnswerVersion, Outcome

__all__ = [
    "ANSWER_MOVES",
    "CONTRACT_FIELDS",
    "MARKDOWN_FIELDS",
    "Answer",
    "AnswerContract",
    "AnswerStatus",
    "AnswerVersion",
    "Clarification",
    "Outcome",
    "PublicAnswerDraft",
    "PublishedAnswer",
]
