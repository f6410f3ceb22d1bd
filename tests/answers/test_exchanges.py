"""What was asked back and asked further in the public copy: taken in one by one, signed, agreed to, shown."""

import re

import pytest
from django.db import transaction
from django.urls import reverse

from accounts.moves import MoveRefused
from answers import correction, publication, signoff
from answers.erasing import erase_question
from answers.models import Clarification, PublicAnswerDraft, PublishedAnswer
from questions.models import Consent, PublishedQuestion
from tests import factories
from tests.answers.by_sql import approve_by_sql, copy_row, page_row, refused, run

pytestmark = pytest.mark.django_db
PUBLIC = {"patient": "Zyxpublicpatient.", "doctor": "Zyxpublicdoctor."}
PRIVATE = {"asked": "Zyxasked?", "replied": "Zyxreplied.", "further": "Zyxfurther?", "reply": "Zyxreply."}


def read(client, page):
    return client.get(page.get_absolute_url()).content.decode()


def words_of(text):
    return re.sub(r"\s+([,;])?", r"\1 ", re.sub(r"<[^>]+>", " ", text)).replace("  ", " ")


def test_none_is_public_unless_taken_in(client):
    question = factories.make_exchanged_answer(said=PRIVATE).question

    factories.approve_copy(factories.make_public_draft(question=question))

    page = read(client, question.published_copy)
    assert "Questions and replies" not in page and "Zyx" not in page


def test_readers_see_both_sides_in_public_words_under_the_answer(client):
    page = factories.make_exchanged_page(said=PRIVATE, **PUBLIC)
    one = page.answers.get()

    shown = words_of(read(client, page).split('id="answer-1"')[1].split("</article>")[0])

    day = one.answered_at.strftime("%-d %B %Y")
    assert (
        f"The doctor asked for more information Zyxpublicdoctor. The patient replied on {day} Zyxpublicpatient."
        in shown
    )
    assert (
        f"The patient’s follow-up question Zyxpublicpatient. The doctor replied on {day}; our medical"
        in shown
    )
    assert not any(word in shown for word in PRIVATE.values())
    assert [{side: each[side] for side in PUBLIC} for each in one.exchanges] == [PUBLIC, PUBLIC]


def test_they_cost_a_page_no_query(client, django_assert_num_queries):
    bare, full = factories.make_published_question(), factories.make_exchanged_page()
    for page in (bare, full):
        read(client, page)

    with django_assert_num_queries(1):
        read(client, bare)
    with django_assert_num_queries(1):
        read(client, full)


def test_what_identifies_in_either_side_must_be_signed():
    said = {"replied": "Write to anna@example.org", "reply": "Call 020 7946 0958."}
    draft = factories.make_exchanged_draft(said=said, doctor="Call 020 7946 0958.", patient="Left.")
    found = {check.key: (check.found, check.left) for check in signoff.checks_for(draft)}

    assert found["email"] == (1, ())
    assert found["phone"][1] == ("020 7946 0958",) * 2


def test_the_patient_sees_them_first_even_who_need_not_be_asked(signed_in, asker):
    draft = factories.make_exchanged_draft(
        said=PRIVATE, asker=asker, consent=Consent.NO_NEED, patient="Zyxpublicpatient."
    )
    factories.approve_copy(draft)

    page = signed_in(asker).get(reverse("publication-preview", args=[draft.question.reference]))

    public, changed = page.content.decode().split("What we changed")
    assert public.count("Zyxpublicpatient.") == 2 and "Zyxreplied." not in public
    assert "<del>Zyxreplied" in changed and "<del>Zyxfurther" in changed


def test_a_later_follow_up_joins_the_page_by_a_correction(client, signed_in, asker):
    page = factories.make_exchanged_page(asker=asker)
    question, answer = page.question, page.question.answers.get()
    factories.answer_follow_up(answer, text="And dive?", reply="Not yet.")
    assert "And dive?" not in read(client, page)

    question.refresh_from_db()
    seen = {"seen_version": question.public_draft.version, "note": "A reply was added."}
    parts = {"answers": factories.take_all_in(question), "title": page.title, "text": page.text}
    draft = correction.prepare(question, by=factories.make_moderator(), **parts, **seen)
    factories.approve_correction(draft)
    draft.refresh_from_db()
    correction.agree(draft, by=asker, seen_version=draft.version)

    assert "And dive?" in read(client, page) and "A reply was added." in read(client, page)


def test_a_retracted_answer_takes_them_off_the_page(client, moderator):
    page = factories.make_exchanged_page(**PUBLIC)
    answer = page.question.answers.get()

    publication.retract(answer, by=moderator, code="unsafe", reason="x", seen_version=answer.version)

    assert "Zyx" not in read(client, page) and page.answers.get().exchanges == []


def test_a_page_that_outlives_its_query_forgets_which_rows_they_were(client):
    page = factories.make_exchanged_page(**PUBLIC)

    erase_question(page.question, keep_page=True)

    page = PublishedQuestion.objects.get(pk=page.pk)
    assert [one["source"] for one in page.answers.get().exchanges] == [None, None]
    assert "Zyxpublicpatient." in read(client, page)


def test_what_was_not_replied_to_or_is_of_another_query_is_refused(moderator):
    other = factories.make_exchanged_answer()
    question = factories.make_exchanged_answer().question
    waiting = factories.make_follow_up(answer=question.answers.get(), text="Waits?", reply="In review.")
    parts = factories.take_all_in(question)
    side = {"patient": "x", "doctor": "x"}

    for key in (f"follow_up-{waiting.pk}", f"clarification-{Clarification.objects.first().pk}"):
        chosen = {pk: {**part, "exchanges": {key: side}} for pk, part in parts.items()}
        with pytest.raises(MoveRefused):
            publication.prepare(question, by=moderator, title="T", text="X", answers=chosen, seen_version=0)
    assert other.question_id != question.pk and PublicAnswerDraft.objects.count() == 0


def set_to(path, value):
    return f"SET exchanges = jsonb_set(exchanges, '{{0,{path}}}', '{value}')"


@pytest.mark.parametrize(
    ("path", "value", "because"),
    [
        ("source", "0", "what was replied to"),
        ("kind", '"follow_up"', "what was replied to"),
        ("patient", r'" \n"', "words of both sides"),
        ("doctor", "null", "words of both sides"),
        ("name", '"Anna"', "words of both sides"),
    ],
)
def test_the_database_takes_in_nothing_else(path, value, because):
    factories.make_exchanged_draft()

    refused(f"UPDATE answers_publicanswerdraft {set_to(path, value)}", because=because)
    refused(
        "UPDATE answers_publicanswerdraft SET exchanges = exchanges || (exchanges -> 0)",
        because="taken in once",
    )


def test_the_database_shows_readers_only_what_was_approved():
    page = factories.make_exchanged_page()
    answer = page.question.answers.get()

    change = set_to("patient", '"x"')

    refused(f"UPDATE answers_publishedanswer {change}", because="by a correction")
    refused(
        f"UPDATE answers_publishedanswer {change}, draft_version = draft_version + 1",
        because="differs from the approved text in exchanges",
    )
    refused(f"UPDATE answers_publicanswerdraft {change}", because="approved anew")
    assert answer.approved_version.published_copy == PublishedAnswer.objects.get()


def test_the_database_takes_in_no_reply_that_waits_for_review():
    answer = factories.make_exchanged_draft().question.answers.get()
    waiting = factories.make_follow_up(answer=answer, text="Waits?", reply="In review.")
    change = f"SET exchanges = jsonb_set(exchanges, '{{1,source}}', '{waiting.pk}')"

    refused(f"UPDATE answers_publicanswerdraft {change}", because="what was replied to")
    assert PublicAnswerDraft.objects.get().exchanges[1]["kind"] == "follow_up"


def test_the_database_publishes_none_before_the_patient_agreed(moderator):
    draft = factories.make_exchanged_draft()
    with transaction.atomic():  # a page without its answer stands in no commit: the savepoint takes it back
        approve_by_sql(draft, moderator)
        run("UPDATE questions_question SET publication = 'published'")
        run(*copy_row(page_row(draft)))
        part = PublicAnswerDraft.objects.get()
        row = PublishedAnswer(
            question=PublishedQuestion.objects.get(),
            source=part.source,
            doctor=part.source.answer.doctor,
            credentials=part.source.credentials,
            answered_at=part.source.submitted_at,
            reviewed_on=part.source.reviewed_at.date(),
            draft_version=draft.version,
            **part.public_words(),
        )

        refused(*copy_row(row), because="the patient agrees to what was asked")
        transaction.set_rollback(True)
