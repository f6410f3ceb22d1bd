"""The interruption page: at once, before anything else, and never lost or reached around."""

import re

import pytest
from django.urls import reverse

from questions import redflags, sending
from questions.models import Draft, FlagLevel, HelpNumber, Question, RedFlag, Step
from tests.factories import make_draft, make_red_flag
from tests.questions.asking import answer, page, seen, with_key

pytestmark = pytest.mark.django_db


@pytest.fixture
def rule(db):
    return make_red_flag()


@pytest.fixture
def draft(client, rule):
    return make_draft(browser_key=with_key(client), until=Step.DETAILS)


def warning(draft):
    return reverse("ask-warning", args=[draft.reference])


def test_words_that_fit_a_rule_interrupt_at_once_and_are_stored(client, draft):
    response = answer(client, draft, Step.DETAILS, text="I have chest pain.")

    draft.refresh_from_db()
    assert response.headers["Location"] == warning(draft)
    assert draft.text == "I have chest pain."
    page_text = client.get(warning(draft)).content.decode()
    assert "Words about chest-pain." in page_text
    assert "This may be an emergency" in page_text
    assert 'href="tel:112"' in page_text


def test_no_page_is_reached_around_the_warning(client, draft):
    answer(client, draft, Step.DETAILS, text="I have chest pain.")

    for address in (page(draft, Step.BACKGROUND), page(draft, Step.DETAILS), draft.get_absolute_url()):
        assert client.get(address).headers["Location"] == warning(draft)


def test_going_on_is_written_down_and_not_asked_again(client, draft):
    answer(client, draft, Step.DETAILS, text="I have chest pain.")
    hit = draft.red_flags.get()

    response = client.post(warning(draft), {"shown": str(hit.pk)})

    hit.refresh_from_db()
    assert response.headers["Location"] == page(draft, Step.BACKGROUND)
    assert hit.continued_at is not None
    again = answer(client, draft, Step.DETAILS, text="I still have chest pain.")
    assert again.headers["Location"] == page(draft, Step.BACKGROUND)


def test_warning_raised_meanwhile_is_shown_before_going_on(client, draft):
    make_red_flag(code="faint", level=FlagLevel.URGENT, pattern="fainted", ask="")
    open_before = seen(client, draft, Step.BACKGROUND)
    answer(client, draft, Step.DETAILS, text="I have chest pain.")
    shown = str(draft.red_flags.get().pk)
    client.post(page(draft, Step.BACKGROUND), {"conditions": "I fainted.", "seen": open_before})

    response = client.post(warning(draft), {"shown": shown})

    assert response.status_code == 200
    assert "Words about faint." in response.content.decode()
    assert draft.red_flags.pending().count() == 2


def test_self_harm_has_words_and_lines_of_its_own(client, draft):
    make_red_flag(code="harm", level=FlagLevel.SELF_HARM, pattern="end my life", ask="")
    HelpNumber.objects.create(country="ZZ", kind="crisis", name="Listeners", number="0 800 1", hours="always")
    HelpNumber.objects.create(country="ZZ", kind="poison", name="Poisons", number="0 800 2")

    answer(client, draft, Step.DETAILS, text="I want to end my life.")

    said = client.get(warning(draft)).content.decode()
    assert "You are not alone" in said
    assert said.index("Listeners") < said.index("Other help lines") < said.index("Poisons")


def test_help_lines_can_be_called_with_one_touch(client, draft):
    make_red_flag(code="harm", level=FlagLevel.SELF_HARM, pattern="end my life", ask="")
    HelpNumber.objects.create(country="ZZ", kind="crisis", name="Listeners", number="0 800-1")
    HelpNumber.objects.create(country="ZZ", kind="crisis", name="Two lines", number="33 or 44")
    HelpNumber.objects.create(country="ZZ", kind="emergency", name="Sirens", number="99 or 112")

    answer(client, draft, Step.DETAILS, text="I want to end my life.")

    said = client.get(warning(draft)).content.decode()
    assert '<a href="tel:08001" dir="ltr">0 800-1</a>' in said
    assert '<strong dir="ltr">33 or 44</strong>' in said
    assert "Sirens" not in said  # the emergency number has its button


def test_rules_on_despair_speak_once(client, draft):
    make_red_flag(code="harm", level=FlagLevel.SELF_HARM, pattern="end my life", ask="")
    make_red_flag(code="despair", level=FlagLevel.SELF_HARM, pattern="no way out", ask="")
    make_red_flag(code="overdose", level=FlagLevel.EMERGENCY, pattern="took pills", ask="")

    answer(client, draft, Step.DETAILS, text="I want to end my life. There is no way out. I took pills.")

    said = client.get(warning(draft)).content.decode()
    assert "Words about overdose." in said
    assert ("Words about harm." in said) != ("Words about despair." in said)


@pytest.mark.parametrize(
    ("typed", "heard"),
    [
        ("chest pain, odd, unwell", ["chest-pain"]),
        ("odd, unwell", ["danger-signs"]),
        ("unwell, end my life, dark", ["two-signs", "harm"]),
        ("odd, dark, end my life", ["danger-signs", "harm"]),
        ("a cut, odd, unwell", ["cut", "danger-signs"]),
        ("dark", ["sounds-like-self-harm"]),
    ],
)
def test_rules_that_cannot_say_what_it_is_about_speak_where_no_other_does(client, draft, typed, heard):
    for code, level, pattern in (
        ("danger-signs", FlagLevel.EMERGENCY, "odd"),
        ("two-signs", FlagLevel.URGENT, "unwell"),
        ("sounds-like-self-harm", FlagLevel.SELF_HARM, "dark"),
        ("harm", FlagLevel.SELF_HARM, "end my life"),
        ("cut", FlagLevel.URGENT, "cut"),
    ):
        make_red_flag(code=code, level=level, pattern=pattern, ask="")

    answer(client, draft, Step.DETAILS, text=typed)

    said = client.get(warning(draft)).content.decode()
    assert sorted(re.findall(r"Words about ([a-z-]+)\.", said)) == sorted(heard)


def test_stopping_keeps_the_draft(client, draft):
    answer(client, draft, Step.DETAILS, text="I have chest pain.")

    assert draft.get_absolute_url() in client.get("/ask/").content.decode()


def test_flagged_query_is_sent_only_after_going_on_and_is_marked(signed_in, asker, rule):
    draft = make_draft(owner=asker, text="I have chest pain.")
    client = signed_in(asker)

    first = client.post(draft.get_absolute_url())
    client.post(warning(draft), {"shown": str(draft.red_flags.get().pk)})
    client.post(draft.get_absolute_url())

    assert first.headers["Location"] == warning(draft)
    question = Question.objects.get()
    assert (question.urgent, question.self_harm) == (True, False)
    assert question.red_flags.get().continued_at is not None
    assert not Draft.objects.exists()


def test_check_page_is_looked_at_without_a_search_and_sent_after_one(signed_in, asker, rule):
    draft = make_draft(owner=asker, text="I have chest pain.")
    client = signed_in(asker)

    looked = client.get(draft.get_absolute_url())

    assert (looked.status_code, draft.red_flags.count()) == (200, 0)
    assert client.post(draft.get_absolute_url()).headers["Location"] == warning(draft)
    assert draft.red_flags.count() == 1


def test_all_answers_cost_no_more_queries_than_one(rule, asker, django_assert_num_queries):
    harmless = dict.fromkeys(("title", "text", "conditions", "medicines", "allergies"), "A cold.")
    drafts = make_draft(owner=asker), make_draft(owner=asker, **harmless)
    redflags.find("read the rules")

    for draft in drafts:
        draft = Draft.objects.select_related("specialty__parent").get(pk=draft.pk)
        with django_assert_num_queries(2):
            assert sending.raise_flags(draft) == []


@pytest.mark.parametrize("medicines", ["none", "no", "nothing so far"])
def test_denial_in_another_answer_does_not_quieten_a_warning(client, rule, medicines):
    draft = make_draft(browser_key=with_key(client), text="I have chest pain.", until=Step.BACKGROUND)

    response = answer(client, draft, Step.BACKGROUND, medicines=medicines)

    assert response.headers["Location"] == warning(draft)


def test_a_site_without_rules_in_its_table_brings_in_the_shipped_ones(client):
    draft = make_draft(browser_key=with_key(client), until=Step.DETAILS)
    assert not RedFlag.objects.exists()

    response = answer(client, draft, Step.DETAILS, text="I have crushing chest pain and can't breathe.")

    assert response.headers["Location"] == warning(draft)
    assert draft.red_flags.filter(version__level=FlagLevel.EMERGENCY).exists()


def test_sign_taken_back_is_no_longer_ticked_but_stays_written_down(signed_in, asker, rule):
    draft = make_draft(owner=asker)
    client = signed_in(asker)
    answer(client, draft, Step.SYMPTOMS, symptoms="chest-pain")
    client.post(warning(draft), {"shown": str(draft.red_flags.get().pk)})

    response = answer(client, draft, Step.SYMPTOMS, back="check", symptoms="none")

    assert response.headers["Location"] == draft.get_absolute_url()
    assert draft.red_flags.get().place == "unticked"
    assert "Pain in the chest" not in client.get(draft.get_absolute_url()).content.decode()
    client.post(draft.get_absolute_url())
    question = Question.objects.get()
    assert (question.urgent, question.red_flags.get().place) == (True, "unticked")


def test_sign_taken_back_and_said_again_counts_again(client, draft):
    answer(client, draft, Step.SYMPTOMS, symptoms="chest-pain")
    client.post(warning(draft), {"shown": str(draft.red_flags.get().pk)})
    answer(client, draft, Step.SYMPTOMS, symptoms="none")

    answer(client, draft, Step.DETAILS, text="I have chest pain.")

    assert draft.red_flags.get().place == "text"


def test_sign_the_page_did_not_ask_about_is_not_taken_back(client, draft, rule):
    answer(client, draft, Step.SYMPTOMS, symptoms="chest-pain")
    client.post(warning(draft), {"shown": str(draft.red_flags.get().pk)})
    rule.pk, rule.number, rule.specialties = None, 2, ["cardiology"]
    rule.save()

    answer(client, draft, Step.SYMPTOMS, symptoms="none")

    assert draft.red_flags.get().place == "checklist"
