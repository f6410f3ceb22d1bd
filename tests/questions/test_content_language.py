"""What people write keeps the language it was written in: from the page where a query is begun to the public page,
where words in another language than the page's are marked."""

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import translation

from answers.models import Clarification
from questions import sending, warnings
from questions.models import Consent, Draft, PublishedQuestion, Question
from tests.factories import (
    approve_copy,
    make_approved_answer,
    make_draft,
    make_open_question,
    make_public_draft,
    make_published_question,
    make_question,
    make_user,
)
from tests.questions.asking import walk
from tests.questions.test_question_page import structured_data

pytestmark = pytest.mark.django_db
ATOM = {"a": "http://www.w3.org/2005/Atom"}
APPS = ("accounts", "answers", "portal", "questions", "specialties")
LANG = re.compile(r'<(?!html|option)(\w+)([^>]*) lang="([\w-]+)"')


@pytest.fixture(autouse=True)
def _a_language_left_over():
    """What the pages asked for leave active doesn't reach the next test."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


def marked(client, address):
    """[(element, language)] of what is marked within a page's main part."""
    page = client.get(address).content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    return [(element, code) for element, _rest, code in LANG.findall(main)]


# -- The query ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("prefix", "code"), [("", "en-gb"), ("/es", "es"), ("/ar", "ar")])
def test_query_is_in_the_language_of_the_page_where_it_was_begun(signed_in, asker, prefix, code):
    client = signed_in(asker)
    with translation.override(code):
        draft = walk(client)
    assert draft.language == code

    client.post(draft.get_absolute_url())  # sent from a page in another language

    assert Question.objects.get().language == code


def test_its_writer_may_say_another_before_sending(signed_in, asker):
    client = signed_in(asker)
    draft = walk(client)
    page = client.get(draft.get_absolute_url()).content.decode()
    assert '<option value="en-gb" lang="en-gb" selected>' in page

    client.post(draft.get_absolute_url(), {"written_in": "ar"})

    assert Question.objects.get().language == "ar"


@pytest.mark.parametrize("code", ["", "tlh", "x" * 5000])
def test_language_that_the_site_has_not_changes_nothing(signed_in, asker, code):
    client = signed_in(asker)
    with translation.override("es"):
        draft = walk(client)

    client.post(draft.get_absolute_url(), {"written_in": code})

    assert Question.objects.get().language == "es"


@pytest.mark.parametrize(
    "code, text, rule",
    [
        ("es", "Desde ayer no puedo respirar bien.", "breathing"),
        ("es", "A veces quiero morir.", "suicide-direct"),
        ("ar", "أريد أن أموت", "suicide-direct"),
    ],
)
def test_an_emergency_that_is_named_in_another_language_interrupts(asker, code, text, rule):
    with translation.override(code):
        draft = make_draft(owner=asker, text=text)
    question = make_question(asker=asker, language=code)

    assert rule in {hit.version.flag.code for hit in sending.raise_flags(draft)}
    assert rule in {hit.version.flag.code for hit in warnings.find(question, text)}


def test_site_of_one_language_asks_for_none(signed_in, asker, settings):
    settings.LANGUAGES = [("en-gb", "English")]
    client = signed_in(asker)

    assert "written_in" not in client.get(walk(client).get_absolute_url()).content.decode()


def test_changed_query_may_be_in_another_language(asker):
    question = make_open_question(asker=asker, language="es")
    draft = sending.begin_changes(question, by=asker)
    assert draft.language == "es"

    draft.set_language("ar")
    sending.send(Draft.objects.get(), by=asker)

    question.refresh_from_db()
    assert question.language == "ar"


def test_reply_in_words_of_ours_is_in_the_language_of_the_query(moderator, asker):
    question = make_open_question(asker=asker, language="es")
    items = [{"kind": "yes_no", "text": "¿Le duele?"}, {"kind": "text", "text": "¿Desde cuándo?"}]
    Clarification.objects.ask(question=question, by=moderator, items=items, seen_version=question.version)
    with translation.override("ar"):
        question.clarifications.get().answer(by=asker, replies=["yes", ""])

    with translation.override("es"):
        words = [translation.gettext("Yes"), translation.gettext("(no reply)")]
    assert question.clarifications.get().reply == f"1. {words[0]}\n2. {words[1]}"


# -- Readers' pages -----------------------------------------------------------------------------------


@pytest.fixture
def spanish(topic, doctor):
    return make_published_question(specialty=topic, doctor=doctor, title="¿Es normal?", language="es")


@pytest.fixture
def english(topic, doctor):
    return make_published_question(specialty=topic, doctor=doctor)


def test_page_keeps_the_language_of_its_query(client, spanish, english):
    assert PublishedQuestion.objects.get(pk=spanish.pk).language == "es"

    address = spanish.get_absolute_url()
    here, there = marked(client, address), marked(client, f"/es{address}")
    assert ("bdi", "es") in here and ("p", "es") in here and ("div", "es") in here
    assert {code for _element, code in here} == {"es"}
    # On the Spanish page the topic, the doctor's title and the English neighbour are what is marked.
    assert {code for _element, code in there} == {"en-gb"} and ("bdi", "en-gb") not in there
    things = structured_data(client.get(f"/es{address}").content.decode())
    assert things["MedicalWebPage"]["inLanguage"] == "es"
    assert things["QAPage"]["mainEntity"]["inLanguage"] == "es"


def test_page_in_its_own_language_marks_nothing(client, english, topic):
    for address in (english.get_absolute_url(), topic.get_absolute_url(), "/", "/specialties/", "/doctors/"):
        assert marked(client, address) == [], address


def test_english_words_are_marked_on_a_spanish_page(client, english, topic, doctor):
    assert ("bdi", "en-gb") in marked(client, f"/es{english.get_absolute_url()}")
    assert ("h3", "en-gb") in marked(client, f"/es{topic.get_absolute_url()}")  # the card's title
    assert ("bdi", "en-gb") in marked(client, f"/es{topic.get_absolute_url()}")  # the topic's name
    assert ("h3", "en-gb") in marked(client, f"/es{doctor.get_absolute_url()}")
    for address in ("/es/", "/es/specialties/", "/es/search/?q=hurt"):
        assert {code for _element, code in marked(client, address)} == {"en-gb"}, address


def test_cards_and_links_say_their_own_language(client, spanish, english, topic):
    on_topic = marked(client, topic.get_absolute_url())
    assert on_topic == [("h3", "es"), ("p", "es"), ("p", "es")]

    assert ("a", "es") in marked(client, english.get_absolute_url())


def test_feed_says_which_entries_are_in_another_language(client, spanish, english):
    feed = ET.fromstring(client.get("/feed/").content)
    code = "{http://www.w3.org/XML/1998/namespace}lang"

    assert feed.get(code) == "en-gb"
    entries = {one.find("a:title", ATOM).text: one.get(code) for one in feed.findall("a:entry", ATOM)}
    assert entries == {"¿Es normal?": "es", english.title: english.language or None}


# -- Patients' and doctors' pages -----------------------------------------------------------------------


def test_doctor_is_told_the_language_of_a_query(signed_in, doctor, topic):
    question = make_open_question(specialty=topic, language="es")
    question.claim(doctor=doctor)
    client = signed_in(doctor.user)

    page = client.get(reverse("answer-edit", args=[question.reference])).content.decode()

    assert "The patient wrote in Spanish. Please answer in that language" in page
    assert ("div", "es") in marked(client, reverse("answer-edit", args=[question.reference]))


def test_nothing_is_said_of_the_sites_own_language(signed_in, doctor, topic):
    question = make_open_question(specialty=topic, language="en-gb")
    question.claim(doctor=doctor)

    page = signed_in(doctor.user).get(reverse("answer-edit", args=[question.reference])).content.decode()

    assert "The patient wrote in" not in page


def test_moderator_is_told_the_language_of_a_query(signed_in, moderator):
    address = reverse("admin:desk-query", args=[make_question(language="ar").reference])
    client = signed_in(moderator)

    assert "<dt>Written in</dt><dd>Arabic</dd>" in client.get(address).content.decode()
    assert ("p", "ar") in marked(client, address)


def test_patient_reads_their_own_words_marked(signed_in):
    asker = make_user()
    question = make_open_question(asker=asker, language="es")

    codes = marked(signed_in(asker), question.get_absolute_url())

    assert ("bdi", "es") in codes and ("p", "es") in codes


def test_patients_lists_say_the_language_of_each_query(signed_in, asker, topic, doctor):
    public = make_published_question(asker=asker, specialty=topic, doctor=doctor, language="es")
    client = signed_in(asker)

    assert marked(client, reverse("my-questions")) == [("bdi", "es")]
    beside = marked(client, public.question.get_absolute_url())
    assert beside.count(("h3", "es")) == 2  # what the patient wrote, and what others read
    assert marked(client, reverse("publication-withdraw", args=[public.question.reference])) == [
        ("bdi", "es")
    ]


def test_public_text_before_its_patient_is_in_the_language_of_the_query(signed_in, asker):
    answer = make_approved_answer(asker=asker, consent=Consent.SHOW_FIRST, language="es")
    approve_copy(make_public_draft(question=answer.question, title="¿Es normal?"))

    page = marked(signed_in(asker), reverse("publication-preview", args=[answer.question.reference]))

    assert ("h2", "es") in page and page.count(("p", "es")) > 2


def test_doctors_lists_say_the_language_of_each_query(signed_in, doctor, other_doctor, topic):
    waiting = make_open_question(specialty=topic, language="es")
    make_published_question(specialty=topic, doctor=other_doctor, language="es")
    client = signed_in(doctor.user)

    assert marked(client, f"{reverse('dashboard')}?tab=unanswered") == [("bdi", "es")]
    waiting.claim(doctor=doctor)
    assert marked(client, f"{reverse('dashboard')}?tab=mine") == [("a", "es")]
    assert ("h3", "es") in marked(client, reverse("opinions"))


def test_workbench_says_the_language_of_both_texts(signed_in, moderator):
    question = make_approved_answer(consent=Consent.NO_NEED, language="es").question

    page = marked(signed_in(moderator), reverse("admin:desk-publication", args=[question.reference]))

    assert page.count(("p", "es")) > 3


def test_what_people_type_runs_the_way_it_is_written():
    """On an Arabic page an English sentence would end at its beginning: each element of typed words has its own
    direction, or holds the words in one that has, beside a label in the language of the page."""
    element = re.compile(r'<\w+[^>]* class="(?:[^"]* )?typed(?: [^"]*)?"[^>]*>(?:(?!</(?:p|dd|li|div)>).)*')
    found = [
        (path.name, words)
        for path in (Path(settings.BASE_DIR) / "templates").rglob("*.html")
        for words in element.findall(path.read_text())
    ]

    assert len(found) > 100
    assert [(name, words) for name, words in found if 'dir="auto"' not in words and "<bdi" not in words] == []


def test_no_language_decorates_a_function():
    """override() as a decorator is one object for all threads: a request would go on in another one's language."""
    modules = [path for app in APPS for path in (Path(settings.BASE_DIR) / app).rglob("*.py")]

    assert modules
    assert [
        path.name for path in modules if re.search(r"@(translation\.)?override\(", path.read_text())
    ] == []
