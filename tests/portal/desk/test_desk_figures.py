"""The numbers of the desk: counted from the trail, each for their own, all for seniors."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEvent
from portal.desk.records import worked
from portal.desk.review import history
from tests.factories import (
    make_approved_answer,
    make_declined_question,
    make_moderator,
    make_open_question,
    make_submitted_answer,
)

pytestmark = pytest.mark.django_db
ADDRESS = reverse("admin:desk-figures")
HOUR = timedelta(hours=1)


def write(subject, steps, *, model="answers.answer", days=2):
    """Lines of the trail about one item: (hours after its first, who, verb)."""
    begun = timezone.now() - timedelta(days=days)
    for hours, actor, verb in steps:
        AuditEvent.objects.create(
            at=begun + hours * HOUR,
            actor_id=actor.pk,
            verb=verb,
            subject_type=model,
            subject_id=subject,
            reference=f"Q-{subject}",
        )


def test_decisions_are_counted_by_kind_day_and_moderator(moderator, senior, doctor):
    writer = doctor.user
    write(1001, [(0, writer, "answer.in_review"), (1, moderator, "answer.approved")])
    write(1002, [(0, writer, "answer.in_review"), (3, moderator, "answer.returned")])
    write(1002, [(4, writer, "answer.in_review"), (9, senior, "answer.approved")])
    write(1003, [(0, writer, "answer.in_review"), (8, senior, "answer.approved")], days=40)

    found = worked.of_days()

    assert found.kinds["answers"] == worked.Tally(3, 1, 3 * HOUR)
    assert found.people[moderator.pk] == worked.Tally(2, 1, 2 * HOUR)
    assert found.people[senior.pk] == worked.Tally(1, 0, 5 * HOUR)
    assert sum(day.get("answers", 0) for day in found.days.values()) == 3


def test_what_did_not_wait_has_no_wait(moderator, asker):
    steps = [
        (0, asker, "question.submitted"),
        (2, moderator, "question.open"),
        (90, moderator, "question.declined"),
    ]
    write(5001, steps, model="questions.question", days=5)

    assert worked.of_days(who=moderator.pk).kinds == {"queries": worked.Tally(2, 1, 2 * HOUR)}


def test_patients_replies_and_doctors_questions_are_nobodys_decisions(moderator, doctor, asker):
    steps = [
        (0, asker, "question.submitted"),
        (1, moderator, "question.open"),
        (2, doctor.user, "question.more_information"),
        (3, asker, "question.open"),
    ]
    before = worked.of_days().kinds.get("queries", worked.Tally()).number
    write(5002, steps, model="questions.question")

    assert worked.of_days().kinds["queries"].number == before + 1
    assert {asker.pk, doctor.user_id} & set(worked.of_days().people) == set()


def test_taking_down_counts_for_moderators_and_not_for_patients(moderator, asker):
    write(5003, [(0, asker, "publication.taken_down")], model="questions.question")
    write(5004, [(0, moderator, "publication.taken_down")], model="questions.question")
    write(5005, [(0, moderator, "publication.detached_taken_down")], model="questions.withdrawnpage")

    found = worked.of_days()

    assert found.people[moderator.pk].number == 2 and asker.pk not in found.people


def test_real_moves_write_the_verbs_that_are_counted(moderator, specialty):
    make_open_question(specialty=specialty, moderator=moderator)
    make_declined_question(specialty=specialty, moderator=moderator)
    make_approved_answer(specialty=specialty, moderator=moderator)
    answer = make_submitted_answer(specialty=specialty)
    answer.send_back(by=moderator, reason="Too short.", seen_version=answer.version)

    found = worked.of_days(who=moderator.pk)

    assert {key: (tally.number, tally.against) for key, tally in found.kinds.items()} == {
        "queries": (2, 1),
        "answers": (2, 1),
    }
    assert all(tally.wait < HOUR for tally in found.kinds.values())


def test_every_verb_counted_is_one_the_desk_knows():
    verbs = {verb for kind in worked.KINDS for verb in (*kind.decides, *kind.begins)}

    assert verbs - set(history.VERBS) == set()
    assert {"publication.detached", "publication.erased"} <= set(history.VERBS)


def test_moderator_sees_their_own_and_senior_everybodys(signed_in, moderator, senior, doctor):
    other = make_moderator(name="Busy Colleague")
    write(1001, [(0, doctor.user, "answer.in_review"), (1, other, "answer.approved")])
    write(1002, [(0, doctor.user, "answer.in_review"), (5, moderator, "answer.returned")])

    own = signed_in(moderator).get(ADDRESS, {"who": other.pk}).content.decode()
    alls = signed_in(senior).get(ADDRESS).content.decode()
    one = signed_in(senior).get(ADDRESS, {"who": other.pk}).content.decode()

    assert "<dt>Decisions</dt><dd>1</dd>" in own and "<dd>100 %</dd>" in own
    assert "Busy Colleague" not in own
    assert f'<a href="?who={other.pk}">Busy Colleague</a>' in alls
    assert "What Busy Colleague decided" in one and "<dt>Decisions</dt><dd>1</dd>" in one


def test_page_of_a_desk_where_nothing_was_decided(signed_in, moderator):
    page = signed_in(moderator).get(ADDRESS).content.decode()

    assert "<dt>Decisions</dt><dd>0</dd>" in page
    assert "Nothing in the last 30 days." in page


@pytest.mark.parametrize("who", ("x", "-1", "9" * 30))
def test_nonsense_names_nobody(signed_in, senior, who):
    assert signed_in(senior).get(ADDRESS, {"who": who}).status_code == 404


@pytest.mark.parametrize("count", (1, 3, 20))
def test_numbers_cost_the_same_queries_at_any_length(
    signed_in, senior, doctor, count, django_assert_num_queries
):
    for number in range(count):
        person = make_moderator(name=f"Person {number}")
        write(1001 + number, [(0, doctor.user, "answer.in_review"), (1, person, "answer.approved")])
    client = signed_in(senior)
    client.get(ADDRESS)
    with django_assert_num_queries(7):
        page = client.get(ADDRESS).content.decode()

    assert page.count(">Person ") == count


def test_patients_are_led_to_the_sign_in_of_the_staff(signed_in, asker):
    assert signed_in(asker).get(ADDRESS).url.startswith(reverse("admin:login"))
