"""The model beside the rules for promotion: shipped as it was taught, the same each time, quick on anything."""

import pytest

from answers.advice import promotion_model as model


def test_the_shipped_weights_are_those_of_the_shipped_examples():
    head = model.WEIGHTS.read_text(encoding="utf-8").split("\t", 1)[0]

    assert head == model.fingerprint(model.examples()), "run: manage.py advice_train"


def test_the_examples_hold_both_kinds():
    kinds = [advertises for _text, advertises in model.examples()]

    assert kinds.count(True) > 900 and kinds.count(False) > 1800


@pytest.mark.parametrize("text", ["", "   ", "…", "Yes.", "你好，医生", "\n\n", "a b c"])
def test_what_says_too_little_is_like_nothing(text):
    assert model.sureness(text) == 0.0


def test_an_offer_is_told_from_honest_advice():
    offer = (
        "At our centre we use a laser that no other clinic in the county has, and the first visit is free."
    )
    advice = (
        "Ask your own surgery about a referral; most hospitals have a clinic for this, and the wait differs."
    )

    assert model.sureness(offer) > 0.9
    assert model.sureness(advice) < 0.1


def test_hostile_length_is_no_harm():
    assert 0 <= model.sureness("our clinic " * 20_000) <= 1
