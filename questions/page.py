"""What a published question's page prints, ready for its Stencil: words to be filled in, and flags that say which parts
there are."""

from django.template.loader import render_to_string
from django.utils.html import linebreaks
from django.utils.safestring import mark_safe
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts import site
from accounts.languages import unprefixed
from accounts.paths import path_of
from accounts.stencils import Stencil, in_words, joined, part, time_tag
from questions.structured import question_page
from specialties import markdown
from specialties import structured as data

LONG_TITLE = 120  # characters
STEPS = ("area", "area_url", "topic", "topic_url", "here")
_PAGE = Stencil("questions/question_detail.html")
_LINK = Stencil("questions/_related_link.html")


def printed(question, answers, *, corrections, related):
    """The whole page. `answers` and `corrections` are rows, `related` titles()."""
    words = words_of(question, answers, corrections=corrections, related=related)
    above = steps(**{name: words[name] for name in STEPS})
    structured = data.script(*question_page(question, answers), data.breadcrumb(above))
    own = {"structured": structured, "page_address": unprefixed(words["address"])}
    return _PAGE.fill(words | own, **flags_of(question, answers), **site.facts())


def words_of(question, answers, *, corrections=(), related=()):
    """What is filled in: texts and addresses, escaped where they are printed, and parts as safe HTML."""
    topic, area = question.topic, question.area
    return {
        "title": question.title,
        "here": question.title if len(question.title) <= 60 else Truncator(question.title).chars(60),
        "description": _description(question, answers),
        "address": question.get_absolute_url() if question.pk else "",
        "reference": question.reference,
        "area": area.name if area.pk != topic.pk else "",
        "area_url": area.get_absolute_url() if area.pk != topic.pk else "",
        "topic": topic.name,
        "topic_url": topic.get_absolute_url(),
        "age": question.age_word,
        "sex": question.sex_word,
        "asked": time_tag(question.asked_on),
        "source": question.source_name,
        "imported": in_words(question.imported_on) if question.imported_on else "",
        "reviewed": time_tag(question.reviewed_on),
        "review_due": time_tag(question.review_due_on),
        "text": mark_safe(linebreaks(question.text, autoescape=True)),
        "answers": render_to_string("questions/_answers.html", {"question": question, "answers": answers}),
        "corrections": part(
            "questions/_corrections.html", corrections, corrections=corrections, written_in=question.language
        ),
        "opinion_links": part(
            "questions/_opinion_links.html",
            question.pk and question.question_id,
            question=question,
            answers=answers,
        ),
        "related": _links(related),
        "helpful_url": _path("page-helpful", question),
        "ask_url": f"{path_of('ask')}?specialty={topic.slug}",
        "report_url": _path("page-report", question),
    }


def steps(area, area_url, topic, topic_url, here):
    """The breadcrumb down to a page; without `area` it stands under the specialty itself."""
    above = [(area, area_url)] if area else []
    top = [(_("Home"), path_of("home")), (_("Specialties"), path_of("specialty-list"))]
    return [*top, *above, (topic, topic_url), (here, "")]


def flags_of(question, answers):
    """What decides which parts the page has, beside the words that are there."""
    return {
        "section": "specialties",
        "written_in": question.language,
        "is_long": len(question.title) > LONG_TITLE,
        "answer_count": question.answer_count,
        "doctors": len(answers),
        "picture_count": question.picture_count,
        "findings": any(answer.findings for answer in answers),
        "review_overdue": question.review_overdue,
        "is_stored": question.pk is not None,
        "is_a_patients": question.pk is not None and question.question_id is not None,
    }


def _description(question, answers):
    if not question.answer_count:
        return ""
    first = answers[0]
    return (
        first.short_answer
        or markdown.shortened(markdown.words(first.rendered.get("explanation", "")))
        or question.title
    )


def _path(name, question):
    """An address under the page's own; "" while it has none."""
    return path_of(name, reference=question.reference) if question.pk else ""


def _links(related):
    language = get_language()
    return joined(
        _LINK.fill_in(
            language,
            {
                "url": path_of("question-detail", language=language, reference=reference, slug=slug),
                "title": title,
            },
            written_in=written_in,
        )
        for reference, slug, title, written_in in related
    )
