"""The desk: what waits, for whom, in which order; and nothing is ever hidden."""

from datetime import timedelta
from html.parser import HTMLParser

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.desk.lines import queues
from portal.desk.urls import desk_urls
from questions import sending
from questions.models import FlagLevel, Question
from specialties.models import Doctor
from tests import factories

DESK = reverse("admin:desk")


class Links(HTMLParser):
    """Collects where the rows of a list lead."""

    def __init__(self, html, *, start):
        super().__init__()
        self.found, self.start = [], start
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        url = dict(attrs).get("href", "")
        if tag == "a" and url.startswith(self.start) and url not in self.found:
            self.found.append(url)


def listed(response, *, start="/admin/desk/queries/"):
    return Links(response.content.decode(), start=start).found


def rows_of(response):
    """A list without the filters above it."""
    return response.content.decode().partition('class="row-list"')[2]


def query_url(question):
    return reverse("admin:desk-query", args=[question.reference])


def sent_ago(question, *, hours, urgent=False, now=None):
    sent_at = (now or timezone.now()) - timedelta(hours=hours)
    Question.objects.filter(pk=question.pk).update(submitted_at=sent_at, urgent=urgent)


def test_desk_counts_what_waits_and_names_the_oldest(signed_in, senior):
    sent_ago(factories.make_question(), hours=50)
    factories.make_question()
    factories.make_submitted_answer()
    factories.make_doctor(verified=False)

    cards = signed_in(senior).get(DESK).context["work"]

    counts = {card["queue"].key: card["count"] for card in cards}
    assert counts == {
        "queries": 2,
        "answers": 1,
        "follow-ups": 0,
        "appeals": 0,
        "decision-appeals": 0,
        "opinions": 0,
        "disagreements": 0,
        "page-reports": 0,
        "stale": 0,
        "reports": 0,
        "publications": 0,
        "approvals": 0,
        "corrections": 0,
        "doctors": 1,
        "licences": 0,
    }
    assert {card["queue"].key: card["age"] for card in cards}["queries"] == "2\xa0days"


def test_list_shows_urgent_first_then_oldest(signed_in, moderator):
    young, old, urgent = (factories.make_question() for _ in range(3))
    sent_ago(young, hours=1)
    sent_ago(old, hours=9)
    sent_ago(urgent, hours=0, urgent=True)

    response = signed_in(moderator).get(reverse("admin:desk-list", args=["queries"]))

    assert listed(response) == [query_url(urgent), query_url(old), query_url(young)]


def test_row_says_each_mark_once_and_keeps_its_reference_whole(signed_in, moderator, asker):
    factories.make_red_flag(code="harm", level=FlagLevel.SELF_HARM, pattern="end my life")
    draft = factories.make_draft(owner=asker, text="I want to end my life.")
    question = sending.send(draft, by=asker)
    answer = factories.make_submitted_answer(question=factories.make_open_question(self_harm=True))
    client = signed_in(moderator)

    queries = rows_of(client.get(reverse("admin:desk-list", args=["queries"])))
    answers = rows_of(client.get(reverse("admin:desk-list", args=["answers"])))
    one = client.get(reverse("admin:desk-answer", args=[answer.pk])).content.decode()

    assert [queries.count("Self-harm"), answers.count("Self-harm")] == [1, 1]
    assert f'<span class="text-nowrap">{question.reference}</span></a>' in queries
    assert f'>Answer to <span class="text-nowrap">{answer.question.reference}</span></h1>' in one


def test_heading_with_somebodys_name_is_escaped(signed_in, moderator):
    doctor = factories.make_doctor(name="<i>Q-7K3M-92VX</i>")

    page = signed_in(moderator).get(reverse("admin:desk-doctor", args=[doctor.pk])).content.decode()

    assert '>&lt;i&gt;<span class="text-nowrap">Q-7K3M-92VX</span>&lt;/i&gt;</h1>' in page


def test_pages_of_a_list_hold_every_row_once_while_rows_leave(signed_in, moderator, monkeypatch):
    monkeypatch.setattr(queues, "PAGE_SIZE", 3)
    questions = [factories.make_question() for _ in range(8)]
    now = timezone.now()
    for number, question in enumerate(questions):  # some of them sent at the very same moment
        sent_ago(question, hours=number // 6, urgent=number % 2 == 0, now=now)
    client, seen, url = signed_in(moderator), [], reverse("admin:desk-list", args=["queries"])

    while url:
        response = client.get(url)
        seen += listed(response)
        last = Question.objects.get(reference=seen[-1].split("/")[-2])
        last.decline(by=moderator, reason="Not a health question.", seen_version=last.version)
        after = response.context["next_after"]
        url = after and f"{reverse('admin:desk-list', args=['queries'])}?after={after}"

    assert sorted(seen) == sorted(query_url(question) for question in questions)


def test_open_next_leads_to_the_first_that_is_not_ones_own(signed_in, moderator):
    own, other = factories.make_question(asker=moderator), factories.make_question()
    sent_ago(own, hours=9)
    sent_ago(other, hours=1)

    response = signed_in(moderator).get(reverse("admin:desk-next", args=["queries"]))

    assert response.url == query_url(other)


def test_skipping_leads_to_the_one_behind(signed_in, moderator):
    first, second = factories.make_question(), factories.make_question()

    response = signed_in(moderator).get(reverse("admin:desk-next", args=["queries"]), {"after": first.pk})

    assert response.url == query_url(second)


def test_licences_that_end_soon_are_listed_with_the_days_left(signed_in, moderator):
    soon, later = factories.make_doctor(), factories.make_doctor()
    Doctor.objects.filter(pk=soon.pk).update(licence_expires_on=timezone.now().date() + timedelta(days=12))

    response = signed_in(moderator).get(reverse("admin:desk-list", args=["licences"]))

    assert [row.title for row in response.context["rows"]] == [soon.name]
    assert [row.age for row in response.context["rows"]] == ["ends in 12 days"]
    assert later.name not in response.content.decode()


@pytest.mark.parametrize("count", (1, 3, 20))
def test_desk_and_lists_cost_the_same_queries_at_any_length(
    signed_in, moderator, senior, count, django_assert_num_queries
):
    for _ in range(count):
        factories.make_question()
        factories.make_submitted_answer(moderator=moderator)
        question = factories.make_approved_answer(consent="show_first", moderator=moderator).question
        factories.make_public_draft(question=question, moderator=moderator)
        factories.make_approved_answer(consent="show_first", moderator=moderator)
        factories.make_doctor(verified=False)
    client = signed_in(senior)

    with django_assert_num_queries(12):  # the counts are one, the oldest one a queue
        client.get(DESK)
    for key in ("queries", "answers", "publications", "approvals", "doctors"):
        expected = {"doctors": 9, "queries": 11}.get(
            key, 10
        )  # with the red flags found; with the prints of texts
        with django_assert_num_queries(expected):
            response = client.get(reverse("admin:desk-list", args=[key]))
        assert len(response.context["rows"]) == count


@pytest.mark.parametrize("path", ["", "waiting/queries/", "waiting/doctors/next/"])
def test_desk_is_for_staff_alone(client, signed_in, doctor, asker, path):
    assert client.get(DESK + path).status_code == 302
    assert signed_in(asker).get(DESK + path, follow=True).status_code == 403
    assert signed_in(doctor.user).get(DESK + path, follow=True).status_code == 403


def test_staff_without_the_permission_see_no_list(db, signed_in):
    clerk = factories.make_user(is_staff=True)
    factories.add_second_factor(clerk)
    client = signed_in(clerk)

    codes = [client.get(reverse("admin:desk-list", args=[key])).status_code for key in queues.BY_KEY]

    assert codes == [403] * len(codes)
    assert client.get(DESK).status_code == 403


def test_staff_without_the_permission_are_refused_on_every_page_and_button(db, signed_in):
    clerk = factories.make_user(is_staff=True)
    factories.add_second_factor(clerk)
    answer = factories.make_approved_answer(consent="no_need")
    reference, doctor = answer.question.reference, answer.doctor
    client, codes = signed_in(clerk), {}

    for pattern in desk_urls(lambda view: view):
        values = {"key": "queries", "reference": reference}
        values["pk"] = doctor.pk if "doctor" in pattern.name else answer.pk
        values["kind"] = "answer"
        wanted = {name: values[name] for name in pattern.pattern.converters}
        url = reverse(f"admin:{pattern.name}", kwargs=wanted)
        codes[pattern.name] = {client.get(url).status_code, client.post(url).status_code} - {405}

    assert codes == {name: {403} for name in codes}
    assert len(codes) > 40


def test_list_cannot_go_on_behind_what_never_stood_in_it(signed_in, moderator):
    question = factories.make_question()

    response = signed_in(moderator).get(
        reverse("admin:desk-list", args=["approvals"]), {"after": question.pk}
    )

    assert response.status_code == 404


@pytest.mark.parametrize(
    "path", ["waiting/nothing/", "waiting/queries/?after=x", "waiting/queries/?after=99999999"]
)
def test_what_does_not_exist_is_not_found(signed_in, moderator, path):
    assert signed_in(moderator).get(DESK + path).status_code == 404
