"""Search entries are written for many pages in the moment in which their topic moves to another specialty."""

import threading
import time

import pytest
from django.db import transaction
from django.utils import timezone

from questions.models import PublishedQuestion, SearchEntry
from questions.search import indexing
from specialties.models import Specialty
from tests.archive import make_imported
from tests.factories import make_specialty
from tests.searching import pages_found
from tests.together import at_once

pytestmark = pytest.mark.django_db(transaction=True)

WAIT = 0.5  # seconds in which another thread comes to where it has to wait


@pytest.fixture
def pages():
    """Three pages of a topic; whatever reads them in the order of the table finds the last of them first."""
    pages = [make_imported(number, specialty="Ears", parent="Head") for number in range(3)]
    for page in reversed(pages):
        PublishedQuestion.objects.filter(pk=page.pk).update(
            answered_at=timezone.now(), changed_at=timezone.now()
        )
    return pages


def after_a_new_name():
    topic = Specialty.objects.get(name="Ears")
    topic.synonyms = ["Zyxonym"]
    topic.save()
    return indexing.write_renamed


def after_a_restored_backup():
    SearchEntry.objects.all().delete()
    return indexing.write_missing


@pytest.mark.parametrize("due", [after_a_new_name, after_a_restored_backup])
def test_a_topic_moves_while_the_entries_of_its_pages_are_written(pages, due):
    write, elsewhere = due(), make_specialty(name="Zyxology")
    held = threading.Event()

    def hold_one():
        with transaction.atomic():
            PublishedQuestion.objects.select_for_update(no_key=True).get(pk=pages[1].pk)
            held.set()
            time.sleep(3 * WAIT)

    def write_entries():
        assert held.wait(timeout=20)
        write()

    def move():
        assert held.wait(timeout=20)
        time.sleep(WAIT)
        Specialty.objects.filter(name="Ears").update(parent=elsewhere)

    assert at_once(hold_one, write_entries, move) == [None, None, None]
    indexing.write_renamed()
    assert {page.pk for page in pages_found("zyxology")} == {page.pk for page in pages}


def test_who_goes_on_from_a_topic_to_its_specialty_never_waits_for_them_in_a_ring(pages):
    specialty, topic = Specialty.objects.get(name="Head"), Specialty.objects.get(name="Ears")
    make_imported(50, specialty="Head", parent="Head")  # under the specialty itself
    Specialty.objects.filter(pk=specialty.pk).update(name="Zyxonym")
    assert specialty.pk < topic.pk, "the order that would be a ring"
    held = threading.Event()

    def publish():
        with transaction.atomic():
            Specialty.objects.hold(topic.pk)
            held.set()
            time.sleep(WAIT)
            Specialty.objects.hold(specialty.pk)

    def write_entries():
        assert held.wait(timeout=20)
        indexing.write_renamed()

    assert at_once(publish, write_entries) == [None, None]
    assert len(pages_found("zyxonym")) == 4
