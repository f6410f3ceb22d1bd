"""The main job in a real browser: a query becomes a reviewed, published answer, and is taken down again.

One long walk on purpose: it proves that the pages of the four people fit together. What each page does in
detail is tested beside it, without a browser.
"""

import re

import pytest
from PIL import Image

from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)

TITLE = "Why does one side of my face look thinner?"
PRIVATE = "My name is Marisol Quintero and I live in Penrith. For a year my left cheek has been sinking in."
PUBLIC = "I live in a small town. For a year my left cheek has been sinking in."


@pytest.fixture
def people(db):
    """The cast: a patient, a verified doctor of the topic, two moderators, the second a senior one."""
    factories.make_red_flag()
    area = factories.make_specialty(name="Neurology")
    topic = factories.make_specialty(name="Hemifacial Atrophy", parent=area, rare=True)
    return {
        "topic": topic,
        "patient": factories.make_user(name="Marisol"),
        "doctor": factories.make_doctor(specialties=[area], name="Dr Ada Byron").user,
        "moderator": factories.make_moderator(name="Robin"),
        "second": factories.make_moderator(name="Samira", senior=True),
    }


@pytest.fixture
def windows(open_page, people):
    """A browser window for each of them, and one for a reader who is nobody."""
    names = ("patient", "doctor", "moderator", "second")
    return {"reader": open_page(), **{name: open_page(people[name]) for name in names}}


def test_a_query_is_asked_answered_published_and_taken_down(windows, people, tmp_path):
    reference = ask(windows["patient"], people["topic"], picture=a_picture(tmp_path))
    open_to_doctors(windows["moderator"], reference)
    write_answer(windows["doctor"], reference, explanation="It may be a rare condition.")
    return_it(windows["moderator"], reason="Please say what the patient can do now.")
    correct_it(windows["doctor"], reference)
    approve_it(windows["second"])
    read_it_and_allow_publication(windows["patient"], reference)
    prepare_public_copy(windows["moderator"], reference)
    approve_public_copy(windows["second"], reference)
    public_url = agree(windows["patient"], reference)

    places = ("/specialties/hemifacial-atrophy/", "/search/?q=sinking+cheek", "/feed/")
    for place in (public_url, *places):
        assert TITLE in source(windows["reader"], place), place
        assert "Quintero" not in source(windows["reader"], place), place
    assert public_url in sitemap(windows["reader"])

    take_down(windows["patient"], reference)

    assert windows["reader"].request.get(public_url).status == 410
    for place in places:
        assert TITLE not in source(windows["reader"], place), place
    assert public_url not in sitemap(windows["reader"])


def a_picture(folder):
    path = folder / "face.jpg"
    Image.new("RGB", (400, 300), "peru").save(path)
    return path


def ask(page, topic, *, picture):
    page.goto(f"/ask/?specialty={topic.slug}")
    page.click("main a[href^='/ask/specialty/']")
    go_on(page, to="symptoms")
    page.check("[name=symptoms][value=none]")
    go_on(page, to="about")
    page.check("[name=about][value=self]")
    go_on(page, to="question")
    page.fill("[name=title]", TITLE)
    go_on(page, to="details")
    page.fill("[name=text]", PRIVATE)
    go_on(page, to="background")
    go_on(page, to="pictures")
    page.set_input_files("[name=pictures]", picture)
    page.wait_for_selector("main img")
    page.click("main button[value=continue]")
    page.wait_for_url("**/privacy/")
    page.check("[name=consent][value=private]")
    go_on(page, to="check")
    page.click("main button:has-text('Send my query')")
    page.wait_for_url("**/ask/sent/**")
    return re.search(r"Q-\w{4}-\w{4}", page.url).group()


def go_on(page, *, to):
    page.click("main form button.btn-primary")
    page.wait_for_url(f"**/{to}/")


def open_to_doctors(page, reference):
    page.goto("/admin/desk/waiting/queries/next/")
    assert reference in page.url
    page.click("text=Open to doctors and next")
    page.wait_for_url(lambda url: reference not in url)


def write_answer(page, reference, *, explanation):
    page.goto("/dashboard/")
    page.click("text=Claim and answer")
    page.wait_for_url(f"**/dashboard/questions/{reference}/")
    page.fill("[name=short_answer]", "It may be hemifacial atrophy; a neurologist should look.")
    page.fill("[name=explanation]", explanation)
    page.fill("[name=self_care]", "Take a photograph each month.")
    page.fill("[name=help_urgent]", "You have a first seizure.")
    page.fill("[name=limits]", "Without an examination nobody can be sure.")
    page.check("[name=clinical_opinion]")
    page.fill("[name^=finding]", "A flat area on the left cheek.")
    send_for_review(page)


def send_for_review(page):
    with page.expect_navigation():
        page.click("text=Send for review")
    assert "There is a problem" not in page.inner_text("body")


def return_it(page, *, reason):
    page.goto("/admin/desk/waiting/answers/next/")
    page.click("text=Send back with a reason")
    page.select_option("[name=return-rule]", index=1)
    page.fill("[name=return-reason]", reason)
    with page.expect_navigation():
        page.click("form[action$='/return/'] button[type=submit]")


def correct_it(page, reference):
    page.goto(f"/dashboard/questions/{reference}/")
    assert "Please say what the patient can do now." in page.inner_text("main")
    page.fill("[name=self_care]", "Take a photograph each month and see a neurologist.")
    send_for_review(page)


def approve_it(page):
    page.goto("/admin/desk/waiting/answers/next/")
    assert "see a neurologist" in page.inner_text("main")
    with page.expect_navigation():
        page.click("text=Approve and next")


def read_it_and_allow_publication(page, reference):
    page.goto(f"/me/questions/{reference}/")
    assert "see a neurologist" in page.inner_text("main")
    page.check("[name=consent][value=show_first]")
    with page.expect_navigation():
        page.click("form[action$='/consent/'] button[type=submit]")


def prepare_public_copy(page, reference):
    page.goto(f"/admin/desk/publications/{reference}/")
    page.fill("[name=text]", PUBLIC)
    with page.expect_navigation():
        page.click("text=Save the public copy")


def approve_public_copy(page, reference):
    page.goto(f"/admin/desk/publications/{reference}/")
    assert PUBLIC in page.content()
    for box in page.locator("[name=signed]").all():
        box.check()
    with page.expect_navigation():
        page.click("text=Approve the saved copy")


def agree(page, reference):
    page.goto(f"/me/questions/{reference}/public/")
    assert PUBLIC.split(". ")[0] in page.inner_text("main")
    with page.expect_navigation():
        page.click("text=I agree to this text")
    page.goto(f"/me/questions/{reference}/")
    return page.get_attribute("main a[href^='/questions/']", "href")


def take_down(page, reference):
    page.goto(f"/me/questions/{reference}/")
    page.click("main a:has-text('Take the public page down')")
    page.wait_for_url("**/public/withdraw/")
    with page.expect_navigation():
        page.click("main button:has-text('Take the page down')")


def source(page, place):
    return page.request.get(place).text()


def sitemap(page):
    parts = re.findall(r"<loc>(?:https?://[^/]+)?([^<]+)</loc>", source(page, "/sitemap.xml"))
    return "".join(source(page, part) for part in parts if part.endswith(".xml") or "sitemap" in part)
