"""A public page that doesn't exist yet: the rows of publication, made and never stored."""

from django.utils import timezone

from answers import publication
from answers.models import PublishedAnswer
from questions.models import PublishedQuestion


def page_of(question, answer):
    """(PublishedQuestion, PublishedAnswer) as publication would write them now, had every word been approved as it
    stands. Both are unsaved. The query's words are the patient's own: a moderator changes them first."""
    now = timezone.now()
    page = PublishedQuestion(
        answered_at=now,
        reviewed_on=timezone.localdate(now),
        lead_doctor=answer.doctor,
        topic=question.specialty,
        area=question.specialty.area,
        **publication.facts_of(question, title=question.title, text=question.text),
    )
    part = PublishedAnswer(
        question=page,
        doctor=answer.doctor,
        credentials=answer.doctor.credentials(),
        rendered=publication.rendered(answer),
        answered_at=now,
        reviewed_on=timezone.localdate(now),
        **answer.contract(),
    )
    return page, part
