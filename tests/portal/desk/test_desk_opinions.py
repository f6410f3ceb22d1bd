"""Second opinions on the desk: reviewed before readers see them; pages on which doctors disagree."""

import pytest
from django.urls import reverse

from answers.models import Opinion
from tests import factories

pytestmark = pytest.mark.django_db


def url(name, pk):
    return reverse(f"admin:desk-{name}", args=[pk])


@pytest.fixture
def opinion(specialty):
    page = factories.make_published_question(specialty=specialty)
    return factories.make_opinion(answer=page.answers.get(), stance="disagree", reason="Call 020 7946 0123.")


def test_a_moderator_reads_it_beside_the_answer_and_approves(signed_in, moderator, opinion):
    client = signed_in(moderator)

    page = client.get(url("opinion", opinion.pk)).content.decode()
    assert (
        "020 7946 0123" in page
        and "It is most likely harmless." in page
        and "Names, contacts or links found:" in page
    )
    assert (
        client.get(url("list", "opinions")).context["rows"][0].title
        == opinion.published_answer.question.reference
    )
    response = client.post(url("opinion-approve", opinion.pk), {"version": opinion.version})

    assert response.status_code == 302
    assert list(Opinion.objects.shown()) == [opinion]
    assert [row.url for row in client.get(url("list", "disagreements")).context["rows"]] == [
        url("disagreement", opinion.published_answer.question_id)
    ]


def test_it_goes_back_with_a_reason(signed_in, moderator, opinion):
    client = signed_in(moderator)

    empty = client.post(url("opinion-return", opinion.pk), {"return-version": opinion.version})
    ready = {"return-version": opinion.version, "return-ready": "person.1"}

    assert empty.status_code == 422
    assert client.post(url("opinion-return", opinion.pk), ready).status_code == 302
    opinion.refresh_from_db()
    assert opinion.status == "returned" and "contact details" in opinion.returned_for


def test_a_stale_page_is_a_conflict_with_both_texts(signed_in, moderator, opinion):
    client = signed_in(moderator)
    seen = opinion.version
    opinion.withdraw(by=opinion.doctor.user, seen_version=seen)

    typed = {"return-version": seen, "return-rule": "kind", "return-reason": "My long reason."}
    response = client.post(url("opinion-return", opinion.pk), typed)

    assert response.status_code == 409 and "My long reason." in response.content.decode()


def test_who_is_involved_has_no_button(signed_in, opinion):
    author = opinion.doctor.user
    moderating = factories.make_moderator()
    author.is_staff = True
    author.save()
    author.groups.set(moderating.groups.all())
    client = signed_in(author)

    page = client.get(url("opinion", opinion.pk)).content.decode()
    assert "another moderator decides on it" in page and "Approve and next" not in page
    assert client.post(url("opinion-approve", opinion.pk), {"version": opinion.version}).status_code == 409


def test_a_disputed_page_is_reviewed_and_stays(signed_in, moderator, other_moderator, opinion):
    opinion.approve(by=other_moderator, seen_version=opinion.version)
    page = opinion.published_answer.question
    client = signed_in(moderator)
    shown = client.get(url("disagreement", page.pk))
    said = {"seen": shown.context["settle"]["seen"].value(), "confirm": "on"}

    assert client.post(url("disagreement-settle", page.pk), {**said, "confirm": ""}).status_code == 422
    assert client.post(url("disagreement-settle", page.pk), said).status_code == 302
    assert client.post(url("disagreement-settle", page.pk), said).status_code == 409
    page.refresh_from_db()
    assert page.review_wanted_at is None


@pytest.mark.parametrize("count", (1, 3, 20))
def test_the_lists_cost_the_same_at_any_length(
    signed_in, moderator, specialty, count, django_assert_num_queries
):
    page = factories.make_published_question(specialty=specialty)
    for _number in range(count):
        doctor = factories.make_doctor(specialties=[specialty])
        factories.make_opinion(answer=page.answers.get(), doctor=doctor)
    client = signed_in(moderator)

    with django_assert_num_queries(9):
        assert len(client.get(url("list", "opinions")).context["rows"]) == count
