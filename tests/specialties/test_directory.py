"""The directory: filters in the address that combine, keep themselves across pages, and cost nothing more."""

import json
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from answers import publication
from answers.models.retraction import Retraction
from specialties.models import Doctor
from tests.factories import make_doctor, make_moderator, make_published_question, make_specialty

pytestmark = pytest.mark.django_db


def names(client, **filters):
    return [doctor.name for doctor in client.get("/doctors/", filters).context["doctors"].items]


@pytest.fixture
def three():
    heart = make_specialty(name="Cardiology")
    rhythm = make_specialty(name="Rhythm", parent=heart)
    skin = make_specialty(name="Dermatology")
    make_doctor(name="Dr Ana Silva", specialties=[heart], country="PT", languages=["pt", "en"])
    make_doctor(name="Dr Ben Silva", specialties=[rhythm], country="GB", languages=["en"])
    make_doctor(name="Dr Cem Aydin", specialties=[skin], country="GB", languages=["tr", "en"])


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({}, ["Dr Ana Silva", "Dr Ben Silva", "Dr Cem Aydin"]),
        ({"specialty": "cardiology"}, ["Dr Ana Silva", "Dr Ben Silva"]),
        ({"country": "GB"}, ["Dr Ben Silva", "Dr Cem Aydin"]),
        ({"language": "pt"}, ["Dr Ana Silva"]),
        ({"q": "silva BEN"}, ["Dr Ben Silva"]),
        ({"specialty": "cardiology", "country": "GB", "language": "en"}, ["Dr Ben Silva"]),
        ({"q": "aydin", "specialty": "cardiology"}, []),
        ({"country": "XX"}, ["Dr Ana Silva", "Dr Ben Silva", "Dr Cem Aydin"]),
        ({"q": "%"}, []),
    ],
)
def test_filters_combine(client, three, filters, found):
    assert names(client, **filters) == found


def test_count_stands_in_the_heading_and_filters_stay_across_pages(client):
    skin = make_specialty(name="Dermatology")
    for _ in range(25):
        make_doctor(specialties=[skin], country="GB")
    make_doctor(country="PT")

    page = client.get("/doctors/?country=GB&specialty=dermatology").content.decode()

    assert "25 doctors found" in page
    assert 'href="/doctors/?specialty=dermatology&amp;country=GB&amp;page=2"' in page
    assert '<option value="GB" selected>' in page
    assert client.get("/doctors/?specialty=dermatology&country=GB&page=2").context["doctors"].number == 2


def test_only_the_whole_directory_is_for_search_engines(client, three):
    plain, filtered = (client.get(url).content.decode() for url in ("/doctors/", "/doctors/?q=silva"))

    assert '<meta name="robots" content="noindex">' in filtered
    assert '<meta name="robots"' not in plain
    canonical = re.compile(r'<link rel="canonical" href="[^"]*/doctors/">')
    assert canonical.search(plain) and canonical.search(filtered)


def test_nothing_found_says_so_and_leads_back(client, three):
    page = client.get("/doctors/?q=nobody").content.decode()

    assert "0 doctors found" in page and "No doctor fits all of this" in page
    assert "Show all doctors" in page


@pytest.mark.parametrize("count", (1, 3, 20))
def test_it_costs_the_same_at_any_length(client, specialty, count, django_assert_num_queries):
    for _ in range(count):
        make_doctor(specialties=[specialty], country="GB", languages=["en"])

    with django_assert_num_queries(7):
        client.get("/doctors/")
    with django_assert_num_queries(7):
        client.get("/doctors/?country=GB&language=en&specialty=neurology&q=dr")


def structured(client, url):
    page = client.get(url).content.decode()
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1]
    return json.loads(block)["@graph"][0]


def test_profile_is_described_for_search_engines(client, doctor):
    page = structured(client, doctor.get_absolute_url())

    about = page["mainEntity"]
    assert (page["@type"], about["@type"], about["name"]) == ("ProfilePage", "Person", doctor.name)
    assert about["jobTitle"] == doctor.title and about["knowsAbout"] == ["Neurology"]
    assert about["hasCredential"]["identifier"] == doctor.register_number


@pytest.mark.parametrize(("fate", "words"), [("suspend", "Suspended"), ("expire", "Licence ended")])
def test_who_may_not_answer_is_described_as_such_everywhere(client, doctor, topic, fate, words):
    published = make_published_question(specialty=topic, doctor=doctor)
    if fate == "suspend":
        doctor.suspend(by=make_moderator(), reason="SECRET-REASON", seen_version=doctor.version)
    else:
        Doctor.objects.filter(pk=doctor.pk).update(licence_expires_on=timezone.now() - timedelta(days=1))

    about = structured(client, doctor.get_absolute_url())["mainEntity"]
    question = client.get(published.get_absolute_url()).content.decode()
    feed = client.get("/feed/").content.decode()

    assert about["description"] == words
    assert {"jobTitle", "hasCredential", "knowsAbout"} & set(about) == set()
    assert f'"description": "{words}"' in question
    assert f"<name>{doctor.name} ({words})</name>" in feed
    assert "/ask/?" not in client.get(doctor.get_absolute_url()).content.decode()


def test_usual_time_is_told_from_five_answers_on(client, doctor, topic):
    for _ in range(4):
        make_published_question(specialty=topic, doctor=doctor)
    few = client.get(doctor.get_absolute_url())
    make_published_question(specialty=topic, doctor=doctor)

    enough = client.get(doctor.get_absolute_url())

    assert (few.context["median_days"], enough.context["median_days"]) == (None, 0)
    assert "Usual time until the answer" not in few.content.decode()
    assert "the same day" in enough.content.decode()


def test_checked_on_and_the_register_stand_on_the_profile(client, doctor):
    page = client.get(doctor.get_absolute_url()).content.decode()

    assert "Checked on" in page and f"{doctor.verified_at:%-d %B %Y}" in page


def test_an_answer_taken_back_counts_no_more(client, doctor, topic, moderator):
    make_published_question(specialty=topic, doctor=doctor)
    answer = make_published_question(specialty=topic, doctor=doctor).question.answers.get()
    (before,) = client.get("/doctors/").context["doctors"].items

    publication.retract(
        answer, by=moderator, code=Retraction.values[0], reason="Wrong.", seen_version=answer.version
    )

    (after,) = client.get("/doctors/").context["doctors"].items
    profile = client.get(doctor.get_absolute_url()).context["answers"]
    assert (before.published_count, after.published_count, len(profile.items)) == (2, 1, 1)


def test_languages_have_names(client):
    make_doctor(languages=["zh", "mi", "en"])

    page = client.get("/doctors/").content.decode()

    assert "Chinese, Māori, English" in page
