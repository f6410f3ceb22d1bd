"""The catalogues hold every message of the code, whole, in each language, and a term is changed in one place."""

import ast
import gettext
import io
import re

import pytest
from babel.messages.catalog import Catalog

from portal import catalogues
from tests.test_conventions import MODULES, nodes

TRANSLATED = catalogues.TRANSLATED


def key(message):
    return message.context, message.id


@pytest.fixture(scope="module")
def found():
    return {key(message) for message in catalogues.found() if message.id}


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_message_of_the_code_is_in_the_catalogue_and_no_other(language, found):
    have = {key(message) for message in catalogues.read(language) if message.id}

    assert len(found) > 3000
    assert (found - have, have - found) == (set(), set()), "run `make words`, and translate what is new"


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_message_is_untranslated_or_broken(language):
    catalog = catalogues.read(language)

    wrong = {
        message.id: fault
        for message in catalog
        for fault in catalogues.faults(message, plural_forms=catalog.num_plurals)
    }

    assert wrong == {}


@pytest.mark.parametrize("language", [catalogues.SOURCE, *TRANSLATED])
def test_compiled_catalogue_is_that_of_the_words(language):
    compiled = (catalogues.LOCALE / language / "LC_MESSAGES" / "django.mo").read_bytes()

    assert compiled == catalogues.made(language), "run `make words`"


@pytest.mark.parametrize(
    ("english", "translated", "fault"),
    [
        ("Send", "", "not translated"),
        (("%(number)s day", "%(number)s days"), ("un día", ""), "not translated"),
        (("%(number)s day", "%(number)s days"), ("un día",), "1 plural forms instead of 2"),
        ("Until %(day)s", "Hasta %(dia)s", "unknown placeholder: %(dia)s"),
        ("Until %(day)s", "Hasta", "placeholder left out: %(day)s"),
        ("Until {day}", "Hasta", "placeholder left out: {day}"),
        ("%s of %s", "de", "placeholder left out: %s"),
        ("%d", "uno", "placeholder left out: %d"),
        ('<a href="%(url)s">Ask</a> us', "Pregunte %(url)s", "other tags"),
        ("Send ", "Enviar", "other space at an end"),
    ],
)
def test_broken_translations_are_found(english, translated, fault):
    message = Catalog(locale="es").add(english, translated)

    assert fault in catalogues.faults(message, plural_forms=2)


def test_a_form_of_one_number_may_do_without_it():
    message = Catalog(locale="es").add(("%(number)s day", "%(number)s days"), ("un día", "%(number)s días"))

    assert not list(catalogues.faults(message, plural_forms=2))


GETTEXT = {
    "_",
    *(name for name in catalogues.KEYWORDS if name.strip("_n").startswith(("gettext", "pgettext"))),
}


# Names of languages: Django's own catalogues have them. Words of tables: in them are those of catalogues.SHIPPED.
KNOWN = {("specialties/templatetags/doctors.py", "name"), ("accounts/templatetags/written.py", "words")}


def test_messages_are_written_out_where_they_are_said():
    """What is put together or handed over is in no catalogue."""
    wrong = [
        f"{path}:{node.lineno}"
        for path, node in nodes(ast.Call, within=MODULES)
        if isinstance(node.func, ast.Name)
        and node.func.id in GETTEXT
        and not isinstance(node.args[0], ast.Constant)
        and (path, ast.unparse(node.args[0])) not in KNOWN
    ]

    assert wrong == []


def words_of(compiled):
    catalog = gettext.GNUTranslations(io.BytesIO(compiled))._catalog
    return {identity: words for identity, words in catalog.items() if identity}


def test_the_word_for_specialty_is_changed_in_one_place():
    terms = {"en": {"specialty": "area", "specialties": "areas"}}

    words = words_of(catalogues.made("en", terms))

    assert len(words) > 50
    # Not the names of placeholders and addresses.
    left = [said for said in words.values() if "specialt" in re.sub(catalogues.NO_WORD, "", said).lower()]
    assert left == []
    assert words["All specialties"] == "All areas"


def test_an_article_goes_with_the_new_word():
    changed = catalogues._with_terms("Select a specialty. A specialty has topics.", {"specialty": "area"})

    assert changed == "Select an area. An area has topics."


@pytest.mark.parametrize(
    ("language", "word", "new"), [("es", "especialidad", "disciplina"), ("ar", "تخصص", "مجال")]
)
def test_terms_of_other_languages_are_changed_too(language, word, new):
    words = words_of(catalogues.made(language, {language: {word: new}}))

    assert sum(new in said for said in words.values()) > 20
    assert not [said for said in words.values() if re.search(rf"\b{word}\b", said)]


def test_english_has_no_catalogue_of_its_own_while_no_term_is_changed():
    assert words_of(catalogues.made("en", {})) == {}
