"""Review of an answer: exactly the version on the page is approved or returned, by somebody else, once."""

import pytest
from django.urls import reverse

from accounts.models import AccessEvent
from answers.models import Answer, AnswerStatus
from questions.models import Publication, PublishedQuestion
from tests import factories

MARK = "zebra-typed-reason"


def url(answer, name="desk-answer"):
    return reverse(f"admin:{name}", args=[answer.pk])


def approval(answer):
    return {"version": answer.version, "number": answer.latest_version.number}


def returning(answer, **changes):
    return {
        "return-version": answer.version,
        "return-number": 1,
        "return-reason": MARK,
        "return-rule": "help",
        **changes,
    }


def test_page_shows_query_and_answer_and_writes_the_look(signed_in, moderator):
    answer = factories.make_submitted_answer(
        question=factories.make_open_question(text="zebra-question"),
        contract={"help_emergency": "you can't breathe", "sources": "A source | https://source.example/1"},
    )

    page = signed_in(moderator).get(url(answer)).content.decode()

    assert "zebra-question" in page and "It is most likely harmless." in page
    assert "<em>strained</em>" in page and "care-card--emergency" in page
    assert 'href="https://source.example/1"' in page
    assert AccessEvent.objects.filter(viewer_id=moderator.pk, kind="query").count() == 1


def test_approving_releases_the_answer_and_goes_to_the_next(signed_in, moderator):
    answer, following = factories.make_submitted_answer(), factories.make_submitted_answer()

    response = signed_in(moderator).post(url(answer, "desk-answer-approve"), approval(answer))

    answer.refresh_from_db()
    assert (answer.status, answer.approved_version.reviewed_by) == (AnswerStatus.APPROVED, moderator)
    assert response.url == url(following)


def test_returning_needs_a_reason_and_sends_it(signed_in, moderator):
    answer = factories.make_submitted_answer()
    client = signed_in(moderator)

    empty = client.post(url(answer, "desk-answer-return"), returning(answer, **{"return-reason": ""}))
    client.post(url(answer, "desk-answer-return"), returning(answer, **{"return-ready": ["help.1"]}))

    answer.refresh_from_db()
    assert empty.status_code == 422
    assert answer.status == AnswerStatus.RETURNED
    expected = f"Please say more clearly when to get help, and how soon.\n{MARK}"
    assert answer.latest_version.reason == expected


def test_stale_approval_shows_the_version_seen_and_the_one_stored(signed_in, moderator, other_moderator):
    answer = factories.make_submitted_answer(contract={"short_answer": "zebra-first-version"})
    seen = approval(answer)
    answer.send_back(by=other_moderator, reason="Too long.", seen_version=answer.version)
    answer.save_draft(contract={"short_answer": "zebra-second-version"}, seen_version=answer.version)
    answer.submit(by=answer.doctor.user, seen_version=answer.version)

    response = signed_in(moderator).post(url(answer, "desk-answer-approve"), seen)

    page = response.content.decode()
    assert response.status_code == 409
    assert "zebra-first-version" in page and "zebra-second-version" in page
    assert Answer.objects.get(pk=answer.pk).approved_version is None


@pytest.mark.parametrize("action", ["approve", "return"])
def test_second_click_is_refused_in_words(signed_in, moderator, action):
    answer = factories.make_submitted_answer()
    client = signed_in(moderator)
    data = {**approval(answer), **returning(answer)}

    codes = [client.post(url(answer, f"desk-answer-{action}"), data).status_code for _ in range(2)]
    page = client.post(url(answer, f"desk-answer-{action}"), data).content.decode()

    assert codes == [302, 409]
    assert "This answer was changed or decided meanwhile." in page
    assert action == "approve" or MARK in page


def test_an_incomplete_return_of_what_was_decided_meanwhile_keeps_what_was_typed(
    signed_in, moderator, other_moderator
):
    answer = factories.make_submitted_answer()
    typed, client = returning(answer, **{"return-rule": ""}), signed_in(moderator)
    client.get(url(answer))
    answer.approve(by=other_moderator, seen_version=answer.version)

    response = client.post(url(answer, "desk-answer-return"), typed)

    assert response.status_code == 422
    assert f">\n{MARK}</textarea>" in response.content.decode()


def test_changes_since_the_return_are_marked(signed_in, moderator, other_moderator):
    answer = factories.make_submitted_answer(contract={"short_answer": "It is quite harmless."})
    answer.send_back(by=other_moderator, reason="Say it with care.", seen_version=answer.version)
    answer.save_draft(contract={"short_answer": "It is mostly harmless."}, seen_version=answer.version)
    answer.submit(by=answer.doctor.user, seen_version=answer.version)

    page = signed_in(moderator).get(url(answer)).content.decode()

    assert "<del>quite </del><ins>mostly </ins>" in page
    assert "Say it with care." in page


def test_doctors_cannot_review_their_own_answer(signed_in, doctor):
    answer = factories.make_submitted_answer(doctor=doctor, specialty=doctor.specialties.get())
    moderator = factories.make_moderator()
    doctor.user.is_staff = True
    doctor.user.groups.set(moderator.groups.all())
    doctor.user.save()

    response = signed_in(doctor.user).post(url(answer, "desk-answer-approve"), approval(answer))

    answer.refresh_from_db()
    assert (response.status_code, answer.status) == (409, AnswerStatus.IN_REVIEW)


def test_contact_details_in_an_answer_are_pointed_at(signed_in, moderator):
    answer = factories.make_submitted_answer(contract={"self_care": "Call me on 01632 960961."})

    page = signed_in(moderator).get(url(answer)).content.decode()

    assert '<q dir="auto">01632 960961</q>' in page


def test_unsent_answers_are_not_found(signed_in, moderator):
    answer = factories.make_draft_answer()

    assert signed_in(moderator).get(url(answer)).status_code == 404


def test_retracting_takes_the_words_of_the_answer_off_the_public_page(signed_in, moderator):
    published = factories.make_published_question()
    answer = published.question.answers.get()
    data = {"retract-version": answer.version, "retract-reason": "It was wrong.", "retract-code": "wrong"}
    data["retract-rule"] = "sound"
    client = signed_in(moderator)
    factories.say_why(published.question, by=moderator)

    unsure = client.post(url(answer, "desk-answer-retract"), data)
    client.post(url(answer, "desk-answer-retract"), {**data, "retract-confirm": "on"})

    answer.refresh_from_db()
    assert unsure.status_code == 422
    assert (answer.status, answer.retraction) == (AnswerStatus.RETRACTED, "It was wrong.")
    assert answer.question.publication == Publication.PUBLISHED
    assert PublishedQuestion.objects.get().answer_count == 0


def test_no_box_of_the_desk_cuts_what_is_pasted(signed_in, moderator):
    query = factories.make_question()
    answers = [factories.make_submitted_answer(), factories.make_approved_answer()]
    pages = [reverse("admin:desk-query", args=[query.reference]), *map(url, answers)]
    client = signed_in(moderator)
    factories.say_why(answers[1].question, by=moderator)

    bodies = [client.get(page).content.decode() for page in pages]

    assert all("<textarea" in body and "maxlength" not in body for body in bodies)
