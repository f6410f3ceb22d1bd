"""The desk's queue of appeals; warning signs and held queries on its lists and pages."""

import pytest
from django.urls import reverse

from accounts.models import AccessEvent
from questions.models import Appeal, Care, Question, RedFlagHit
from questions.redflags.sync import sync
from tests.factories import make_appeal, make_declined_question, make_question

DESK = "/admin/desk/"


@pytest.fixture
def appeal(asker, moderator):
    return make_appeal(question=make_declined_question(asker=asker, moderator=moderator))


def url(appeal):
    return reverse("admin:desk-appeal", args=[appeal.pk])


def decide(client, appeal, decision, note=""):
    where = reverse("admin:desk-appeal-decide", args=[appeal.pk])
    return client.post(where, {"decision": decision, "note": note})


def rows(client, key):
    return client.get(f"{DESK}waiting/{key}/").context["rows"]


def test_appeal_shows_the_query_the_refusal_and_what_the_patient_says(signed_in, senior, appeal):
    page = signed_in(senior).get(url(appeal)).content.decode()

    assert "It began weeks ago." in page and "Please see a dentist." in page
    assert "It is about my health." in page and "Decide and next" in page
    assert AccessEvent.objects.first().reference == appeal.question.reference


def test_who_refused_sees_it_and_cannot_decide(signed_in, asker, senior):
    appeal = make_appeal(question=make_declined_question(asker=asker, moderator=senior))
    client = signed_in(senior)

    page = client.get(url(appeal)).content.decode()

    assert "You declined this query: another moderator decides on the appeal." in page
    assert "Decide and next" not in page
    assert [row.note for row in rows(client, "appeals")] == ["You declined it: another moderator decides."]
    assert client.get(f"{DESK}waiting/appeals/next/").headers["Location"] == f"{DESK}waiting/appeals/"
    assert decide(client, appeal, "granted").status_code == 409


def test_a_plain_moderator_is_offered_no_appeal(signed_in, moderator, appeal):
    client = signed_in(moderator)

    assert client.get(url(appeal)).status_code == 403
    assert decide(client, appeal, "granted").status_code == 403
    assert client.get(f"{DESK}waiting/appeals/").status_code == 403
    assert "Appeals" not in client.get(DESK).content.decode()


def test_granted_without_a_note(signed_in, senior, appeal):
    client = signed_in(senior)

    assert decide(client, appeal, "granted").status_code == 302

    question = Question.objects.get(pk=appeal.question_id)
    assert question.care == Care.SUBMITTED and rows(client, "appeals") == []
    page = client.get(reverse("admin:desk-query", args=[question.reference])).content.decode()
    assert "The query is accepted after all" in page and "put the query back into triage" in page


def test_refusal_stands_only_with_a_note(signed_in, senior, appeal):
    client = signed_in(senior)

    refused = decide(client, appeal, "upheld")
    assert refused.status_code == 422 and "Enter why the query stays declined" in refused.content.decode()
    assert decide(client, appeal, "upheld", "A dentist must look.").status_code == 302

    assert Appeal.objects.get().note == "A dentist must look."


def test_decided_meanwhile_shows_what_was_typed(signed_in, senior, administrator, appeal):
    client = signed_in(senior)
    client.get(reverse("admin:desk-appeal", args=[appeal.pk]))
    appeal.decide(by=administrator, granted=False, note="Stands.")

    response = decide(client, appeal, "upheld", "A dentist must look.")

    page = response.content.decode()
    assert response.status_code == 409 and "A dentist must look." in page and "Stands." in page


# -- Warning signs and what is held --------------------------------------------------------------


def flagged(level="emergency", *, gone_on=True, **fields):
    """A query in which a rule of `level` was found."""
    sync()
    question = make_question(urgent=True, **fields)
    version = RedFlagHit._meta.get_field("version").related_model.objects.in_force().filter(level=level)[0]
    hit = RedFlagHit(question=question, version=version, place="checklist")
    hit.continued_at = question.submitted_at if gone_on else None
    hit.save()
    return question, version


def test_warning_signs_stand_on_the_row_and_on_the_page(signed_in, moderator):
    question, version = flagged()
    client = signed_in(moderator)

    assert [row.warnings for row in rows(client, "queries")] == [["emergency"]]
    assert "Emergency signs" in client.get(f"{DESK}waiting/queries/").content.decode()
    page = client.get(reverse("admin:desk-query", args=[question.reference])).content.decode()
    assert version.name in page and "read the warning and went on" in page
    assert "ticked in “Do you have any of these now?”" in page


def test_triage_form_starts_with_the_marks_of_the_query(signed_in, moderator):
    question, _version = flagged("self_harm", self_harm=True)

    form = signed_in(moderator).get(reverse("admin:desk-query", args=[question.reference])).context["triage"]

    assert form["urgent"].value() and form["self_harm"].value()


def test_doctors_see_the_level_in_their_inbox(signed_in, doctor, specialty, moderator):
    question, _version = flagged(specialty=specialty)
    question.triage(
        by=moderator, specialty=specialty, urgent=True, self_harm=False, seen_version=question.version
    )

    page = signed_in(doctor.user).get("/dashboard/").content.decode()

    assert "Emergency signs" in page


def test_held_queries_come_last_and_are_never_hidden(signed_in, moderator):
    held = make_question(held=True, held_for="links copied")
    plain, urgent = make_question(), make_question(urgent=True)
    client = signed_in(moderator)

    found = rows(client, "queries")

    assert [row.title for row in found] == [each.reference for each in (urgent, plain, held)]
    assert ("Kept aside: looks like spam", "warn") in found[-1].marks
    assert "several links" in found[-1].note
    page = client.get(reverse("admin:desk-query", args=[held.reference])).content.decode()
    assert "Kept aside as spam because:" in page and "Another account sent nearly the same text" in page


def test_pages_of_the_queue_skip_no_held_query(signed_in, moderator, asker):
    made = [
        make_question(asker=asker, held=number % 2 == 0, held_for="links" * (number % 2 == 0))
        for number in range(60)
    ]
    client, seen, after = signed_in(moderator), [], ""

    while after is not None:
        page = client.get(f"{DESK}waiting/queries/", {"after": after} if after else {})
        seen += [row.title for row in page.context["rows"]]
        after = page.context["next_after"]

    expected = [each for each in made if not each.held] + [each for each in made if each.held]
    assert seen == [each.reference for each in expected]
