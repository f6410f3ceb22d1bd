"""What else waits for moderators: reports and appeals against decisions; why they look."""

import uuid

from django.contrib.auth.models import AnonymousUser

from accounts import look_reasons
from accounts.models import Statement
from answers.models import DecisionAppeal, Report
from tests.factories.answers import make_submitted_answer
from tests.factories.doctors import make_doctor
from tests.factories.people import make_moderator
from tests.factories.publishing import make_published_question


def make_report(*, doctor=None, by=None, text="He sold me his pills.", **fields):
    """A concern about a doctor that waits for a moderator."""
    return Report.objects.make(
        **{
            "doctor": doctor or make_doctor(),
            "kind": "behaviour",
            "text": text,
            "contact": "",
            "by": by or AnonymousUser(),
            "key": uuid.uuid4(),
            **fields,
        }
    )


def make_page_report(*, page=None, by=None, kind="other", text="It says who I am.", **fields):
    """A concern about a public page that waits for a moderator."""
    return Report.objects.make_of_page(
        **{
            "page": page or make_published_question(),
            "kind": kind,
            "text": text,
            "contact": "",
            "by": by or AnonymousUser(),
            "key": uuid.uuid4(),
            **fields,
        }
    )


def say_why(question, *, by, reason="complaint", note=""):
    """`by`, of the staff, gives the reason to see a query that they aren't working on; good for half an hour."""
    why = look_reasons.Why(reason, note)
    look_reasons.give(by, subject_id=question.pk, reference=question.reference, why=why)


def make_decision_appeal(*, statement=None, moderator=None, text="It is right as it is."):
    """An appeal against a decision, of an answer sent back by default, that waits for a senior moderator."""
    if statement is None:
        answer = make_submitted_answer()
        by = moderator or make_moderator()
        answer.send_back(by=by, reason="Too short.", rule="whole", seen_version=answer.version)
        statement = Statement.objects.about(answer).get()
    return DecisionAppeal.objects.make(statement=statement, by=statement.user, text=text)
