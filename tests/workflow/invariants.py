"""What is always true of the tables after each step of the workflow, beyond tests.answers.invariants."""

from answers.models.answer_states import ANSWER_MOVES
from answers.models.followup import FOLLOW_UP_MOVES
from answers.models.opinion import OPINION_MOVES
from portal import roles
from questions.models.states import CARE_MOVES, PUBLICATION_MOVES
from specialties.models.states import DOCTOR_MOVES
from tests.answers.invariants import INVARIANTS


def pairs(moves):
    """A table of moves as rows of SQL."""
    return ", ".join(f"('{old}', '{new}')" for old, found in moves.items() for new in sorted(found))


# What the trail says became of a row, step by step, is in the table of its moves.
STEPS = """
    SELECT steps.subject_id, steps.earlier, steps.state FROM (
        SELECT subject_id, replace(replace(verb, '{area}.', ''), '{alias}', '{first}') AS state,
            lag(replace(replace(verb, '{area}.', ''), '{alias}', '{first}'))
                OVER (PARTITION BY subject_id ORDER BY id) AS earlier
        FROM accounts_auditevent WHERE subject_type = '{subject}' AND verb IN ({verbs})
    ) steps WHERE earlier IS NOT NULL AND (earlier, state) NOT IN (VALUES {pairs})
"""


def steps(area, subject, moves, *, alias="-", first="-", more=()):
    states = sorted({*moves, *(new for found in moves.values() for new in found)})
    verbs = ", ".join(f"'{area}.{state}'" for state in [*states, *([alias] if alias != "-" else [])])
    allowed = {old: {*found, *(new for start, new in more if start == old)} for old, found in moves.items()}
    return STEPS.format(
        area=area, subject=subject, verbs=verbs, alias=alias, first=first, pairs=pairs(allowed)
    )


MOVES = {
    # A query that is rewritten while it waits for triage waits for triage.
    "a query takes no step that its table lacks": steps(
        "question",
        "questions.question",
        CARE_MOVES,
        alias="rewritten",
        first="submitted",
        more=[("submitted", "submitted")],
    ),
    "a publication takes no step that its table lacks": steps(
        "publication", "questions.question", PUBLICATION_MOVES
    ),
    "an answer takes no step that its table lacks": steps("answer", "answers.answer", ANSWER_MOVES),
    "a follow-up takes no step that its table lacks": steps(
        "followup", "answers.followup", FOLLOW_UP_MOVES, alias="asked", first="waiting"
    ),
    "an opinion takes no step that its table lacks": steps(
        "opinion", "answers.opinion", OPINION_MOVES, more=[("in_review", "in_review")]
    ),
    "a doctor takes no step that the table lacks": steps("doctor", "specialties.doctor", DOCTOR_MOVES),
}

# Who may sign second, by the group they are in: not by holds_permission(), whose use by the triggers is tried here.
SENIOR = f"""(SELECT user_id FROM accounts_user_groups JOIN auth_group g ON g.id = group_id
    WHERE g.name = '{roles.SENIOR}')"""

# Each thing a doctor writes has a line in the trail by that doctor.
WRITES = (
    "'question.claimed', 'answer.in_review', 'answer.draft', 'followup.in_review', 'opinion.in_review',"
    " 'opinion.withdrawn', 'answer.started_too', 'question.handed_back'"
)
PEOPLE = {
    "a verified doctor stands behind every write": f"""
        SELECT e.id, e.verb, last.verb FROM accounts_auditevent e
        JOIN specialties_doctor d ON d.user_id = e.actor_id JOIN LATERAL (
            SELECT verb FROM accounts_auditevent s WHERE s.subject_type = 'specialties.doctor'
                AND s.subject_id = d.id AND s.id < e.id AND s.verb LIKE 'doctor.%' ORDER BY id DESC LIMIT 1
        ) last ON last.verb <> 'doctor.verified' WHERE e.verb IN ({WRITES})
    """,
    "nobody answers, judges or holds their own query": """
        SELECT q.reference FROM questions_question q JOIN specialties_doctor d ON d.user_id = q.asker_id
        WHERE q.claimed_by_id = d.id OR EXISTS (
                SELECT 1 FROM answers_answer a WHERE a.question_id = q.id AND a.doctor_id = d.id)
            OR EXISTS (SELECT 1 FROM answers_opinion o
                JOIN answers_publishedanswer p ON p.id = o.published_answer_id
                JOIN questions_publishedquestion page ON page.id = p.question_id
                WHERE page.question_id = q.id AND o.doctor_id = d.id)
    """,
    "nobody moves their own query past the moderators": """
        SELECT e.id, e.verb FROM accounts_auditevent e JOIN questions_question q
            ON e.subject_type = 'questions.question' AND e.subject_id = q.id AND e.actor_id = q.asker_id
        WHERE q.triaged_by_id = q.asker_id OR e.verb IN ('question.declined', 'question.more_information',
            'appeal.granted', 'appeal.upheld', 'publicdraft.prepared', 'publicdraft.approved')
    """,
    "a doctor is verified by two, the second a senior one, never by themselves": f"""
        SELECT id FROM specialties_doctor WHERE status = 'verified' AND (verified_by_id = checked_by_id
            OR user_id IN (checked_by_id, verified_by_id)
            OR verified_by_id NOT IN {SENIOR})
    """,
    "the last line of a doctor is their state": """
        SELECT d.id, d.status, last.verb FROM specialties_doctor d JOIN LATERAL (
            SELECT verb FROM accounts_auditevent WHERE subject_type = 'specialties.doctor' AND subject_id = d.id
                AND verb LIKE 'doctor.%' ORDER BY id DESC LIMIT 1
        ) last ON last.verb <> 'doctor.' || d.status
    """,
    "a report is decided by another than who made it or is meant, and its last line is its state": """
        SELECT r.id, r.status, last.verb FROM answers_report r LEFT JOIN specialties_doctor d ON d.id = r.doctor_id
        JOIN LATERAL (
            SELECT verb FROM accounts_auditevent WHERE subject_type = 'answers.report' AND subject_id = r.id
            ORDER BY id DESC LIMIT 1
        ) last ON true WHERE r.decided_by_id IN (r.by_id, d.user_id) OR r.taken_by_id IN (r.by_id, d.user_id)
            OR replace(replace(last.verb, 'made', 'waiting'), 'taken', 'waiting') <> 'report.' || r.status
            OR (r.taken_by_id IS NULL) <> (NOT EXISTS (SELECT 1 FROM accounts_auditevent
                WHERE subject_type = 'answers.report' AND subject_id = r.id AND verb = 'report.taken'))
    """,
    "an appeal is decided by a senior moderator with no part in it": f"""
        SELECT a.id FROM questions_appeal a JOIN questions_question q ON q.id = a.question_id
        WHERE a.decided_by_id IS NOT NULL AND (a.decided_by_id IN (a.refused_by_id, q.asker_id)
            OR a.decided_by_id NOT IN {SENIOR})
    """,
}

# Where two must sign, as the patient, the marks and the specialty say today.
TWO_MUST = """(q.about <> 'self' OR q.self_harm OR q.age_band IN ('0–4', '5–12', '13–17') OR EXISTS (
    SELECT 1 FROM specialties_specialty s LEFT JOIN specialties_specialty up ON up.id = s.parent_id
    WHERE s.id = q.specialty_id AND (s.rare OR s.sensitive OR up.rare OR up.sensitive)))"""
PAGES = {
    "care and publication go together": """
        SELECT reference, care, publication FROM questions_question
        WHERE publication IN ('awaiting_patient', 'published', 'withdrawn') AND care NOT IN ('answered', 'closed')
            OR publication IN ('allowed', 'awaiting_patient', 'published') AND consent = 'private'
    """,
    "where two must sign two have signed, the second a senior one, and the patient agreed": f"""
        SELECT q.reference FROM questions_question q JOIN questions_publicdraft d ON d.question_id = q.id
        WHERE {TWO_MUST} AND d.approved_by_id IS NOT NULL AND (d.approved_by_id = d.prepared_by_id
            OR d.approved_by_id NOT IN {SENIOR}
            OR q.publication = 'published' AND d.agreed_at IS NULL
                AND d.version = (SELECT draft_version FROM questions_publishedquestion WHERE question_id = q.id))
    """,
    "who asked or answered signs nothing": """
        SELECT d.id FROM questions_publicdraft d JOIN questions_question q ON q.id = d.question_id
        WHERE q.asker_id IN (d.prepared_by_id, d.approved_by_id)
    """,
    "a public answer says what an approved version says": """
        SELECT p.id FROM answers_publishedanswer p JOIN answers_answerversion v ON v.id = p.source_id
        WHERE p.retracted_on IS NULL AND (v.outcome <> 'approved'
            OR (p.short_answer, p.explanation, p.limits) <> (v.short_answer, v.explanation, v.limits))
    """,
    "of a page taken down no row is left": """
        SELECT w.reference FROM questions_withdrawnpage w
        LEFT JOIN questions_publishedquestion p ON p.reference = w.reference
        WHERE p.id IS NOT NULL OR w.cause = '' OR w.withdrawn_at IS NULL
        UNION ALL SELECT q.reference FROM questions_question q WHERE q.publication = 'withdrawn' AND EXISTS (
            SELECT 1 FROM answers_publishedanswer a JOIN answers_answerversion v ON v.id = a.source_id
            JOIN answers_answer own ON own.id = v.answer_id WHERE own.question_id = q.id)
    """,
    "a retracted answer stands nowhere": """
        SELECT a.id FROM answers_answer a JOIN answers_answerversion v ON v.answer_id = a.id
        JOIN answers_publishedanswer p ON p.source_id = v.id
        WHERE a.status = 'retracted' AND (p.retracted_on IS NULL OR p.rendered <> '{}' OR p.short_answer <> '')
    """,
    "an opinion is shown once a moderator with no part in it has approved it": """
        SELECT o.id, o.status, last.verb FROM answers_opinion o JOIN specialties_doctor d ON d.id = o.doctor_id
        JOIN answers_publishedanswer p ON p.id = o.published_answer_id
        JOIN specialties_doctor author ON author.id = p.doctor_id
        JOIN questions_publishedquestion page ON page.id = p.question_id
        JOIN questions_question q ON q.id = page.question_id
        JOIN LATERAL (
            SELECT verb FROM accounts_auditevent WHERE subject_type = 'answers.opinion' AND subject_id = o.id
            ORDER BY id DESC LIMIT 1
        ) last ON true WHERE last.verb <> 'opinion.' || o.status OR o.doctor_id = p.doctor_id
            OR o.reviewed_by_id IN (d.user_id, author.user_id, q.asker_id)
            OR o.status = 'shown' AND o.reviewed_by_id IS NULL
    """,
    "a query handed back has its handover": """
        SELECT q.reference FROM questions_question q WHERE q.handed_back <> EXISTS (
            SELECT 1 FROM questions_handover h WHERE h.question_id = q.id AND h.settled_at IS NULL)
    """,
}

# What went against a doctor was told to them, each time.
TOLD = {
    f"a doctor is told of {verb}": f"""
        SELECT d.id FROM specialties_doctor d WHERE
            (SELECT count(*) FROM accounts_auditevent e WHERE e.subject_type = 'specialties.doctor'
                AND e.subject_id = d.id AND e.verb = 'doctor.{verb}')
            <> (SELECT count(*) FROM accounts_mail m WHERE m.kind = 'doctor_{verb}' AND m.user_id = d.user_id)
    """
    for verb in ("suspended", "lapsed", "verified")
}
# Line in the trail → the statement of reasons that goes with it, as many of the one as of the other, row by row.
STATED = {
    "question.declined": "query_declined",
    "followup.closed": "followup_closed",
    "followup.returned": "reply_returned",
    "answer.returned": "answer_returned",
    "opinion.returned": "opinion_returned",
    "doctor.suspended": "doctor_suspended",
}
DECIDED = {
    "each decision against somebody has its statement of reasons": """
        SELECT verb, kind FROM (VALUES {pairs}) AS pair (verb, kind) WHERE
            ARRAY(SELECT subject_id FROM accounts_auditevent e WHERE e.verb = pair.verb ORDER BY 1)
            <> ARRAY(SELECT subject_id FROM accounts_statement s WHERE s.kind = pair.kind ORDER BY 1)
    """.format(pairs=", ".join(f"('{verb}', '{kind}')" for verb, kind in STATED.items())),
    "an answer that others retracted has its statement": """
        SELECT a.id FROM answers_answer a JOIN specialties_doctor d ON d.id = a.doctor_id WHERE
            (SELECT count(*) FROM accounts_auditevent e WHERE e.verb = 'answer.retracted'
                AND e.subject_id = a.id AND e.actor_id <> d.user_id)
            <> (SELECT count(*) FROM accounts_statement s WHERE s.kind = 'answer_retracted' AND s.subject_id = a.id)
    """,
    "an appeal against a decision is decided by a senior moderator who neither made nor suffered it": f"""
        SELECT a.id FROM answers_decisionappeal a JOIN accounts_statement s ON s.id = a.statement_id
        WHERE a.decided_by_id IN (s.by_id, s.user_id)
            OR a.decided_by_id NOT IN {SENIOR}
    """,
    "who approved a text has signed it off": """
        SELECT id FROM questions_publicdraft WHERE approved_at IS NOT NULL
            AND (signed_off_at IS NULL OR signed_off_by_id <> approved_by_id OR signed_off = '{}')
    """,
    "an item of the desk has one holder, of the staff": """
        SELECT c.subject_type, c.subject_id FROM accounts_deskclaim c JOIN accounts_user u ON u.id = c.holder_id
        GROUP BY 1, 2 HAVING count(*) > 1 OR NOT bool_and(u.is_staff)
    """,
}
WORKFLOW = {**INVARIANTS, **MOVES, **PEOPLE, **PAGES, **TOLD, **DECIDED}

# What is told by rows that are only ever added (the trail, mails, statements): once broken it stays so, and is found
# as well by a look at every tenth move and after the last. The rest is about states, and is looked at after each move.
LASTING = {
    *MOVES,
    *TOLD,
    *DECIDED,
    "what is sent back sends its mail once",
    "each approved version sends its mail once",
    "each decision sends its mail once",
    "a verified doctor stands behind every write",
    "a claim follows a claim of the same doctor or its end",
    "each version sent or decided has its line",
    "each appeal made or decided has its line",
    "a thank you has its line, once",
    "a page taken down has its tombstone",
    "nobody decides on their own",
    "who refused does not decide on the appeal",
    "an appeal is decided by a senior moderator with no part in it",
} - {"who approved a text has signed it off", "an item of the desk has one holder, of the staff"}
