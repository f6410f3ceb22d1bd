from questions.models.appeal import Appeal
from questions.models.asked import ASKED_FIELDS, ASKED_TEXTS, Asked
from questions.models.attachment import Attachment
from questions.models.credit import Credit, CreditKind
from questions.models.desktally import DeskTally
from questions.models.draft import Draft, DraftPicture, Step
from questions.models.emptysearch import EmptySearch
from questions.models.handover import Handover, HandoverKind
from questions.models.helped import SimilarHelped
from questions.models.opentally import OpenTally
from questions.models.payment import Payment
from questions.models.publicdraft import PublicDraft
from questions.models.published import PublishedQuestion
from questions.models.question import Question
from questions.models.redflag import FlagLevel, HelpKind, HelpNumber, RedFlag, RedFlagVersion
from questions.models.redflaghit import RedFlagHit
from questions.models.related import RelatedPages
from questions.models.searching import SearchEntry, SearchTopic, SearchWord
from questions.models.states import (
    CARE_MOVES,
    PUBLICATION_MOVES,
    About,
    AgeBand,
    Care,
    Consent,
    CopyWaits,
    Publication,
    Sex,
    TakenDownFor,
)
from questions.models.textprint import TextPrint
from questions.models.withdrawn import CAUSES, WithdrawalCause, WithdrawnPage

__all__ = [
    "ASKED_FIELDS",
    "ASKED_TEXTS",
    "CARE_MOVES",
    "CAUSES",
    "PUBLICATION_MOVES",
    "About",
    "AgeBand",
    "Appeal",
    "Asked",
    "Attachment",
    "Care",
    "Consent",
    "CopyWaits",
    "Credit",
    "CreditKind",
    "DeskTally",
    "Draft",
    "DraftPicture",
    "EmptySearch",
    "FlagLevel",
    "Handover",
    "HandoverKind",
    "HelpKind",
    "HelpNumber",
    "OpenTally",
    "Payment",
    "PublicDraft",
    "Publication",
    "PublishedQuestion",
    "Question",
    "RedFlag",
    "RedFlagHit",
    "RedFlagVersion",
    "RelatedPages",
    "SearchEntry",
    "SearchTopic",
    "SearchWord",
    "Sex",
    "SimilarHelped",
    "Step",
    "TakenDownFor",
    "TextPrint",
    "WithdrawalCause",
    "WithdrawnPage",
]
