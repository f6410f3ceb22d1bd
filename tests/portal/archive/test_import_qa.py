"""import_qa: an archive comes in as public pages that say where they come from."""

from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from questions.models import PublishedQuestion, SearchEntry
from questions.search import engine as search
from specialties.models import Doctor, Specialty
from tests.portal.archive.archived import answer, entry

pytestmark = pytest.mark.django_db


def test_imported_item_is_public_and_says_where_it_comes_from(archive, client):
    archive(entry(answers=[answer(), answer(doctor="Dr B", text="I agree.", answered_on="2020-01-01")]))

    page = PublishedQuestion.objects.get()
    assert (page.source_name, page.source_id, page.imported_on) == (
        "Old Site",
        "old-1",
        timezone.now().date(),
    )
    assert (page.question, page.approved_by, page.reviewed_on) == (None, None, None)
    assert (page.asked_on, page.answered_at.date(), page.answer_count) == (
        date(2019, 3, 4),
        date(2020, 1, 1),
        2,
    )
    assert page.answer_excerpt == "Often it is the coffee."
    first, second = page.answers.all()
    assert (first.doctor, first.imported, first.credentials) == (
        page.lead_doctor,
        True,
        {"name": "Dr Jane Roe"},
    )
    assert first.rendered == {"explanation": "<p>Often it is the <em>coffee</em>.</p>\n"}
    assert (second.position, second.explanation) == (1, "I agree.")
    html = client.get(page.get_absolute_url()).content.decode()
    assert "Old Site" in html and "every Sunday" in html


def test_imported_item_stands_on_its_topic_page_and_is_found(archive, client):
    archive(entry())

    topic = Specialty.objects.get(name="Migraine")
    assert (topic.parent.name, topic.published_count, topic.parent.published_count) == ("Neurology", 1, 1)
    for url in (topic.get_absolute_url(), "/search/?q=sunday+coffee"):
        assert PublishedQuestion.objects.get().get_absolute_url() in client.get(url).content.decode()


def test_imported_item_is_indexed_as_a_published_one(archive):
    archive(
        entry(
            synonyms=["Hemicrania"],
            answers=[answer(text="A [link](https://a.example/b) & *more*."), answer()],
        )
    )
    entries = SearchEntry.objects.values_list("impacts", "title_words")
    written = list(entries)

    search.index(PublishedQuestion.objects.get())

    assert list(entries) == written
    assert "hemicrania" in written[0][0] and "example" not in written[0][0]


def test_dry_run_keeps_nothing(archive):
    said, bad, failed = archive(entry(1), entry(1), entry(2), b"{", dry_run=True)

    assert said[-1].startswith(
        "Would import 2 questions; 1 were there already. New: 2 specialties and topics, 1 doctors"
    )
    assert (len(bad), failed.returncode) == (1, 1)
    assert (
        not PublishedQuestion.objects.exists()
        and not Specialty.objects.exists()
        and not Doctor.objects.exists()
    )


def test_answer_of_today_is_not_in_the_future(archive):
    today = timezone.now().date().isoformat()
    archive(entry(asked_on=None, answers=[answer(answered_on=today)]))

    assert timezone.now() - timedelta(days=1) <= PublishedQuestion.objects.get().answered_at <= timezone.now()


def test_file_that_is_not_there_is_said_so(tmp_path):
    with pytest.raises(CommandError, match="No such file"):
        call_command("import_qa", tmp_path / "none.jsonl")


@pytest.mark.parametrize("source", ["", "  ", "x" * 121])
def test_source_needs_a_name(tmp_path, source):
    with pytest.raises(CommandError, match="--source"):
        call_command("import_qa", tmp_path / "none.jsonl", source=source)
