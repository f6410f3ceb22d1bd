"""Specialties have two levels, and what the rows must hold together."""

import pytest
from django.db import DatabaseError, connection, transaction

from specialties.models import Specialty
from tests import factories

pytestmark = pytest.mark.django_db


def refused(job, *, because):
    with pytest.raises(DatabaseError, match=because), transaction.atomic():
        job()


def test_a_topic_has_no_topics(topic):
    refused(lambda: factories.make_specialty(parent=topic), because="two levels")


def test_a_specialty_with_topics_becomes_no_topic(specialty, topic):
    specialty.parent = factories.make_specialty()

    refused(specialty.save, because="two levels")


def test_a_topic_moves_to_another_specialty_but_not_under_a_topic(topic):
    elsewhere = factories.make_specialty(parent=factories.make_specialty())
    refused(lambda: Specialty.objects.filter(pk=topic.pk).update(parent=elsewhere), because="two levels")

    topic.parent = elsewhere.parent
    topic.save()

    assert topic.area == elsewhere.parent


def test_three_levels_are_refused_in_raw_sql(topic):
    other = factories.make_specialty()

    def move():
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE specialties_specialty SET parent_id = %s WHERE id = %s", [topic.pk, other.pk]
            )

    refused(move, because="two levels")


def test_a_specialty_is_not_its_own_parent(specialty):
    specialty.parent = specialty

    refused(specialty.save, because="its_own_parent|two levels")


@pytest.mark.parametrize(
    ("half", "because"),
    [
        ({"reviewed_on": "2026-01-01"}, "reviewed_on_and_by_together"),
        ({"care_level": "urgent"}, "care_level_and_text_together"),
        ({"care_text": "Call."}, "care_level_and_text_together"),
    ],
)
def test_half_a_review_or_care_card_is_refused(half, because, specialty):
    refused(lambda: Specialty.objects.filter(pk=specialty.pk).update(**half), because=because)


@pytest.mark.parametrize("flag", ["rare", "sensitive"])
@pytest.mark.parametrize("where", ["topic", "parent"])
def test_the_flags_of_topic_and_specialty_count_alike(where, flag, specialty, topic):
    setattr(topic if where == "topic" else specialty, flag, True)
    topic.save()
    specialty.save()

    assert Specialty.objects.get(pk=topic.pk).two_people_publish is True


def test_names_and_addresses_are_unique(topic):
    refused(lambda: factories.make_specialty(name=topic.name), because="unique")


def test_a_former_address_leads_to_todays_and_a_new_owner_comes_first(client, topic):
    published = factories.make_published_question(specialty=topic)
    first, other = topic.slug, factories.make_specialty(parent=topic.parent)
    for slug in ("second", "third"):
        Specialty.objects.filter(pk=topic.pk).update(slug=slug)

    for former in (first, "second"):
        response = client.get(f"/specialties/{former}/?before=2030-01-01")
        assert (response.status_code, response["Location"]) == (301, "/specialties/third/?before=2030-01-01")
    assert client.get(f"/specialties/{first}/feed/")["Location"] == "/specialties/third/feed/"
    assert published.title in client.get("/specialties/third/").text
    Specialty.objects.filter(pk=other.pk).update(slug="second")
    assert f"<h1><bdi>{other.name}</bdi></h1>" in client.get("/specialties/second/").text
    Specialty.objects.filter(pk=topic.pk).update(is_listed=False)
    assert client.get(f"/specialties/{first}/").status_code == 404
