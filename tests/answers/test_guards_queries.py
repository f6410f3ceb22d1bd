"""Raw SQL under the application's own role: queries and claims take no side road."""

import pytest

from questions.models import Question
from tests import factories
from tests.answers.by_sql import (
    copy_row,
    refused,
)

pytestmark = pytest.mark.django_db


CLAIM = "UPDATE questions_question SET claimed_by_id = %s, claimed_until = now() + interval '1 hour'"


def test_claiming_unverified_own_or_over_a_live_claim(unverified_doctor, doctor, other_doctor):
    question = factories.make_open_question(asker=other_doctor.user, specialty=doctor.specialties.get())
    refused(CLAIM, unverified_doctor.pk, because="is not verified")
    refused(CLAIM, other_doctor.pk, because="nobody answers their own")
    question.claim(doctor=doctor)
    third = factories.make_doctor()

    refused(CLAIM, third.pk, because="claimed by another doctor")


@pytest.mark.parametrize("make", [factories.make_question, lambda: factories.make_approved_answer().question])
def test_claiming_what_is_not_open(make, doctor):
    make()

    refused(CLAIM, doctor.pk, because="only an open query")


def test_a_query_is_not_born_claimed_open_or_public(doctor):
    row = Question.objects.get(pk=factories.make_open_question().pk)
    new = {"reference": "Q-2222-6666"}

    refused(*copy_row(row, **new), because="a new questions_question cannot be open")
    refused(*copy_row(row, **new, care="draft", publication="published"), because="cannot be published")
    claimed = {"claimed_by_id": doctor.pk, "claimed_until": row.submitted_at, "care": "draft"}
    refused(*copy_row(row, **new, **claimed), because="only an open query")


@pytest.mark.parametrize(
    ("change", "because"),
    [
        ("care = 'answered'", "no approved answer"),
        ("care = 'closed'", "cannot move from open to closed"),
        ("care = 'declined'", "declined_has_reason"),
        ("triaged_by_id = NULL", "triaged_at_and_by_together"),
        ("claimed_until = now()", "claimed_until_and_by_together"),
        ("submitted_at = NULL", "sent_has_submitted_at"),
        ("specialty_id = NULL", "open_is_triaged_and_has_specialty"),
        ("publication = 'allowed'", "question_public_needs_consent"),
        ("publication = 'awaiting_patient', consent = 'no_need'", "cannot move from private"),
        ("asker_id = triaged_by_id", "stays with its patient"),
        ("reference = 'Q-2222-7777'", "stays with its patient"),
    ],
)
def test_a_query_on_a_side_road(change, because):
    factories.make_open_question()

    refused(f"UPDATE questions_question SET {change}", because=because)
