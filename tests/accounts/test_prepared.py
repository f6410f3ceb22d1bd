"""Prepared queries find what their querysets find, also when they are asked together."""

from datetime import date

import pytest
from django.contrib.postgres.expressions import ArraySubquery
from django.db import DatabaseError, models, transaction

from accounts.prepared import Prepared, Slot, Statement, Together
from questions.models import PublishedQuestion
from specialties.models import Doctor, Edition
from tests.factories import make_published_question

pytestmark = pytest.mark.django_db
KINDS = {
    "instances": lambda: PublishedQuestion.objects.select_related("topic", "lead_doctor").order_by("pk"),
    "named rows": lambda: PublishedQuestion.objects.order_by("-pk").card_rows(),
    "arrays": lambda: Edition.objects.annotate(
        days=ArraySubquery(Edition.objects.order_by("scope").values("made_at"))
    ).values_list("days"),
    "plain rows": lambda: Edition.objects.order_by("scope", "pk").values_list("mark", "made_at"),
}
NOBODY = Prepared(lambda: Doctor.objects.filter(licence_expires_on__lt=Slot("day", models.DateField())))


@pytest.mark.parametrize("kind", KINDS)
def test_together_they_find_the_same_values(kind, topic):
    for title in ("It hurts", 'A “quoted” % and a \\u0041 "title"'):
        make_published_question(specialty=topic, title=title)
    alone = Prepared(KINDS[kind])

    nobody, found = Together(NOBODY, alone).rows(day=date(1990, 1, 1))

    expected = list(map(values, KINDS[kind]()))
    assert (nobody, list(map(values, found)), list(map(values, alone.rows()))) == ([], expected, expected)


def values(row):
    """What can be compared of a row or an instance, and of those read with it."""
    if not isinstance(row, models.Model):
        return row
    fields = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    return fields | {name: values(one) for name, one in row._state.fields_cache.items()}


def test_what_json_cannot_say_is_refused():
    prices = Prepared(lambda: PublishedQuestion.objects.values_list(models.Value(1, models.DecimalField())))

    with pytest.raises(TypeError):
        Together(prices).rows()


def test_what_goes_wrong_while_planning_is_an_error_of_django():
    with pytest.raises(DatabaseError), transaction.atomic():
        Statement("SELECT mark FROM nowhere").rows()
