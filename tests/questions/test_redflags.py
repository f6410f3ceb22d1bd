"""What counts as a red flag in a text, and what only looks like one."""

import pytest
from django.db import DatabaseError, transaction

from questions import redflags
from questions.models import AgeBand, FlagLevel, HelpNumber, RedFlag, RedFlagVersion
from questions.redflags import match, patterns, shipped, words
from questions.redflags.sync import sync


@pytest.fixture(scope="module")
def codes():
    """The codes of the shipped rules of words that a text meets, without what the second reader adds."""
    worded = [version for version in shipped.versions() if not version.patterns[0].startswith("~")]
    matcher = match.Matcher(worded, shipped.language())
    return lambda text: [hit.version.flag.code for hit in matcher.find(text, slugs=set(), age_band="")]


def make_rule(
    code="rule", *, number=1, level=FlagLevel.URGENT, position=0, patterns=("wobbly knee",), **values
):
    flag, _made = RedFlag.objects.get_or_create(code=code, defaults={"position": position})
    values = {"must_match": ["my wobbly knee"], "must_not_match": ["my knee"], **values}
    return RedFlagVersion.objects.create(
        flag=flag,
        number=number,
        name=code,
        level=level,
        patterns=list(patterns),
        text="Be seen today.",
        **values,
    )


@pytest.mark.parametrize(
    "text",
    [
        "I have a crushing pain in my chest",
        "CHEST PAIN",
        "pain, since ten minutes, in the chest",
        "chest paaaain",
        "chestpain for an hour",
        "my chets is so tihgt",
        "ｃｈｅｓｔ pain",
        "ch\u00adest pa\u200bin",
        "no better today, chest pain again",
        "not just chest pain, I'm sweating too",
        "I have no idea why I have chest pain",
        "No fever. Chest pain since this morning.",
    ],
)
def test_chest_pain_is_found_however_it_is_written(text, codes):
    assert "heart-chest-pain" in codes(text)


@pytest.mark.parametrize(
    "text",
    [
        "no chest pain",
        "I have not had any chest pain",
        "no fever, chest pain or breathlessness",
        "without any chest pain at all",
        "she denies chest pain",
        "Chest pain? No.",
        "never had chest pain",
        "I had chest pain ten years ago, what is my risk now?",
        "When I was little I had chest pain",
        "What are the signs of a heart attack?",
        "I nearly had a heart attack when I saw the bill",
        "No trouble breathing, no blood",
    ],
)
def test_what_is_denied_past_or_a_manner_of_speaking_is_not_found(text, codes):
    assert codes(text) == []


@pytest.mark.parametrize(
    "text", ["I can't breathe", "i cant breath", "I cannot breathe", "unable to breathe"]
)
def test_a_denial_that_is_the_sign_itself_counts(text, codes):
    assert "breathing" in codes(text)


@pytest.mark.parametrize(
    "text",
    [
        "kms",
        "k m s",
        "i want to d i e",
        "unalive myself",
        "su*cide",
        "I'm not suicidal but I wish I wasn't here any more",
        "I tried to kill myself ten years ago and feel the same again",
    ],
)
def test_self_harm_is_found_past_denied_or_disguised(text):
    assert FlagLevel.SELF_HARM in {
        hit.level for hit in shipped.matcher().find(text, slugs=set(), age_band="")
    }


def test_a_plain_denial_of_suicide_is_believed(codes):
    assert codes("I am not suicidal, only tired since the clocks changed") == []


def test_a_hit_says_where_it_is():
    text = "Hello. My chest hurts, please help."

    (hit,) = [
        hit
        for hit in shipped.matcher().find(text, slugs=set(), age_band="")
        if hit.version.flag.code == "heart-chest-pain"
    ]

    assert [text[start:end] for start, end in hit.spans] == ["chest hurts"]


@pytest.mark.django_db
def test_the_most_serious_comes_first():
    make_rule("a-urgent")
    make_rule("b-harm", level=FlagLevel.SELF_HARM)
    make_rule("c-emergency", level=FlagLevel.EMERGENCY)

    found = redflags.find("a wobbly knee")

    assert [hit.level for hit in found] == ["emergency", "self_harm", "urgent"]


@pytest.mark.django_db
def test_a_rule_holds_for_its_specialties_and_ages_and_where_these_are_not_known(topic):
    make_rule(specialties=[topic.parent.slug], age_bands=[AgeBand.BABY])

    assert redflags.find("wobbly knee", specialty=topic, age_band=AgeBand.BABY)
    assert redflags.find("wobbly knee")
    assert redflags.find("wobbly knee", specialty="cardiology") == []
    assert redflags.find("wobbly knee", age_band=AgeBand.FORTIES) == []


@pytest.mark.django_db
def test_an_edit_is_in_force_at_once(django_assert_num_queries):
    make_rule(number=1)
    assert redflags.find("a wobbly knee") and not redflags.find("a creaking knee")

    make_rule(number=2, patterns=["creaking knee"])

    assert redflags.find("a creaking knee") and not redflags.find("a wobbly knee")
    with django_assert_num_queries(1):
        redflags.find("a creaking knee")


@pytest.mark.django_db
def test_several_texts_are_read_each_by_itself_for_one_query(django_assert_num_queries):
    make_rule()
    redflags.find("read the rules")

    with django_assert_num_queries(1):
        found = redflags.find("a wobbly", "knee", "I have no", "wobbly knee", "My knee is a wobbly knee.")

    assert [hit.spans for hit in found] == [((0, 11),), ((13, 24),)]


@pytest.mark.django_db
def test_a_rule_switched_off_is_not_looked_for():
    make_rule("on", patterns=["creaking knee"])
    make_rule("off")
    RedFlag.objects.filter(code="off").update(active=False)

    assert redflags.find("a wobbly knee") == []


@pytest.mark.django_db
def test_without_rules_in_the_table_the_shipped_ones_count():
    assert RedFlag.objects.count() == 0
    assert redflags.find("crushing chest pain")
    assert redflags.checklist()
    assert redflags.numbers("GB")[0].number == "999"


@pytest.mark.django_db
def test_the_checklist_asks_what_fits(topic):
    make_rule("all", ask="A wobbly knee")
    make_rule("silent")
    make_rule("babies", ask="A baby with a wobbly knee", age_bands=[AgeBand.BABY])
    make_rule("nerves", ask="A numb knee", specialties=[topic.slug])

    assert [each.flag.code for each in redflags.checklist()] == ["all"]
    assert [each.flag.code for each in redflags.checklist(topic)] == ["all", "nerves"]
    assert [each.flag.code for each in redflags.checklist(age_band=AgeBand.BABY)] == ["all", "babies"]


@pytest.mark.django_db
def test_a_country_without_numbers_gets_those_that_serve_anywhere():
    sync()

    assert {each.country for each in redflags.numbers("gb")} == {"GB"}
    assert {each.country for each in redflags.numbers("XX")} == {"ZZ"}
    assert HelpNumber.objects.filter(checked_on__isnull=False).count() == 0  # nobody here has checked them


@pytest.mark.django_db
@pytest.mark.parametrize("change", ["update", "delete"])
def test_a_version_is_frozen(change):
    version = make_rule()

    with pytest.raises(DatabaseError), transaction.atomic():
        if change == "update":
            RedFlagVersion.objects.filter(pk=version.pk).update(text="Nothing to see here.")
        else:
            RedFlagVersion.objects.filter(pk=version.pk)._raw_delete("default")


@pytest.mark.django_db
@pytest.mark.parametrize("field", ["patterns", "must_match", "must_not_match"])
def test_the_database_refuses_an_untried_rule(field):
    values = {"patterns": ["a"], field: []}

    with pytest.raises(DatabaseError), transaction.atomic():
        make_rule(**values)


# -- Time -----------------------------------------------------------------------------------------

HOSTILE = {
    "words of the rules": lambda size: " ".join(sorted(shipped.matcher().lexicon.exact) * 3)[:size],
    "one pair": lambda size: ("chest pain " * size)[:size],
    "lists": lambda size: ("no a, " * size)[:size],
    "letters": lambda size: ("a " * size)[:size],
    "no spaces": lambda size: ("chestpain" * size)[:size],
    "marks": lambda size: ("a*" * size)[:size],
    "general": lambda size: ("nursing student years ago signs of " * size)[:size],
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_the_steps_of_a_search_do_not_grow_with_the_text(kind, monkeypatch):
    """Every line is followed once from all places together: as often in a long text as in a short one."""
    counts, follow = [], match.Text.follow

    def counted(self, *args):
        counts[-1] += 1
        return follow(self, *args)

    monkeypatch.setattr(match.Text, "follow", counted)
    for size in (5_000, 20_000):
        counts.append(0)
        shipped.matcher().find(HOSTILE[kind](size), slugs=set(), age_band="")

    lines = sum(len(rule.lines) for rule in shipped.matcher().rules)
    assert max(counts) < 6 * lines


def test_a_word_is_mended_once_and_not_beyond_the_bound(monkeypatch):
    asked, mended = [], words.Lexicon._mended

    def counted(self, word):
        asked.append(word)
        return mended(self, word)

    monkeypatch.setattr(words.Lexicon, "_mended", counted)
    text = " ".join(
        f"qx{chr(97 + i % 26)}{chr(97 + i // 26 % 26)}{chr(97 + i // 676)}jv" for i in range(3000)
    )
    shipped.matcher().find(text + " " + text, slugs=set(), age_band="")

    assert len(asked) == len(set(asked)) <= words.Lexicon.MENDED


@pytest.mark.parametrize(
    ("one", "other", "edits", "near"),
    [
        ("chest", "chets", 1, True),
        ("chest", "chesst", 1, True),
        ("chest", "chst", 1, True),
        ("chest", "chist", 1, True),
        ("chest", "cehts", 1, False),
        ("breathing", "braething", 1, True),
        ("breathing", "breatihgn", 2, True),
        ("breathing", "bathing", 1, False),
    ],
)
def test_slips_of_typing_are_counted(one, other, edits, near):
    assert words.within_edits(one, other, edits) is near


@pytest.mark.parametrize(
    "line", ["", "!", "~3", "pain?", "~40 pain", "a*", "@nonsense", "chest ~x pain", "a||b", "&"]
)
def test_a_line_that_means_nothing_is_refused(line):
    with pytest.raises(patterns.PatternError):
        shipped.language().vocabulary.lines(line)
