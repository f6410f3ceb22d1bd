"""The two commands: shipped rules into the table, and the report on labelled texts."""

import io

import pytest
from django.core.management import CommandError, call_command

from questions.models import RedFlag, RedFlagVersion
from questions.redflags import shipped, sync

pytestmark = pytest.mark.django_db


def run(*arguments):
    out = io.StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def labelled(tmp_path):
    def write(text):
        path = tmp_path / "texts.tsv"
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write


def test_sync_adds_what_is_missing_and_says_so():
    said = run("sync_redflags")

    assert f"Added {len(shipped.versions())} red flags: heart-chest-pain," in said
    assert RedFlag.objects.count() == RedFlagVersion.objects.count() == len(shipped.versions())
    assert run("sync_redflags") == "Red flags and help numbers are up to date.\n"
    assert sync.absent() == []


def test_sync_stores_every_line_whole():
    run("sync_redflags")

    for version in shipped.versions():
        stored = RedFlagVersion.objects.get(flag__code=version.flag.code)
        assert all(getattr(stored, name) == getattr(version, name) for name in version.CONTENT)


def test_sync_leaves_an_edited_rule_and_renews_an_untouched_one(administrator):
    run("sync_redflags")
    for code, person in (("stroke", administrator), ("seizure", None)):
        newest = RedFlagVersion.objects.get(flag__code=code)
        newest.pk, newest.number, newest.text, newest.made_by = None, 2, "Other words.", person
        newest.save(force_insert=True)

    assert run("sync_redflags") == "Renewed 1 red flags: seizure.\n"
    assert RedFlagVersion.objects.in_force().get(flag__code="stroke").text == "Other words."
    assert RedFlagVersion.objects.in_force().get(flag__code="seizure").number == 3


def test_the_report_counts_recall_and_false_alarms(labelled):
    path = labelled(
        "text\tlabel\ncrushing chest pain\tEmergency\nmy chest hurts\temergency\nwhat is a bunion\temergency\n"
        "I want to kill myself\tself-harm\nwhich shampoo is best\tnone\nchest pain and sweating\tok\n\n"
    )

    lines = run("redflags_report", path).splitlines()

    assert lines[1].split() == ["emergency", "3", "2", "66.7%", "66.7%"]
    assert lines[2].split() == ["self_harm", "1", "1", "100.0%", "100.0%"]
    assert lines[3].split() == ["harmless", "2", "1", "false", "alarms", "50.0%"]


def test_the_report_lists_misses_and_false_alarms_only_when_asked(labelled):
    path = labelled("what is a bunion\temergency\nchest pain\tharmless\n")

    assert "bunion" not in run("redflags_report", path)
    said = run("redflags_report", path, "--list")
    assert "missed (emergency), line 1: what is a bunion" in said
    assert "false alarm, line 2: chest pain  [heart-chest-pain" in said


def test_the_report_names_lines_it_can_not_use(labelled):
    said = run("redflags_report", labelled("no tab here\nfine\tpurple\n\tharmless\nmy knee clicks\tsafe\n"))

    assert "line 1 was left out" in said and "line 3 was left out" in said
    assert "line 2 was left out: label 'purple'" in said
    assert "line 4" not in said


def test_a_file_that_is_not_there_is_said(tmp_path):
    with pytest.raises(CommandError, match=r"nothing\.tsv"):
        run("redflags_report", str(tmp_path / "nothing.tsv"))
