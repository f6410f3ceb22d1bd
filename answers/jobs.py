"""Periodic jobs of answering; see settings.PERIODIC_JOBS."""

from questions.models import Question


def end_claims():
    """Take away the claims whose time is over, and tell the doctors who had begun to answer."""
    Question.objects.end_claims()
