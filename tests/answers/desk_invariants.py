"""What the desk's triggers keep, told once more from the tables it is kept of."""

GIVEN_UP = "('withdrawn', 'declined')"
READABLE = "a.question_id = q.id AND a.approved_version_id IS NOT NULL AND a.status <> 'retracted'"
# What the public copy of a query waits for, and since when.
COPY = f"""
    SELECT q.id, CASE
        WHEN q.publication = 'awaiting_patient' THEN ARRAY['patient', d.approved_at::text]
        WHEN q.publication = 'published' AND d.version <> p.draft_version AND d.approved_at IS NOT NULL
            THEN ARRAY['patient', d.approved_at::text]
        WHEN q.publication = 'published' AND (d.version <> p.draft_version OR EXISTS (
            SELECT 1 FROM answers_answer a LEFT JOIN answers_publishedanswer s ON s.source_id = a.approved_version_id
            WHERE {READABLE} AND s.id IS NULL)) THEN ARRAY['correct', p.changed_at::text]
        WHEN q.publication <> 'allowed' OR q.care NOT IN ('answered', 'closed')
            OR NOT EXISTS (SELECT 1 FROM answers_answer a WHERE {READABLE}) THEN ARRAY['', NULL]
        WHEN d.id IS NULL OR (SELECT max(at) FROM accounts_auditevent
            WHERE reference = q.reference AND verb = 'publication.allowed' AND actor_id IS NOT NULL)
            > d.prepared_at
            THEN ARRAY['prepare', q.answered_at::text]
        ELSE ARRAY['approve', d.prepared_at::text] END AS told
    FROM questions_question q LEFT JOIN questions_publicdraft d ON d.question_id = q.id
    LEFT JOIN questions_publishedquestion p ON p.question_id = q.id
"""
# (queue, urgent, day) of each item that waits.
ITEMS = f"""
    SELECT 'queries' AS queue, urgent, NULL::date AS day FROM questions_question WHERE care = 'submitted'
    UNION ALL SELECT 'answers', q.urgent, NULL FROM answers_answer a JOIN questions_question q ON q.id = a.question_id
        WHERE a.status = 'in_review' AND q.care NOT IN {GIVEN_UP}
    UNION ALL SELECT CASE f.status WHEN 'in_review' THEN 'follow-ups' ELSE 'follow-ups-with-doctors' END, q.urgent, NULL
        FROM answers_followup f JOIN answers_answer a ON a.id = f.answer_id
        JOIN questions_question q ON q.id = a.question_id WHERE f.status IN ('in_review', 'waiting', 'returned')
    UNION ALL SELECT 'appeals', q.urgent, NULL FROM questions_appeal a JOIN questions_question q ON q.id = a.question_id
        WHERE a.decided_at IS NULL
    UNION ALL SELECT 'decision-appeals', false, NULL FROM answers_decisionappeal WHERE decided_at IS NULL
    UNION ALL SELECT 'opinions', false, NULL FROM answers_opinion o
        JOIN answers_publishedanswer a ON a.id = o.published_answer_id
        WHERE o.status = 'in_review' AND a.retracted_on IS NULL
    UNION ALL SELECT 'disagreements', false, NULL FROM questions_publishedquestion WHERE review_wanted_at IS NOT NULL
    UNION ALL SELECT 'stale', false, review_due_on FROM questions_publishedquestion
        WHERE review_due_on IS NOT NULL AND answer_count > 0
    UNION ALL SELECT CASE reference WHEN '' THEN 'reports' ELSE 'page-reports' END, urgent, NULL FROM answers_report
        WHERE decided_at IS NULL
    UNION ALL SELECT 'doctors', false, NULL FROM specialties_doctor WHERE status IN ('applied', 'checked')
    UNION ALL SELECT 'licences', false, licence_expires_on FROM specialties_doctor
        WHERE status = 'verified' AND licence_expires_on IS NOT NULL
    UNION ALL SELECT CASE told[1] WHEN 'prepare' THEN 'publications' WHEN 'approve' THEN 'approvals'
        WHEN 'correct' THEN 'corrections' ELSE 'with-patients' END, false, NULL FROM ({COPY}) copies WHERE told[1] <> ''
"""
DESK = {
    "an answer copies what its query says": f"""
        SELECT a.id FROM answers_answer a JOIN questions_question q ON q.id = a.question_id
        WHERE (a.urgent, a.given_up, a.paused, a.waits_since)
            IS DISTINCT FROM (q.urgent, q.care IN {GIVEN_UP}, q.care = 'more_information', q.waits_since)
    """,
    "a follow-up that waits is as urgent as its query": """
        SELECT f.id FROM answers_followup f JOIN answers_answer a ON a.id = f.answer_id
        JOIN questions_question q ON q.id = a.question_id
        WHERE f.urgent <> q.urgent AND f.status NOT IN ('answered', 'closed')
    """,
    "an appeal that waits is as urgent as its query": """
        SELECT a.id FROM questions_appeal a JOIN questions_question q ON q.id = a.question_id
        WHERE a.urgent <> q.urgent AND a.outcome = ''
    """,
    "an opinion knows whether its answer was retracted": """
        SELECT o.id FROM answers_opinion o JOIN answers_publishedanswer a ON a.id = o.published_answer_id
        WHERE o.on_retracted <> (a.retracted_on IS NOT NULL)
    """,
    "a query knows what its public copy waits for, and since when": f"""
        SELECT q.reference, q.copy_waits, q.copy_waits_since, told FROM ({COPY}) copies
        JOIN questions_question q USING (id)
        WHERE ARRAY[q.copy_waits::text, q.copy_waits_since::text] IS DISTINCT FROM told
    """,
    "the tally of the desk is a count of what waits": f"""
        WITH kept AS (
            SELECT queue, urgent, COALESCE(day, 'infinity') AS day, sum(change) AS number FROM questions_desktally
            GROUP BY queue, urgent, day HAVING sum(change) <> 0
        ), counted AS (
            SELECT queue, urgent, COALESCE(day, 'infinity') AS day, count(*) AS number FROM ({ITEMS}) items
            GROUP BY queue, urgent, day
        )
        (TABLE kept EXCEPT TABLE counted) UNION ALL (TABLE counted EXCEPT TABLE kept)
    """,
}
