"""An application saved too often is refused, and what was typed stays on the page."""

import pytest

from specialties.models import Doctor
from tests.specialties.applying import save

DAY = 24 * 3600


@pytest.mark.django_db
def test_a_save_too_many_keeps_what_was_typed(signed_in, asker, settings):
    settings.LIMITS = {**settings.LIMITS, "apply": {"address": [(1, DAY)]}}
    client = signed_in(asker)
    save(client, asker, "you", {"name": "Dr Ada", "biography": "Typed first."})

    response = save(client, asker, "you", {"name": "Dr Ada", "biography": "Typed a second time."})

    assert response.status_code == 429 and DAY - 60 < int(response.headers["Retry-After"]) <= DAY
    assert b"Typed a second time." in response.content and b"Nothing was sent." in response.content
    assert Doctor.objects.get().biography == "Typed first."


@pytest.mark.django_db
def test_a_form_with_errors_costs_nothing(signed_in, asker, settings):
    settings.LIMITS = {**settings.LIMITS, "apply": {"address": [(1, DAY)]}}
    client = signed_in(asker)

    answers = [save(client, asker, "interests", {"has": "yes"}) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [422, 422, 422]
    assert save(client, asker, "interests", {"has": "no"}).status_code == 302
