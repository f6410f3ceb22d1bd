"""The states of a query, the tables of their moves, and the choices a patient makes."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Care(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("query", "Draft")
    SUBMITTED = "submitted", _("Waiting for a moderator")
    MORE_INFORMATION = "more_information", _("More information wanted")
    OPEN = "open", _("Waiting for a doctor")
    ANSWERED = "answered", pgettext_lazy("query", "Answered")
    CLOSED = "closed", pgettext_lazy("query", "Closed")
    DECLINED = "declined", pgettext_lazy("query", "Declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("query", "Withdrawn")


class Publication(models.TextChoices):
    PRIVATE = "private", pgettext_lazy("query", "Private")
    ALLOWED = "allowed", _("Publication allowed")
    AWAITING_PATIENT = "awaiting_patient", _("Waiting for your agreement")
    PUBLISHED = "published", pgettext_lazy("query", "Published")
    WITHDRAWN = "withdrawn", pgettext_lazy("public page", "Taken down")


class CopyWaits(models.TextChoices):
    """Whom the public copy of a query waits for, and for what."""

    NOBODY = "", _("Nobody")
    PREPARE = "prepare", _("To be prepared by a moderator")
    APPROVE = "approve", _("To be approved by a moderator")
    CORRECT = "correct", _("Its page to be corrected by a moderator")
    PATIENT = "patient", _("To be agreed to by the patient")


class Consent(models.TextChoices):
    """What the patient said about publication; revocable at any time."""

    PRIVATE = "private", _("Keep it private")
    SHOW_FIRST = "show_first", _("Publish it after I have seen the text")
    NO_NEED = "no_need", _("Publish it, no need to ask me again")


class About(models.TextChoices):
    SELF = "self", pgettext_lazy("who it is about", "Me")
    CHILD = "child", _("My child")
    OTHER = "other", _("Another adult, with their permission")


class AgeBand(models.TextChoices):
    BABY = "0–4", _("0–4")
    CHILD = "5–12", _("5–12")
    TEEN = "13–17", _("13–17")
    TWENTIES = "18–29", _("18–29")
    THIRTIES = "30–39", _("30–39")
    FORTIES = "40–49", _("40–49")
    FIFTIES = "50–59", _("50–59")
    SIXTIES = "60–69", _("60–69")
    SEVENTIES = "70–79", _("70–79")
    OLDER = "80 or over", _("80 or over")


MINOR_BANDS = [AgeBand.BABY, AgeBand.CHILD, AgeBand.TEEN]


class Sex(models.TextChoices):
    FEMALE = "female", _("female")
    MALE = "male", _("male")
    INTERSEX = "intersex", _("intersex")


class TakenDownFor(models.TextChoices):
    """Why a public page goes; the trail keeps the code, the tombstone what it comes to (WithdrawalCause)."""

    ASKED = "asked", _("Somebody it is about, or its author, asked for it")
    IDENTIFIES = "identifies", _("It could show who the patient is")
    WRONG = "wrong", _("The advice is wrong, unsafe or out of date")
    UNFIT = "unfit", _("It is a duplicate, an advertisement or not about health")
    LEGAL = "legal", _("A court, an authority or the law demands it")


# Every move of the care state; a move absent from here is refused.
CARE_MOVES = {
    Care.DRAFT: {Care.SUBMITTED, Care.WITHDRAWN},
    Care.SUBMITTED: {Care.OPEN, Care.MORE_INFORMATION, Care.DECLINED, Care.WITHDRAWN},
    Care.MORE_INFORMATION: {Care.SUBMITTED, Care.OPEN, Care.DECLINED, Care.WITHDRAWN},
    Care.OPEN: {Care.SUBMITTED, Care.MORE_INFORMATION, Care.ANSWERED, Care.DECLINED, Care.WITHDRAWN},
    Care.ANSWERED: {Care.CLOSED},
    Care.CLOSED: set(),
    Care.DECLINED: {Care.SUBMITTED},
    Care.WITHDRAWN: set(),
}

# Every move of the publication state.
PUBLICATION_MOVES = {
    Publication.PRIVATE: {Publication.ALLOWED},
    Publication.ALLOWED: {
        Publication.PRIVATE,
        Publication.AWAITING_PATIENT,
        Publication.PUBLISHED,
    },
    Publication.AWAITING_PATIENT: {
        Publication.PRIVATE,
        Publication.ALLOWED,
        Publication.PUBLISHED,
    },
    Publication.PUBLISHED: {Publication.WITHDRAWN},
    Publication.WITHDRAWN: {Publication.ALLOWED},  # an appeal was granted
}

# The e-mail that a move of the care state sends to the patient.
CARE_MAILS = {
    Care.SUBMITTED: "question_received",
    Care.MORE_INFORMATION: "question_more_information",
    Care.ANSWERED: "question_answered",
    Care.DECLINED: "question_declined",
    Care.WITHDRAWN: "question_withdrawn",
}
