"""What everybody may read: home, topics, questions, doctors, search, information."""

from unittest import mock

from django.urls import reverse

from accounts.prepared import Statement
from portal.sitemaps import INFORMATION
from questions.search import engine, terms
from specialties.models import Specialty
from tests import factories
from tests.archive import make_imported
from tests.browser.gallery import words
from tests.browser.gallery.scene import named, press, scene

for name in INFORMATION:
    scene(f"Information: {name}")(named(name, lambda cast, name=name: reverse(name)))


@scene("Home of a site that has nothing yet")
def home_empty(cast):
    return reverse("home")


@scene("Home")
def home(cast):
    cast.pages(3)
    return reverse("home")


@scene("Home, for a patient who is signed in", "patient")
def home_signed_in(cast):
    cast.pages(3)
    return reverse("home")


@scene("All topics")
def specialty_list(cast):
    cast.pages(1)
    for name in ("Cardiology", "Dermatology", "Zoonoses and other diseases that animals give to people"):
        factories.make_specialty(name=f"Some of {name}", parent=factories.make_specialty(name=name))
    return reverse("specialty-list")


@scene("All topics of a site that has none")
def specialty_list_empty(cast):
    return reverse("specialty-list")


@scene("A topic")
def topic(cast):
    cast.pages(4)
    return cast.topic.get_absolute_url()


@scene("A topic without questions")
def topic_empty(cast):
    return cast.topic.get_absolute_url()


@scene("A topic's page that isn't there", status=404)
def topic_page_beyond_the_last(cast):
    return cast.topic.get_absolute_url() + "?page=99"


@scene("A topic with many questions: its second page")
def topic_second_page(cast):
    for number in range(45):
        make_imported(number, specialty=cast.topic.name, parent=cast.area.name)
    return cast.topic.get_absolute_url() + "?page=2"


@scene("A topic whose texts are long and have no gaps")
def topic_monstrous(cast):
    monstrous_page(cast)
    return cast.topic.get_absolute_url()


@scene("An area with its topics")
def area(cast):
    cast.pages(2)
    return cast.area.get_absolute_url()


@scene("A question")
def question(cast):
    return cast.page.get_absolute_url()


@scene("A question, printed", media="print")
def question_printed(cast):
    return cast.page.get_absolute_url()


@scene("A topic, printed", media="print")
def topic_printed(cast):
    cast.pages(3)
    return cast.topic.get_absolute_url()


@scene("A short question with the shortest answer")
def question_short(cast):
    return factories.make_published_question(
        specialty=cast.topic, title="Why?", text="It hurts."
    ).get_absolute_url()


@scene("A question with what was asked back and asked further")
def question_exchanged(cast):
    answer = factories.make_exchanged_answer(**cast.asked, doctor=cast.doctor)
    return factories.make_exchanged_page(question=answer.question).get_absolute_url()


@scene("A question with colleagues' opinions")
def question_opinions(cast):
    answer = cast.page.answers.get()
    for stance in ("agree", "caveat"):
        doctor = factories.make_doctor(specialties=[cast.area], name=f"Dr {stance.title()}")
        factories.make_opinion(answer=answer, doctor=doctor, stance=stance, shown=True)
    return cast.page.get_absolute_url()


@scene("A question that was corrected")
def question_corrected(cast):
    draft = factories.make_correction(
        cast.page.question, title=words.TITLE, note="The first line of the advice."
    )
    factories.approve_correction(draft)
    return cast.page.get_absolute_url()


@scene("A question whose texts are long and have no gaps")
def question_monstrous(cast):
    return monstrous_page(cast).get_absolute_url()


@scene("A question in letters from right to left")
def question_right_to_left(cast):
    return make_imported(title=words.ARABIC, question=words.ARABIC_TEXT).get_absolute_url()


@scene("A question of the archive")
def question_imported(cast):
    return make_imported(1).get_absolute_url()


@scene("A question that was taken down", status=410)
def question_withdrawn(cast):
    address = cast.page.get_absolute_url()
    factories.take_page_down(cast.page)
    return address


@scene("All doctors")
def doctor_list(cast):
    cast.pages(1)
    cast.other_doctor.save()
    factories.make_doctor(specialties=[cast.area], name=words.NAME[:120], register_name=words.WORD[:160])
    return reverse("doctor-list")


@scene("All doctors of a site that has none")
def doctor_list_empty(cast):
    return reverse("doctor-list")


@scene("A doctor")
def doctor(cast):
    cast.pages(3)
    return cast.doctor.get_absolute_url()


@scene("A doctor who answered nothing yet")
def doctor_new(cast):
    return cast.doctor.get_absolute_url()


@scene("A doctor whose names are long")
def doctor_monstrous(cast):
    return monstrous_page(cast).lead_doctor.get_absolute_url()


@scene("Search, before anything is looked for")
def search(cast):
    return reverse("search")


@scene("Search, with things found")
def search_found(cast):
    cast.pages(4)
    return reverse("search") + "?q=tingling"


@scene("Search, with nothing found")
def search_nothing(cast):
    cast.pages(1)
    return reverse("search") + "?q=nothinglikeit"


@scene("Search for a word without end")
def search_monstrous(cast):
    monstrous_page(cast)
    return reverse("search") + "?q=" + words.WORD[:150]


@scene("Search that takes too long", status=503)
def search_too_long(cast):
    slow = Statement("SELECT pg_sleep(5)::text, $1::text, 1, 1")
    with mock.patch.object(terms, "LEXEMES", slow), mock.patch.object(engine, "TIMEOUT", 100):
        yield reverse("search") + "?q=knee+pain"


@scene("To report a public page")
def page_report(cast):
    return reverse("page-report", args=[cast.page.reference])


@scene("To report a public page, with nothing filled in", status=422)
def page_report_errors(cast):
    page = yield reverse("page-report", args=[cast.page.reference])
    press(page, "Send")


@scene("A public page was reported")
def page_report_sent(cast):
    return reverse("page-report-sent", args=[cast.page.reference])


@scene("Thanks for saying whether it helped")
def page_helpful_thanks(cast):
    return reverse("page-helpful-thanks", args=[cast.page.reference])


@scene("To report a doctor")
def doctor_report(cast):
    return reverse("doctor-report", args=[cast.doctor.slug])


@scene("To report a doctor, with nothing filled in", status=422)
def doctor_report_errors(cast):
    page = yield reverse("doctor-report", args=[cast.doctor.slug])
    press(page, "Send")


@scene("A doctor was reported")
def doctor_report_sent(cast):
    return reverse("doctor-report-sent", args=[cast.doctor.slug])


def monstrous_page(cast):
    """A public page every text of which is long, has no gap or runs the other way."""
    synonyms = [f"Other name {number}" for number in range(299)] + [words.WORD]
    Specialty.objects.filter(pk=cast.topic.pk).update(introduction=words.WORD, synonyms=synonyms)
    doctor = factories.make_doctor(
        specialties=[cast.area], name=words.NAME[:120], register_name=words.WORD[:160]
    )
    return factories.make_published_question(
        specialty=cast.topic,
        doctor=doctor,
        title=words.WORD[:200],
        text=f"{words.WORD} {words.OVERRIDE}never closed",
        contract=words.MONSTROUS,
    )
