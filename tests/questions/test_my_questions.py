"""My queries: the list and the page of one, for its asker alone."""

import pytest
from django.urls import reverse

from accounts import audit
from accounts.models import AccessEvent
from answers import publication
from answers.models import Answer, Clarification, in_words
from questions.models import AgeBand, Care, Consent, Publication, Question
from tests.factories import (
    approve_copy,
    make_approved_answer,
    make_follow_up,
    make_open_question,
    make_public_draft,
    make_published_question,
    make_question,
    make_submitted_answer,
    revise,
)

LIST = "/me/questions/"


def page_of(client, address, *, status=200):
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def test_list_shows_own_queries_only(signed_in, asker, stranger):
    make_question(asker=asker, title="My own worry")
    make_question(asker=stranger, title="A stranger's worry")

    page = page_of(signed_in(asker), LIST)

    assert "My own worry" in page and "A stranger" not in page


def test_empty_list_invites_to_ask(signed_in, asker):
    page = page_of(signed_in(asker), LIST)

    assert "You haven't asked anything yet" in page.replace("&#x27;", "'") and 'href="/ask/"' in page


def test_visitor_is_sent_to_the_sign_in(client, db):
    for address in (LIST, "/me/", "/me/questions/Q-7K3M-92VX/", "/ask/sent/Q-7K3M-92VX/"):
        response = client.get(address)
        assert response.headers["Location"] == f"/accounts/login/?next={address}"


def test_account_leads_each_to_their_place(signed_in, asker, doctor, moderator, settings):
    settings.DEMO = True
    for person in (asker, doctor.user, moderator):
        person.is_demo = True
        person.save()

    places = [signed_in(person).get("/me/").headers["Location"] for person in (asker, doctor.user, moderator)]

    assert places == [LIST, reverse("dashboard"), reverse("admin:desk")]


def test_status_follows_the_query(signed_in, asker, topic, doctor, moderator):
    question = make_open_question(asker=asker, specialty=topic)
    client, seen = signed_in(asker), []

    def look():
        page = page_of(client, LIST)
        seen.append(page.split('class="tag')[1].split(">")[1].split("<")[0])

    look()
    question.claim(doctor=doctor)
    look()
    make_submitted_answer(question=question, doctor=doctor)
    look()
    answer = Answer.objects.get()
    answer.approve(by=moderator, seen_version=answer.version)
    look()

    assert seen == ["Waiting for a doctor", "A doctor is writing", "Answer being reviewed", "Answered"]


def test_before_a_doctor_claims_it_the_page_promises_no_more_than_their_list(signed_in, asker, doctor, topic):
    question = make_open_question(asker=asker, specialty=topic)

    assert "see your query in their list" in page_of(signed_in(asker), question.get_absolute_url())
    assert question in Question.objects.open_for(doctor)
    assert question not in Question.objects.visible_to(doctor.user)


def test_an_age_is_in_the_language_of_the_page(signed_in, asker):
    question = make_approved_answer(asker=asker, consent=Consent.SHOW_FIRST, age_band=AgeBand.OLDER).question
    approve_copy(make_public_draft(question=question))
    public = make_published_question(age_band=AgeBand.OLDER)
    client = signed_in(asker)

    preview = reverse("publication-preview", args=[question.reference])
    for address in (question.get_absolute_url(), preview, public.get_absolute_url()):
        assert "80 or over" in page_of(client, address)
        assert "80 o más" in page_of(client, f"/es{address}")


@pytest.mark.parametrize("count", (1, 3))
def test_list_costs_the_same_queries_at_any_length(signed_in, asker, count, django_assert_num_queries):
    for _ in range(count):
        make_question(asker=asker)
    client = signed_in(asker)
    with django_assert_num_queries(7):  # session, person, a doctor?, drafts, count, rows, answers
        assert client.get(LIST).content.count(b'class="panel query"') == count


def test_progress_counts_each_thing_by_itself(asker):
    """Joined in one query they multiply, if only in PostgreSQL's estimate, and the page takes seconds."""
    answer = make_approved_answer(asker=asker)
    for text in ("May I swim?", "And run?"):
        make_follow_up(answer=answer, text=text)
    revise(answer)
    answer.submit(by=answer.doctor.user, seen_version=answer.version)

    rows = Question.objects.with_progress()

    assert (rows.get().answers_in_review, rows.get().follow_ups_waiting) == (1, 2)
    assert list(rows.query.alias_map) == [Question._meta.db_table]


def test_everything_of_a_query_is_on_its_page(signed_in, asker, topic):
    question = make_open_question(
        asker=asker, specialty=topic, text="My <i>words</i>", medicines="Aspirin", pictures=1
    )
    answer = make_approved_answer(question=question)

    page = page_of(signed_in(asker), question.get_absolute_url())

    assert "My &lt;i&gt;words&lt;/i&gt;" in page and "Aspirin" in page
    assert f'src="{question.attachments.get().get_absolute_url()}"' in page
    assert "<em>strained</em> muscle" in page and "It lasts longer than six weeks." in page
    assert answer.doctor.name in page and f'href="{answer.doctor.register_url}"' in page
    assert "The answer was approved for you to read" in page


def test_answer_that_is_not_approved_stays_with_the_reviewers(signed_in, asker):
    question = make_open_question(asker=asker)
    make_submitted_answer(question=question, contract={"explanation": "PLANTED"})

    assert "PLANTED" not in page_of(signed_in(asker), question.get_absolute_url())


def test_new_version_is_not_shown_before_it_is_approved(signed_in, asker):
    answer = make_approved_answer(asker=asker)
    answer.revise(by=answer.doctor.user, seen_version=answer.version)
    planted = dict.fromkeys(("short_answer", "explanation", "sources", "limits"), "PLANTED")
    answer.save_draft(contract=planted, seen_version=answer.version)

    page = page_of(signed_in(asker), answer.question.get_absolute_url())

    assert "PLANTED" not in page and "strained" in page


def test_retracted_answer_is_gone_and_its_reason_shown(signed_in, asker, moderator):
    answer = make_approved_answer(asker=asker)
    publication.retract(
        answer, by=moderator, code="wrong", reason="The dose was wrong.", seen_version=answer.version
    )

    page = page_of(signed_in(asker), answer.question.get_absolute_url())

    assert "strained" not in page and "The dose was wrong." in page


def test_page_is_for_its_asker_alone(client, signed_in, asker, stranger, doctor, moderator, topic):
    question = make_open_question(asker=asker, specialty=topic)
    question.claim(doctor=doctor)
    names = ["my-question", "question-withdraw", "publication-preview", "publication-withdraw"]
    posts = ["question-withdraw", "question-close", "question-consent", "clarification-reply"]
    posts += ["publication-agree", "publication-change", "publication-withdraw"]

    for person in (stranger, doctor.user, moderator):
        signed_in(person)
        statuses = {client.get(reverse(name, args=[question.reference])).status_code for name in names}
        statuses |= {client.post(reverse(name, args=[question.reference])).status_code for name in posts}
        assert statuses == {404}


def test_who_looked_is_listed_doctors_by_name_moderators_by_role(signed_in, asker, topic, doctor, moderator):
    question = make_open_question(asker=asker, specialty=topic)
    for person, role in ((doctor.user, "doctor"), (moderator, "moderator"), (asker, "patient")):
        audit.looked(person, AccessEvent.Kind.QUERY, subject_id=1, reference=question.reference, role=role)

    page = page_of(signed_in(asker), question.get_absolute_url())
    looks = page.split("Who looked at it")[1].split("</section>")[0]

    assert f"<strong>{doctor.name}</strong> read the query" in looks
    assert "<strong>A moderator</strong> read the query" in looks
    assert moderator.name not in looks.replace("A moderator", "") and looks.count("<li>") == 2


def test_looks_of_one_person_on_one_day_are_one_line(signed_in, asker, topic, doctor):
    question = make_open_question(asker=asker, specialty=topic)
    for kind in (AccessEvent.Kind.QUERY, AccessEvent.Kind.PICTURE, AccessEvent.Kind.PICTURE):
        audit.looked(doctor.user, kind, subject_id=1, reference=question.reference, role="doctor")

    page = page_of(signed_in(asker), question.get_absolute_url())
    looks = page.split("Who looked at it")[1].split("</section>")[0]

    assert looks.count("<li>") == 1 and "3 times" in looks
    assert f"<strong>{doctor.name}</strong> looked at a picture, read the query" in looks


def test_reply_goes_to_those_who_asked(signed_in, asker, moderator):
    question = make_question(asker=asker)
    Clarification.objects.ask(
        question=question, by=moderator, items=in_words("Since when?"), seen_version=question.version
    )
    client, address = signed_in(asker), reverse("clarification-reply", args=[question.reference])
    assert "Since when?" in page_of(client, question.get_absolute_url())
    asked = {"asked": question.clarifications.get().pk}
    assert client.post(address, {**asked, "reply_1": " "}).status_code == 422

    assert (
        client.post(address, {**asked, "reply_1": "Since Monday."}).headers["Location"]
        == question.get_absolute_url()
    )

    question.refresh_from_db()
    assert question.care == Care.SUBMITTED
    assert question.clarifications.get().reply == "Since Monday."
    assert "You sent the information we asked for" in page_of(client, question.get_absolute_url())


def test_reply_that_comes_too_late_is_shown_again(signed_in, asker, moderator):
    question = make_question(asker=asker)
    Clarification.objects.ask(
        question=question, by=moderator, items=in_words("Since when?"), seen_version=question.version
    )
    client, address = signed_in(asker), reverse("clarification-reply", args=[question.reference])
    asked = {"asked": question.clarifications.get().pk}
    client.post(address, {**asked, "reply_1": "Since Monday."})

    response = client.post(address, {**asked, "reply_1": "The other window"})

    assert response.status_code == 409
    assert "The other window" in response.content.decode()
    assert question.clarifications.get().reply == "Since Monday."


def test_decline_reason_is_shown(signed_in, asker, moderator):
    question = make_question(asker=asker)
    question.decline(by=moderator, reason="Please see a dentist.", seen_version=question.version)

    assert "Please see a dentist." in page_of(signed_in(asker), question.get_absolute_url())


def test_patient_closes_an_answered_query(signed_in, asker):
    question = make_approved_answer(asker=asker).question
    question.refresh_from_db()
    address = reverse("question-close", args=[question.reference])

    assert signed_in(asker).post(address, {"version": question.version - 1}).status_code == 409
    assert signed_in(asker).post(address, {"version": question.version}).status_code == 302

    question.refresh_from_db()
    assert question.care == Care.CLOSED


@pytest.mark.parametrize(
    ("before", "after", "publication_after"),
    [
        ("private", "show_first", Publication.ALLOWED),
        ("show_first", "no_need", Publication.ALLOWED),
        ("no_need", "private", Publication.PRIVATE),
        ("private", "private", Publication.PRIVATE),
    ],
)
def test_patient_changes_the_consent(signed_in, asker, before, after, publication_after):
    question = make_question(asker=asker, consent=Consent(before))
    address = reverse("question-consent", args=[question.reference])

    signed_in(asker).post(address, {"version": question.version, "consent": after})

    question.refresh_from_db()
    assert (question.consent, question.publication) == (after, publication_after)


def test_consent_on_a_stale_page_changes_nothing(signed_in, asker):
    question = make_question(asker=asker)
    address = reverse("question-consent", args=[question.reference])

    response = signed_in(asker).post(address, {"version": question.version - 1, "consent": "no_need"})

    question.refresh_from_db()
    assert response.status_code == 409
    assert question.publication == Publication.PRIVATE


def test_consent_of_a_published_query_is_taken_back_by_taking_it_down(signed_in, asker):
    question = make_published_question(asker=asker).question
    address = reverse("question-consent", args=[question.reference])

    response = signed_in(asker).post(address, {"version": question.version, "consent": "show_first"})

    assert response.status_code == 409
    assert Question.objects.get().publication == Publication.PUBLISHED


def test_waiting_text_is_announced(signed_in, asker, moderator):
    question = make_approved_answer(asker=asker, consent=Consent.SHOW_FIRST).question
    draft = make_public_draft(question=question)
    approve_copy(draft, by=moderator)

    assert reverse("publication-preview", args=[question.reference]) in page_of(signed_in(asker), LIST)
