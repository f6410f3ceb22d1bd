"""Where two must sign a public text, a senior moderator gives the second signature, and a senior one decides on an
appeal; the database refuses everybody else."""

from django.db import migrations

SECOND_SIGNATURE = """
CREATE FUNCTION two_must_sign(query_id bigint) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE
    query questions_question;
BEGIN
    SELECT * INTO query FROM questions_question WHERE id = query_id;
    RETURN query.about <> 'self' OR query.age_band IN ('0–4', '5–12', '13–17') OR query.self_harm
        OR EXISTS (
            SELECT 1 FROM specialties_specialty WHERE (rare OR sensitive) AND (id = query.specialty_id
                OR id = (SELECT parent_id FROM specialties_specialty WHERE id = query.specialty_id)));
END $$;

CREATE FUNCTION guard_second_signature() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.approved_by_id IS NOT DISTINCT FROM OLD.approved_by_id THEN
        RETURN NEW;
    END IF;
    IF two_must_sign(NEW.question_id) AND (NEW.approved_by_id = NEW.prepared_by_id
            OR NOT holds_permission(NEW.approved_by_id, 'questions', 'confirm_publication')) THEN
        RAISE EXCEPTION 'a senior moderator who did not prepare it signs this text' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER publicdraft_second_signature BEFORE INSERT OR UPDATE ON questions_publicdraft
    FOR EACH ROW WHEN (NEW.approved_by_id IS NOT NULL) EXECUTE FUNCTION guard_second_signature();
"""

APPEALS = """
CREATE FUNCTION guard_appeal_senior() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT holds_permission(NEW.decided_by_id, 'questions', 'decide_appeal') THEN
        RAISE EXCEPTION 'a senior moderator decides on an appeal' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER appeal_senior_decides BEFORE UPDATE ON questions_appeal
    FOR EACH ROW WHEN (NEW.decided_by_id IS NOT NULL AND NEW.decided_by_id IS DISTINCT FROM OLD.decided_by_id)
    EXECUTE FUNCTION guard_appeal_senior();
"""

PIN = """
DO $$
DECLARE guard text;
BEGIN
    FOREACH guard IN ARRAY ARRAY['two_must_sign(bigint)', 'guard_second_signature()', 'guard_appeal_senior()'] LOOP
        EXECUTE format('ALTER FUNCTION %s SET search_path = %I, pg_temp', guard, current_schema());
    END LOOP;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("questions", "0025_withdrawal_guards"),
        ("accounts", "0009_roles"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="question",
            options={
                "permissions": [
                    ("moderate_question", "Can read, triage and decline queries"),
                    ("publish_question", "Can prepare and approve public copies"),
                    ("confirm_publication", "Can sign a public copy where two moderators must"),
                ],
                "verbose_name": "query",
                "verbose_name_plural": "queries",
            },
        ),
        migrations.AlterModelOptions(
            name="appeal",
            options={
                "ordering": ["made_at"],
                "permissions": [("decide_appeal", "Can decide on appeals")],
                "verbose_name": "appeal",
                "verbose_name_plural": "appeals",
            },
        ),
        migrations.RunSQL(
            SECOND_SIGNATURE,
            """
            DROP TRIGGER publicdraft_second_signature ON questions_publicdraft;
            DROP FUNCTION guard_second_signature();
            DROP FUNCTION two_must_sign(bigint);
            """,
        ),
        migrations.RunSQL(
            APPEALS,
            "DROP TRIGGER appeal_senior_decides ON questions_appeal; DROP FUNCTION guard_appeal_senior();",
        ),
        migrations.RunSQL(PIN, migrations.RunSQL.noop),
    ]
