"""import_qa: an archive comes in as public pages, once, with every good line and none of the bad ones."""

import io
import json
import threading
from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from answers.models import PublishedAnswer
from answers.publication import withdraw, withdraw_imported
from portal import import_store
from portal.management.commands import import_qa
from questions import search
from questions.models import PublishedQuestion, WithdrawnPage
from specialties.models import Doctor, DoctorStatus, Specialty
from tests.factories import make_doctor, make_moderator, make_published_question, make_specialty

pytestmark = pytest.mark.django_db


def entry(number=1, **changes):
    return {
        "specialty": "Migraine",
        "parent": "Neurology",
        "title": f"Why on Sundays? ({number})",
        "question": "My head hurts every Sunday.",
        "asked_on": "2019-03-04",
        "answers": [answer()],
        "source_id": f"old-{number}",
        **changes,
    }


def answer(**changes):
    return {
        "doctor": "Dr Jane Roe",
        "text": "Often it is the *coffee*.",
        "answered_on": "2019-03-06",
        **changes,
    }


@pytest.fixture
def archive(tmp_path):
    """A function that imports lines (dicts, or bytes as they are) and returns what was printed and complained of."""

    def bring_in(*lines, **options):
        file = tmp_path / "archive.jsonl"
        file.write_bytes(
            b"\n".join(one if isinstance(one, bytes) else json.dumps(one).encode() for one in lines)
        )
        out, err = io.StringIO(), io.StringIO()
        failed = None
        try:
            call_command("import_qa", file, source="Old Site", stdout=out, stderr=err, **options)
        except CommandError as error:
            failed = error
        return out.getvalue().splitlines(), err.getvalue().splitlines(), failed

    return bring_in


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
    page = PublishedQuestion.objects.get()

    search.index(page)

    assert PublishedQuestion.objects.get().tsv == page.tsv
    assert "hemicrania" in page.tsv


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
    # More different words than a search vector holds: no check of the file can foresee it.
    endless = [answer(text=" ".join(f"{part}w{number}" for number in range(5000))) for part in range(25)]

    _said, bad, failed = archive(entry(1), entry(2, specialty="New one", answers=endless), entry(3))

    assert [each.split(":")[:2] for each in bad] == [["line 2", " the database refuses it"]]
    assert "1 of 3 lines" in str(failed)
    assert set(PublishedQuestion.objects.values_list("source_id", flat=True)) == {"old-1", "old-3"}
    assert not Specialty.objects.filter(name="New one").exists()


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


@pytest.mark.parametrize(
    "called", ["Hemifacial Atrophy", "hemifacial  ATROPHY", "hemifacial-atrophy", "parry-romberg SYNDROME"]
)
def test_existing_topic_is_found_by_name_address_or_other_name(archive, called):
    area = make_specialty(name="Neurology")
    topic = make_specialty(name="Hemifacial Atrophy", parent=area, synonyms=["Parry-Romberg syndrome"])

    archive(entry(specialty=called, parent="Dermatology", synonyms=["New name"]))

    page = PublishedQuestion.objects.get()
    assert (page.topic, page.area, page.topic.synonyms) == (topic, area, ["Parry-Romberg syndrome"])
    assert Specialty.objects.count() == 2


def test_new_topic_goes_under_its_parent_or_under_general_health(archive):
    archive(
        entry(1, specialty="Migraine", synonyms=["Hemicrania"]), entry(2, specialty="Fatigue", parent=None)
    )

    found = {topic.name: (topic.parent.name, topic.synonyms) for topic in Specialty.objects.topics()}
    assert found == {"Migraine": ("Neurology", ["Hemicrania"]), "Fatigue": ("General health", [])}


def test_specialties_keep_two_levels(archive):
    area = make_specialty(name="Neurology")
    make_specialty(name="Headache", parent=area)

    archive(
        entry(1, specialty="Migraine", parent="Headache"), entry(2, specialty="neurology", parent="Medicine")
    )

    on_topic, on_area = PublishedQuestion.objects.order_by("source_id")
    assert (on_topic.topic.name, on_topic.topic.parent) == ("Migraine", area)
    assert (on_area.topic, on_area.area) == (area, area)
    area.refresh_from_db()
    assert area.published_count == 2


def test_names_without_latin_letters_get_an_address(archive, client):
    archive(
        entry(
            specialty="Мигрень",
            parent="Неврология",
            title="Почему болит голова?",
            answers=[answer(doctor="Др. Рой")],
        )
    )

    page = PublishedQuestion.objects.get()
    assert page.topic.slug.startswith("topic-") and page.lead_doctor.slug.startswith("doctor-")
    for url in (page.get_absolute_url(), page.topic.get_absolute_url(), page.lead_doctor.get_absolute_url()):
        assert client.get(url).status_code == 200


def test_names_that_share_their_latin_letters_are_different_topics(archive):
    archive(
        entry(1, specialty="نقص فيتامين D"),
        entry(2, specialty="التهاب الكبد D"),
        entry(3, specialty="MIGRAINE "),
    )
    archive(entry(4, specialty="Migraine"), entry(5, specialty="migraine"))

    assert Specialty.objects.topics().count() == 3
    assert Specialty.objects.get(name="MIGRAINE").published_count == 3


def test_specialty_that_is_its_own_parent_stands_alone(archive):
    _said, bad, _failed = archive(entry(specialty="Dermatology", parent="dermatology "))

    assert bad == []
    assert Specialty.objects.get().name == "Dermatology" and Specialty.objects.get().parent is None


def test_long_titles_and_taken_addresses_are_no_trouble(archive):
    make_specialty(name="Migraine!", parent=make_specialty(name="Old"))
    archive(
        entry(1, specialty="x" * 120, title="word " * 79),
        entry(2, specialty="C++"),
        entry(3, specialty="(c)"),
    )

    assert len(PublishedQuestion.objects.get(source_id="old-1").slug) <= 80
    assert PublishedQuestion.objects.get(source_id="old-3").topic.slug == "c"


def test_unknown_doctor_becomes_one_archive_doctor(archive):
    archive(entry(1), entry(2, answers=[answer(doctor={"name": "dr  jane ROE", "registration_number": "X"})]))

    doctor = Doctor.objects.get()
    assert (doctor.status, doctor.name, doctor.slug) == (DoctorStatus.ARCHIVE, "Dr Jane Roe", "dr-jane-roe")
    assert not doctor.is_verified and doctor.user is None


@pytest.mark.parametrize("how", ["slug", "registration_number", "string"])
def test_verified_doctor_is_matched_by_slug_or_number_and_still_marked(archive, how, doctor):
    known = {
        "slug": doctor.slug,
        "registration_number": doctor.register_number.lower(),
        "string": doctor.slug,
    }[how]

    archive(entry(answers=[answer(doctor=known if how == "string" else {how: known, "name": "J. Roe"})]))

    own = PublishedAnswer.objects.get()
    assert (own.doctor, own.imported, own.credentials) == (doctor, True, {"name": doctor.name})
    assert Doctor.objects.count() == 1


def test_name_alone_or_an_applicant_is_no_match(archive, doctor, unverified_doctor):
    named = answer(doctor=doctor.name)
    numbered = answer(doctor={"name": "J. Roe", "registration_number": unverified_doctor.register_number})

    archive(entry(answers=[named, numbered, answer(doctor={"slug": unverified_doctor.slug})]))

    found = [each.doctor for each in PublishedQuestion.objects.get().answers.all()]
    assert [each.status for each in found] == [DoctorStatus.ARCHIVE] * 3
    assert [each.name for each in found] == [doctor.name, "J. Roe", unverified_doctor.slug]


def test_number_that_two_doctors_have_is_no_match(archive, doctor):
    other = make_doctor(name="Dr Two", verified=False)
    Doctor.objects.filter(pk=other.pk).update(register_name="Another", register_number=doctor.register_number)
    other.mark_checked(by=make_moderator(), seen_version=other.version)
    other.verify(by=make_moderator(), seen_version=other.version)

    archive(entry(answers=[answer(doctor={"name": "J. Roe", "registration_number": doctor.register_number})]))

    assert PublishedAnswer.objects.get().doctor.status == DoctorStatus.ARCHIVE


def test_published_and_withdrawn_pages_of_this_site_stay_as_they_are(archive):
    kept, gone = make_published_question(), make_published_question()
    withdraw(gone.question, by=gone.question.asker, seen_version=gone.question.version)
    before = PublishedQuestion.objects.values().get(pk=kept.pk)

    archive(entry())

    assert PublishedQuestion.objects.values().get(pk=kept.pk) == before
    assert WithdrawnPage.objects.get().reference == gone.reference
    assert PublishedQuestion.objects.count() == 2


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
