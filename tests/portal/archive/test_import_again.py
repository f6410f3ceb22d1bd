"""import_qa: every item comes in once, however often and by how many it is brought."""

import io
import json
import threading

import pytest
from django.core.management import call_command
from django.db import connection

from answers.publication import withdraw, withdraw_imported
from portal import import_store
from portal.management.commands import import_qa
from questions.models import PublishedQuestion, WithdrawnPage
from tests.factories import make_published_question
from tests.portal.archive.archived import entry

pytestmark = pytest.mark.django_db


def test_second_run_adds_and_changes_nothing(archive):
    archive(entry(1), entry(2))

    said, _bad, failed = archive(entry(1, question="Changed meanwhile."), entry(2), entry(3))

    assert said[-1].startswith("Imported 1 questions; 2 were there already.")
    assert failed is None
    assert sorted(PublishedQuestion.objects.values_list("source_id", flat=True)) == [
        "old-1",
        "old-2",
        "old-3",
    ]
    assert not PublishedQuestion.objects.filter(text="Changed meanwhile.").exists()


def test_item_twice_in_a_file_is_imported_once(archive):
    said, _bad, _failed = archive(entry(1), entry(1, title="The same again"))

    assert said[-1].startswith("Imported 1 questions; 1 were there already.")
    assert PublishedQuestion.objects.get().title == "Why on Sundays? (1)"


def test_interrupted_import_goes_on_where_it_stopped(archive, monkeypatch):
    monkeypatch.setattr(import_qa, "BATCH_LINES", 2)
    write, calls = import_store.Store.add, []

    def crash_in_the_second_batch(store, items, **rest):
        calls.append(items)
        if len(calls) == 2:
            raise KeyboardInterrupt
        write(store, items, **rest)

    lines = [entry(number) for number in range(1, 6)]
    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(import_store.Store, "add", crash_in_the_second_batch)
        archive(*lines)

    assert PublishedQuestion.objects.count() == 2
    said, _bad, _failed = archive(*lines)
    assert said[-1].startswith("Imported 3 questions; 2 were there already.")


def test_published_and_withdrawn_pages_of_this_site_stay_as_they_are(archive):
    kept, gone = make_published_question(), make_published_question()
    withdraw(gone.question, by=gone.question.asker, seen_version=gone.question.version)
    before = PublishedQuestion.objects.values().get(pk=kept.pk)

    archive(entry())

    assert PublishedQuestion.objects.values().get(pk=kept.pk) == before
    assert WithdrawnPage.objects.get().reference == gone.reference
    assert PublishedQuestion.objects.count() == 2


def test_item_taken_down_here_stays_down_and_is_counted(archive, moderator):
    archive(entry(1), entry(2))
    withdraw_imported(
        PublishedQuestion.objects.get(source_id="old-1"), by=moderator, reason_code="identifies"
    )

    said, bad, failed = archive(entry(1), entry(2), entry(3))

    assert said[-2].startswith("Imported 1 questions; 1 were there already.")
    assert said[-1] == "Left out: 1 that were taken down here since."
    assert (bad, failed) == ([], None)
    assert set(PublishedQuestion.objects.values_list("source_id", flat=True)) == {"old-2", "old-3"}


class Notes(io.StringIO):
    """What a command prints; `waits` is set when it says that it waits."""

    def __init__(self):
        super().__init__()
        self.waits = threading.Event()

    def write(self, text):
        if "Another import is running" in text:
            self.waits.set()
        return super().write(text)


@pytest.mark.django_db(transaction=True)
def test_second_import_waits_for_the_first(tmp_path):
    file, notes, held = tmp_path / "archive.jsonl", Notes(), threading.Event()
    file.write_text(json.dumps(entry()))
    seen = []

    def first():
        with import_store.one_at_a_time(waiting=held.wait):
            held.set()
            seen.append(notes.waits.wait(20) and PublishedQuestion.objects.count())
        connection.close()

    thread = threading.Thread(target=first)
    thread.start()
    held.wait(20)
    call_command("import_qa", file, source="Old Site", stdout=notes)
    thread.join()

    assert seen == [0]
    assert PublishedQuestion.objects.count() == 1
