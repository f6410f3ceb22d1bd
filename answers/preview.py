"""A public page that doesn't exist yet: the rows of publication, made and never stored."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from answers.models import PublishedAnswer
from answers.publication import rendered
from questions.models import PublishedQuestion


def page_of(question, answer):
    """(PublishedQuestion, PublishedAnswer) as publication would write them today, had every word been approved as it
    stands. Both are unsaved. The query's words are the patient's own: a moderator changes them first."""
    today = timezone.now()
    page = PublishedQuestion(
        topic=question.specialty,
        area=question.specialty.area,
        title=question.title,
        text=question.text,
        age_band=question.age_band,
        sex=question.sex,
        picture_count=question.attachments.count(),
        asked_on=question.submitted_at.date(),
        answered_at=today,
        reviewed_on=today.date(),
        review_due_on=today.date() + timedelta(days=settings.REVIEW_EVERY_DAYS),
        lead_doctor=answer.doctor,
    )
    part = PublishedAnswer(
        question=page,
        doctor=answer.doctor,
        credentials=answer.doctor.credentials(),
        rendered=rendered(answer),
        answered_at=today,
        reviewed_on=today.date(),
        **answer.contract(),
    )
    return page, part
