"""import_qa: the topics that items stand under are found, or made."""

import pytest

from questions.models import PublishedQuestion
from specialties.models import Specialty
from tests.factories import make_specialty
from tests.portal.archive.archived import answer, entry

pytestmark = pytest.mark.django_db


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
