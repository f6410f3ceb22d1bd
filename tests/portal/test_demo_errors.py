"""A demonstration shows readers' error pages, not Django's technical ones."""

import pytest


@pytest.mark.django_db
def test_demo_shows_the_readers_404_page(client, settings):
    settings.DEBUG = settings.DEMO = True

    response = client.get("/no-such-page/")

    assert response.status_code == 404
    assert b"URLconf" not in response.content
    assert b"<h1" in response.content


@pytest.mark.django_db
def test_demo_keeps_words_whose_draft_is_gone(client, settings):
    settings.DEBUG = settings.DEMO = True

    response = client.post("/ask/Q-2222-2222/details/", {"text": "It began in spring."})

    assert response.status_code == 404
    assert "It began in spring." in response.text
