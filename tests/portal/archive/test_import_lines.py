"""Which lines of an archive are refused, for which reason, and what is made of the good ones' texts."""

import io
import json
import tracemalloc
from datetime import date

import pytest

from portal.importing import LONGEST_LINE, BadLine, lines_of, parse

TODAY = date(2026, 5, 31)
GOOD = {
    "specialty": "Migraine",
    "title": "Why on Sundays?",
    "question": "My head hurts every Sunday.",
    "answers": [{"doctor": "Dr Roe", "text": "Often it is the coffee.", "answered_on": "2019-03-06"}],
}


def line(**changes):
    return json.dumps({**GOOD, **changes}).encode()


def answered(**changes):
    return line(answers=[{**GOOD["answers"][0], **changes}])


def reason(raw):
    with pytest.raises(BadLine) as refused:
        parse(raw, line=1, today=TODAY)
    return str(refused.value)


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"{", "not JSON: Expecting property name enclosed in double quotes (character 2)"),
        (b'{"title": "x"} {}', "not JSON: Extra data (character 16)"),
        (b"[1, 2]", "must be a JSON object, is a list"),
        (b"null", "must be a JSON object, is null"),
        (b"17", "must be a JSON object, is a number"),
        (b'{"title": NaN}', "not JSON: NaN is no value"),
        (b'{"title": -Infinity}', "not JSON: -Infinity is no value"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"a":' * 100_000, "nested too deeply"),
        (b'{"title": "\xff"}', "not UTF-8 (byte 12)"),
        (b'{"title": "a\0b"}', "contains NUL bytes"),
        (None, "longer than 1,000,000 bytes"),
    ],
)
def test_what_is_no_json_object_is_refused(raw, why):
    assert reason(raw) == why


def test_number_of_thousands_of_digits_is_refused():
    assert reason(b'{"title": ' + b"9" * 5000 + b"}").startswith("not JSON: Exceeds the limit")


@pytest.mark.parametrize("name", ["specialty", "title", "question", "answers"])
def test_missing_field_is_refused(name):
    without = {field: value for field, value in GOOD.items() if field != name}

    assert reason(json.dumps(without).encode()) == reason(line(**{name: None})) == f"{name}: missing"


@pytest.mark.parametrize("name", ["doctor", "text", "answered_on"])
def test_missing_part_of_an_answer_is_refused(name):
    without = {field: value for field, value in GOOD["answers"][0].items() if field != name}

    assert (
        reason(line(answers=[without])) == reason(answered(**{name: None})) == f"answers[0].{name}: missing"
    )


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (line(title=7), "title: must be a string, is a number"),
        (line(question=["x"]), "question: must be a string, is a list"),
        (line(answers={}), "answers: must be a list, is an object"),
        (line(answers=["x"]), "answers[0]: must be an object, is a string"),
        (line(answers=[]), "answers: 0 of them; there must be 1 to 50"),
        (line(synonyms="x"), "synonyms: must be a list, is a string"),
        (line(synonyms=["a", 5]), "synonyms[1].synonym: must be a string, is a number"),
        (line(source_id=True), "source_id: must be a string, is true or false"),
        (line(source_id=1.5), "source_id: must be a string, is a number"),
        (answered(doctor=5), "answers[0].doctor: must be a string or an object, is a number"),
        (answered(doctor={}), "answers[0].doctor: needs a name, a slug or a registration_number"),
        (answered(doctor={"name": 5}), "answers[0].doctor.name: must be a string, is a number"),
        (answered(answered_on=20190306), "answers[0].answered_on: must be a string, is a number"),
    ],
)
def test_wrong_type_is_refused(raw, why):
    assert reason(raw) == why


@pytest.mark.parametrize(
    "given", ["yesterday", "06/03/2019", "2019-02-30", "2019-3-6", "20190306", "1e9", "٢٠١٩-٠٣-٠٦"]
)
def test_date_that_is_none_is_refused(given):
    assert reason(answered(answered_on=given)) == "answers[0].answered_on: must be a date like 2024-05-31"
    assert reason(line(asked_on=given)) == "asked_on: must be a date like 2024-05-31"


def test_date_in_the_future_or_long_ago_is_refused():
    assert reason(answered(answered_on="2026-06-01")) == "answers[0].answered_on: 2026-06-01 is in the future"
    assert reason(line(asked_on="1066-10-14")) == "asked_on: 1066-10-14 is too long ago"
    assert parse(answered(answered_on="2026-05-31"), line=1, today=TODAY).answers[0].answered_on == TODAY


@pytest.mark.parametrize("empty", ["", "  \n ", "\x01\x02\u202e", "\ufeff", "…?!"])
def test_text_without_words_is_refused(empty):
    assert reason(line(title=empty)) == "title: has no words"
    assert reason(answered(text=empty)) == "answers[0].text: has no words"


def test_escaped_nul_is_refused():
    assert reason(line(question="a\0b")) == "question: contains NUL characters"


def test_text_that_is_too_long_is_refused():
    assert reason(line(title="a" * 401)) == "title: 401 characters; at most 400"
    assert reason(line(specialty="a" * 121)) == "specialty: 121 characters; at most 120"
    assert reason(answered(text="a" * 40_001)) == "answers[0].text: 40,001 characters; at most 40,000"
    assert parse(line(title="a" * 400), line=1, today=TODAY).title == "a" * 400


def test_texts_are_cleaned_and_titles_put_on_one_line():
    item = parse(
        line(title=" Why\n  on\tSundays? ", question="A\r\n\u202eB\x07\ud800 e\u0301"), line=1, today=TODAY
    )

    assert (item.title, item.question) == ("Why on Sundays?", "A\nB \u00e9")


def test_html_becomes_the_words_it_shows():
    item = parse(
        line(
            title="Why <b>now</b>&nbsp;&amp; then?",
            specialty="Ear, nose &amp; throat",
            question="<p>It <b>hurts</b>.</p><p>Why?</p>",
            answers=[
                {
                    **GOOD["answers"][0],
                    "doctor": "Dr. M&uuml;ller",
                    "text": "<b>Rest</b><br>&#8206;&#x202e;Drink",
                }
            ],
        ),
        line=1,
        today=TODAY,
    )

    assert (item.title, item.specialty) == ("Why now & then?", "Ear, nose & throat")
    assert item.question == "It hurts.\n\nWhy?"
    assert (item.answers[0].doctor.name, item.answers[0].text) == ("Dr. Müller", "**Rest**\n\u200eDrink")


def test_text_of_nothing_but_markup_is_refused():
    assert reason(line(title="<br>&nbsp;")) == "title: has no words"
    assert reason(line(title="<b>" * 600 + "x")) == "title: 1,801 characters; at most 400"
    assert parse(line(title="<b></b>" * 200 + "x"), line=1, today=TODAY).title == "x"


def test_doctor_may_be_a_string_or_an_object():
    named = parse(answered(doctor="Dr Roe"), line=1, today=TODAY).answers[0].doctor
    numbered = parse(answered(doctor={"registration_number": "GB-1"}), line=1, today=TODAY).answers[0].doctor

    assert (named.name, named.slug, named.number) == ("Dr Roe", "Dr Roe", "Dr Roe")
    assert (numbered.name, numbered.slug, numbered.number) == ("", "", "GB-1")


def test_missing_source_id_becomes_a_hash_of_the_content():
    first, again = (parse(line(), line=number, today=TODAY) for number in (1, 2))
    other = parse(line(question="Another one."), line=3, today=TODAY)

    assert first.source_id == again.source_id != other.source_id
    assert parse(line(source_id=4711), line=1, today=TODAY).source_id == "4711"


def test_empty_lines_and_a_byte_order_mark_are_skipped():
    assert parse(b" \r\n", line=1, today=TODAY) is None
    assert parse(b"\xef\xbb\xbf" + line(), line=1, today=TODAY).title == GOOD["title"]


def test_endless_line_is_skipped_without_being_held():
    file = io.BytesIO(
        b"first\n"
        + b"x" * 10_000_000
        + b"\nthird\n"
        + b"y" * LONGEST_LINE
        + b"\n"
        + b"z" * (LONGEST_LINE + 1)
    )
    tracemalloc.start()

    found = [(number, raw and len(raw)) for number, raw in lines_of(file)]
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert found == [(1, 6), (2, None), (3, 6), (4, LONGEST_LINE + 1), (5, None)]
    assert peak < 4_000_000
