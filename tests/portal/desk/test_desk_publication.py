"""The public copy: edited beside its original, approved as saved, taken back, taken down; nothing typed is lost."""

import pytest
from django.urls import reverse

from answers import publication
from portal.desk.lines import queues
from questions.models import Publication, PublicDraft, PublishedQuestion, WithdrawnPage
from tests import factories

TEXT = "My name is Anna Whitfield. It began weeks ago. Write to anna@example.org."


def url(question, name="desk-publication"):
    return reverse(f"admin:{name}", args=[question.reference])


def allowed(**fields):
    """An answered query whose patient allows publication."""
    return factories.make_approved_answer(**{"consent": "no_need", "text": TEXT, **fields}).question


def typed(question, **changes):
    """What the page's form sends for the originals, with `changes`."""
    question.refresh_from_db()
    draft = PublicDraft.objects.filter(question=question).first()
    data = {"version": draft.version if draft else 0, "title": question.title, "text": question.text}
    data["signed"] = factories.EVERY_CLASS
    for version in publication.publishable_versions(question):
        for field in ("short_answer", "explanation", "self_care", "help_non_urgent", "limits"):
            data[f"a{version.pk}-{field}"] = getattr(version, field)
        for key, words in version.findings.items():
            data[f"a{version.pk}-finding-{key}"] = words
    return {**data, **changes}


def test_identifiers_of_the_original_are_marked_and_listed(signed_in, moderator):
    question = allowed()

    page = signed_in(moderator).get(url(question)).content.decode()

    assert page.count("<mark") == 4  # in the original and in the public text
    assert '<q dir="auto">Anna Whitfield</q>' in page and '<q dir="auto">anna@example.org</q>' in page


def test_saving_keeps_every_part_and_shows_what_changed(signed_in, moderator):
    question = allowed(pictures=1)
    version = publication.publishable_versions(question).get()
    client = signed_in(moderator)
    changes = {"text": "It began weeks ago.", f"a{version.pk}-short_answer": "Harmless."}

    response = client.post(url(question, "desk-publication-save"), typed(question, **changes))

    draft = question.public_draft
    assert response.url == url(question)
    assert (draft.title, draft.text, draft.prepared_by) == (question.title, "It began weeks ago.", moderator)
    expected = {**version.contract(), "short_answer": "Harmless."}
    assert draft.answers.get().contract() == expected
    assert "<del>My name is Anna Whitfield." in client.get(url(question)).content.decode()


def test_empty_part_is_refused_and_everything_typed_stays(signed_in, moderator):
    question = allowed()

    response = signed_in(moderator).post(
        url(question, "desk-publication-save"), typed(question, title="", text="zebra-typed")
    )

    page = response.content.decode()
    assert response.status_code == 422
    assert "Enter the public version of “Title”" in page and "zebra-typed" in page
    assert PublicDraft.objects.count() == 0


def test_stale_save_shows_both_texts(signed_in, moderator, other_moderator):
    question = allowed()
    old = typed(question, text="zebra-mine")
    factories.make_public_draft(question=question, moderator=other_moderator, text="zebra-theirs")

    response = signed_in(moderator).post(url(question, "desk-publication-save"), old)

    page = response.content.decode()
    assert response.status_code == 409
    assert "zebra-mine" in page and "zebra-theirs" in page
    assert PublicDraft.objects.get().text == "zebra-theirs"


def test_approving_publishes_at_once_where_the_patient_waived(signed_in, moderator):
    question = allowed()
    client = signed_in(moderator)
    client.post(url(question, "desk-publication-save"), typed(question, text="It began weeks ago."))

    client.post(url(question, "desk-publication-approve"), typed(question, text="It began weeks ago."))

    page = PublishedQuestion.objects.get()
    assert (page.question, page.text, page.approved_by) == (question, "It began weeks ago.", moderator)
    assert page.get_absolute_url() in client.get(url(question)).content.decode()


def test_text_changed_after_saving_is_not_approved_and_not_lost(signed_in, moderator):
    question = allowed()
    factories.make_public_draft(question=question, title=question.title, text=question.text)

    response = signed_in(moderator).post(
        url(question, "desk-publication-approve"), typed(question, text="zebra-not-saved")
    )

    page = response.content.decode()
    assert response.status_code == 422
    assert "zebra-not-saved" in page and "Save it first" in page
    assert PublishedQuestion.objects.count() == 0


def test_a_senior_moderator_must_sign_where_the_rule_says_so(client, moderator, senior, topic):
    topic.rare = True
    topic.save()
    question = allowed(specialty=topic)
    factories.make_public_draft(
        question=question, moderator=moderator, title=question.title, text=question.text
    )

    client.force_login(moderator)
    own = client.get(url(question))
    refused = client.post(url(question, "desk-publication-approve"), typed(question))
    client.force_login(senior)
    client.post(url(question, "desk-publication-approve"), typed(question))

    question.refresh_from_db()
    assert own.context["may_approve"] is False
    assert "a senior moderator must read and approve it" in own.content.decode()
    assert refused.status_code == 409
    assert question.publication == Publication.AWAITING_PATIENT


def test_request_for_a_change_is_shown_and_goes_to_be_prepared(signed_in, moderator, other_moderator):
    question = allowed(consent="show_first")
    draft = factories.make_public_draft(question=question, moderator=other_moderator)
    factories.approve_copy(draft, by=moderator)
    draft.refresh_from_db()
    publication.want_change(draft, by=question.asker, note="zebra-wish", seen_version=draft.version)

    waiting = [queue.key for queue in queues.QUEUES if queue.sorted().exists()]

    assert waiting == ["publications"]
    client = signed_in(moderator)
    page = client.get(url(question)).content.decode()
    assert "zebra-wish" in page
    assert "Put the change that the patient asks for into the text and save" in page
    factories.make_public_draft(question=question, moderator=other_moderator, text="Newer.")
    page = client.get(url(question)).content.decode()
    assert "zebra-wish" in page and "See that the text has the change" in page
    assert "Put the change" not in page


def test_what_waits_for_the_patient_can_be_taken_back(signed_in, moderator, other_moderator):
    question = allowed(consent="show_first")
    draft = factories.make_public_draft(question=question, moderator=other_moderator)
    factories.approve_copy(draft, by=moderator)
    client, data = signed_in(moderator), {"confirm-version": draft.version}

    unsure = client.post(url(question, "desk-publication-take-back"), data)
    client.post(url(question, "desk-publication-take-back"), {**data, "confirm-confirm": "on"})

    question.refresh_from_db()
    draft.refresh_from_db()
    assert unsure.status_code == 422
    assert (question.publication, draft.approved_by) == (Publication.ALLOWED, None)


def test_public_page_is_taken_down_with_a_reason_after_a_confirmation(signed_in, moderator):
    published = factories.make_published_question()
    question, client = published.question, signed_in(moderator)
    factories.say_why(question, by=moderator)
    seen = {"confirm-version": question.version}
    asked = {**seen, "confirm-reason": "asked", "confirm-confirm": "on"}
    address = url(question, "desk-publication-withdraw")

    wrong = [seen, {**asked, "confirm-confirm": ""}, {**asked, "confirm-reason": "wrong"}]
    refused = [client.post(address, data).status_code for data in wrong]
    assert (refused, PublishedQuestion.objects.count()) == ([422] * 3, 1)
    codes = [client.post(address, asked).status_code for _ in range(2)]

    assert codes == [302, 409]
    assert PublishedQuestion.objects.count() == 0
    tombstone = WithdrawnPage.objects.get()
    assert (tombstone.reference, tombstone.cause) == (published.reference, "patient")


def test_what_was_written_to_the_patient_is_not_lost_when_the_page_is_gone_already(signed_in, moderator):
    question = factories.make_published_question().question
    said = {
        "confirm-version": question.version,
        "confirm-reason": "wrong",
        "confirm-words": "Zebra-words",
        "confirm-confirm": "on",
    }
    publication.withdraw(question, by=question.asker, seen_version=question.version)

    response = signed_in(moderator).post(url(question, "desk-publication-withdraw"), said)

    assert response.status_code == 409
    assert "Zebra-words" in response.content.decode()
    assert WithdrawnPage.objects.get().cause == "patient"


def test_page_of_a_public_copy_begins_a_correction_when_its_answer_changed(signed_in, moderator):
    question = factories.make_published_question(contract={"short_answer": "zebra-old"}).question
    answer = question.answers.get()
    factories.make_new_version(answer, moderator=moderator, short_answer="zebra-new")

    page = signed_in(moderator).get(url(question)).content.decode()

    assert ">\nzebra-old</textarea>" in page and "zebra-new" in page
    assert "An answer has changed since; readers see the old one." in page


def test_answer_retracted_meanwhile_is_not_published(signed_in, moderator):
    question = allowed()
    answer = question.answers.get()
    data = typed(question, **{f"a{answer.approved_version_id}-explanation": "zebra-typed"})
    publication.retract(answer, by=moderator, code="wrong", reason="Wrong.", seen_version=answer.version)

    response = signed_in(moderator).post(url(question, "desk-publication-save"), data)

    assert response.status_code == 409
    assert "zebra-typed" in response.content.decode()
    assert PublicDraft.objects.count() == 0
    assert not queues.BY_KEY["publications"].sorted().exists()


def test_private_queries_have_no_public_copy(signed_in, moderator):
    question = factories.make_approved_answer(consent="private").question

    assert signed_in(moderator).get(url(question)).status_code == 404


def test_nobody_publishes_their_own_query(signed_in, moderator):
    question = allowed(asker=moderator, moderator=factories.make_moderator())

    response = signed_in(moderator).post(url(question, "desk-publication-save"), typed(question))

    assert response.status_code == 409
    assert PublicDraft.objects.count() == 0


@pytest.mark.parametrize("count", (1, 3))
def test_page_costs_the_same_queries_with_more_pictures(
    signed_in, moderator, count, django_assert_num_queries
):
    question = allowed(pictures=count)
    factories.make_public_draft(question=question, moderator=moderator)
    client = signed_in(moderator)

    with django_assert_num_queries(21):
        client.get(url(question))


def test_who_has_a_part_in_it_is_offered_no_form_but_keeps_what_they_typed(signed_in, moderator):
    question = allowed(asker=moderator, moderator=factories.make_moderator(), consent="show_first")
    client = signed_in(moderator)
    editor = client.get(url(question)).context["copy_form"]
    sent = client.post(url(question, "desk-publication-save"), typed(question, title="", text="zebra-typed"))
    factories.approve_copy(factories.make_public_draft(question=question))

    assert editor is None and "zebra-typed" in sent.content.decode()
    assert client.get(url(question)).context["take_back"] is None
