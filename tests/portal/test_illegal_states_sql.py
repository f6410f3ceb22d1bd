"""Raw SQL as the site's own role (rows only, as docs/deployment.md makes it): of these states none can be reached.

What each guard refuses in detail is in tests/answers/test_guards_*.py and beside the models; here one attempt after the
other is made on one site with something in every state. Each states the words of its refusal.
"""

import re

import pytest
from django.db import DatabaseError, connection, transaction

from accounts import audit, deskclaims, seals
from accounts.models import AccessEvent
from answers import publication
from answers.models import Clarification, in_words
from questions.models import Consent, Question
from tests import factories
from tests.answers.by_sql import run

Q, D, P = (
    "UPDATE questions_question SET ",
    "UPDATE questions_publicdraft SET ",
    "UPDATE questions_publishedquestion SET ",
)
A, V = "UPDATE answers_answer SET ", "UPDATE answers_answerversion SET "
DR, DOC = "UPDATE specialties_doctor SET ", "UPDATE specialties_doctordocument SET "

QUERIES = [
    (Q + "care = 'open' WHERE care = 'submitted'", "triaged_and_has_specialty"),
    (Q + "care = 'answered', answered_at = now() WHERE care = 'open'", "no approved answer"),
    (Q + "care = 'closed' WHERE care = 'open'", "cannot move from open"),
    (Q + "care = 'submitted' WHERE care = 'closed'", "cannot move from closed"),
    (Q + "care = 'open' WHERE care = 'declined'", "cannot move from declined"),
    (
        Q + "care = 'submitted', reason = '', declined_by_id = NULL WHERE care = 'declined'",
        "the refusal of query",
    ),
    (Q + "care = 'open', paused_at = NULL WHERE care = 'withdrawn'", "cannot move from withdrawn"),
    (Q + "care = 'declined', declined_by_id = 1 WHERE care = 'submitted'", "declined_has_reason"),
    (Q + "care = 'declined', reason = 'x', declined_by_id = {mod} WHERE care = 'submitted'", "no statement"),
    (Q + "care = 'draft' WHERE care = 'submitted'", "cannot move from submitted"),
    (Q + "asker_id = {mod} WHERE care = 'open'", "stays with its patient"),
    (Q + "reference = 'Q-2222-2222' WHERE care = 'open'", "stays with its patient"),
    (Q + "claimed_by_id = {other} WHERE claimed_by_id IS NOT NULL", "claimed by another doctor"),
    (
        Q
        + "claimed_by_id = {unchecked}, claimed_until = now() WHERE care = 'open' AND claimed_by_id IS NULL",
        "verified",
    ),
    (Q + "claimed_by_id = {other}, claimed_until = now() WHERE care = 'submitted'", "only an open query"),
    (Q + "claimed_until = NULL WHERE claimed_by_id IS NOT NULL", "claimed_until_and_by_together"),
    (Q + "held = true WHERE care = 'submitted'", "held_for_a_reason"),
    (Q + "handed_back = true WHERE care = 'submitted'", "mark and handover"),
    (Q + "publication = 'published' WHERE publication = 'allowed'", "state and public copy|public_needs"),
    (Q + "publication = 'published' WHERE publication = 'awaiting_patient'", "state and public copy"),
    (Q + "publication = 'withdrawn' WHERE publication = 'published'", "state and public copy"),
    (
        Q + "publication = 'private', consent = 'private' WHERE publication = 'published'",
        "cannot move from published",
    ),
    (Q + "publication = 'allowed' WHERE publication = 'withdrawn'", "granted appeal"),
    (Q + "consent = 'private' WHERE publication = 'awaiting_patient'", "public_needs_consent"),
    ("DELETE FROM questions_question WHERE publication = 'published'", "foreign key|detached|public"),
    ("UPDATE answers_clarification SET items = '[]'", "stays as it was asked"),
    ("UPDATE answers_clarification SET asked_by_id = {other_user}", "stays as it was asked"),
]
ANSWERS = [
    (A + "status = 'approved' WHERE status = 'in_review'", "approved_has_version|is not approved"),
    (A + "status = 'approved' WHERE status = 'draft'", "cannot move|approved_has_version"),
    (A + "status = 'draft' WHERE status = 'retracted'", "granted appeal"),
    (A + "status = 'in_review' WHERE status = 'retracted'", "granted appeal|latest version"),
    (A + "status = 'returned' WHERE status = 'in_review'", "latest version|no statement"),
    (A + "status = 'retracted' WHERE status = 'approved'", "no statement|public"),
    (A + "doctor_id = {other} WHERE status = 'draft'", "stays with its query and doctor"),
    (A + "approved_version_id = NULL WHERE status = 'approved'", "approved_has_version"),
    (
        V + "outcome = 'approved', reviewed_by_id = author_id, reviewed_at = now() WHERE outcome = ''",
        "staff review",
    ),
    (V + "outcome = 'approved', reviewed_by_id = {patient}, reviewed_at = now() WHERE outcome = ''", "staff"),
    (V + "outcome = 'approved' WHERE outcome = ''", "decided_by_somebody"),
    (
        V + "outcome = '', reviewed_by_id = NULL, reviewed_at = NULL WHERE outcome = 'approved'",
        "decided once",
    ),
    (V + "outcome = 'approved' WHERE outcome = 'returned'", "decided once"),
    (V + "explanation = 'x' WHERE outcome = ''", "never changes"),
    (V + "author_id = {mod} WHERE outcome = 'approved'", "never changes"),
    (V + "credentials = '{{}}' WHERE outcome = 'approved'", "never changes"),
    ("UPDATE answers_followup SET text = 'x'", "stays as it was asked"),
    (
        "UPDATE answers_followup SET status = 'answered' WHERE status = 'waiting'",
        "another member of the staff",
    ),
    (
        "UPDATE answers_followup SET status = 'answered', reviewed_at = now(), reviewed_by_id = {author}"
        " WHERE status = 'in_review'",
        "another member of the staff",
    ),
    ("UPDATE answers_followup SET reply = 'x' WHERE status = 'in_review'", "stays as it is|what is sent"),
    (
        "UPDATE answers_followup SET status = 'closed', reason = 'x' WHERE status = 'waiting'",
        "staff|no statement",
    ),
    ("UPDATE answers_opinion SET status = 'shown' WHERE status = 'in_review'", "decided_by_somebody"),
    ("UPDATE answers_opinion SET stance = 'disagree', reason = 'x' WHERE status = 'shown'", "reviewed anew"),
    ("UPDATE answers_opinion SET doctor_id = {writer}", "stays with its doctor"),
    ("UPDATE answers_opinion SET status = 'in_review' WHERE status = 'shown'", "cannot move|reviewed"),
]
PUBLIC = [
    (D + "approved_by_id = prepared_by_id, approved_at = now() WHERE id = {child}", "signed off|senior"),
    (D + "approved_by_id = {senior}, approved_at = now() WHERE id = {child}", "signed off"),
    (
        D + "approved_by_id = {mod2}, approved_at = now(), signed_off_by_id = {mod2}, signed_off_at = now(),"
        " signed_off = '{{\"together\": {{}}}}' WHERE id = {child}",
        "senior moderator",
    ),
    (D + "signed_off = '{{\"together\": {{}}}}' WHERE id = {child}", "signed_off_at_and_by_together"),
    (D + "agreed_at = now() WHERE id = {child}", "agreed_needs_approved"),
    (D + "text = 'x' WHERE approved_at IS NOT NULL", "approved anew|signed off anew"),
    (D + "signed_off_by_id = {mod2} WHERE approved_at IS NOT NULL", "signed off|stays approved"),
    (D + "approved_by_id = {mod2} WHERE approved_at IS NOT NULL", "approved once|signed off"),
    (
        D + "approved_by_id = NULL, approved_at = NULL, agreed_at = NULL WHERE question_id = {page_query}",
        "stays",
    ),
    ("DELETE FROM questions_publicdraft WHERE approved_at IS NOT NULL", "anew|stays|foreign key"),
    (
        "UPDATE answers_publicanswerdraft SET limits = 'x' WHERE draft_id IN "
        "(SELECT id FROM questions_publicdraft WHERE approved_at IS NOT NULL)",
        "approved anew",
    ),
    (P + "text = 'x'", "changed by taking it down"),
    (P + "title = 'x', draft_version = draft_version + 1", "approved|version|changed"),
    (P + "slug = 'anna'", "changed by taking it down"),
    (P + "reference = 'Q-2222-2222'", "stays with|changed by"),
    (P + "question_id = NULL", "detached|changed"),
    (P + "approved_by_id = {mod2}", "changed by taking it down|signed|approved"),
    (P + "review_due_on = current_date + 900", "due again only after a review"),
    (P + "area_id = {elsewhere}", "that of its topic|changed by"),
    ("UPDATE answers_publishedanswer SET explanation = 'x'", "changed by taking its page down"),
    ("UPDATE answers_publishedanswer SET rendered = '{{}}'", "changed by taking its page down"),
    ("UPDATE answers_publishedanswer SET doctor_id = {other}", "changed by|own answer|approved"),
    ("DELETE FROM answers_publishedanswer", "a public page has an answer"),
    ("DELETE FROM questions_publishedquestion", "must say that it is gone|state and public copy"),
    ("UPDATE answers_correction SET note = 'x'", "stays as it was told"),
    ("DELETE FROM questions_withdrawnpage", "stays as it is"),
    ("UPDATE questions_withdrawnpage SET cause = 'legal', reason = ''", "stays as it is"),
    (
        "INSERT INTO questions_withdrawnpage (reference, withdrawn_at, source_id, source_name, cause, reason)"
        " SELECT reference, now(), '', '', 'patient', '' FROM questions_publishedquestion LIMIT 1",
        "so it is not gone",
    ),
    (
        "INSERT INTO questions_withdrawnpage (reference, withdrawn_at, source_id, source_name, cause, reason)"
        " VALUES ('Q-2222-2222', now(), '', '', '', '')",
        "for a cause",
    ),
]
PEOPLE = [
    (DR + "status = 'verified' WHERE status = 'applied'", "accepted licence"),
    (DR + "status = 'verified' WHERE status = 'checked'", "senior moderator confirms"),
    (
        DR
        + "status = 'verified', verified_by_id = checked_by_id, verified_at = now() WHERE status = 'checked'",
        "two_people|senior",
    ),
    (
        DR + "status = 'verified', verified_by_id = {mod2}, verified_at = now() WHERE status = 'checked'",
        "senior moderator",
    ),
    (
        DR + "status = 'verified', verified_by_id = {patient}, verified_at = now() WHERE status = 'checked'",
        "senior|staff",
    ),
    (
        DR + "status = 'checked', checked_by_id = user_id, checked_at = now() WHERE status = 'applied'",
        "staff|verify_self",
    ),
    (DR + "name = 'Dr Other' WHERE status = 'verified'", "checked anew"),
    (DR + "licence_expires_on = '2099-01-01' WHERE status = 'verified'", "checked anew"),
    (DR + "verified_by_id = {mod2} WHERE status = 'verified'", "written once|senior"),
    (DR + "status = 'suspended' WHERE status = 'verified'", "no statement"),
    (DR + "status = 'verified' WHERE status = 'suspended'", "cannot move from suspended|granted appeal"),
    (DOC + "status = 'accepted' WHERE status = 'waiting'", "staff decide|decided"),
    (
        DOC
        + "status = 'returned', reason = 'x', decided_by_id = {mod}, decided_at = now() WHERE status = 'accepted'",
        "stay accepted|no statement",
    ),
    (DOC + "sha256 = repeat('0', 64)", "never changes"),
    (
        "INSERT INTO specialties_doctor_specialties (doctor_id, specialty_id) VALUES ({other}, {elsewhere})",
        "checked anew",
    ),
    ("UPDATE answers_report SET text = 'x'", "stays as it was written"),
    (
        "UPDATE answers_report SET status = 'nothing', note = 'x', decided_at = now(), decided_by_id = by_id",
        "other staff",
    ),
    (
        "UPDATE answers_report SET status = 'waiting', decided_at = NULL, decided_by_id = NULL WHERE status = 'acted'",
        "once",
    ),
    (
        "UPDATE questions_appeal SET outcome = 'upheld', note = 'x', decided_at = now(), decided_by_id = refused_by_id",
        "another|senior",
    ),
    (
        "UPDATE questions_appeal SET outcome = 'upheld', note = 'x', decided_at = now(), decided_by_id = {mod2}",
        "senior moderator",
    ),
    ("UPDATE questions_appeal SET text = 'x'", "stays as it was made"),
    (
        "UPDATE answers_decisionappeal SET outcome = 'upheld', note = 'x', decided_at = now(), decided_by_id = {mod}",
        "another, senior",
    ),
    (
        "UPDATE answers_decisionappeal SET outcome = 'granted', decided_at = now(), decided_by_id = {senior}",
        "overrules",
    ),
    ("UPDATE answers_decisionappeal SET text = 'x'", "stays as it was made"),
]
RECORDS = [
    ("UPDATE accounts_statement SET what = 'x'", "stays as it was given"),
    ("UPDATE accounts_statement SET overruled_at = now()", "granted appeal|final"),
    (
        "INSERT INTO accounts_statement (user_id, kind, subject_type, subject_id, reference, what, rule, change, by_id,"
        " given_at, appeal_until) SELECT by_id, kind, subject_type, subject_id, reference, what, rule, change, by_id,"
        " now(), appeal_until FROM accounts_statement LIMIT 1",
        "to somebody else",
    ),
    (
        "INSERT INTO accounts_deskclaim (subject_type, subject_id, kind, reference, since, until, note, holder_id)"
        " SELECT subject_type, subject_id, kind, reference, now(), now(), '', {mod2} FROM accounts_deskclaim",
        "one_holder",
    ),
    ("UPDATE accounts_deskclaim SET note = 'x', handed_by_id = NULL", "note_of_who_handed"),
    ("UPDATE accounts_auditevent SET actor_id = 1", "permission denied|append-only"),
    ("DELETE FROM accounts_auditevent", "permission denied|append-only"),
    ("TRUNCATE accounts_auditevent", "permission denied|append-only"),
    ("UPDATE accounts_accessevent SET reason = 'working'", "permission denied|append-only"),
    ("DELETE FROM accounts_accessevent", "permission denied|append-only"),
    ("UPDATE accounts_auditseal SET root = repeat('0', 64)", "permission denied|append-only"),
    ("DELETE FROM accounts_auditseal", "permission denied|append-only"),
    ("DELETE FROM accounts_unsealed", "waits until it is sealed"),
    ("UPDATE accounts_unsealed SET row_id = 1", "append-only"),
    ("INSERT INTO accounts_unsealed (trail, row_id) VALUES ('decisions', 1)", "waits for a seal"),
    ("ALTER TABLE accounts_auditevent DISABLE TRIGGER ALL", "must be owner|permission denied"),
    ("ALTER TABLE questions_publishedquestion DISABLE TRIGGER USER", "must be owner|permission denied"),
    ("SET session_replication_role = replica", "permission denied"),
    ("DROP TRIGGER publicdraft_second_signature ON questions_publicdraft", "must be owner"),
    (
        "CREATE OR REPLACE FUNCTION two_must_sign(query_id bigint) RETURNS boolean LANGUAGE sql AS 'SELECT false'",
        "must be owner|permission denied",
    ),
]


def the_site():
    """Something in every state, by real moves; the ids that attempts name."""
    area = factories.make_specialty()
    mod, mod2 = factories.make_moderator(), factories.make_moderator()
    senior = factories.make_moderator(senior=True)
    author, other = (factories.make_doctor(specialties=[area]) for _ in range(2))
    asks, writes = (
        {"specialty": area, "moderator": mod},
        {"specialty": area, "moderator": mod, "doctor": author},
    )
    factories.make_question(specialty=area)
    factories.make_open_question(**asks).claim(doctor=author)
    factories.make_open_question(**asks)
    asked = factories.make_question(specialty=area)
    Clarification.objects.ask(
        question=asked, by=mod, items=in_words("Since when?"), seen_version=asked.version
    )
    gone = factories.make_question(specialty=area)
    gone.withdraw(by=gone.asker, seen_version=gone.version)
    factories.make_appeal(**asks)
    factories.make_draft_answer(**writes)
    factories.make_submitted_answer(**writes)
    wrong = factories.make_approved_answer(**writes)
    publication.retract(wrong, by=mod, code="wrong", reason="x", seen_version=wrong.version)
    closed = factories.make_approved_answer(**writes)
    Question.objects.get(pk=closed.question_id).close(
        by=closed.question.asker, seen_version=closed.question.version
    )
    factories.make_decision_appeal(moderator=mod)
    factories.make_follow_up(**writes)
    factories.make_follow_up(reply="Yes.", **writes)
    child = factories.make_approved_answer(about="child", consent=Consent.SHOW_FIRST, **writes)
    child = factories.make_public_draft(question=child.question, moderator=mod)
    waits = factories.make_approved_answer(consent=Consent.SHOW_FIRST, **writes)
    factories.approve_copy(factories.make_public_draft(question=waits.question, moderator=mod), by=senior)
    page = factories.make_published_question(**writes)
    factories.make_opinion(answer=page.answers.get(), doctor=other)
    corrected = factories.make_published_question(**writes)
    factories.approve_correction(factories.make_correction(corrected.question))
    factories.make_opinion(answer=corrected.answers.get(), doctor=other, shown=True)
    down = factories.make_published_question(**writes)
    factories.take_page_down(down)
    people(area, mod)
    deskclaims.hold(closed.question, by=mod)
    audit.looked(mod, AccessEvent.Kind.QUERY, subject_id=1, reference="", role="moderator")
    seals.seal()
    audit.record(mod, "question.tested", asked)
    return {
        **{
            "mod": mod.pk,
            "mod2": mod2.pk,
            "senior": senior.pk,
            "author": author.user_id,
            "writer": author.pk,
            "other": other.pk,
        },
        **{"other_user": other.user_id, "patient": asked.asker_id, "child": child.pk},
        **{"page_query": page.question_id, "elsewhere": factories.make_specialty().pk},
        "unchecked": factories.make_doctor(specialties=[area], verified=False).pk,
    }


def people(area, mod):
    """Doctors on their road, and reports."""
    checked = factories.make_doctor(specialties=[area], verified=False)
    factories.accept_documents(checked, by=mod)
    checked.mark_checked(by=mod, seen_version=checked.version)
    stopped = factories.make_doctor(specialties=[area])
    stopped.suspend(by=mod, reason="x", seen_version=stopped.version)
    factories.make_report(doctor=stopped, by=factories.make_user())
    done = factories.make_report(doctor=stopped, by=factories.make_user())
    done.decide(by=mod, outcome="acted", note="x", seen_version=done.version)


def as_the_site():
    """From here to the end of the transaction: the rows-only role of docs/deployment.md."""
    with connection.cursor() as cursor:
        cursor.execute("""
            CREATE ROLE askwell_rows_only;
            GRANT askwell_rows_only TO CURRENT_USER;
            GRANT USAGE ON SCHEMA public TO askwell_rows_only;
            GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO askwell_rows_only;
            GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO askwell_rows_only;
            REVOKE UPDATE, DELETE ON accounts_auditevent, accounts_accessevent, accounts_auditseal,
                accounts_trailcheck FROM askwell_rows_only;
            SET LOCAL ROLE askwell_rows_only;
        """)


def outcome_of(sql):
    """What the database says to an attempt, whatever is deferred to the commit included."""
    try:
        with transaction.atomic():
            run(sql)
            run("SET CONSTRAINTS ALL IMMEDIATE")
            transaction.set_rollback(True)
    except DatabaseError as error:
        return str(error).splitlines()[0]
    except AssertionError:
        return "there is no such row"
    return "done"


@pytest.mark.django_db
def test_no_attempt_past_the_moves_is_let_through():
    attempts = [*QUERIES, *ANSWERS, *PUBLIC, *PEOPLE, *RECORDS]
    ids = the_site()
    as_the_site()

    passed = [
        (sql, found)
        for sql, because in attempts
        if not re.search(because, found := outcome_of(sql.format(**ids)))
    ]

    assert passed == []
    assert len(attempts) > 100
