"""Triggers: who decides on an appeal; no decision without its statement; what only a granted appeal may bring back."""

from django.db import migrations

APPEALS = """
CREATE FUNCTION guard_decision_appeal() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    said accounts_statement;
BEGIN
    SELECT * INTO said FROM accounts_statement WHERE id = NEW.statement_id;
    IF TG_OP = 'INSERT' THEN
        IF NEW.outcome <> '' OR NEW.against_id <> said.by_id OR said.appeal_until IS NULL THEN
            RAISE EXCEPTION 'an appeal is against a decision that may be appealed' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF (NEW.statement_id, NEW.against_id, NEW.text, NEW.made_at)
            IS DISTINCT FROM (OLD.statement_id, OLD.against_id, OLD.text, OLD.made_at) OR OLD.outcome <> '' THEN
        RAISE EXCEPTION 'an appeal stays as it was made, and is decided once' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.outcome <> '' THEN
        IF NEW.decided_by_id = said.user_id
                OR NOT holds_permission(NEW.decided_by_id, 'questions', 'decide_appeal') THEN
            RAISE EXCEPTION 'another, senior moderator decides on an appeal' USING ERRCODE = 'check_violation';
        END IF;
        IF (NEW.outcome = 'granted') <> (said.overruled_at IS NOT NULL) THEN
            RAISE EXCEPTION 'a granted appeal overrules, another one does not' USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER decision_appeal_guard BEFORE INSERT OR UPDATE ON answers_decisionappeal
    FOR EACH ROW EXECUTE FUNCTION guard_decision_appeal();

-- At the commit, as the statement is written first.
CREATE FUNCTION guard_overruled() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM answers_decisionappeal WHERE statement_id = NEW.id AND outcome = 'granted'
    ) THEN
        RAISE EXCEPTION 'a decision is overruled by a granted appeal' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER statement_overruled AFTER UPDATE OF overruled_at ON accounts_statement
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.overruled_at IS NOT NULL)
    EXECUTE FUNCTION guard_overruled();
"""

AGAIN = """
DROP TRIGGER answer_moves ON answers_answer;
CREATE TRIGGER answer_moves BEFORE INSERT OR UPDATE OF status ON answers_answer
    FOR EACH ROW EXECUTE FUNCTION guard_moves('status', '["draft"]', '{
        "draft": ["in_review", "retracted"],
        "in_review": ["returned", "approved", "draft", "retracted"],
        "returned": ["in_review", "retracted"],
        "approved": ["draft", "retracted"],
        "retracted": ["in_review"]
    }');

-- Arguments: the statement's kind, and the model as its label.
CREATE FUNCTION demand_overruled() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (
        SELECT overruled_at FROM accounts_statement
        WHERE kind = TG_ARGV[0] AND subject_type = TG_ARGV[1] AND subject_id = NEW.id
        ORDER BY id DESC LIMIT 1
    ) IS NULL THEN
        RAISE EXCEPTION 'only a granted appeal brings % % back', TG_ARGV[1], NEW.id
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER answer_back_by_appeal BEFORE UPDATE OF status ON answers_answer
    FOR EACH ROW WHEN (OLD.status = 'retracted' AND NEW.status <> OLD.status)
    EXECUTE FUNCTION demand_overruled('answer_retracted', 'answers.answer');
CREATE TRIGGER question_public_again_by_appeal BEFORE UPDATE OF publication ON questions_question
    FOR EACH ROW WHEN (OLD.publication = 'withdrawn' AND NEW.publication <> OLD.publication)
    EXECUTE FUNCTION demand_overruled('page_withdrawn', 'questions.question');
"""

ANOTHER = """
CREATE TRIGGER answerversion_another BEFORE UPDATE OF outcome ON answers_answerversion
    FOR EACH ROW WHEN (OLD.outcome <> NEW.outcome)
    EXECUTE FUNCTION refuse_overruled('answers.answer', 'answer_id', 'reviewed_by_id');
CREATE TRIGGER followup_another BEFORE UPDATE OF status ON answers_followup
    FOR EACH ROW WHEN (NEW.status IN ('answered', 'returned') AND OLD.status <> NEW.status)
    EXECUTE FUNCTION refuse_overruled('answers.followup', 'id', 'reviewed_by_id');
CREATE TRIGGER opinion_another BEFORE UPDATE OF status ON answers_opinion
    FOR EACH ROW WHEN (NEW.status IN ('shown', 'returned') AND OLD.status <> NEW.status)
    EXECUTE FUNCTION refuse_overruled('answers.opinion', 'id', 'reviewed_by_id');
CREATE TRIGGER doctor_check_another BEFORE UPDATE OF checked_by_id ON specialties_doctor
    FOR EACH ROW EXECUTE FUNCTION refuse_overruled('specialties.doctor', 'id', 'checked_by_id');
CREATE TRIGGER doctor_confirm_another BEFORE UPDATE OF status ON specialties_doctor
    FOR EACH ROW WHEN (NEW.status = 'verified' AND OLD.status <> NEW.status)
    EXECUTE FUNCTION refuse_overruled('specialties.doctor', 'id', 'verified_by_id');
"""

# A doctor of an archive, or whose account is gone, can't be told.
REASONED = """
CREATE CONSTRAINT TRIGGER question_declined_with_reasons AFTER UPDATE ON questions_question
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.care = 'declined' AND OLD.care <> 'declined')
    EXECUTE FUNCTION demand_statement('query_declined', 'questions.question');
CREATE CONSTRAINT TRIGGER answer_returned_with_reasons AFTER UPDATE ON answers_answer
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.status = 'returned' AND OLD.status <> 'returned')
    EXECUTE FUNCTION demand_statement('answer_returned', 'answers.answer');
CREATE CONSTRAINT TRIGGER followup_returned_with_reasons AFTER UPDATE ON answers_followup
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.status = 'returned' AND OLD.status <> 'returned')
    EXECUTE FUNCTION demand_statement('reply_returned', 'answers.followup');
CREATE CONSTRAINT TRIGGER followup_closed_with_reasons AFTER UPDATE ON answers_followup
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.status = 'closed' AND OLD.status <> 'closed')
    EXECUTE FUNCTION demand_statement('followup_closed', 'answers.followup');
CREATE CONSTRAINT TRIGGER opinion_returned_with_reasons AFTER UPDATE ON answers_opinion
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.status = 'returned' AND OLD.status <> 'returned')
    EXECUTE FUNCTION demand_statement('opinion_returned', 'answers.opinion');
CREATE CONSTRAINT TRIGGER doctor_suspended_with_reasons AFTER UPDATE ON specialties_doctor
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.status = 'suspended' AND OLD.status <> 'suspended' AND NEW.user_id IS NOT NULL)
    EXECUTE FUNCTION demand_statement('doctor_suspended', 'specialties.doctor');
CREATE CONSTRAINT TRIGGER document_returned_with_reasons AFTER UPDATE ON specialties_doctordocument
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.status = 'returned' AND OLD.status <> 'returned')
    EXECUTE FUNCTION demand_statement('document_returned', 'specialties.doctordocument');
-- An application that came back by its documents alone is told of by theirs.
CREATE CONSTRAINT TRIGGER doctor_returned_with_reasons AFTER UPDATE ON specialties_doctor
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.status = 'returned' AND OLD.status <> 'returned' AND NEW.reason <> '' AND NEW.user_id IS NOT NULL)
    EXECUTE FUNCTION demand_statement('application_returned', 'specialties.doctor');
"""

# A temporary table must not stand in for a real one (see 0004).
REAL_TABLES = """
DO $$
DECLARE
    guard text;
BEGIN
    FOREACH guard IN ARRAY ARRAY['guard_decision_appeal', 'guard_overruled', 'demand_overruled'] LOOP
        EXECUTE format('ALTER FUNCTION %I() SET search_path = %I, pg_temp', guard, current_schema());
    END LOOP;
END $$
"""


def dropping(sql):
    """The statements that drop every trigger which `sql` makes."""
    words = sql.split()
    places = [at for at, word in enumerate(words) if word == "TRIGGER" and words[at - 1] != "DROP"]
    return "".join(f"DROP TRIGGER {words[at + 1]} ON {words[words.index('ON', at) + 1]};" for at in places)


class Migration(migrations.Migration):
    dependencies = [
        ("answers", "0027_decision_appeals"),
        ("accounts", "0014_statement_guards"),
        ("questions", "0028_signed_off_guard"),
        ("specialties", "0012_confirmed_by_senior"),
    ]

    operations = [
        migrations.RunSQL(
            APPEALS,
            dropping(APPEALS) + "DROP FUNCTION guard_decision_appeal(); DROP FUNCTION guard_overruled();",
        ),
        # Migrating back leaves the wider table of an answer's moves.
        migrations.RunSQL(
            AGAIN,
            """
            DROP TRIGGER answer_back_by_appeal ON answers_answer;
            DROP TRIGGER question_public_again_by_appeal ON questions_question;
            DROP FUNCTION demand_overruled();
            """,
        ),
        migrations.RunSQL(
            """
            DROP TRIGGER question_publication_moves ON questions_question;
            CREATE TRIGGER question_publication_moves BEFORE INSERT OR UPDATE OF publication ON questions_question
                FOR EACH ROW EXECUTE FUNCTION guard_moves('publication', '["private"]', '{
                    "private": ["allowed"],
                    "allowed": ["private", "awaiting_patient", "published"],
                    "awaiting_patient": ["private", "allowed", "published"],
                    "published": ["withdrawn"],
                    "withdrawn": ["allowed"]
                }');
            """,
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(ANOTHER, dropping(ANOTHER)),
        migrations.RunSQL(REASONED, dropping(REASONED)),
        migrations.RunSQL(REAL_TABLES, migrations.RunSQL.noop),
    ]
