"""Periodic jobs of answering; see settings.PERIODIC_JOBS."""

from answers.models import Answer
from questions.models import Question


def end_claims():
    """Take away the claims whose time is over, and tell the doctors who had begun to answer."""
    Question.objects.end_claims()


def end_second_answers():
    """Close the second answers that weren't sent in time, and tell their doctors."""
    Answer.objects.end_seconds()
