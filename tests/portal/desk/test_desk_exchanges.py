"""What was asked back and asked further, on the page where a public copy is made: ticked one by one, signed, told."""

import pytest

from answers import publication
from questions.models import PublishedQuestion
from tests import factories
from tests.portal.desk.test_desk_publication import TEXT, typed, url

pytestmark = pytest.mark.django_db


def exchanged(**fields):
    """An answered query with exchanges, and the names of the first one's fields."""
    question = factories.make_exchanged_answer(text=TEXT, **fields).question
    version = publication.publishable_versions(question).get()
    key = f"clarification-{question.clarifications.get().pk}"
    sides = {side: f"a{version.pk}-exchange-{key}-{side}" for side in ("patient", "doctor")}
    return question, f"a{version.pk}-take-{key}", sides


def test_what_is_ticked_of_the_exchanges_is_taken_in(signed_in, moderator):
    question, tick, sides = exchanged(said={"replied": "Ask Anna Whitfield."})
    client = signed_in(moderator)
    page = client.get(url(question)).content.decode()
    given = {tick: "on", sides["patient"]: "Ask my wife.", sides["doctor"]: "Whom?"}

    refused = client.post(
        url(question, "desk-publication-save"), typed(question, **{**given, sides["doctor"]: ""})
    )
    client.post(url(question, "desk-publication-save"), typed(question, **given))
    kept = client.post(
        url(question, "desk-publication-mark"), typed(question, look=1, **given)
    ).content.decode()
    client.post(url(question, "desk-publication-approve"), typed(question, **given))

    assert (
        page.count("Take this into the public copy") == 2
        and " checked" not in page.split(tick)[1].split(">")[0]
    )
    assert "Enter the public version of “The doctor asked”" in refused.content.decode()
    assert " checked" in kept.split(f'name="{tick}"')[1].split(">")[0]
    publication.agree(question.public_draft, by=question.asker, seen_version=1)
    (public,) = PublishedQuestion.objects.get().answers.get().exchanges
    assert (public["patient"], public["doctor"]) == ("Ask my wife.", "Whom?")


def test_words_rewritten_without_the_tick_are_not_lost(signed_in, moderator):
    question, tick, sides = exchanged(said={"replied": "Ask Anna Whitfield.\n\nOr me."})
    client, save = signed_in(moderator), url(question, "desk-publication-save")
    as_shown = {sides["patient"]: "Ask Anna Whitfield.\r\n\r\nOr me.", sides["doctor"]: "Which side?"}
    rewritten = {**as_shown, sides["patient"]: "Ask my wife."}
    by_hand = {"words-text": "Anna Whitfield", "kind-text": "name", "hand": "text"}

    refused = client.post(save, typed(question, **rewritten))
    marked = client.post(url(question, "desk-publication-mark"), typed(question, **as_shown, **by_hand))
    saved = client.post(save, typed(question, **as_shown))
    stale = client.post(save, typed(question, **{**rewritten, tick: "on"}, version=0))

    assert refused.status_code == 422 and "or put its words back" in str(
        refused.context["copy_form"].errors[tick]
    )
    form = marked.context["copy_form"]
    assert "Anna" not in form["text"].value() and "Anna" in form[sides["patient"]].value()
    assert saved.status_code == 302 and stale.status_code == 409
    assert tick not in dict(stale.context["typed"]) and "on" not in dict(stale.context["typed"]).values()
    assert "Ask Anna" not in str(stale.context["stored"])


def test_only_what_is_ticked_must_be_signed(signed_in, moderator):
    question, tick, sides = exchanged(said={"replied": "Call 020 7946 0958."})
    client, words = signed_in(moderator), dict.fromkeys(sides.values(), "Call 020 7946 0958.")

    def found(**ticked):
        response = client.post(
            url(question, "desk-publication-mark"), typed(question, look=1, **words, **ticked)
        )
        return [check.key for check in response.context["checks"]]

    assert "phone" not in found() and "phone" in found(**{tick: "on"})


def test_a_later_follow_up_is_told_where_the_page_is_judged(signed_in, moderator):
    question = factories.make_published_question().question
    factories.say_why(question, by=moderator)
    client, told = signed_in(moderator), "A follow-up question was answered since"
    before = client.get(url(question)).content.decode()

    factories.answer_follow_up(question.answers.get())

    assert told not in before and told in client.get(url(question)).content.decode()
    assert "Take this into the public copy" in client.get(url(question) + "?correct=1").content.decode()


def test_of_a_retracted_answer_no_later_follow_up_is_told(signed_in, moderator):
    question = factories.make_published_question().question
    factories.say_why(question, by=moderator)
    answer = question.answers.get()
    factories.answer_follow_up(answer)
    answer.refresh_from_db()
    publication.retract(answer, by=moderator, code="unsafe", reason="x", seen_version=answer.version)

    assert (
        "A follow-up question was answered since"
        not in signed_in(moderator).get(url(question)).content.decode()
    )
