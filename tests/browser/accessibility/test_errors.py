"""A form that came back says so in its title, at the top, and at each field: WCAG 2.4.2, 3.3.1 and 4.1.3."""

import pytest

pytestmark = pytest.mark.django_db(transaction=True)
REFUSED = (
    "readers/page-report-errors",
    "ask/step-symptoms-error",
    "account/login-error",
    "account/signup-error",
    "account/password-error",
    "account/data-erase-error",
    "patient/query-appeal-error",
    "doctor/editor-error",
    "desk/query-error",
    "desk/publication-error",
)
# What each link of the summary leads to: the field that then has the focus, and what is said of it.
LINKS = """(summary) => [...summary.querySelectorAll("a")].map((link) => {
  link.click();
  const field = document.activeElement, box = field.getBoundingClientRect();
  const group = field.closest("fieldset, [role=group]"), described = "aria-describedby";
  const said = (field.getAttribute(described) || group?.getAttribute(described) || "").split(" ")
    .map((id) => document.getElementById(id)?.textContent.trim()).join(" ");
  const wrong = [];
  if (!field.matches("input, select, textarea")) wrong.push("leads to no field");
  if (box.bottom < 0 || box.top > innerHeight) wrong.push("leads to what isn't to be seen");
  if (!said.includes(link.textContent.trim())) wrong.push(`the field says only: ${said.slice(0, 80)}`);
  if (!field.closest("[aria-invalid=true]") && !/radio|checkbox/.test(field.type)) wrong.push("isn't marked");
  return wrong.length ? `${link.textContent.trim()}: ${wrong}` : "";
}).filter(Boolean)"""


def wrong(page):
    summary = page.locator("[data-error-summary]")
    if not summary.count():
        return ["no summary"]
    found = [] if page.title().startswith("Error: ") else [f"title: {page.title()}"]
    if not page.evaluate("document.activeElement.matches('[data-error-summary]')"):
        found.append("the focus is elsewhere")
    if not summary.first.locator("[role=alert]").count():
        found.append("not announced")
    return found + summary.first.evaluate(LINKS)


def test_the_title_the_summary_and_each_field_say_what_is_wrong(visit):
    found = {name: wrong(page) for name, page in visit(*REFUSED)}

    assert {name: faults for name, faults in found.items() if faults} == {}
