"""What an auditor reads, and that they change nothing."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from accounts import audit, seals
from accounts.models import AccessEvent, AuditEvent, User
from portal import roles
from portal.auditing import items
from tests import factories

pytestmark = pytest.mark.django_db

TRAIL, LOOKS = reverse("admin:audit"), reverse("admin:audit-looks")


def lines(client, address=TRAIL, **query):
    return client.get(address, query).context["lines"]


@pytest.fixture
def answer(moderator):
    return factories.make_approved_answer(
        moderator=moderator,
        title="zebra-title",
        text="zebra-text",
        contract={"explanation": "Rest a **little**."},
    )


def test_the_trail_is_filtered_by_reference_person_verb_and_day(signed_in, auditor, moderator, answer):
    reference = answer.question.reference
    factories.make_declined_question(moderator=moderator)
    client = signed_in(auditor)

    assert {line.reference for line in lines(client, reference=reference.lower())} == {reference}
    assert {line.who for line in lines(client, who="Moder")} == {"Moderator"}
    assert {line.who for line in lines(client, who=str(moderator.pk))} == {"Moderator"}
    assert [line.what for line in lines(client, verb="question.declined")] == ["declined the query"]
    assert lines(client, day="2001-01-01") == []
    assert client.get(TRAIL, {"day": "soon"}).status_code == 422


def test_a_patient_is_a_number_and_nobody_finds_their_queries_by_name(signed_in, auditor, answer):
    patient = answer.question.asker
    User.objects.filter(pk=patient.pk).update(name="Petra Patient")
    client = signed_in(auditor)

    own = {line.who for line in lines(client, who=str(patient.pk))}

    assert own == {f"Account {patient.pk}"} and lines(client, who="Petra") == []


def test_an_item_says_that_it_shows_the_newest_alone(signed_in, auditor, answer, monkeypatch):
    address, client = reverse("admin:audit-item", args=[answer.question.reference]), signed_in(auditor)
    whole = client.get(address).content.decode()
    monkeypatch.setattr(items, "MOST", 2)

    cut = client.get(address)

    assert "These are the newest" not in whole and len(cut.context["decisions"]) == 2
    assert f"{TRAIL}?reference={answer.question.reference}" in cut.content.decode()


@pytest.mark.parametrize("count", (1, 120))
def test_lists_cost_the_same_queries_and_pages_skip_nothing(
    signed_in, auditor, stranger, count, django_assert_num_queries
):
    for number in range(count):
        audit.record(stranger, "question.tested", stranger, reference="", version=number)
    client = signed_in(auditor)
    with django_assert_num_queries(7):
        response = client.get(TRAIL, {"who": str(stranger.pk)})

    seen = [line.about for line in response.context["lines"]]
    while response.context["next_before"]:
        response = client.get(TRAIL, {"who": str(stranger.pk), "before": response.context["next_before"]})
        seen += [line.about for line in response.context["lines"]]
    assert len(seen) == len(set(seen)) == count


def test_no_page_tells_an_address(signed_in, auditor, answer):
    client = signed_in(auditor)
    client.get(reverse("admin:audit-texts", args=[answer.question.reference]), {"reason": "quality"})

    for address in (TRAIL, LOOKS, reverse("admin:audit-item", args=[answer.question.reference])):
        page = client.get(address).content.decode()
        assert "@example.org" not in page and "zebra" not in page


def test_texts_are_read_with_a_reason_that_the_patient_sees(client, auditor, answer):
    factories.make_new_version(answer, explanation="Rest a **lot**.")
    question = answer.question
    address = reverse("admin:audit-texts", args=[question.reference])
    client.force_login(auditor)

    asked = client.get(address).content.decode()
    unknown = client.get(address, {"reason": "curious"})
    assert "little" not in asked and unknown.status_code == 422 and not AccessEvent.objects.exists()
    page = client.get(address, {"reason": "complaint"}).content.decode()

    assert "<del>**little**." in page and "<ins>**lot**." in page
    look = AccessEvent.objects.get()
    assert (look.viewer_id, look.viewer_role, look.reason) == (auditor.pk, "auditor", "complaint")
    client.force_login(question.asker)
    mine = client.get(question.get_absolute_url()).content.decode()
    assert "An auditor" in mine and "to look into a complaint" in mine


def test_public_texts_of_answers_are_among_them(signed_in, auditor):
    page = factories.make_published_question(contract={"explanation": "Rest a **little**."})
    factories.make_correction(page.question, text="It began a month ago.")
    address = reverse("admin:audit-texts", args=[page.question.reference])

    public = dict(signed_in(auditor).get(address, {"reason": "quality"}).context["public"])

    label = f"{page.lead_doctor.name}: Explanation"
    assert "Rest a **little**." in "".join(words for _kind, words in public[label])


def test_seals_and_the_last_check_are_shown(signed_in, auditor, answer):
    seals.seal()
    seals.check_daily()

    page = signed_in(auditor).get(reverse("admin:audit-seals")).content.decode()

    assert seals.newest().split(":")[1] in page and "Everything is as it was written" in page


@pytest.mark.parametrize("who", ["moderator", "senior", "doctor"])
def test_the_trail_is_for_auditors(request, client, who):
    person = request.getfixturevalue(who)
    client.force_login(getattr(person, "user", person))

    assert client.get(TRAIL).status_code in (302, 403)


def test_an_auditor_who_is_put_into_another_group_still_changes_nothing(signed_in, auditor):
    auditor.groups.add(Group.objects.get(name=roles.MODERATOR))
    question = factories.make_question()

    response = signed_in(auditor).post(
        reverse("admin:desk-query-decline", args=[question.reference]),
        {"version": question.version, "reason": "x"},
    )

    question.refresh_from_db()
    assert (response.status_code, question.care) == (403, "submitted")


def test_signing_out_is_not_refused(signed_in, auditor):
    client = signed_in(auditor)

    assert client.post(reverse("account_logout")).status_code == 302
    assert client.get(TRAIL).status_code == 302


def test_an_auditor_without_a_second_factor_may_set_one_up(client, auditor):
    auditor.authenticator_set.all().delete()
    client.force_login(auditor)

    assert client.get(TRAIL).headers["Location"] == reverse("mfa_index")
    assert client.post(reverse("mfa_activate_totp"), {"code": "1"}).status_code != 403


def test_the_trail_stays_as_it_was_while_an_auditor_reads_it(signed_in, auditor, answer):
    before = AuditEvent.objects.count()
    client = signed_in(auditor)

    for name in ("audit", "audit-looks", "audit-seals"):
        assert client.get(reverse(f"admin:{name}")).status_code == 200

    assert AuditEvent.objects.count() == before


def test_my_account_of_an_auditor_is_the_trail(signed_in, auditor):
    assert signed_in(auditor).get("/me/").headers["Location"] == TRAIL


def test_details_within_details_are_written_out(signed_in, auditor, stranger):
    found = {"names": {"count": 2, "left": 0}, "together": True}
    audit.record(stranger, "question.tested", stranger, found=found, kept=["a", "b"])

    said = lines(signed_in(auditor), who=str(stranger.pk))[0].details

    assert said == "found: names (count 2; left 0); together yes, kept: a, b"
