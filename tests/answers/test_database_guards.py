"""Raw SQL under the application's own role: what must never happen, the database itself refuses.

Each attempt states the words of the refusal, so that it can't pass for another reason.
"""

import pytest
from django.db import DatabaseError, connection, transaction

from answers import publication
from answers.models import Answer, AnswerVersion, PublicAnswerDraft, PublishedAnswer
from questions.models import About, AgeBand, Consent, PublicDraft, PublishedQuestion, Question
from specialties.models import Specialty
from tests import factories

pytestmark = pytest.mark.django_db


def run(sql, *params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        # Nothing may pass for matching no row.
        assert cursor.rowcount != 0


def refused(sql, *params, because):
    """Run one or several statements and whatever is deferred to the commit; they must fail with `because`."""
    with pytest.raises(DatabaseError, match=because), transaction.atomic():
        run(sql, *params)
        run("SET CONSTRAINTS ALL IMMEDIATE")


def copy_row(row, **changes):
    """INSERT a copy of `row` with another key."""
    values = {field.column: getattr(row, field.attname) for field in row._meta.concrete_fields}
    values.pop("id")
    fields = {field.column: field for field in row._meta.concrete_fields}
    values = {
        column: fields[column].get_db_prep_save(value, connection)
        for column, value in {**values, **changes}.items()
    }
    marks = ", ".join(["%s"] * len(values))
    return f"INSERT INTO {row._meta.db_table} ({', '.join(values)}) VALUES ({marks})", *values.values()


def agreed_draft(**fields):
    """An approved answer and a public text that needs the patient: prepared by one moderator, nothing approved."""
    answer = factories.make_approved_answer(**{"consent": Consent.SHOW_FIRST, **fields})
    return factories.make_public_draft(question=answer.question)


def page_row(draft, **changes):
    """A public copy of `draft`, unsaved, as _publish() would write it."""
    question = Question.objects.get(pk=draft.question_id)
    answer = question.answers.first()
    values = {
        "question": question,
        "reference": "Q-2222-3333",
        "slug": "x",
        "topic": question.specialty,
        "area": question.specialty.area,
        "title": draft.title,
        "text": draft.text,
        "answered_at": question.submitted_at,
        "approved_by_id": draft.approved_by_id or draft.prepared_by_id,
        "query_excerpt": "x",
        "answer_excerpt": "x",
        "lead_doctor": answer.doctor,
    }
    return PublishedQuestion(**{**values, **changes})


def approve_by_sql(draft, by):
    run(
        "UPDATE questions_publicdraft SET approved_by_id = %s, approved_at = now() WHERE id = %s",
        by.pk,
        draft.pk,
    )
    draft.refresh_from_db()


def agree_by_sql(draft):
    run("UPDATE questions_publicdraft SET agreed_at = now() WHERE id = %s", draft.pk)


# -- Publishing -----------------------------------------------------------------------------------


def test_publishing_an_unapproved_text():
    draft = agreed_draft()

    refused(*copy_row(page_row(draft)), because="only an approved public text")


def test_publishing_without_a_text():
    answer = factories.make_approved_answer(consent=Consent.NO_NEED)
    draft = PublicDraft(question=answer.question, title="T", text="X", prepared_by=factories.make_moderator())

    refused(*copy_row(page_row(draft)), because="only an approved public text")


def test_publishing_other_words_than_the_approved(moderator):
    draft = agreed_draft(consent=Consent.NO_NEED)
    approve_by_sql(draft, moderator)

    refused(*copy_row(page_row(draft, text="The private words.")), because="only an approved public text")
    refused(*copy_row(page_row(draft, title="Private")), because="only an approved public text")


def test_publishing_in_the_name_of_another_moderator(moderator, other_moderator):
    draft = agreed_draft(consent=Consent.NO_NEED)
    approve_by_sql(draft, moderator)

    refused(
        *copy_row(page_row(draft, approved_by_id=other_moderator.pk)), because="only an approved public text"
    )


def test_publishing_what_the_patient_never_saw(moderator):
    draft = agreed_draft(consent=Consent.SHOW_FIRST)
    approve_by_sql(draft, moderator)

    refused(*copy_row(page_row(draft)), because="the patient has not agreed")


def test_publishing_a_private_query(moderator):
    draft = agreed_draft(consent=Consent.NO_NEED)
    approve_by_sql(draft, moderator)
    run("UPDATE questions_question SET publication = 'private'")
    run("UPDATE questions_question SET consent = 'private'")

    refused(*copy_row(page_row(draft)), because="may not be published")


CAREFUL = {
    "child": {"about": About.CHILD},
    "other adult": {"about": About.OTHER},
    "minor": {"age_band": AgeBand.CHILD},
    "self-harm": {"self_harm": True},
}


@pytest.mark.parametrize(
    "case", [*CAREFUL, "rare topic", "sensitive topic", "rare parent", "sensitive parent"]
)
def test_publishing_alone_where_two_must_sign(case, moderator):
    fields = CAREFUL.get(case, {})
    if not fields:
        flag, place = case.split()
        parent = factories.make_specialty(**{flag: place == "parent"})
        fields = {"specialty": factories.make_specialty(parent=parent, **{flag: place == "topic"})}
    draft = agreed_draft(consent=Consent.NO_NEED, **fields)
    approve_by_sql(draft, draft.prepared_by)
    agree_by_sql(draft)

    refused(*copy_row(page_row(draft)), because="two different moderators")


@pytest.mark.parametrize("case", CAREFUL)
def test_publishing_what_a_waiver_does_not_cover(case, moderator):
    draft = agreed_draft(consent=Consent.NO_NEED, **CAREFUL[case])
    approve_by_sql(draft, moderator)

    refused(*copy_row(page_row(draft)), because="the patient has not agreed")


def test_publishing_by_patient_or_by_nobody_of_the_staff(stranger):
    draft = agreed_draft(consent=Consent.NO_NEED)
    approve_by_sql(draft, stranger)
    refused(*copy_row(page_row(draft)), because="only staff")

    own = agreed_draft(consent=Consent.NO_NEED, asker=factories.make_moderator())
    approve_by_sql(own, own.question.asker)
    refused(*copy_row(page_row(own, reference="Q-2222-4444")), because="only an approved public text")


def test_publishing_a_text_the_patient_prepared(moderator):
    draft = agreed_draft(consent=Consent.NO_NEED, asker=factories.make_moderator())
    run("UPDATE questions_publicdraft SET prepared_by_id = %s", draft.question.asker_id)
    approve_by_sql(draft, moderator)

    refused(*copy_row(page_row(draft)), because="staff prepare a public text")


@pytest.mark.parametrize("state", ["open", "submitted"])
def test_publishing_an_unanswered_query(state, moderator):
    make = factories.make_open_question if state == "open" else factories.make_question
    question = make(consent=Consent.NO_NEED)

    refused(
        "UPDATE questions_question SET publication = 'published'", because="question_public_needs_answered"
    )
    assert question.publication == "allowed"


def test_the_state_alone_publishes_nothing():
    agreed_draft(consent=Consent.NO_NEED)

    refused("UPDATE questions_question SET publication = 'published'", because="state and public copy")


def test_the_copy_alone_publishes_nothing(moderator):
    draft = agreed_draft(consent=Consent.NO_NEED)
    approve_by_sql(draft, moderator)

    refused(*copy_row(page_row(draft)), because="state and public copy|a public page has an answer")


def test_a_page_without_answers(moderator):
    draft = agreed_draft(consent=Consent.NO_NEED)
    approve_by_sql(draft, moderator)
    insert, *values = copy_row(page_row(draft))

    refused(
        f"UPDATE questions_question SET publication = 'published'; {insert}",
        *values,
        because="a public page has an answer",
    )


# -- A public page as it stands -------------------------------------------------------------------


@pytest.fixture
def page():
    return factories.make_published_question()


PAGE = "UPDATE questions_publishedquestion SET "
PUBLIC_ANSWER = "UPDATE answers_publishedanswer SET "


@pytest.mark.parametrize(
    "change",
    ["text = 'x'", "title = 'x'", "query_excerpt = 'x'", "answer_excerpt = 'x'", "reference = 'Q-2222-3333'"],
)
def test_changing_the_words_of_a_public_page(change, page):
    refused(PAGE + change, because="changed by taking it down")


@pytest.mark.parametrize(
    "change",
    [
        *("slug = 'anna-from-ely'", "age_band = '5–12'", "sex = 'female'", "picture_count = 2"),
        *("asked_on = '2020-01-01'", "answer_count = 2", "lead_doctor_id = 0"),
    ],
)
def test_changing_what_stands_beside_the_words(change, page):
    refused(PAGE + change, because="changed by taking it down")


@pytest.mark.parametrize(
    "change",
    [
        "short_answer = 'x'",
        "explanation = 'x'",
        "help_emergency = 'x'",
        'rendered = \'{"explanation": "<p>x</p>"}\'',
        "credentials = '{}'",
        'findings = \'{"1": "x"}\'',
        "doctor_id = (SELECT max(id) FROM specialties_doctor)",
    ],
)
def test_changing_a_public_answer(change, page, doctor):
    refused(PUBLIC_ANSWER + change, because="a public answer is changed by taking|approved")


def test_passing_a_real_page_off_as_imported(page):
    imported = ", imported_on = now(), source_name = 'old', approved_by_id = NULL"

    refused(PAGE + "question_id = NULL" + imported, because="stays with its query|taking it down")
    refused(PUBLIC_ANSWER + "imported = true, source_id = NULL", because="imported answers|taking its page")


def imported_page(page):
    old = PublishedQuestion.objects.create(
        reference="Q-2222-5555",
        slug="old",
        topic=page.topic,
        area=page.area,
        title="Old",
        text="Old",
        answered_at=page.answered_at,
        imported_on=page.answered_at.date(),
        source_name="old site",
        query_excerpt="Old",
        answer_excerpt="Old",
        lead_doctor=page.lead_doctor,
    )
    PublishedAnswer.objects.create(
        question=old, doctor=page.lead_doctor, imported=True, explanation="Old", answered_at=page.answered_at
    )
    return old


def test_smuggling_an_answer_in_as_imported(page):
    answer = PublishedAnswer.objects.get()

    refused(*copy_row(answer, position=7, source_id=None, imported=True), because="imported answers belong")
    old = imported_page(page)
    refused(PUBLIC_ANSWER + "question_id = %s WHERE imported", page.pk, because="imported answers belong")
    refused(
        PAGE + "question_id = %s WHERE id = %s",
        page.question_id,
        old.pk,
        because="taking it down",
    )
    refused(*copy_row(answer, question_id=old.pk), because="imported answers belong")


def test_publishing_an_answer_nobody_approved(page):
    waiting = factories.make_submitted_answer()
    version = waiting.versions.get()

    row = PublishedAnswer.objects.get()
    bare = {"position": 8, "doctor_id": waiting.doctor_id, "credentials": version.credentials}
    refused(*copy_row(row, **bare, source_id=version.pk), because="only an approved answer")
    refused(*copy_row(row, position=8, source_id=None), because="the credentials of its version")


def test_publishing_an_answer_of_another_query(page):
    other = factories.make_approved_answer()

    row = PublishedAnswer.objects.get()
    change = {"source_id": other.approved_version_id, "doctor_id": other.doctor_id, "position": 8}
    change["credentials"] = other.approved_version.credentials
    refused(*copy_row(row, **change), because="only an approved answer")


def test_publishing_an_answer_in_other_words_than_the_approved(page):
    row = PublishedAnswer.objects.get()
    run("DELETE FROM answers_publishedanswer")

    refused(
        *copy_row(row, short_answer="Buy this."), because="differs from the approved text in short_answer"
    )
    refused(*copy_row(row, credentials={"name": "Dr No"}), because="the credentials of its version")
    run(*copy_row(row))


def test_publishing_under_another_doctors_name(page, doctor):
    row = PublishedAnswer.objects.get()
    run("DELETE FROM answers_publishedanswer")

    refused(*copy_row(row, doctor_id=doctor.pk), because="only an approved answer")
    run(*copy_row(row))


def test_the_author_signs_the_public_copy():
    draft = agreed_draft(consent=Consent.NO_NEED)
    author = draft.question.answers.get().doctor.user
    run("UPDATE accounts_user SET is_staff = true WHERE id = %s", author.pk)
    approve_by_sql(draft, author)
    run("UPDATE questions_question SET publication = 'published'")
    run(*copy_row(page_row(draft)))
    part = PublicAnswerDraft.objects.get()
    row = PublishedAnswer(
        question=PublishedQuestion.objects.get(),
        source=part.source,
        doctor=part.source.answer.doctor,
        credentials=part.source.credentials,
        answered_at=part.source.submitted_at,
        reviewed_on=part.source.reviewed_at.date(),
        **part.contract(),
    )

    refused(*copy_row(row), because="nobody publishes their own answer")
    run("DELETE FROM questions_publishedquestion")
    run("UPDATE questions_question SET publication = 'withdrawn'")


def test_taking_a_page_or_its_answer_away_without_the_state(page):
    refused("DELETE FROM answers_publishedanswer", because="a public page has an answer")
    refused(
        "DELETE FROM answers_publishedanswer; DELETE FROM questions_publishedquestion",
        because="state and public copy",
    )
    refused("UPDATE questions_question SET publication = 'withdrawn'", because="state and public copy")


@pytest.mark.parametrize("change", ["consent = 'private'", "care = 'withdrawn'", "publication = 'allowed'"])
def test_a_public_query_goes_back_on_no_side_road(change, page):
    refused("UPDATE questions_question SET " + change, because="cannot move|question_public_needs")


@pytest.mark.parametrize(
    "change", ["text = 'x', approved_by_id = NULL, approved_at = NULL", "agreed_at = now()"]
)
def test_the_agreed_text_of_a_public_page_stays(change, page):
    refused(f"UPDATE questions_publicdraft SET {change}", because="stays approved and agreed")
    refused("DELETE FROM answers_publicanswerdraft", because="approved anew")


def test_retracting_an_answer_under_a_public_page(page):
    refused("UPDATE answers_answer SET status = 'retracted'", because="take its page down first")


# -- The public text in preparation ---------------------------------------------------------------


def test_a_text_is_not_born_approved(moderator):
    question = factories.make_approved_answer(consent=Consent.NO_NEED).question
    draft = PublicDraft(
        question=question,
        title="T",
        text="X",
        prepared_by=moderator,
        prepared_at=question.submitted_at,
        approved_by=moderator,
        approved_at=question.submitted_at,
    )

    refused(*copy_row(draft), because="approved anew")


@pytest.mark.parametrize("change", ["text = 'x'", "title = 'x'", "prepared_by_id = approved_by_id"])
def test_changing_an_approved_text(change, moderator):
    approve_by_sql(agreed_draft(), moderator)

    refused(f"UPDATE questions_publicdraft SET {change}", because="approved anew")


def test_approving_a_text_twice_or_half(moderator, other_moderator):
    draft = agreed_draft()
    refused("UPDATE questions_publicdraft SET approved_at = now()", because="approved_at_and_by_together")
    refused("UPDATE questions_publicdraft SET agreed_at = now()", because="agreed_needs_approved")
    approve_by_sql(draft, moderator)

    refused(
        "UPDATE questions_publicdraft SET approved_by_id = %s", other_moderator.pk, because="approved once"
    )


def test_changing_an_answer_of_an_approved_text(moderator):
    draft = agreed_draft()
    approve_by_sql(draft, moderator)
    part = PublicAnswerDraft.objects.get()

    refused("UPDATE answers_publicanswerdraft SET limits = 'x'", because="approved anew")
    refused("DELETE FROM answers_publicanswerdraft", because="approved anew")
    other = factories.make_approved_answer()
    refused(*copy_row(part, source_id=other.approved_version_id), because="approved anew")


# -- Answers and versions -------------------------------------------------------------------------


VERSION = "UPDATE answers_answerversion SET "


def test_approving_ones_own_answer():
    author = factories.make_submitted_answer().doctor.user
    run("UPDATE accounts_user SET is_staff = true WHERE id = %s", author.pk)

    refused(
        VERSION + "outcome = 'approved', reviewed_by_id = %s, reviewed_at = now()",
        author.pk,
        because="author_is_not_reviewer",
    )


def test_approving_an_answer_to_ones_own_query(moderator):
    factories.make_submitted_answer(asker=moderator)

    refused(
        VERSION + "outcome = 'approved', reviewed_by_id = %s, reviewed_at = now()",
        moderator.pk,
        because="their own query",
    )


def test_approving_by_nobody_or_by_nobody_of_the_staff(stranger):
    factories.make_submitted_answer()

    refused(VERSION + "outcome = 'approved'", because="decided_by_somebody")
    refused(
        VERSION + "outcome = 'approved', reviewed_by_id = %s, reviewed_at = now()",
        stranger.pk,
        because="only staff",
    )
    refused(VERSION + "reviewed_at = now()", because="reviewed_at_and_by_together")
    refused(
        VERSION + "outcome = 'returned', reviewed_by_id = %s, reviewed_at = now()",
        factories.make_moderator().pk,
        because="returned_has_reason",
    )


@pytest.mark.parametrize(
    "change", ["explanation = 'x'", "credentials = '{}'", "number = 9", "submitted_at = now()"]
)
@pytest.mark.parametrize("make", [factories.make_submitted_answer, factories.make_approved_answer])
def test_changing_what_was_sent(make, change):
    make()

    refused(VERSION + change, because="a sent version never changes")


def test_deciding_a_version_again():
    factories.make_approved_answer()

    refused(VERSION + "outcome = 'returned', reason = 'x'", because="decided once")
    refused(VERSION + "outcome = '', reviewed_by_id = NULL, reviewed_at = NULL", because="decided once")


def test_forging_a_version(moderator, other_doctor):
    answer = factories.make_approved_answer()
    version = AnswerVersion.objects.get()

    refused(*copy_row(version, number=2), because="not decided yet")
    bare = {"number": 2, "outcome": "", "reviewed_by_id": None, "reviewed_at": None}
    refused(*copy_row(version, **bare, author_id=other_doctor.user_id), because="only its verified doctor")
    answer.doctor.suspend(by=moderator, reason="Complaint.", seen_version=answer.doctor.version)
    refused(*copy_row(version, **bare), because="only its verified doctor")


def test_an_answer_says_approved_without_an_approved_version():
    answer = factories.make_submitted_answer()

    refused("UPDATE answers_answer SET status = 'approved'", because="is not approved|approved_has_version")
    refused(
        "UPDATE answers_answer SET approved_version_id = %s",
        answer.latest_version.pk,
        because="no such approved",
    )
    other = factories.make_approved_answer()
    refused(
        "UPDATE answers_answer SET approved_version_id = %s WHERE id = %s",
        other.approved_version_id,
        answer.pk,
        because="no such approved|unique",
    )


def test_an_old_approval_does_not_carry_a_new_version():
    answer = factories.make_approved_answer()
    answer.revise(by=answer.doctor.user, seen_version=answer.version)
    answer.submit(by=answer.doctor.user, seen_version=answer.version)

    refused("UPDATE answers_answer SET status = 'approved'", because="the latest version")


@pytest.mark.parametrize("care", ["withdrawn", "declined"])
def test_approving_an_answer_nobody_waits_for(care, moderator):
    factories.make_submitted_answer()
    run("UPDATE questions_question SET care = %s, reason = 'x', declined_by_id = %s", care, moderator.pk)

    refused(
        VERSION + "outcome = 'approved', reviewed_by_id = %s, reviewed_at = now()",
        moderator.pk,
        because="nobody waits",
    )


def test_approving_an_answer_of_a_suspended_doctor(moderator):
    answer = factories.make_submitted_answer()
    run("UPDATE specialties_doctor SET status = 'suspended' WHERE id = %s", answer.doctor_id)

    refused(
        VERSION + "outcome = 'approved', reviewed_by_id = %s, reviewed_at = now()",
        moderator.pk,
        because="suspended doctor",
    )


def test_moving_an_answer_to_another_query_or_doctor(doctor):
    answer = factories.make_approved_answer()
    other = factories.make_open_question()

    where = f" WHERE id = {answer.pk}"
    refused(f"UPDATE answers_answer SET question_id = {other.pk}{where}", because="stays with its query")
    refused(f"UPDATE answers_answer SET doctor_id = {doctor.pk}{where}", because="stays with its query")


def test_answering_unverified_or_ones_own_query(unverified_doctor, doctor):
    row = Answer.objects.get(pk=factories.make_draft_answer().pk)
    refused(*copy_row(row, doctor_id=unverified_doctor.pk), because="is not verified")

    own = factories.make_open_question(asker=doctor.user)
    refused(*copy_row(row, doctor_id=doctor.pk, question_id=own.pk), because="nobody answers their own")


def test_a_second_answer_of_the_same_doctor():
    row = Answer.objects.get(pk=factories.make_draft_answer().pk)

    refused(*copy_row(row), because="answer_one_per_doctor")
    refused(*copy_row(row, status="approved"), because="a new answers_answer cannot be approved")


# -- Queries and claims ---------------------------------------------------------------------------


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


# -- What readers count ---------------------------------------------------------------------------


def counts():
    return {
        each.pk: (each.published_count, PublishedQuestion.objects.under(each).count())
        for each in Specialty.objects.all()
    }


def in_step():
    return all(kept == true for kept, true in counts().values())


def test_counts_follow_every_change(page):
    other = factories.make_specialty(parent=factories.make_specialty())
    imported_page(page)
    assert in_step() and sum(kept for kept, _true in counts().values()) == 2

    run(PAGE + "topic_id = %s, area_id = %s", other.pk, other.parent_id)  # in bulk
    assert counts()[other.pk] == counts()[other.parent_id] == (2, 2) and in_step()
    publication.withdraw(page.question, by=page.question.asker, seen_version=page.question.version)
    assert counts()[other.pk] == (1, 1) and in_step()


def test_a_topic_takes_its_pages_along_to_another_specialty(page):
    old, new = factories.make_specialty(), factories.make_specialty(sensitive=True)
    page.topic.refresh_from_db()
    page.topic.parent = old
    page.topic.save()
    assert counts()[old.pk] == (1, 1)

    page.topic.parent = new
    page.topic.save()

    assert counts()[old.pk] == (0, 0) and counts()[new.pk] == (1, 1) and in_step()


def test_no_form_or_statement_overwrites_a_count(page):
    stale = page.topic  # loaded before the page was counted
    stale.published_count = 41
    stale.save()
    run("UPDATE specialties_specialty SET published_count = 99")
    made = Specialty.objects.create(name="New", slug="new", published_count=7)

    made.refresh_from_db()
    assert in_step() and made.published_count == 0


def test_a_page_stands_under_the_specialty_of_its_topic(page):
    other = factories.make_specialty()

    refused(PAGE + "area_id = %s", other.pk, because="the specialty of a public page")
