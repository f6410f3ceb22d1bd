"""What the benchmarks share: a database of their own that is dropped afterwards, and open queries in it."""

import logging
import os
from contextlib import contextmanager
from datetime import timedelta

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test.utils import setup_test_environment
from django.utils import timezone

from questions.models import Care, Question
from tests.factories import make_moderator, make_user

TEXT = "It began some weeks ago, and is worse at night. " * 20


@contextmanager
def database():
    """A database beside the one in the settings, made by the migrations."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    logging.disable(logging.INFO)
    setup_test_environment(debug=False)
    name = connection.settings_dict["NAME"]
    connection.settings_dict["TEST"]["NAME"] = f"bench_{os.getpid()}"
    connection.creation.create_test_db(verbosity=0)
    call_command("sync_roles", verbosity=0)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


def open_queries(count, *, specialties):
    """`count` more open queries, through the legal states: a minute apart, one in twenty urgent."""
    asker, moderator, now = make_user(), make_moderator(), timezone.now()
    for start in range(0, count, 5000):
        Question.objects.bulk_create(
            Question(
                asker=asker,
                specialty=specialties[number % len(specialties)],
                title=f"What could this be? ({number})",
                text=TEXT,
                urgent=number % 20 == 0,
            )
            for number in range(start, min(start + 5000, count))
        )
    rows = Question.objects.filter(asker=asker)
    rows.update(care=Care.SUBMITTED, submitted_at=now, waits_since=now)
    rows.update(care=Care.OPEN, triaged_at=now, triaged_by=moderator)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE questions_question SET waits_since = waits_since - id * %s WHERE asker_id = %s",
            [timedelta(minutes=1), asker.pk],
        )
        cursor.execute("VACUUM ANALYZE questions_question")
    return rows
