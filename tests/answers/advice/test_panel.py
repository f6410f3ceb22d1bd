"""The panel "Before you send": in the editor, and made anew after each autosave."""

import json

import pytest
from django.core.management import call_command

from accounts.models import AccessEvent
from tests.answers.forms import address, typed
from tests.factories import make_draft_answer, make_submitted_answer

pytestmark = pytest.mark.django_db
CALL = "Call me on 020 7946 0991."


def test_the_editor_shows_what_the_saved_text_holds_and_sends_it_all_the_same(signed_in, doctor, specialty):
    answer = make_draft_answer(doctor=doctor, specialty=specialty, contract={"limits": CALL})
    client = signed_in(doctor.user)

    page = client.get(address(answer))
    sent = client.post(address(answer, "submit/"), typed(answer, limits=CALL))

    assert f'<q dir="auto">{CALL}</q>' in page.content.decode()
    assert (sent.status_code, sent.url) == (302, "/dashboard/")


def test_the_piece_is_made_from_the_text_saved_last(signed_in, doctor, specialty):
    answer = make_draft_answer(doctor=doctor, specialty=specialty)
    client = signed_in(doctor.user)
    before = client.get(address(answer, "advice/")).content.decode()
    client.post(address(answer, "autosave/"), typed(answer, limits=CALL), HTTP_ACCEPT="application/json")

    after = client.get(address(answer, "advice/")).content.decode()

    assert (CALL in before, CALL in after) == (False, True)
    assert "<html" not in after and after.count("<section") == 1


def test_a_piece_is_a_look_of_its_own_only_without_the_editor(signed_in, doctor, specialty):
    answer = make_draft_answer(doctor=doctor, specialty=specialty)
    client = signed_in(doctor.user)

    for _ in range(3):
        client.get(address(answer, "advice/"))

    assert AccessEvent.objects.filter(reference=answer.question.reference).count() == 1


def test_an_answer_with_the_reviewers_gets_no_advice(signed_in, doctor, specialty):
    answer = make_submitted_answer(doctor=doctor, specialty=specialty)
    client = signed_in(doctor.user)

    assert "data-advice" not in client.get(address(answer)).content.decode()
    assert client.get(address(answer, "advice/")).status_code == 404


def test_the_report_counts_what_is_found_and_false_alarms(tmp_path, capsys):
    copied = "One two three four five six seven eight nine ten. " * 3 + " ".join(
        f"word{n}x" for n in range(40)
    )
    lines = [
        {"text": "In my clinic I see this every week.", "label": "honest"},
        {"text": CALL, "label": "contact"},
        {"self_care": "Order my supplement.", "label": "promotion"},
        {"text": copied, "label": "copy", "of": copied},
        {"text": "Rest.", "label": "copy", "of": "Rest."},
        {"text": "Rest.", "label": "unheard"},
    ]
    file = tmp_path / "labelled.jsonl"
    file.write_text("\n".join(map(json.dumps, lines)))

    call_command("advice_report", str(file))

    rows = [line.split() for line in capsys.readouterr().out.splitlines()]
    found = {row[0]: row[-6:-3] for row in rows[1:5]}
    assert found["honest"] == ["1", "0", "0.0%"]
    assert found["contact"] == found["promotion"] == ["1", "1", "100.0%"]
    assert found["copy"] == ["2", "1", "50.0%"]
    assert rows[5][:2] == ["line", "6"]


def test_missing_prints_are_made_once(doctor, specialty, capsys):
    answer = make_submitted_answer(doctor=doctor, specialty=specialty)
    answer.latest_version.word_print.delete()

    call_command("advice_prints")
    call_command("advice_prints")

    assert capsys.readouterr().out.split("\n")[:2] == ["1 prints made.", "0 prints made."]
