"""The rules that come with the portal: each does what its examples say, alone and among all."""

import pytest

from questions import redflags, warnings
from questions.models import AgeBand, FlagLevel
from questions.redflags import shipped

RULES = shipped.versions()


@pytest.mark.parametrize("version", RULES, ids=lambda version: version.flag.code)
def test_a_rule_keeps_to_its_examples(version):
    together = shipped.matcher()

    assert redflags.faults(version) == []
    for example in version.must_match:
        assert version in [hit.version for hit in together.find(example, slugs=set(), age_band="")], example


def test_there_are_enough_rules_each_with_both_kinds_of_examples():
    assert len(RULES) >= 70
    assert len({version.flag.code for version in RULES}) == len(RULES)
    assert [
        version.flag.code for version in RULES if not (version.must_match and version.must_not_match)
    ] == []


def test_rules_that_leave_the_word_to_others_are_there():
    assert warnings.VAGUE <= {version.flag.code for version in RULES}


def test_every_rule_can_be_stored():
    for version in RULES:
        version.clean_fields(exclude=["flag"])

    assert {version.level for version in RULES} == set(FlagLevel)
    assert {band for version in RULES for band in version.age_bands} <= set(AgeBand)


def test_few_harmless_examples_meet_another_rule():
    """An example that must not match its own rule may meet another, but few do."""
    matcher = shipped.matcher()
    examples = [example for version in RULES for example in version.must_not_match]
    met = [each for each in examples if matcher.find(each, slugs=set(), age_band="")]

    assert len(met) <= len(examples) * 0.2, met


def test_the_step_asks_about_a_short_list():
    asked = [
        version.ask for version in RULES if version.ask and not version.specialties and not version.age_bands
    ]

    assert 8 <= len(asked) <= 22


def test_every_country_with_numbers_has_an_emergency_number():
    countries = {each.country for each in shipped.help_numbers()}

    assert {each.country for each in shipped.help_numbers() if each.kind == "emergency"} == countries
