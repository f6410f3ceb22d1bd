from questions.models.attachment import Attachment
from questions.models.publicdraft import PublicDraft
from questions.models.published import PublishedQuestion, WithdrawnPage
from questions.models.question import Question
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
    "PublicDraft",
    "Publication",
    "PublishedQuestion",
    "Question",
    "Sex",
    "TakenDownFor",
    "WithdrawnPage",
]
