"""Transactions that end at the same moment: each makes a new edition of its own, and none waits for another."""

import threading

import pytest
from django.db import transaction

from specialties.models import Edition, Specialty
from tests.commits import as_committed
from tests.factories import make_specialty
from tests.together import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def topics(db):
    """Two topics under each of two specialties."""
    areas = [make_specialty(name=name) for name in ("Neurology", "Dermatology")]
    return [[make_specialty(name=f"{area} {n}", parent=area) for n in range(2)] for area in areas]


def rewrite(topic, words="Other words."):
    Specialty.objects.filter(pk=topic.pk).update(summary=words)


def test_changes_of_several_specialties_never_wait_in_a_ring(topics):
    (one, other), (two, another) = topics
    meeting = threading.Barrier(2)
    before = [Edition.objects.of_specialty(topic.slug) for topic in (one, two)]

    def change(first, then):
        with transaction.atomic():
            rewrite(first)
            as_committed()
            meeting.wait(timeout=20)
            rewrite(then)

    assert at_once(lambda: change(one, two), lambda: change(another, other)) == [None, None]
    assert [Edition.objects.of_specialty(topic.slug) for topic in (one, two)] != before


def test_who_changes_the_same_specialty_meanwhile_waits_for_nobody(topics):
    one, other = topics[0]
    seen = [Edition.objects.of_specialty(one.slug)]

    with transaction.atomic():
        rewrite(one)
        as_committed()
        assert at_once(lambda: rewrite(other)) == [None]
        at_once(lambda: seen.append(Edition.objects.of_specialty(one.slug)))
    seen.append(Edition.objects.of_specialty(one.slug))

    assert len(set(seen)) == 3
    marks = Edition.objects.count()
    rewrite(other, "Again.")
    assert Edition.objects.count() == marks, "a mark that nobody holds is used again"
