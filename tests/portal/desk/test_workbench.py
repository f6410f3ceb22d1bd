"""The workbench: each mark replaced, kept or taken back by one button, words marked by hand; nothing stored or lost."""

import pytest
from django.urls import reverse

from accounts.formfields import WORKBENCH
from accounts.models import AccessEvent
from portal.desk.copies import workbench
from questions.models import PublicDraft, PublishedQuestion
from tests import factories
from tests.portal.desk.test_desk_publication import typed, url

TEXT = "My name is Anna Whitfield. Write to anna@example.org please, and Anna Whitfield will reply."


@pytest.fixture
def question():
    """An answered query with a name twice and an address."""
    return factories.make_approved_answer(consent="no_need", text=TEXT).question


@pytest.fixture
def press(signed_in, moderator, question):
    """Press a button of the page: the form as it is typed goes to the workbench. Returns the page that comes back."""
    client = signed_in(moderator)

    def press(status=200, of=question, **sent):
        response = client.post(url(of, "desk-publication-mark"), typed(of, **sent))
        assert response.status_code == status
        return response

    press.client = client
    return press


def text_of(response, name="text"):
    return response.context["copy_form"][name].value()


def marks_of(response, *, of="Text"):
    rows = {row.label: row for _title, rows in response.context["groups"] for row in rows}
    return [(mark.words, mark.is_kept) for mark in rows[of].standing]


def check_of(response, key):
    return next(check for check in response.context["checks"] if check.key == key)


def test_each_mark_has_its_buttons(signed_in, moderator, question):
    page = signed_in(moderator).get(url(question)).content.decode()

    assert page.count('name="replace"') == page.count('name="keep"') == 3
    assert 'value="text:11:Anna Whitfield"' in page


def test_one_button_replaces_one_mark_and_stores_nothing(press):
    response = press(replace="text:11:Anna Whitfield", title="zebra-title", signed=["email"])

    assert text_of(response) == TEXT.replace("Anna Whitfield", "[name removed]", 1)
    assert text_of(response, "title") == "zebra-title" and response.context["ticked"] == ["email"]
    assert check_of(response, "names").replaced == 1
    assert PublicDraft.objects.count() == 0


def test_a_mark_is_found_where_its_words_went(press):
    response = press(replace="text:65:Anna Whitfield", text=f"Zebra words before. {TEXT}")

    assert text_of(response).startswith("Zebra words before. My name is Anna")
    assert text_of(response).endswith("[name removed] will reply.")


@pytest.mark.parametrize("value", ["text:11:Bea", "text:x:Anna Whitfield", "nothing:1:Anna", "text", ""])
def test_words_that_are_gone_change_nothing(press, value):
    assert text_of(press(replace=value)) == TEXT


def test_all_marks_of_a_text_go_at_once_but_those_kept(press):
    response = press(all="text", kept=["email:anna@example.org"])

    words = "My name is [name removed]. Write to anna@example.org please, and [name removed] will reply."
    assert text_of(response) == words
    assert marks_of(response) == [("anna@example.org", True)]


def test_words_that_identify_nobody_are_kept_wherever_they_stand(press, signed_in, moderator, question):
    response = press(keep="names:anna whitfield")

    assert marks_of(response) == [
        ("Anna Whitfield", True),
        ("anna@example.org", False),
        ("Anna Whitfield", True),
    ]
    assert "names:anna whitfield" in response.content.decode()
    assert len(check_of(response, "names").kept) == 2 and check_of(response, "email").left

    again = press(unkeep="names:anna whitfield", kept=["names:anna whitfield"])
    assert ("Anna Whitfield", False) in marks_of(again)


def test_what_is_kept_is_saved_with_the_text_and_signed_for(signed_in, moderator, question):
    client = signed_in(moderator)
    client.post(
        url(question, "desk-publication-save"), typed(question, kept=["names:anna whitfield", "no:x", "y"])
    )

    assert PublicDraft.objects.get().kept == [["names", "anna whitfield"]]
    page = client.get(url(question))
    assert check_of(page, "names").kept and page.context["copy_form"].kept_now() == [
        ["names", "anna whitfield"]
    ]


def test_words_marked_by_hand_go_everywhere(press, question):
    version = question.answers.get().approved_version_id
    sent = {"words-text": "leg  pain", "kind-text": "other", "hand": "text"}
    parts = {
        "text": "Leg pain.\nMy leg\npain, not Legpain.",
        f"a{version}-explanation": "Of leg pain (leg pain).",
    }

    response = press(**sent, **parts)

    removed = text_of(response).partition(".")[0]
    assert removed.startswith("[") and text_of(response) == f"{removed}.\nMy {removed}, not Legpain."
    assert text_of(response, f"a{version}-explanation") == f"Of {removed} ({removed})."
    assert "Replaced in 4 places" in response.content.decode()


@pytest.mark.parametrize("sent", [{"words-text": "a"}, {"kind-text": "zebra"}, {"words-text": "A" * 201}])
def test_nothing_is_marked_by_hand_without_words_and_a_kind(press, sent):
    response = press(**{"words-text": "name", "kind-text": "name", "hand": "text", **sent})

    assert text_of(response) == TEXT
    assert "Select the words to replace" in response.content.decode()


def test_each_change_is_taken_back_by_itself(press):
    changed = TEXT.replace("Anna Whitfield", "[name removed]", 1).replace("anna@example.org", "me")
    undo = [
        value for change, value in rows(press(look="1", text=changed))["Text"].undone if "Anna" in change.old
    ]

    response = press(undo=undo[0], text=changed)

    assert text_of(response) == TEXT.replace("anna@example.org", "me")


def rows(response):
    return {row.label: row for _title, rows in response.context["groups"] for row in rows}


def test_the_original_tells_what_no_longer_stands(press):
    page = press(look="1", text="My name is [name removed].").content.decode()

    assert page.count('class="mark--gone"') == 3


def test_a_stale_page_shows_both_texts(press, question, other_moderator):
    factories.make_public_draft(question=question, moderator=other_moderator, text="zebra-theirs")

    page = press(409, version=0, text="zebra-mine", replace="text:1:x").content.decode()

    assert "zebra-mine" in page and "zebra-theirs" in page


def test_buttons_pressed_at_one_sitting_are_one_look(press, question):
    for _ in range(3):
        press(look="1")

    assert AccessEvent.objects.filter(reference=question.reference).count() == 1


def test_nothing_is_approved_without_each_tick(signed_in, moderator, question):
    client = signed_in(moderator)
    factories.make_public_draft(question=question, moderator=moderator, title=question.title, text=TEXT)

    response = client.post(url(question, "desk-publication-approve"), typed(question, signed=["names"]))

    page = response.content.decode()
    assert response.status_code == 422
    assert "Tick what you have checked: E-mail addresses, All of it together" in page
    assert response.context["ticked"] == ["names"]
    assert PublishedQuestion.objects.count() == 0 and PublicDraft.objects.get().signed_off == {}


def test_what_is_left_in_the_text_stands_beside_its_tick(signed_in, moderator, question):
    factories.make_public_draft(
        question=question, moderator=moderator, text="My name is [name removed], or Anna Whitfield here."
    )

    page = signed_in(moderator).get(url(question)).content.decode()

    assert "Names (found: 2, replaced: 1, left in the text: 1): I have checked" in page
    assert 'Still in the text: <q dir="auto">Anna Whitfield</q>' in page
    assert "E-mail addresses (found: 1, replaced: 1): I have checked" in page


def test_ticks_wait_until_the_text_is_saved(signed_in, moderator, question):
    page = signed_in(moderator).get(url(question)).content.decode()

    assert "You can tick these once the text is saved." in page
    assert page.count('name="signed"') == page.count(" disabled>") == 3


def test_a_correction_is_worked_on_too(signed_in, moderator):
    page = factories.make_published_question(text="Anna Whitfield asks.")
    question = page.question
    factories.say_why(question, by=moderator)
    data = typed(
        question, text="Anna Whitfield asks.", correction_note="zebra-note", replace="text:0:Anna Whitfield"
    )

    address = reverse("admin:desk-publication-mark", args=[question.reference])
    response = signed_in(moderator).post(f"{address}?correct=1", data)

    assert (
        text_of(response) == "[name removed] asks." and text_of(response, "correction_note") == "zebra-note"
    )


@pytest.mark.parametrize("count", (1, 3, 20))
def test_a_button_costs_the_same_queries_with_more_marks(press, count, django_assert_num_queries, question):
    text = " ".join(f"Write to anna{number}@example.org." for number in range(count))
    press(look="1")
    client, data = press.client, typed(question, text=text, look="1")

    with django_assert_num_queries(19):
        response = client.post(url(question, "desk-publication-mark"), data)

    assert len(marks_of(response)) == count


def test_no_button_of_the_workbench_is_taken_for_typed_words():
    assert set(workbench.ACTS) == WORKBENCH
