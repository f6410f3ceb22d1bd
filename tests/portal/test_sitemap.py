"""What machines fetch: sitemap, robots.txt, security.txt."""

import xml.etree.ElementTree as ET
from datetime import UTC, datetime, timedelta

import pytest

from answers import publication
from portal import sitemaps
from questions.models import PublishedQuestion
from tests.archive import make_archive
from tests.factories import make_moderator, make_published_question

pytestmark = pytest.mark.django_db
SITE = "https://askwell.example"
MAP = {"m": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def whole_sitemap(client):
    """Every address in every part the index names, with its lastmod."""
    found = {}
    index = ET.fromstring(client.get("/sitemap.xml").content)
    for part in index.findall("m:sitemap/m:loc", MAP):
        response = client.get(part.text.removeprefix(SITE))
        assert (response.status_code, response["Content-Type"]) == (200, sitemaps.XML)
        for url in ET.fromstring(response.content).findall("m:url", MAP):
            assert url.find("m:loc", MAP).text not in found
            found[url.find("m:loc", MAP).text] = url.findtext("m:lastmod", None, MAP)
    return found


def test_sitemap_names_every_public_page(client, topic, doctor, unverified_doctor):
    published = make_published_question(specialty=topic, doctor=doctor)

    found = whole_sitemap(client)

    assert found[SITE + published.get_absolute_url()] == f"{published.changed_at:%Y-%m-%d}"
    assert {SITE + "/", SITE + topic.get_absolute_url(), SITE + doctor.get_absolute_url()} <= found.keys()
    assert SITE + unverified_doctor.get_absolute_url() not in found
    for address in found:
        assert client.get(address.removeprefix(SITE)).status_code == 200


def test_parts_hold_every_question_once(client, monkeypatch):
    monkeypatch.setattr(sitemaps, "SITEMAP_PART", 7)
    make_archive(30)

    found = [address for address in whole_sitemap(client) if "/questions/" in address]

    wanted = {SITE + row.get_absolute_url() for row in PublishedQuestion.objects.all()}
    assert (len(found), set(found)) == (30, wanted)


def test_index_says_when_each_part_changed_in_one_query(client, django_assert_num_queries):
    make_archive(20)
    rows = PublishedQuestion.objects.order_by("pk")
    changed = datetime(2031, 5, 1, 10, 20, 30, tzinfo=UTC)
    rows.filter(pk=rows[15].pk).update(changed_at=changed)

    with django_assert_num_queries(1):
        index = ET.fromstring(client.get("/sitemap.xml").content)

    parts = {part.findtext("m:loc", None, MAP): part.findtext("m:lastmod", None, MAP) for part in index}
    number = rows[15].pk // sitemaps.SITEMAP_PART
    assert parts[f"{SITE}/sitemap-questions-{number}.xml"] == "2031-05-01T10:20:30Z"


def test_withdrawn_question_leaves_the_sitemap_at_once(client, topic):
    published = make_published_question(specialty=topic)
    question = published.question
    question.refresh_from_db()

    publication.withdraw(question, by=make_moderator(), seen_version=question.version)

    assert SITE + published.get_absolute_url() not in whole_sitemap(client)
    assert client.get("/sitemap-questions-99.xml").status_code == 404


def test_robots_keeps_crawlers_from_private_pages_and_names_the_sitemap(client):
    lines = client.get("/robots.txt").content.decode().splitlines()

    assert "Disallow: /me/" in lines
    assert lines[-1] == f"Sitemap: {SITE}/sitemap.xml"


@pytest.mark.parametrize("path", ("/ask/", "/accounts/login/"))
def test_the_doors_to_private_pages_are_found_by_searching(client, path):
    lines = client.get("/robots.txt").content.decode().splitlines()
    page = client.get(path, {"next": "/me/"} if "login" in path else {}).content.decode()

    assert {f"Allow: {path}$", f"Allow: /es{path}$"} <= set(lines)
    assert 'name="robots"' not in page and '<meta name="description" content="">' not in page
    assert f'<link rel="canonical" href="https://askwell.example{path}">' in page


def test_security_txt_is_valid_for_months(client, settings):
    settings.CONTACT_EMAIL = "safety@askwell.example"

    lines = dict(
        line.split(": ", 1) for line in client.get("/.well-known/security.txt").content.decode().splitlines()
    )

    assert lines["Contact"] == "mailto:safety@askwell.example"
    assert lines["Canonical"] == f"{SITE}/.well-known/security.txt"
    expires = datetime.strptime(lines["Expires"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    assert timedelta(days=90) < expires - datetime.now(UTC) < timedelta(days=365)
