"""The models beside the rules: shipped as they were taught, the same each time, quick on anything."""

import pytest

from answers.advice.sentence_model import CONTACT, PROMOTION, fingerprint

MODELS = pytest.mark.parametrize("model", [PROMOTION, CONTACT], ids=lambda model: model.name)


@MODELS
def test_the_shipped_weights_are_those_of_the_shipped_examples(model):
    head = model.weights_file.read_text(encoding="utf-8").split("\t", 1)[0]

    assert head == fingerprint(model.examples()), "run: manage.py advice_train"


@MODELS
def test_the_examples_hold_both_kinds(model):
    kinds = [meant for _text, meant in model.examples()]

    assert kinds.count(True) > 900 and kinds.count(False) > 1800


@MODELS
@pytest.mark.parametrize("text", ["", "   ", "…", "Yes.", "你好，医生", "\n\n", "a b c"])
def test_what_says_too_little_is_like_nothing(model, text):
    assert model.sureness(text) == 0.0


MEANT = {
    PROMOTION: "At our centre we use a laser that no other clinic in the county has, and the first visit is free.",
    CONTACT: "There is a number for me on the brass plate by the door; ring it in the evening and my wife answers.",
}
ADVICE = "Ask your own surgery about a referral; most hospitals have a clinic for this, and the wait differs."


@MODELS
def test_what_is_meant_is_told_from_honest_advice(model):
    assert model.sureness(MEANT[model]) > 0.6
    assert model.sureness(ADVICE) < 0.1


@MODELS
def test_hostile_length_is_no_harm(model):
    assert 0 <= model.sureness("our clinic " * 20_000) <= 1
