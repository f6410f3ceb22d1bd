"""Warning signs in the language of the page: the shipped ones translated, edited ones as written and marked with their
language; what is stored stays English."""

import pytest
from django.urls import reverse
from django.utils import translation

from portal import catalogues
from questions.models import HelpNumber, RedFlag, RedFlagHit, RedFlagVersion, Step
from questions.redflags import shipped, sync
from tests.factories import make_draft, make_moderator, make_question, make_red_flag
from tests.questions.asking import page, with_key

pytestmark = pytest.mark.django_db
STROKE = next(version for version in shipped.versions() if version.flag.code == "stroke")


def spanish(words):
    with translation.override("es"):
        return translation.gettext(words)


def in_spanish(client, draft, name):
    """The main part of a page of the ask flow."""
    with translation.override("es"):
        text = client.get(page(draft, name)).content.decode()
    return text.partition("<main")[2].partition("</main>")[0]


@pytest.fixture
def draft(client, db):
    return make_draft(browser_key=with_key(client), until=Step.SYMPTOMS)


@pytest.mark.parametrize("language", catalogues.TRANSLATED)
def test_whatever_people_read_of_the_shipped_rules_is_translated(language):
    read = [words for each in shipped.versions() for words in (each.name, each.ask, each.text) if words]
    read += [words for each in shipped.help_numbers() for words in (each.name, each.hours)]

    with translation.override(language):
        same = {words for words in read if translation.gettext(words) == words}

    assert same <= {"1800RESPECT"}
    assert not [words for words in read if catalogues.PLACE.search(words)]


def test_signs_to_tick_are_in_the_language_of_the_page(client, draft):
    sync.sync()
    text = in_spanish(client, draft, Step.SYMPTOMS)

    assert spanish(STROKE.ask) in text
    assert STROKE.ask not in text
    assert "lang=" not in text


def test_edited_sign_is_shown_as_written_and_marked(client, draft):
    sync.sync()
    newest = RedFlag.objects.get(code="stroke").versions.get()
    values = {name: getattr(newest, name) for name in RedFlagVersion.CONTENT} | {"ask": "A drooping face"}
    RedFlagVersion.objects.create(flag=newest.flag, number=2, made_by=make_moderator(), **values)
    text = in_spanish(client, draft, Step.SYMPTOMS)

    assert '<bdi lang="en-gb">A drooping face</bdi>' in text
    assert text.count("lang=") == 1


def test_warning_and_help_lines_are_in_the_language_of_the_page(client, draft, settings):
    settings.COUNTRY = "GB"
    sync.sync()
    version = RedFlagVersion.objects.get(flag__code="stroke")
    RedFlagHit.objects.create(draft=draft, version=version, place=RedFlagHit.Place.TEXT)
    with translation.override("es"):
        text = client.get(reverse("ask-warning", args=[draft.reference])).content.decode()

    assert spanish(STROKE.text) in text
    assert spanish("Childline") in text
    assert 'lang="en-gb"' not in text.partition("<main")[2].partition("</main>")[0]
    assert draft.red_flags.get().version.text == STROKE.text


def test_edited_warning_of_several_paragraphs_is_marked(client, draft):
    version = make_red_flag()
    edited = {name: getattr(version, name) for name in RedFlagVersion.CONTENT} | {"text": "Call.\r\n\r\nNow."}
    version = RedFlagVersion.objects.create(flag=version.flag, number=2, **edited)
    HelpNumber.objects.create(country="ZZ", kind="crisis", name="Listeners", number="0 800 1", hours="always")
    RedFlagHit.objects.create(draft=draft, version=version, place=RedFlagHit.Place.TEXT)
    with translation.override("es"):
        text = client.get(reverse("ask-warning", args=[draft.reference])).content.decode()

    assert '<div dir="auto" lang="en-gb"><p>Call.</p>' in text
    assert '<span class="interruption__name" lang="en-gb">Listeners</span>' in text


def test_answers_to_be_checked_name_the_sign_in_the_language_of_the_page(signed_in, asker):
    sync.sync()
    client, draft = signed_in(asker), make_draft(owner=asker)
    version = RedFlagVersion.objects.get(flag__code="stroke")
    RedFlagHit.objects.create(
        draft=draft, version=version, place=RedFlagHit.Place.CHECKLIST, continued_at=draft.created_at
    )
    with translation.override("es"):
        text = client.get(reverse("ask-check", args=[draft.reference])).content.decode()

    assert spanish(STROKE.ask) in text


def test_moderator_reads_the_name_of_the_sign_in_the_language_of_the_page(signed_in, moderator):
    sync.sync()
    question = make_question()
    version = RedFlagVersion.objects.get(flag__code="stroke")
    RedFlagHit.objects.create(question=question, version=version, place=RedFlagHit.Place.TEXT)
    with translation.override("es"):
        text = (
            signed_in(moderator).get(reverse("admin:desk-query", args=[question.reference])).content.decode()
        )

    assert f"<strong>{spanish(STROKE.name)}</strong>" in text


def test_page_for_details_says_that_little_is_found_in_its_language(client, db):
    draft = make_draft(browser_key=with_key(client), until=Step.DETAILS)
    said = "In this language, we find only some of the warning signs"

    assert said not in client.get(page(draft, Step.DETAILS)).content.decode()
    assert "En este idioma solo encontramos algunas de las señales de alarma" in in_spanish(
        client, draft, Step.DETAILS
    )


def test_language_said_at_the_end_counts_for_the_last_look_for_signs(signed_in, asker):
    sync.sync()
    client, draft = signed_in(asker), make_draft(owner=asker, text="Desde ayer no puedo respirar bien.")

    response = client.post(reverse("ask-check", args=[draft.reference]), {"written_in": "es"})

    assert response.headers["Location"] == reverse("ask-warning", args=[draft.reference])
