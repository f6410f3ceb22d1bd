"""The second reader: its weights fit its examples, and it gives the same answer whatever a text is wrapped in."""

import pytest

from questions.redflags import secondreader, training


def test_weights_were_learned_from_the_examples_that_are_shipped():
    head = secondreader.WEIGHTS.read_text(encoding="utf-8").split("\t", 1)[0]

    assert head == training.fingerprint(training.examples()), "run: manage.py redflags_train"


def test_every_example_has_one_of_the_labels():
    labels = {label for _text, label in training.examples()}

    assert labels == {"emergency", "urgent", "self_harm", "harmless"}


def test_learning_twice_gives_the_same_weights():
    few = [("chest pain now", "emergency"), ("i want to die", "self_harm"), ("dry skin", "harmless")]

    assert training.train(few) == training.train(few)


@pytest.mark.parametrize("text", ["", "   ", "…", "!!!", "你好", "\n\n"])
def test_text_without_words_is_like_nothing(text):
    assert set(secondreader.sureness(text).values()) == {0.0}


CALM = (
    "Dear doctor, I am writing about my father, who is 71 and lives with us. He has had eczema on his hands since the "
    "spring and the chemist gave him a cream, which helps a little. {} We have a dog and he gardens without gloves, "
    "though I have told him often. He takes a tablet for his prostate. Should he change the soap he uses? Thank you."
)


def test_an_emergency_is_seen_in_the_middle_of_a_letter():
    sign = "Half an hour ago he collapsed in the kitchen, he is grey and sweating and can hardly breathe."

    assert secondreader.sureness(CALM.format(""))["emergency"] < 0.2
    assert secondreader.sureness(CALM.format(sign))["emergency"] > 0.45
