"""What a patient sees of a corrected answer, and decides about a corrected public page."""

import pytest
from django.urls import reverse

from accounts.models import Mail
from answers import personal
from questions.models import Consent, Publication, PublicDraft, PublishedQuestion
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(asker):
    """A page whose correction waits for its patient."""
    page = factories.make_published_question(
        asker=asker, consent=Consent.SHOW_FIRST, contract={"short_answer": "Take two pills."}
    )
    factories.make_new_version(page.question.answers.get(), note="The dose.", short_answer="Take one pill.")
    draft = factories.make_correction(page.question, text="Zyxtext.", note="Zyxnote.")
    factories.approve_correction(draft)
    return page


def url(page, name):
    return reverse(name, args=[page.question.reference])


def seen(**changes):
    return {"version": PublicDraft.objects.get().version, **changes}


def test_the_patient_is_told_without_a_word_of_it(page):
    kinds = list(Mail.objects.order_by("pk").values_list("kind", flat=True))

    assert kinds[-3:] == ["answer_corrected", "answer_approved", "correction_preview"]
    assert not Mail.objects.filter(text__icontains="pill").exists()


def test_the_page_of_the_query_says_what_was_corrected_and_keeps_the_earlier_answer(signed_in, asker, page):
    body = signed_in(asker).get(page.question.get_absolute_url()).content.decode()

    assert "The dose." in body and body.index("Take two pills.") < body.index("Take one pill.")
    assert (
        "A corrected text waits for your decision." in body
        and f'href="{url(page, "publication-preview")}"' in body
    )


def test_old_and_new_stand_beside_each_other(signed_in, asker, page):
    body = signed_in(asker).get(url(page, "publication-preview")).content.decode()

    assert "Take <del>two pills. </del>" in body and "Take <ins>one pill.</ins>" in body
    assert "Zyxnote." in body and "<ins>Zyxtext.</ins>" in body


def test_the_export_has_the_public_answer_and_the_corrected_one(asker, page):
    rows, _files = personal.export(asker)

    assert [one["short_answer"] for one in rows["public_texts_of_answers"]] == [
        "Take two pills.",
        "Take one pill.",
    ]


def test_agreeing_changes_the_page(signed_in, asker, client, page):
    own = signed_in(asker)

    codes = [own.post(url(page, "publication-agree"), seen()).status_code for _ in range(2)]

    page.refresh_from_db()
    assert (codes, page.text, page.question.publication) == ([302, 302], "Zyxtext.", Publication.PUBLISHED)
    body = client.get(page.get_absolute_url()).content.decode()
    assert "Corrected on" in body and "Zyxnote." in body and "Edited" in body and '"dateModified"' in body


def test_asking_for_a_change_leaves_the_page_and_tells_the_moderators(signed_in, asker, page):
    own = signed_in(asker)

    codes = [own.post(url(page, "publication-change"), seen(note="No town.")).status_code for _ in range(2)]

    page.refresh_from_db()
    assert codes == [302, 302] and page.text != "Zyxtext."
    assert PublicDraft.objects.get().change_wanted == "No town."


def test_an_empty_wish_and_a_stale_page_keep_what_was_typed(signed_in, asker, page):
    own = signed_in(asker)

    empty = own.post(url(page, "publication-change"), seen(note=""))
    stale = own.post(url(page, "publication-change"), seen(note="Zyxtyped.", version=1))
    agreed = own.post(url(page, "publication-agree"), seen(version=1))

    assert empty.status_code == 422 and "What would change" in empty.content.decode()
    assert stale.status_code == 409 and "Zyxtyped." in stale.content.decode()
    assert agreed.status_code == 409 and PublishedQuestion.objects.get().text != "Zyxtext."


def test_a_stranger_sees_nothing_of_it(signed_in, stranger, page):
    client = signed_in(stranger)

    assert client.get(url(page, "publication-preview")).status_code == 404
    assert client.post(url(page, "publication-agree"), seen()).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_earlier_versions_cost_the_same_queries(signed_in, asker, count, django_assert_num_queries):
    answer = factories.make_approved_answer(asker=asker)
    for number in range(count):
        factories.make_new_version(answer, short_answer=f"Zyx {number}.")
    client = signed_in(asker)
    client.get(answer.question.get_absolute_url())

    with django_assert_num_queries(15):
        body = client.get(answer.question.get_absolute_url()).content.decode()

    assert body.count("The answer as it was approved on") == count
