"""What a doctor may always read: their own words, every version, what became of it. Nothing of a patient."""

from datetime import timedelta

import pytest
from django.utils import timezone

from specialties.models import Doctor
from tests import factories

pytestmark = pytest.mark.django_db
PATIENTS = "Zygomatic-Quokka"


def lapse(doctor):
    Doctor.objects.filter(pk=doctor.pk).update(licence_expires_on=timezone.now() - timedelta(days=1))
    Doctor.objects.get(pk=doctor.pk).lapse()


def worked(doctor, area, **contract):
    """An answer sent twice, with a follow-up replied to, all of the patient's words marked."""
    answer = factories.make_submitted_answer(
        doctor=doctor, specialty=area, title=PATIENTS, text=PATIENTS, pictures=1, contract=contract
    )
    answer.send_back(by=factories.make_moderator(), reason="Too-long-words", seen_version=answer.version)
    answer.save_draft(
        contract={**answer.contract(), "explanation": "Second-try"}, seen_version=answer.version
    )
    answer.submit(by=doctor.user, seen_version=answer.version)
    answer.approve(by=factories.make_moderator(), seen_version=answer.version)
    factories.make_follow_up(answer=answer, text=PATIENTS, reply="My-reply")
    return answer


def test_a_lapsed_doctor_reads_every_version_and_nothing_of_the_patient(signed_in, doctor, specialty):
    answer = worked(doctor, specialty, explanation="First-try")
    lapse(doctor)
    client = signed_in(doctor.user)

    listed = client.get("/dashboard/answers/").content.decode()
    page = client.get(f"/dashboard/answers/{answer.question.reference}/").content.decode()

    assert f'href="/dashboard/answers/{answer.question.reference}/"' in listed
    assert [word in page for word in ("First-try", "Second-try", "Too-long-words", "My-reply")] == [True] * 4
    assert "Sent back" in page and "Approved" in page
    assert PATIENTS not in listed + page
    assert answer.question.get_absolute_url() not in page and "/pictures/" not in page


def test_the_dashboard_leads_there_whatever_the_state(signed_in, doctor, specialty):
    client = signed_in(doctor.user)
    verified = client.get("/dashboard/").content.decode()
    lapse(doctor)

    lapsed = client.get("/dashboard/").content.decode()

    assert ['href="/dashboard/answers/"' in page for page in (verified, lapsed)] == [True, True]
    assert "Licence ended" in lapsed and "Licence ended" not in verified


def test_nobody_reads_anothers(signed_in, doctor, other_doctor, specialty):
    answer = factories.make_draft_answer(doctor=doctor, specialty=specialty)

    response = signed_in(other_doctor.user).get(f"/dashboard/answers/{answer.question.reference}/")

    assert response.status_code == 404


def test_it_leads_to_the_query_while_that_is_open_to_the_doctor(signed_in, doctor, specialty):
    answer = factories.make_draft_answer(doctor=doctor, specialty=specialty)
    question, client = answer.question, signed_in(doctor.user)
    own, editor = f"/dashboard/answers/{question.reference}/", answer.get_absolute_url()
    assert editor in client.get(own).content.decode()

    question.refresh_from_db()
    question.withdraw(by=question.asker, seen_version=question.version)

    page = client.get(own).content.decode()
    assert editor not in page and "the query is closed to you" in page
    assert client.get(editor).status_code == 404


def test_the_list_costs_the_same_at_any_length(signed_in, doctor, specialty, django_assert_num_queries):
    client = signed_in(doctor.user)
    client.get("/dashboard/answers/")
    for more in (1, 2, 17):
        for _ in range(more):
            factories.make_draft_answer(doctor=doctor, specialty=specialty)
        with django_assert_num_queries(6):
            page = client.get("/dashboard/answers/").content.decode()

    assert page.count("row-list__title") == 20


def test_who_was_never_verified_is_not_sent_to_answers_and_finds_a_way_back(signed_in, specialty):
    applicant = factories.make_doctor(specialties=[specialty], verified=False)
    client = signed_in(applicant.user)

    assert 'href="/dashboard/answers/">Read your own' not in client.get("/dashboard/").content.decode()
    assert (
        '<a class="btn btn-primary" href="/dashboard/">' in client.get("/dashboard/answers/").content.decode()
    )
