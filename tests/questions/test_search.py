"""Search over public copies, topics and doctors."""

import pytest
from django.core.management import call_command

from accounts.prepared import Statement
from answers import publication
from questions.models import RelatedPages, SearchEntry, SearchWord
from questions.search import engine, figures, indexing, ranking, terms
from tests.archive import make_archive
from tests.factories import make_doctor, make_moderator, make_published_question, make_specialty
from tests.searching import pages_found

pytestmark = pytest.mark.django_db


def test_question_is_found_by_title_text_answer_and_topic(client, topic):
    topic.synonyms = ["Parry-Romberg syndrome"]
    topic.save()
    published = make_published_question(
        specialty=topic,
        title="Uneven cheeks",
        text="My dentist noticed.",
        contract={"explanation": "Collagen loss."},
    )

    for words in ("uneven cheek", "dentists", "collagen", "parry romberg", "hemifacial"):
        page = client.get("/search/", {"q": words}).content.decode()
        assert published.get_absolute_url() in page
        assert f"1 question for “<bdi>{words}</bdi>”" in page


def test_hits_are_marked_and_the_rest_is_escaped(client, topic):
    make_published_question(
        specialty=topic, title="<i>Migraine</i> again", text="A <b>migraine</b> each week."
    )

    page = client.get("/search/", {"q": "migraine"}).content.decode()

    assert "&lt;i&gt;<mark>Migraine</mark>&lt;/i&gt; again" in page
    assert "<mark>migraine</mark>" in page
    assert "<b>" not in page


def test_whole_words_are_marked_whatever_their_case(client, topic):
    make_published_question(specialty=topic, title="Harm to an arm; ARMS alarmed")

    page = client.get("/search/", {"q": "arm"}).content.decode()

    assert "Harm to an <mark>arm</mark>; <mark>ARMS</mark> alarmed</a>" in page


def test_a_word_in_the_title_counts_more_than_often_in_the_text(client, topic, doctor):
    make_published_question(specialty=topic, doctor=doctor, title="A rash on the arm", text="It itches.")
    often = "A rash, then no rash, then another rash. " + "I have tried many things and slept badly. " * 8
    make_published_question(specialty=topic, doctor=doctor, title="Something else", text=often)

    page = client.get("/search/", {"q": "rash"}).content.decode()

    assert page.index("on the arm") < page.index("Something else")


def test_when_no_question_has_most_words_some_will_do(client, topic):
    published = make_published_question(specialty=topic, title="Burning feet at night")

    page = client.get("/search/", {"q": "burning xylophone lesson"}).content.decode()

    assert published.get_absolute_url() in page
    assert "No question has most of these words." in page


def test_topics_come_before_questions_and_doctors_are_found_by_name(client, topic):
    topic.synonyms = ["Parry-Romberg syndrome"]
    topic.save()
    doctor = make_doctor(name="Dr Roberta Hemi")
    make_published_question(specialty=topic, title="About the hemifacial kind")

    by_synonym = client.get("/search/", {"q": "romberg"}).content.decode()
    by_name = client.get("/search/", {"q": "dr roberta"}).content.decode()

    assert by_synonym.index(f'class="tile" href="{topic.get_absolute_url()}"') < by_synonym.index(
        "hemifacial kind"
    )
    assert doctor.get_absolute_url() in by_name


def test_unverified_doctor_and_unlisted_topic_are_not_found(client, unverified_doctor):
    hidden = make_specialty(name="Hiddenosis", is_listed=False)

    page = client.get("/search/", {"q": unverified_doctor.name}).content.decode()
    other = client.get("/search/", {"q": "hiddenosis"}).content.decode()

    assert unverified_doctor.get_absolute_url() not in page
    assert hidden.get_absolute_url() not in other


@pytest.mark.parametrize(
    "typed",
    ["", "   ", "the and of", "\x00pain\x00", "pain " * 2000, "x" * 10_000, "& | ! ( ) : * <-> '", "a' || b:*", '"open',
     "-pain", "\\", "%", "é" * 500, "🙂", "<script>", "\ue000\ue001", "or or or", "!!", "pain:*A", "\ud800"],
)  # fmt: skip
def test_nothing_that_can_be_typed_breaks_the_search(client, topic, typed):
    make_published_question(specialty=topic, title="Some pain")

    response = client.get("/search/", {"q": typed.encode("utf-8", "surrogatepass")})

    assert response.status_code == 200
    assert '<meta name="robots" content="noindex">' in response.content.decode()
    assert "<script>" not in response.content.decode()


def test_words_are_kept_and_an_empty_result_helps(client, db):
    page = client.get("/search/", {"q": 'no "such" thing'}).content.decode()

    assert 'value="no &quot;such&quot; thing"' in page
    assert "No questions found" in page
    assert "What you can try" in page


def test_search_costs_the_same_whatever_is_found(client, django_assert_max_num_queries):
    make_archive(1500)
    figures.refresh()
    client.get("/search/", {"q": "archive pain"})  # lexemes of marked words are kept from here on

    with django_assert_max_num_queries(13):
        first = client.get("/search/", {"q": "pain"})
    with django_assert_max_num_queries(13):
        second = client.get("/search/", {"q": "pain", "page": "2"})
    with django_assert_max_num_queries(13):
        client.get("/search/", {"q": "archive 77"})

    assert f"The {ranking.RANKED} questions most like “<bdi>pain</bdi>”" in first.content.decode()
    assert second.content.count(b'"qa-card"') == 10
    assert client.get("/search/", {"q": "pain", "page": "99"}).status_code == 404


def test_withdrawn_question_is_not_found_any_more(client, topic):
    question = make_published_question(specialty=topic, title="Zebra stripes").question
    question.refresh_from_db()
    assert "Zebra" in client.get("/search/", {"q": "stripes"}).content.decode()

    publication.withdraw(question, by=make_moderator(), seen_version=question.version)

    assert "Zebra" not in client.get("/search/", {"q": "stripes"}).content.decode()


@pytest.mark.parametrize(
    ("typed", "found"),
    (
        ("hemifacal atrofy", True),
        ("Parry-Romberg", True),
        ("Romberg's syndrome", True),
        ("one side of my face is shrinking", True),
        (
            "For two years my left cheek got thinner, and they speak of hemifacial atrophy, but I am unsure",
            True,
        ),
        ("my knee hurts", False),
        ("an atrophic stomach", False),
    ),
)
def test_misspelt_lay_and_other_names_lead_to_the_topic(client, topic, typed, found):
    topic.synonyms = ["Parry-Romberg syndrome", "one side of face shrinking"]
    topic.save()
    figures.refresh()

    page = client.get("/search/", {"q": typed}).content.decode()

    assert (f'class="tile" href="{topic.get_absolute_url()}"' in page) == found


def test_a_word_that_no_page_has_is_taken_for_one_that_looks_like_it(client, topic, doctor):
    for number in range(2):
        make_published_question(specialty=topic, doctor=doctor, title=f"Vitiligo on the hands {number}")
    figures.refresh()

    page = client.get("/search/", {"q": "vitilgo"}).content.decode()

    assert "No page has the word “vitilgo”. These have words like it." in page
    assert page.count("<mark>Vitiligo</mark>") == 2
    # A word that was published since the last count isn't mended.
    new = make_published_question(specialty=topic, doctor=doctor, title="Vitilgo is not a slip")
    page = client.get("/search/", {"q": "vitilgo"}).content.decode()
    assert new.get_absolute_url() in page and "No page has" not in page


def test_what_patients_and_pages_call_differently_is_found(client, topic):
    published = make_published_question(specialty=topic, title="After a myocardial infarction")
    figures.refresh()

    page = client.get("/search/", {"q": "heart attack"}).content.decode()

    assert published.get_absolute_url() in page


def test_accents_and_case_make_no_difference(client, topic):
    published = make_published_question(specialty=topic, title="Sjögren and dry eyes")

    page = client.get("/search/", {"q": "SJOGREN"}).content.decode()

    assert published.get_absolute_url() in page and "<mark>Sjögren</mark>" in page


def test_search_in_one_specialty_finds_only_its_pages(client, topic, doctor):
    other = make_specialty(name="Elbows", parent=make_specialty(name="Joints"))
    here = make_published_question(specialty=topic, doctor=doctor, title="A swelling at dawn")
    there = make_published_question(
        specialty=other, doctor=make_doctor(specialties=[other.parent]), title="A swelling at dusk"
    )

    everywhere = client.get("/search/", {"q": "swelling"}).content.decode()
    only = client.get("/search/", {"q": "swelling", "specialty": "joints"}).content.decode()

    assert "/search/?q=swelling&amp;specialty=joints" in everywhere
    assert here.get_absolute_url() in everywhere and there.get_absolute_url() in everywhere
    assert here.get_absolute_url() not in only and there.get_absolute_url() in only
    assert '<input type="hidden" name="specialty" value="joints">' in only


def test_a_search_that_takes_too_long_says_so_and_keeps_the_words(client, topic, monkeypatch):
    monkeypatch.setattr(terms, "LEXEMES", Statement("SELECT pg_sleep(5)::text, $1::text, 1, 1"))
    monkeypatch.setattr(engine, "TIMEOUT", 100)

    response = client.get("/search/", {"q": "knee pain"})

    assert response.status_code == 503
    assert "The search took too long" in response.content.decode()
    assert 'value="knee pain"' in response.content.decode()


def test_pages_are_found_by_a_topics_new_name_after_the_job_ran(topic):
    published = make_published_question(specialty=topic, title="Uneven cheeks")
    assert pages_found("zyxonym") == []

    topic.synonyms = ["Zyxonym"]
    topic.save()
    indexing.write_renamed()

    assert pages_found("zyxonym") == [published]


def test_pages_brought_in_by_hand_are_found_once_they_are_indexed(topic):
    published = make_published_question(specialty=topic, title="Zyxtitle")
    SearchEntry.objects.all().delete()
    assert pages_found("zyxtitle") == []

    call_command("search_index")

    assert pages_found("zyxtitle") == [published]


def test_pages_that_are_due_by_a_new_name_are_written_by_the_command_too(topic):
    published = make_published_question(specialty=topic, title="Uneven cheeks")
    topic.synonyms = ["Zyxonym"]
    topic.save()

    call_command("search_index")

    assert pages_found("zyxonym") == [published] and not RelatedPages.objects.exists()


def test_the_command_finds_related_pages_when_it_is_asked_to(topic):
    published = make_published_question(specialty=topic)

    call_command("search_index", "--related")

    assert [*RelatedPages.objects.values_list("page", flat=True)] == [published.pk]


def test_words_of_a_single_page_are_not_counted(topic, doctor):
    make_published_question(specialty=topic, doctor=doctor, title="Zyxonce and zyxtwice")
    make_published_question(specialty=topic, doctor=doctor, title="Zyxtwice")

    figures.refresh()

    counted = dict(SearchWord.objects.filter(lexeme__startswith="zyx").values_list("lexeme", "pages"))
    assert counted == {"zyxtwic": 2}


def test_a_topic_that_moves_is_found_by_its_new_specialtys_name(topic):
    published = make_published_question(specialty=topic, title="Uneven cheeks")

    topic.parent = make_specialty(name="Zyxology")
    topic.save()
    indexing.write_renamed()

    assert pages_found("zyxology") == [published]


def test_a_topic_that_moves_while_its_pages_are_written_stays_due(topic):
    published, elsewhere = make_published_question(specialty=topic), make_specialty(name="Zyxology")
    topic.synonyms = ["Zyxonym"]
    topic.save()

    def move(_count):
        topic.parent = elsewhere
        topic.save()

    indexing.write_renamed(move)
    assert pages_found("zyxology") == []
    indexing.write_renamed()

    assert pages_found("zyxology") == [published]
