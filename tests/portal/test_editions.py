"""A page's ETag stands for its bytes: whoever holds it is answered by one short query, and never wrongly."""

from datetime import timedelta

import pytest

from questions.models import PublishedQuestion
from specialties.models import Doctor, Specialty
from tests.commits import as_committed
from tests.factories import (
    approve_correction,
    make_correction,
    make_doctor,
    make_moderator,
    make_opinion,
    make_published_question,
    make_specialty,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def page():
    """A public page with a topic beside its own, and an author with a portrait to come."""
    area = make_specialty(name="Neurology")
    make_specialty(name="Tremor", parent=area)
    topic = make_specialty(name="Migraine", parent=area)
    page = make_published_question(specialty=topic, doctor=make_doctor(specialties=[area]))
    make_doctor(name="Dr Colleague", specialties=[area])
    as_committed()
    return page


def addresses(page):
    shown = [page, page.topic, page.area, page.lead_doctor]
    feeds = ["/feed/", f"{page.topic.get_absolute_url()}feed/"]
    return ["/", "/doctors/", "/specialties/", *[thing.get_absolute_url() for thing in shown], *feeds]


def suspended(page):
    page.lead_doctor.suspend(by=make_moderator(), reason="Why", seen_version=page.lead_doctor.version)


def judged(page):
    """By a doctor who is there already: one who comes changes pages by that."""
    make_opinion(answer=page.answers.get(), doctor=Doctor.objects.get(name="Dr Colleague"), shown=True)


def corrected(page):
    approve_correction(make_correction(page.question, text="Other words.", note="Made clearer."))


CHANGES = {
    "the doctor's words": lambda page: Doctor.objects.update(biography="Other words."),
    "the doctor's portrait": lambda page: Doctor.objects.update(portrait="ab/" + "c" * 40 + ".webp"),
    "a topic beside it": lambda page: Specialty.objects.filter(name="Tremor").update(name="Shaking"),
    "the specialty's name": lambda page: Specialty.objects.filter(parent=None).update(name="Nerves"),
    "an opinion": judged,
    "another page": lambda page: make_published_question(specialty=page.topic, doctor=page.lead_doctor),
    "a correction": corrected,
    "a suspension": suspended,
}


def test_the_same_etag_is_never_of_other_bytes(client, page):
    seen, held = {}, {}

    for change in ("nothing", *CHANGES):
        CHANGES.get(change, lambda page: None)(page)
        as_committed()
        page.refresh_from_db()
        changed = set()
        for address in addresses(page):
            response = client.get(address)
            tag = response["ETag"]
            assert seen.setdefault((address, tag), response.content) == response.content, (change, address)
            if held.get(address) != tag:
                changed.add(address)
            held[address] = tag
        assert changed, change


@pytest.mark.parametrize("which", range(9))
def test_who_holds_a_page_is_answered_by_one_short_query(client, page, which, django_assert_num_queries):
    address = addresses(page)[which]
    tag = client.get(address)["ETag"]

    with django_assert_num_queries(1):
        again = client.get(address, headers={"If-None-Match": f'"other", W/{tag}'})

    assert (again.status_code, again["ETag"]) == (304, f"W/{tag}")
    assert "max-age=60" in again["Cache-Control"] and again.content == b""
    assert client.get(f"{address}?page=9", headers={"If-None-Match": tag}).status_code != 304


def test_a_new_day_is_a_new_edition(client, page, monkeypatch):
    address = page.get_absolute_url()
    tag = client.get(address)["ETag"]
    tomorrow = PublishedQuestion.objects.get().answered_at + timedelta(days=1)

    monkeypatch.setattr("django.utils.timezone.now", lambda: tomorrow)

    assert client.get(address, headers={"If-None-Match": tag}).status_code == 200


def test_a_reader_may_be_told_to_ask_each_time(client, page, settings):
    settings.PUBLIC_MAX_AGE = 0

    response = client.get(page.get_absolute_url())

    assert response["Cache-Control"] == "public, no-cache"


def test_what_is_unchanged_carries_the_headers_of_the_page(client, page, settings):
    address = page.get_absolute_url()
    whole = client.get(address)
    held = {"if-none-match": whole.headers["ETag"]}

    again = client.get(address, headers=held)
    client.cookies[settings.SESSION_COOKIE_NAME] = "of-somebody"
    signed_in = client.get(address, headers=held)
    stranger = client.get(address, headers=held | {"host": "elsewhere.example"})

    assert (again.status_code, signed_in.status_code, stranger.status_code) == (304, 200, 400)
    own = {"Content-Type", "Content-Length", "X-Request-ID"}
    assert set(again.headers) - own == set(whole.headers) - own
    assert again.headers["Content-Security-Policy"] == whole.headers["Content-Security-Policy"]
