"""Support staff grant queries with a reason; they read no query, and nobody grants to themselves."""

import pytest

from accounts.models import AuditEvent, Mail
from portal import roles
from questions.models import Credit
from tests import factories

pytestmark = pytest.mark.django_db

ADD = "/admin/questions/credit/add/"
LIST = "/admin/questions/credit/"


@pytest.fixture
def support():
    return factories.make_staff(roles.SUPPORT, name="Support")


def grant(client, **changed):
    return client.post(
        ADD, {"email": "patient@example.org", "amount": "2", "reason": "A long wait", **changed}
    )


def test_a_grant_is_written_told_and_on_the_trail(signed_in, support):
    patient = factories.make_user(email="patient@example.org")
    done = grant(signed_in(support), email="Patient@Example.org")

    credit = Credit.objects.get()
    event = AuditEvent.objects.get(verb="credit.granted")
    assert done.status_code == 302
    assert (credit.patient, credit.amount, credit.reason, credit.granted_by) == (
        patient,
        2,
        "A long wait",
        support,
    )
    assert (event.actor_id, event.subject_id, event.details) == (
        support.pk,
        credit.pk,
        {"amount": 2, "patient": patient.pk},
    )
    assert [(mail.user, mail.kind) for mail in Mail.objects.all()] == [(patient, "credit_granted")]


def test_a_double_click_grants_once_and_another_reason_grants_again(signed_in, support):
    factories.make_user(email="patient@example.org")
    client = signed_in(support)
    for reason in ("A long wait", "A long wait", "Another one"):
        assert grant(client, reason=reason).status_code == 302

    assert [credit.reason for credit in Credit.objects.order_by("pk")] == ["A long wait", "Another one"]
    assert Mail.objects.count() == AuditEvent.objects.filter(verb="credit.granted").count() == 2


def test_the_patient_sees_it_with_its_reason_and_without_a_name(client, signed_in, support):
    patient = factories.make_user(email="patient@example.org")
    grant(signed_in(support))
    page = signed_in(patient).get("/me/credits/")

    assert ("A long wait" in page.text, "+2" in page.text, "Support" in page.text) == (True, True, False)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", ""),
        ("email", "nobody@example.org"),
        ("email", "closed@example.org"),
        ("email", "support@example.org"),
        ("amount", "0"),
        ("amount", "-1"),
        ("amount", "21"),
        ("reason", ""),
        ("reason", "  "),
        ("reason", "x" * 201),
    ],
)
def test_a_grant_that_makes_no_sense_is_refused_at_its_field(signed_in, support, field, value):
    factories.make_user(email="patient@example.org")
    factories.make_user(email="closed@example.org", is_active=False)
    support.email = "support@example.org"
    support.save()
    page = grant(signed_in(support), **{field: value})

    assert list(page.context["adminform"].form.errors) == [field]
    assert not Credit.objects.exists() and not Mail.objects.exists()


def test_a_line_is_shown_and_neither_changed_nor_taken_away(signed_in, support):
    factories.make_user(email="patient@example.org")
    client = signed_in(support)
    grant(client)
    one = f"{LIST}{Credit.objects.get().pk}/change/"

    assert client.get(one).status_code == 200
    assert client.post(one, {"amount": "9"}).status_code == 403
    assert client.post(one.replace("change", "delete"), {"post": "yes"}).status_code == 403
    assert Credit.objects.get().amount == 2


def test_support_finds_a_ledger_by_address_and_reads_no_query(signed_in, support):
    question = factories.make_question(asker=factories.make_user(email="patient@example.org"))
    factories.make_user(email="other@example.org")
    client = signed_in(support)
    grant(client)
    grant(client, email="other@example.org")
    found = client.get(LIST, {"q": "patient@"})

    assert [credit.patient.email for credit in found.context["cl"].result_list] == ["patient@example.org"]
    assert client.get("/me/").headers["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200
    assert [
        client.get(path).status_code
        for path in (
            f"/admin/desk/queries/{question.reference}/",
            f"/me/questions/{question.reference}/",
            "/admin/questions/question/",
            "/admin/accounts/user/",
            "/admin/questions/payment/",
            "/admin/desk/",
        )
    ] == [403, 404, 403, 403, 403, 403]


def test_a_moderator_grants_nothing_and_sees_no_ledger(signed_in, moderator):
    factories.make_user(email="patient@example.org")
    client = signed_in(moderator)

    assert (grant(client).status_code, client.get(LIST).status_code) == (403, 403)
    assert not Credit.objects.exists()


def test_the_accounts_page_leads_to_the_form_with_its_address(signed_in, administrator):
    patient = factories.make_user(email="patient@example.org")
    client = signed_in(administrator)
    account = client.get(f"/admin/accounts/user/{patient.pk}/change/")
    form = client.get(ADD, {"patient": patient.pk})

    assert f'href="{ADD}?patient={patient.pk}"' in account.text
    assert 'value="patient@example.org"' in form.text
    assert [client.get(ADD, {"patient": odd}).status_code for odd in ("", "x", "9" * 30, "²")] == [200] * 4
