from questions.models.attachment import Attachment
from questions.models.publicdraft import PublicDraft
from questions.models.published import PublishedQuestion, WithdrawnPage
from questions.models.question import Question
from questions.models.redflag import FlagLevel, HelpKind, HelpNumber, RedFlag, RedFlagVersion
from questions.models.states import (
    CARE_MOVES,
    PUBLICATION_MOVES,
    About,
    AgeBand,
    Care,
    Consent,
    Publication,
    Sex,
    TakenDownFor,
)

__all__ = [
    "CARE_MOVES",
    "PUBLICATION_MOVES",
    "About",
    "AgeBand",
    "Attachment",
    "Care",
    "Consent",
    "FlagLevel",
    "HelpKind",
    "HelpNumber",
    "PublicDraft",
    "Publication",
    "PublishedQuestion",
    "Question",
    "RedFlag",
    "RedFlagVersion",
    "Sex",
    "TakenDownFor",
    "WithdrawnPage",
]
