"""What is always true of the tables, whoever did what in which order: each query finds the rows that break it."""

from tests.answers.desk_invariants import DESK

# A state changes with its version and its line in the trail, never without one of the three.
TRAIL = {
    "each version of a query has its line": """
        SELECT q.reference, q.version, count(e.id), count(DISTINCT e.version) FROM questions_question q
        LEFT JOIN accounts_auditevent e ON e.subject_type = 'questions.question' AND e.subject_id = q.id
            AND (e.verb LIKE 'question.%'
                AND e.verb NOT IN ('question.claimed', 'question.claim_ended', 'question.released',
                    'question.handed_back', 'question.marked')
                OR e.verb IN ('publication.private', 'publication.allowed', 'publication.awaiting_patient',
                              'publication.published', 'publication.withdrawn'))
        GROUP BY q.id HAVING count(e.id) <> q.version - 1 OR count(DISTINCT e.version) <> q.version - 1
    """,
    "the last line of a query is its state": """
        SELECT q.reference, q.care, last.verb FROM questions_question q JOIN LATERAL (
            SELECT replace(verb, 'rewritten', 'submitted') AS verb FROM accounts_auditevent
            WHERE subject_type = 'questions.question' AND subject_id = q.id AND verb LIKE 'question.%'
                AND verb NOT IN ('question.claimed', 'question.claim_ended', 'question.released',
                    'question.handed_back', 'question.marked')
            ORDER BY id DESC LIMIT 1
        ) last ON last.verb <> 'question.' || q.care
    """,
    "the last line of an answer is its state": """
        SELECT a.id, a.status, last.verb FROM answers_answer a LEFT JOIN LATERAL (
            SELECT verb FROM accounts_auditevent WHERE subject_type = 'answers.answer' AND subject_id = a.id
                AND verb NOT IN ('answer.thanked', 'answer.started_too', 'answer.closed_too') ORDER BY id DESC LIMIT 1
        ) last ON true WHERE COALESCE(last.verb, 'answer.draft') <> 'answer.' || a.status
    """,
    "each version sent or decided has its line": """
        SELECT a.id FROM answers_answer a WHERE ARRAY[
            (SELECT count(*) FROM answers_answerversion WHERE answer_id = a.id),
            (SELECT count(*) FROM answers_answerversion WHERE answer_id = a.id AND outcome = 'approved'),
            (SELECT count(*) FROM answers_answerversion WHERE answer_id = a.id AND outcome = 'returned')
        ] <> (SELECT ARRAY[count(*) FILTER (WHERE verb = 'answer.in_review'),
                           count(*) FILTER (WHERE verb = 'answer.approved'),
                           count(*) FILTER (WHERE verb = 'answer.returned')]
              FROM accounts_auditevent WHERE subject_type = 'answers.answer' AND subject_id = a.id)
    """,
    "the last line of a follow-up is its state, and each has its lines": """
        SELECT f.id, f.status, last.verb FROM answers_followup f LEFT JOIN LATERAL (
            SELECT verb FROM accounts_auditevent WHERE subject_type = 'answers.followup' AND subject_id = f.id
            ORDER BY id DESC LIMIT 1
        ) last ON true WHERE replace(COALESCE(last.verb, ''), 'asked', 'waiting') <> 'followup.' || f.status
    """,
    "each appeal made or decided has its line": """
        SELECT q.reference FROM questions_question q WHERE ARRAY[
            (SELECT count(*) FROM questions_appeal WHERE question_id = q.id),
            (SELECT count(*) FROM questions_appeal WHERE question_id = q.id AND outcome = 'granted'),
            (SELECT count(*) FROM questions_appeal WHERE question_id = q.id AND outcome = 'upheld')
        ] <> (SELECT ARRAY[count(*) FILTER (WHERE verb = 'appeal.made'),
                           count(*) FILTER (WHERE verb = 'appeal.granted'),
                           count(*) FILTER (WHERE verb = 'appeal.upheld')]
              FROM accounts_auditevent WHERE subject_type = 'questions.question' AND subject_id = q.id)
    """,
    "a thank you has its line, once": """
        SELECT a.id FROM answers_answer a WHERE (a.thanked_at IS NOT NULL)::int <> (
            SELECT count(*) FROM accounts_auditevent
            WHERE verb = 'answer.thanked' AND subject_type = 'answers.answer' AND subject_id = a.id)
    """,
    # Whose claim ended by itself has a line of its own. A declined query may come back by an appeal.
    "a claim follows a claim of the same doctor or its end": """
        SELECT reference, verb, actor_id, earlier, earlier_actor FROM (
            SELECT reference, verb, actor_id, lag(verb) OVER one AS earlier, lag(actor_id) OVER one AS earlier_actor
            FROM accounts_auditevent WHERE verb IN (
                'question.claimed', 'question.claim_ended', 'question.released', 'question.answered',
                'question.declined')
            WINDOW one AS (PARTITION BY subject_id ORDER BY id)
        ) claims WHERE verb = 'question.claimed' AND earlier = 'question.claimed' AND actor_id <> earlier_actor
    """,
}

# Kind of mail → the line in the trail it goes with; as many of the one as of the other, query by query.
MAILS = {
    "question_received": "question.submitted",
    "question_declined": "question.declined",
    "question_withdrawn": "question.withdrawn",
    "question_more_information": "question.more_information",
    "answer_approved": "answer.approved",
    "question_thanks": "answer.thanked",
    "followup_received": "followup.asked",
    "followup_answered": "followup.answered",
    "followup_closed": "followup.closed",
    "appeal_granted": "appeal.granted",
    "appeal_upheld": "appeal.upheld",
    "answer_retracted": "answer.retracted",
    "publication_preview": "publication.awaiting_patient",
    "correction_preview": "publication.correction_shown",
    "publication_published": "publication.published",
    "publication_withdrawn": "publication.withdrawn",
}
ONE_MAIL = """
    SELECT kind, lines.reference, mails.count, lines.count FROM (VALUES {pairs}) AS pair (kind, verb)
    CROSS JOIN LATERAL (
        SELECT reference, count(*) FROM accounts_auditevent WHERE verb = pair.verb
            -- back from a reply to a moderator's question: the patient knows
            AND (verb <> 'question.submitted' OR version = 2) GROUP BY reference
    ) lines
    LEFT JOIN LATERAL (
        SELECT count(*) FROM accounts_mail mail WHERE mail.kind = pair.kind AND mail.reference = lines.reference
    ) mails ON true WHERE mails.count <> lines.count
""".format(pairs=", ".join(f"('{kind}', '{verb}')" for kind, verb in MAILS.items()))

PUBLIC = {
    "public is what is published, and nothing else": """
        SELECT q.reference, q.publication FROM questions_question q
        LEFT JOIN questions_publishedquestion p ON p.question_id = q.id
        WHERE (q.publication = 'published') <> (p.id IS NOT NULL)
    """,
    "a public page is its approved draft, word by word": """
        SELECT p.reference FROM questions_publishedquestion p
        LEFT JOIN questions_publicdraft d ON d.question_id = p.question_id
        WHERE d.id IS NULL OR d.version < p.draft_version
            OR EXISTS (SELECT FROM questions_searchentry e WHERE e.page_id = p.id) <> (p.answer_count > 0)
            OR d.version = p.draft_version AND (d.approved_by_id IS DISTINCT FROM p.approved_by_id
                OR d.approved_at IS NULL OR (d.title, d.text) IS DISTINCT FROM (p.title, p.text))
    """,
    "a public answer is its approved draft of an approved version, word by word": """
        SELECT p.id FROM answers_publishedanswer p
        JOIN questions_publishedquestion page ON page.id = p.question_id
        LEFT JOIN answers_answerversion v ON v.id = p.source_id
        LEFT JOIN answers_answer a ON a.id = v.answer_id
        LEFT JOIN questions_publicdraft text ON text.question_id = page.question_id
        LEFT JOIN answers_publicanswerdraft d ON d.source_id = v.id
        WHERE v.outcome IS DISTINCT FROM 'approved' OR v.reviewed_by_id IS NULL
            OR (a.status = 'retracted') <> (p.retracted_on IS NOT NULL)
            OR a.question_id IS DISTINCT FROM page.question_id
            OR p.retracted_on IS NULL AND p.draft_version <> page.draft_version
            OR p.retracted_on IS NULL AND text.version = page.draft_version
                AND (d.short_answer, d.explanation, d.limits, d.exchanges)
                IS DISTINCT FROM (p.short_answer, p.explanation, p.limits, p.exchanges)
            OR p.retracted_on IS NOT NULL
                AND (p.short_answer, p.explanation, p.limits, p.exchanges) <> ('', '', '', '[]')
    """,
    "a public page has all its answers": """
        SELECT p.reference FROM questions_publishedquestion p
        WHERE answer_count <> (
                SELECT count(*) FROM answers_publishedanswer WHERE question_id = p.id AND retracted_on IS NULL)
            OR NOT EXISTS (SELECT 1 FROM answers_publishedanswer WHERE question_id = p.id)
    """,
    "each correction of a page was told": """
        SELECT p.reference FROM questions_publishedquestion p WHERE (
            SELECT count(*) FROM accounts_auditevent e JOIN questions_question q ON q.reference = e.reference
            WHERE q.id = p.question_id AND e.verb = 'publication.corrected'
        ) <> (SELECT count(*) FROM answers_correction WHERE page_id = p.id)
    """,
    "who must agree has agreed, and where two must sign two have signed": """
        SELECT q.reference FROM questions_publishedquestion p JOIN questions_question q ON q.id = p.question_id
        JOIN questions_publicdraft d ON d.question_id = q.id
        WHERE d.version = p.draft_version AND (
            (q.consent <> 'no_need' OR q.about <> 'self') AND d.agreed_at IS NULL
            OR q.about <> 'self' AND d.prepared_by_id = d.approved_by_id) OR q.consent = 'private'
    """,
    "a copy is approved as long as it lies before the patient or readers, no longer": """
        SELECT q.reference, q.publication FROM questions_question q
        LEFT JOIN questions_publicdraft d ON d.question_id = q.id
        LEFT JOIN questions_publishedquestion p ON p.question_id = q.id
        WHERE CASE WHEN q.publication = 'withdrawn' THEN d.id IS NULL
            -- a correction in the making: approved or not while it waits for the patient
            WHEN d.version > p.draft_version THEN d.agreed_at IS NOT NULL
            ELSE (d.approved_by_id IS NOT NULL) <> (q.publication IN ('awaiting_patient', 'published')) END
    """,
    "a page taken down has its tombstone": """
        SELECT (SELECT count(*) FROM accounts_auditevent WHERE verb = 'publication.withdrawn'), count(*)
        FROM questions_withdrawnpage
        HAVING count(*) <> (SELECT count(*) FROM accounts_auditevent WHERE verb = 'publication.withdrawn')
    """,
    "the counts of published questions are true": """
        SELECT s.id, s.published_count FROM specialties_specialty s WHERE published_count <> (
            SELECT count(*) FROM questions_publishedquestion WHERE s.id IN (topic_id, area_id) AND answer_count > 0)
    """,
    "a public page stands under the specialty of its topic": """
        SELECT p.reference FROM questions_publishedquestion p JOIN specialties_specialty t ON t.id = p.topic_id
        WHERE p.area_id <> COALESCE(t.parent_id, t.id)
    """,
}

CARE = {
    "only a query that waits for a doctor is claimed": """
        SELECT reference, care FROM questions_question
        WHERE claimed_by_id IS NOT NULL AND care NOT IN ('open', 'more_information')
    """,
    "an answered query has an approved answer": """
        SELECT reference FROM questions_question q WHERE (care IN ('answered', 'closed')) <> EXISTS (
            SELECT 1 FROM answers_answerversion v JOIN answers_answer a ON a.id = v.answer_id
            WHERE a.question_id = q.id AND v.outcome = 'approved')
    """,
    "more information is wanted while a request waits": """
        SELECT reference, care FROM questions_question q WHERE care NOT IN ('withdrawn', 'declined')
            AND (care = 'more_information') <> EXISTS (
                SELECT 1 FROM answers_clarification WHERE question_id = q.id AND replied_at IS NULL)
    """,
    "nobody decides on their own": """
        SELECT v.id FROM answers_answerversion v JOIN answers_answer a ON a.id = v.answer_id
        JOIN questions_question q ON q.id = a.question_id
        WHERE v.reviewed_by_id IN (v.author_id, q.asker_id)
    """,
    "one version at most waits for review": """
        SELECT a.id, a.status FROM answers_answer a WHERE (a.status = 'in_review')::int <> (
            SELECT count(*) FROM answers_answerversion WHERE answer_id = a.id AND outcome = '')
    """,
}

# The mail about something sent back is the same for an answer and for a reply to a follow-up.
ONE_MAIL_BACK = """
    SELECT q.reference FROM questions_question q WHERE
        (SELECT count(*) FROM accounts_auditevent e WHERE e.reference = q.reference
            AND e.verb IN ('answer.returned', 'followup.returned'))
        <> (SELECT count(*) FROM accounts_mail m WHERE m.reference = q.reference AND m.kind = 'answer_returned')
"""
# The first approved version of an answer is news, each later one a correction.
ONE_MAIL_ANSWER = """
    SELECT q.reference FROM questions_question q CROSS JOIN LATERAL (
        SELECT count(*) AS versions, count(DISTINCT a.id) AS answers
        FROM answers_answerversion v JOIN answers_answer a ON a.id = v.answer_id
        WHERE a.question_id = q.id AND v.outcome = 'approved'
    ) approved WHERE approved.answers
        <> (SELECT count(*) FROM accounts_mail m WHERE m.reference = q.reference AND m.kind = 'question_answered')
        OR approved.versions - approved.answers
        <> (SELECT count(*) FROM accounts_mail m WHERE m.reference = q.reference AND m.kind = 'answer_corrected')
"""
AFTER = {
    "a follow-up is about an answer that was released, and nobody decides on their own": """
        SELECT f.id FROM answers_followup f JOIN answers_answer a ON a.id = f.answer_id
        JOIN questions_question q ON q.id = a.question_id JOIN specialties_doctor d ON d.id = a.doctor_id
        WHERE a.approved_version_id IS NULL OR f.reviewed_by_id IN (q.asker_id, d.user_id)
    """,
    "no answer has more follow-ups than are free": """
        SELECT answer_id, count(*) FROM answers_followup WHERE status <> 'closed'
        GROUP BY answer_id HAVING count(*) > 2
    """,
    "an appeal waits only while its query is declined": """
        SELECT q.reference, q.care FROM questions_appeal a JOIN questions_question q ON q.id = a.question_id
        WHERE a.outcome = '' AND q.care <> 'declined'
    """,
    "who refused does not decide on the appeal": """
        SELECT id FROM questions_appeal WHERE decided_by_id = refused_by_id
    """,
}

INVARIANTS = {
    **AFTER,
    **DESK,
    "what is sent back sends its mail once": ONE_MAIL_BACK,
    "each approved version sends its mail once": ONE_MAIL_ANSWER,
    **TRAIL,
    **PUBLIC,
    **CARE,
    "each decision sends its mail once": ONE_MAIL,
}
