"""An application sent too often is refused, and what was typed stays on the page."""

import pytest

from specialties.models import Doctor
from tests.factories import add_second_factor
from tests.specialties.test_apply import URL, application

DAY = 24 * 3600


@pytest.mark.django_db
def test_an_application_too_many_keeps_what_was_typed(signed_in, asker, specialty, settings):
    settings.LIMITS = {**settings.LIMITS, "apply": {"address": [(1, DAY)]}}
    add_second_factor(asker)  # whoever has applied needs one
    client = signed_in(asker)
    client.post(URL, application(specialty))

    response = client.post(URL, application(specialty, biography="Typed a second time.", version=1))

    assert response.status_code == 429 and DAY - 60 < int(response.headers["Retry-After"]) <= DAY
    assert b"Typed a second time." in response.content and b"Nothing was sent." in response.content
    assert Doctor.objects.get().biography == "I run a clinic."


@pytest.mark.django_db
def test_a_form_with_errors_costs_nothing(signed_in, asker, specialty, settings):
    settings.LIMITS = {**settings.LIMITS, "apply": {"address": [(1, DAY)]}}
    client = signed_in(asker)

    answers = [client.post(URL, application(specialty, register_number="")) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [422, 422, 422]
    assert client.post(URL, application(specialty)).status_code == 302
