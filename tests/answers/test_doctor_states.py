"""Every address below /dashboard/questions/ × every state in which a doctor may not: no query, picture or write."""

from datetime import timedelta

import pytest
from django.db import connection
from django.forms.models import model_to_dict
from django.urls import reverse
from django.utils import timezone

from answers.models import Answer, AnswerVersion, Clarification, FollowUp
from answers.urls import urlpatterns
from questions.models import Question
from specialties.models import Doctor
from tests import factories
from tests.answers.forms import typed

pytestmark = pytest.mark.django_db

WORDS = "Zygomatic-Quokka"
STATES = ("unverified", "returned", "lapsed", "suspended", "wrong specialty", "no claim")
METHODS = ("get", "head", "post", "put", "patch", "delete", "options")
# All that ask for a query, whoever adds them; a doctor's own words are another matter (test_own_answers).
ADDRESSES = {
    pattern.name: pattern.pattern.converters
    for pattern in urlpatterns
    if "reference" in pattern.pattern.converters and pattern.name != "own-answer"
}
FORGED = {
    "doctor": "1",
    "claimed_by": "1",
    "question": "1",
    "status": "verified",
    "verified": "on",
    "care": "open",
}


def in_state(state, area):
    """The doctor, and a query with an answer, picture and follow-up that they had in hand before."""
    if state in ("wrong specialty", "no claim"):
        fields = [factories.make_specialty()] if state == "wrong specialty" else [area]
        return factories.make_doctor(specialties=fields), answered(
            factories.make_doctor(specialties=[area]), area
        )
    if state == "unverified":
        unverified = factories.make_doctor(specialties=[area], verified=False)
        return unverified, answered(factories.make_doctor(specialties=[area]), area)
    doctor = factories.make_doctor(specialties=[area])
    answer = answered(doctor, area)
    doctor.refresh_from_db()
    if state == "lapsed":
        Doctor.objects.filter(pk=doctor.pk).update(licence_expires_on=timezone.now() - timedelta(days=1))
    elif state == "suspended":
        doctor.suspend(by=factories.make_moderator(), reason="complaint", seen_version=doctor.version)
    else:
        doctor.apply_again(by=doctor.user, seen_version=doctor.version)
        doctor.send_back(by=factories.make_moderator(), reason="blurred", seen_version=doctor.version)
    return doctor, answer


def answered(doctor, area):
    answer = factories.make_approved_answer(
        doctor=doctor, specialty=area, title=WORDS, text=WORDS, pictures=1, asker=factories.make_user()
    )
    factories.make_follow_up(answer=answer, text=WORDS)
    return answer


def path(name, answer):
    """The address with this answer's query, follow-up and picture in it."""
    follow_up = answer.follow_ups.first()
    values = {"pk": follow_up.pk if follow_up else 1, "number": 1}
    reference = answer.question.reference
    return reverse(name, kwargs={part: values.get(part, reference) for part in ADDRESSES[name]})


def stored():
    """All that a doctor could have written to."""
    models = (Question, Answer, AnswerVersion, Clarification, FollowUp)
    return [
        [model_to_dict(row) | {"pk": row.pk} for row in model.objects.order_by("pk")] for model in models
    ] + [
        list(Question.objects.order_by("pk").values_list("care", "claimed_by", "claimed_until", "version")),
        list(Answer.objects.order_by("pk").values_list("status", "version", "saved_at")),
    ]


@pytest.mark.parametrize("state", STATES)
def test_no_address_shows_or_takes_anything(state, client, specialty):
    doctor, answer = in_state(state, specialty)
    client.force_login(doctor.user)
    paths = [path(name, answer) for name in ADDRESSES]
    paths.append(answer.question.attachments.get().get_absolute_url())
    before, codes, leaks = stored(), {}, []

    for address in paths:
        for method in METHODS:
            form = {**typed(answer, ask="Since when?", reply="Yes.", then="send"), **FORGED}
            response = getattr(client, method)(address, form)
            codes[address, method] = response.status_code
            leaks += [address] if WORDS.encode() in response.getvalue() else []

    assert {key: code for key, code in codes.items() if code not in (403, 404, 405)} == {}
    assert leaks == []
    assert stored() == before


@pytest.mark.parametrize("state", ("lapsed", "suspended", "returned"))
def test_what_was_typed_comes_back_with_the_reason_and_the_badge(state, client, specialty):
    doctor, answer = in_state(state, specialty)
    client.force_login(doctor.user)
    badge = Doctor.objects.get(pk=doctor.pk).badge

    response = client.post(path("answer-submit", answer), typed(answer, explanation="My-own-words."))

    page = response.content.decode()
    assert response.status_code == 403
    assert "My-own-words." in page and str(badge.label) in page
    assert f'<span class="tag tag--warn">{badge.label}</span>' in page


def test_a_suspension_in_the_middle_of_a_request_shows_nothing_of_the_query(client, doctor, specialty):
    answer = factories.make_draft_answer(doctor=doctor, specialty=specialty, text=WORDS)
    client.force_login(doctor.user)

    def suspend_just_before(execute, sql, params, many, context):
        """Once the query is found and the answer is looked for, before the move begins."""
        now = Doctor.objects.get(pk=doctor.pk) if sql.startswith('SELECT "answers_answer"') else None
        if now and now.is_verified:
            now.suspend(by=factories.make_moderator(), reason="complaint", seen_version=now.version)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(suspend_just_before):
        response = client.post(path("answer-edit", answer), typed(answer, explanation="My-own-words."))

    page = response.content.decode()
    assert response.status_code == 403
    assert "My-own-words." in page and WORDS not in page
    assert Answer.objects.get().explanation == factories.CONTRACT["explanation"]


@pytest.mark.parametrize(("state", "words"), [("lapsed", "licence has ended"), ("suspended", "suspended")])
def test_a_refused_autosave_says_why(state, words, client, specialty):
    doctor, answer = in_state(state, specialty)
    client.force_login(doctor.user)

    response = client.post(
        path("answer-autosave", answer),
        typed(answer, explanation="x"),
        headers={"accept": "application/json"},
    )

    assert response.status_code == 403
    assert words in response.json()["message"]
