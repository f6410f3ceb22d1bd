"""Odd content on public pages: nothing to scroll sideways, nothing over anything else, each script in its own way."""

import pytest
from django.urls import reverse

from specialties.models import Specialty
from tests import factories
from tests.archive import make_imported
from tests.browser.layout import OUTSIDE, OVERLAPS

pytestmark = pytest.mark.django_db(transaction=True)
WORD = "Pneumonoultramicroscopicsilicovolcanoconiosis" * 7
NAME = f"Professor {WORD[:60]}-Featherstonehaugh de la Santísima Trinidad"
OVERRIDE = "\N{RIGHT-TO-LEFT OVERRIDE}"
ARABIC = "هل ضمور الوجه COVID-19 خطير؟"


@pytest.fixture
def addresses(db):
    """Pages whose every text is long, has no gap or runs the other way."""
    topic = factories.make_specialty(
        name="Hemifacial Atrophy", parent=factories.make_specialty(name="Neurology")
    )
    synonyms = [f"Other name {number}" for number in range(299)] + [WORD]
    Specialty.objects.filter(pk=topic.pk).update(introduction=WORD, synonyms=synonyms)
    doctor = factories.make_doctor(specialties=[topic.parent], name=NAME[:120], register_name=WORD[:160])
    contract = {
        "short_answer": WORD[:300], "explanation": f"{'Long. ' * 600}{WORD}\n\n- {WORD}\n  - deep\n    - deeper",
        "sources": f"https://example.org/{'c' * 250}\n{WORD} | https://example.org/",
    }  # fmt: skip
    page = factories.make_published_question(
        specialty=topic,
        doctor=doctor,
        title=WORD[:200],
        text=f"{WORD} {OVERRIDE}never closed",
        contract=contract,
    )
    arabic = make_imported(
        1, specialty=topic.name, parent="Neurology", title=ARABIC, question="ألم " + "😀" * 200
    )
    long = make_imported(2, specialty=topic.name, parent="Neurology", title="Why is it so? " * 28)
    things = (page, arabic, long, topic, topic.parent, doctor)
    found = [reverse("search") + "?q=" + WORD[:150]]
    return [thing.get_absolute_url() for thing in things] + ["/", reverse("doctor-list"), *found]


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (768, "light"), (1440, "dark")])
def test_odd_content_stays_in_its_place(open_page, addresses, width, scheme):
    page = open_page(width=width, color_scheme=scheme)

    for address in addresses:
        assert page.goto(address).status == 200, address
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
        assert (address, page.evaluate(OUTSIDE)) == (address, [])
        assert (address, page.evaluate(OVERLAPS)) == (address, [])


DIRECTIONS = """(words) => [...document.querySelectorAll("main *, .breadcrumbs *")]
  .filter((element) => !element.closest(".visually-hidden") && !element.children.length)
  .filter((element) => element.textContent.includes(words))
  .map((element) => getComputedStyle(element).direction)"""


def test_another_script_runs_its_own_way_wherever_it_stands(open_page):
    arabic, english = make_imported(1, title=ARABIC), make_imported(2)
    page = open_page(width=768)

    for item in (arabic, arabic.topic, arabic.lead_doctor, english):
        page.goto(item.get_absolute_url())
        found = page.evaluate(DIRECTIONS, ARABIC)
        assert (item, found) == (item, ["rtl"] * max(1, len(found)))
    page.goto(arabic.get_absolute_url())
    assert (
        page.evaluate("getComputedStyle(document.querySelector('h1')).direction") == "ltr"
    )  # the page's own way
