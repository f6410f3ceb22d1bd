"""Structured data of a question page, by schema.org and by Google's rules for pages of questions and answers."""

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from specialties.markdown import words
from specialties.structured import absolute, organization, person, subject

# The parts of an answer in the order of the page, each with the heading that tells what it means: "You cannot
# breathe" is no advice without "When to call 112".
PARTS = {
    "explanation": "",
    "self_care": _("What you can do now"),
    "help_non_urgent": _("When to see your own doctor"),
    "help_urgent": _("When to get help the same day"),
    "help_emergency": _("When to call %(emergency_number)s"),
    "limits": _("What cannot be told from here"),
}


def question_page(question, answers):
    """The page as a list of schema.org dicts: when it was reviewed and, where verified doctors can add answers,
    question and answers. An item that came with an archive, or whose query was erased, is closed: no QAPage by
    Google's rules; nor is one whose every answer was retracted."""
    address = absolute(question.get_absolute_url())
    page = {
        "@type": "MedicalWebPage",
        "name": question.title,
        "url": address,
        "inLanguage": question.language or settings.LANGUAGE_CODE,
        "about": subject(question.topic),
    }
    if question.reviewed_on and question.answer_count:
        page |= {"lastReviewed": question.reviewed_on.isoformat(), "reviewedBy": organization()}
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
        "inLanguage": question.language or settings.LANGUAGE_CODE,
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
    """An answer with what colleagues say of it. Its days are told and no hours, as on the page."""
    entity = {
        "@type": "Answer",
        "text": _text(answer),
        "url": url,
        "datePublished": _day(answer.answered_at),
        "author": person(answer.doctor),
    }
    if answer.edited_at:
        entity["dateModified"] = _day(answer.edited_at)
    comments = [*_exchanged(answer), *(_opinion(one) for one in answer.shown_opinions)]
    return entity | ({"comment": comments} if comments else {})


def _exchanged(answer):
    """What was asked back and asked further, in turn. The day shown is that of the reply; a patient is no author."""
    for one in answer.exchanges:
        asked, replied = ("doctor", "patient") if one["kind"] == "clarification" else ("patient", "doctor")
        for side, day in ((asked, None), (replied, one["on"])):
            yield comment(one[side], day=day, author=person(answer.doctor) if side == "doctor" else None)


def _opinion(one):
    text = f"{one.get_stance_display()}: {one.reason}" if one.reason else one.get_stance_display()
    return comment(text, day=_day(one.given_at), author=person(one.doctor))


def comment(text, *, day=None, author=None):
    """What is said of an answer: an opinion, or what was asked back."""
    known = {"datePublished": day, "author": author}
    return {"@type": "Comment", "text": text, **{name: value for name, value in known.items() if value}}


def _day(moment):
    return timezone.localdate(moment).isoformat()


def _text(answer):
    """The whole answer in plain words: the short answer, what the pictures show, each part under its heading."""
    said = [answer.short_answer, *answer.findings.values()]
    for part, heading in PARTS.items():
        if part in answer.rendered:
            title = str(heading) % {"emergency_number": settings.EMERGENCY_NUMBER}
            said += [title, words(answer.rendered[part])]
    return "\n\n".join(each for each in said if each)
