"""The stock admin: it shows states, changes nothing of medicine, and never prints what a patient wrote."""

import re

import pytest
from django.contrib import admin
from django.urls import reverse

from accounts.models import AccessEvent, AuditEvent, User
from questions.models import Question
from specialties.models import Specialty
from tests import factories

PRIVATE = "zebra-private-mark"
OF_MEDICINE = [
    "accounts.auditevent",
    "accounts.periodicjob",
    "accounts.accessevent",
    "answers.answer",
    "questions.payment",
    "questions.publishedquestion",
    "questions.question",
    "questions.redflagversion",
    "questions.withdrawnpage",
    "specialties.doctor",
]


def registered():
    return {model._meta.label_lower: model_admin for model, model_admin in admin.site._registry.items()}


def test_only_what_is_known_here_is_in_the_admin():
    ours = [*OF_MEDICINE, "accounts.mail", "accounts.user", "specialties.specialty"]
    ours += ["questions.credit", "questions.helpnumber", "questions.redflag"]
    libraries = ["account.emailaddress", "django_tasks_database.dbtaskresult"]

    assert sorted(registered()) == sorted([*ours, *libraries])


@pytest.mark.parametrize("label", OF_MEDICINE)
def test_not_even_administrators_change_medicine_or_the_trail(label, rf, administrator):
    model_admin = registered()[label]
    request = rf.get("/")
    request.user = administrator

    assert model_admin.get_model_perms(request) == {
        "add": False,
        "change": False,
        "delete": False,
        "view": True,
    }
    assert model_admin.get_actions(request) == {}


def test_nothing_is_deleted_by_the_dozen(rf, administrator):
    request = rf.get("/")
    request.user = administrator

    actions = {name for model_admin in registered().values() for name in model_admin.get_actions(request)}

    # of e-mail addresses, by allauth; of parked e-mails
    assert actions == {"make_verified", "send_again"}


@pytest.mark.parametrize("name", ["questions_question", "answers_answer"])
def test_private_words_are_on_no_stock_page(signed_in, administrator, name):
    answer = factories.make_submitted_answer(
        question=factories.make_open_question(title=PRIVATE, text=PRIVATE, medicines=PRIVATE),
        contract={"explanation": PRIVATE},
    )
    pk = answer.question.pk if name == "questions_question" else answer.pk
    client = signed_in(administrator)

    for address in (reverse(f"admin:{name}_changelist"), reverse(f"admin:{name}_change", args=[pk])):
        response = client.get(address)
        assert response.status_code == 200
        assert PRIVATE not in response.content.decode()
    assert AccessEvent.objects.count() == 0


def test_changing_a_query_by_its_stock_page_is_forbidden(signed_in, administrator):
    question = factories.make_question()
    address = reverse("admin:questions_question_change", args=[question.pk])

    response = signed_in(administrator).post(address, {"care": "answered", "text": "changed"})

    assert response.status_code == 403
    assert Question.objects.get(pk=question.pk).text == question.text


def test_moderators_see_no_accounts_and_no_trail(signed_in, moderator):
    client = signed_in(moderator)
    names = ["accounts_user", "accounts_auditevent", "accounts_accessevent", "account_emailaddress"]

    codes = [client.get(reverse(f"admin:{name}_changelist")).status_code for name in names]

    assert codes == [403] * len(names)


def test_specialty_is_edited_and_the_change_is_written(signed_in, administrator, specialty):
    data = {
        "name": "Neurology",
        "slug": "neurology",
        "summary": "Nerves.",
        "is_listed": "on",
        "synonyms": "brain, nerves",
    }

    response = signed_in(administrator).post(
        reverse("admin:specialties_specialty_change", args=[specialty.pk]), data
    )

    specialty.refresh_from_db()
    assert response.status_code == 302
    assert (specialty.summary, specialty.synonyms) == ("Nerves.", ["brain", "nerves"])
    event = AuditEvent.objects.get(verb="specialty.changed")
    assert (event.actor_id, event.details) == (administrator.pk, {"fields": ["synonyms", "summary"]})


def test_topic_of_a_topic_is_refused_in_words(signed_in, administrator, specialty, topic):
    data = {"name": "Neurology", "slug": "neurology", "is_listed": "on", "parent": topic.parent_id}
    other = factories.make_specialty(name="Cardiology")
    address = reverse("admin:specialties_specialty_change", args=[specialty.pk])

    response = signed_in(administrator).post(address, {**data, "parent": other.pk})

    assert response.status_code == 200
    assert "This specialty has topics" in response.content.decode()
    assert Specialty.objects.get(pk=specialty.pk).parent is None


def test_closing_an_account_is_written_without_its_values(signed_in, administrator, stranger):
    address = reverse("admin:accounts_user_change", args=[stranger.pk])

    signed_in(administrator).post(address, {"name": stranger.name})

    event = AuditEvent.objects.get(verb="account.changed")
    assert User.objects.get(pk=stranger.pk).is_active is False
    assert (event.subject_id, event.details) == (stranger.pk, {"fields": ["is_active"]})


def test_admin_sign_in_goes_through_the_sites_own(client):
    response = client.get(reverse("admin:login"))

    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


def test_the_list_of_looks_names_its_search_and_each_reason(signed_in, administrator):
    page = signed_in(administrator).get(reverse("admin:accounts_accessevent_changelist")).content.decode()

    assert re.findall(r'<label for="searchbar">(.*?)</label>', page) == ["Search"]
    assert re.findall(r'<a href="\?reason__exact=">(.*?)</a>', page) == ["No reason needed"]


def test_staff_choose_another_password_on_the_sites_own_page(signed_in, administrator):
    response = signed_in(administrator).get(reverse("admin:password_change"))

    assert response.status_code == 302
    assert response.url == reverse("account_change_password")
