"""import_qa: every good line comes in, and none of the bad ones."""

import pytest
from django.db import connection

from portal.management.commands import import_qa
from questions.models import PublishedQuestion
from specialties.models import Doctor, Specialty
from tests.portal.archive.archived import answer, entry

pytestmark = pytest.mark.django_db

REFUSE = """
CREATE FUNCTION pg_temp.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'too much' USING ERRCODE = 'program_limit_exceeded';
END $$;
CREATE TRIGGER refuse BEFORE INSERT ON questions_publishedquestion FOR EACH ROW WHEN (NEW.title = 'Too much')
    EXECUTE FUNCTION pg_temp.refuse();
"""


def test_item_with_one_bad_answer_is_refused_whole(archive):
    _said, bad, failed = archive(entry(answers=[answer(), answer(answered_on="soon")]))

    assert bad == ["line 1: answers[1].answered_on: must be a date like 2024-05-31"]
    assert failed.returncode == 1
    assert "1 of 1 lines were refused" in str(failed)
    assert not PublishedQuestion.objects.exists()
    assert not Specialty.objects.exists()
    assert not Doctor.objects.exists()


BROKEN = [
    b'{"specialty": "Migraine", ',
    entry(title=None),
    entry(question=5),
    entry(answers="none"),
    entry(answers=[answer(text="")]),
    b'{"title": "\0"}',
    entry(question="a\0b"),
    b'{"title": "\xff"}',
    b"[" * 100_000 + b"]" * 100_000,
    b'{"title": Infinity}',
    entry(asked_on="2999-01-01"),
    entry(title="long " * 100),
    b"x" * 2_000_000,
]


def test_file_with_broken_lines_loses_no_good_line(archive, monkeypatch):
    monkeypatch.setattr(import_qa, "BATCH_LINES", 100)
    lines = [entry(number) for number in range(1, 1001)]
    broken = {20 * place: BROKEN[place % len(BROKEN)] for place in range(50)}
    for place, bad_line in broken.items():
        lines[place] = bad_line

    said, bad, failed = archive(*lines)

    good = {f"old-{place + 1}" for place in range(1000) if place not in broken}
    assert set(PublishedQuestion.objects.values_list("source_id", flat=True)) == good
    assert [int(each.split(":")[0].removeprefix("line ")) for each in bad] == [place + 1 for place in broken]
    assert str(failed) == "50 of 1,000 lines were refused (listed above); the good ones are imported."
    assert said[-1].startswith(
        "Imported 950 questions; 0 were there already. New: 2 specialties and topics, 1 doctors"
    )
    assert "1,000 lines: 950 imported, 0 already there, 50 refused" in said[-2]


def test_what_the_database_refuses_does_not_take_its_batch_along(archive):
    # No check of the file can foresee what the database holds to be too much.
    with connection.cursor() as cursor:
        cursor.execute(REFUSE)

    _said, bad, failed = archive(entry(1), entry(2, specialty="New one", title="Too much"), entry(3))

    assert [each.split(":")[:2] for each in bad] == [["line 2", " the database refuses it"]]
    assert "1 of 3 lines" in str(failed)
    assert set(PublishedQuestion.objects.values_list("source_id", flat=True)) == {"old-1", "old-3"}
    assert not Specialty.objects.filter(name="New one").exists()
