"""Structured data of a question page, by schema.org and by Google's rules for pages of questions and answers."""

from specialties.markdown import plain
from specialties.structured import absolute, person

# The parts of an answer that its structured text holds, in the order of the page.
PARTS = ("explanation", "self_care", "help_non_urgent", "help_urgent", "help_emergency", "limits")


def question_page(question, answers):
    """The page as a list of schema.org dicts: when it was reviewed and, where verified doctors can add answers,
    question and answers. An item that came with an archive, or whose query was erased, is closed: no QAPage by
    Google's rules; nor is one whose every answer was retracted."""
    address = absolute(question.get_absolute_url())
    page = {
        "@type": "MedicalWebPage",
        "name": question.title,
        "url": address,
        "about": {"@type": "MedicalCondition", "name": question.topic.name},
    }
    if question.reviewed_on:
        page["lastReviewed"] = question.reviewed_on.isoformat()
    if not question.imported_on:
        page["dateModified"] = question.changed_at.isoformat()
    if question.imported_on or question.detached_on or not question.answer_count:
        return [page]
    return [page, {"@type": "QAPage", "url": address, "mainEntity": _question(question, answers, address)}]


def _question(question, answers, address):
    """The patient is anonymous, so there is no author; no asker or vote chose an answer, so all are suggested. Of a
    retracted one there is nothing to suggest; the others keep their numbers."""
    entity = {
        "@type": "Question",
        "name": question.title,
        "text": question.text,
        "answerCount": question.answer_count,
        "suggestedAnswer": [
            _answer(answer, url=f"{address}#answer-{number}")
            for number, answer in enumerate(answers, 1)
            if not answer.retracted_on
        ],
    }
    if question.asked_on:
        entity["datePublished"] = question.asked_on.isoformat()
    return entity


def _answer(answer, *, url):
    entity = {
        "@type": "Answer",
        "text": _text(answer),
        "url": url,
        "datePublished": answer.answered_at.isoformat(),
        "author": person(answer.doctor),
    }
    if answer.edited_at:
        entity["dateModified"] = answer.edited_at.isoformat()
    return entity


def _text(answer):
    parts = [answer.short_answer, *(plain(getattr(answer, part)) for part in PARTS)]
    return "\n\n".join(part for part in parts if part)
