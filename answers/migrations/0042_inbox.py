"""What the tabs of a doctor's inbox are sorted by, in the answers themselves, kept by the triggers of 0032; the indexes
of the tabs.
"""

from importlib import import_module

from django.db import migrations, models
from django.db.models import Q

BEFORE = import_module("answers.migrations.0032_at_the_desk_guards")
IN_HAND = Q(given_up=False, closed_at=None)
COLUMNS = ",\n                               'urgent', 'given_up'"

COPIES = """
CREATE OR REPLACE FUNCTION desk_answer_copies() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND pg_trigger_depth() = 1 THEN
        NEW.urgent := OLD.urgent;
        NEW.given_up := OLD.given_up;{kept}
        RETURN NEW;
    END IF;
    IF TG_OP = 'INSERT' THEN
        PERFORM 1 FROM questions_question WHERE id = NEW.question_id FOR SHARE;
    END IF;
    {copied}
    RETURN NEW;
END $$;
"""
KEPT = """
        NEW.paused := OLD.paused;
        NEW.waits_since := OLD.waits_since;"""
COPIED = """SELECT urgent, care IN ('withdrawn', 'declined'), care = 'more_information', waits_since
        INTO NEW.urgent, NEW.given_up, NEW.paused, NEW.waits_since
        FROM questions_question WHERE id = NEW.question_id;
    NEW.urgent := COALESCE(NEW.urgent, false);
    NEW.given_up := COALESCE(NEW.given_up, false);
    NEW.paused := COALESCE(NEW.paused, false);"""
COPIED_BEFORE = """NEW.urgent := COALESCE((SELECT urgent FROM questions_question WHERE id = NEW.question_id), false);
    NEW.given_up := COALESCE(
        (SELECT care IN ('withdrawn', 'declined') FROM questions_question WHERE id = NEW.question_id), false);"""

IS_COPIED = """
DROP TRIGGER desk_query_is_copied ON questions_question;
CREATE TRIGGER desk_query_is_copied AFTER UPDATE ON questions_question
    FOR EACH ROW WHEN (OLD.urgent <> NEW.urgent{more}
        OR (OLD.care IN ('withdrawn', 'declined')) <> (NEW.care IN ('withdrawn', 'declined')))
    EXECUTE FUNCTION desk_query_is_copied();
"""
MORE = """ OR OLD.waits_since IS DISTINCT FROM NEW.waits_since
        OR (OLD.care = 'more_information') <> (NEW.care = 'more_information')"""

# What stands there already, while the trigger on answers doesn't know the columns yet and that on queries holds them.
FILL = """
UPDATE answers_answer a SET waits_since = q.waits_since, paused = q.care = 'more_information'
    FROM questions_question q WHERE q.id = a.question_id;
"""

FORWARDS = (
    BEFORE.GUARDS.format(columns=f"{COLUMNS}, 'paused', 'waits_since'", copied=BEFORE.COPIED)
    + IS_COPIED.format(more=MORE)
    + FILL
    + COPIES.format(kept=KEPT, copied=COPIED)
    + BEFORE.REAL_TABLES
)
BACKWARDS = (
    COPIES.format(kept="", copied=COPIED_BEFORE)
    + IS_COPIED.format(more="")
    + BEFORE.GUARDS.format(columns=COLUMNS, copied=BEFORE.COPIED)
    + BEFORE.REAL_TABLES
)


class Migration(migrations.Migration):
    dependencies = [("answers", "0041_counts_planned_once"), ("questions", "0033_desk_tally")]

    operations = [
        migrations.AddField(
            model_name="answer",
            name="paused",
            field=models.BooleanField(db_default=False, default=False, editable=False),
        ),
        migrations.AddField(
            model_name="answer",
            name="waits_since",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.RunSQL(FORWARDS, BACKWARDS),
        migrations.AddIndex(
            model_name="answer",
            index=models.Index(
                fields=["doctor", "paused", "-urgent", "waits_since", "question"],
                name="answer_in_writing",
                condition=IN_HAND & Q(status="draft"),
            ),
        ),
        migrations.AddIndex(
            model_name="answer",
            index=models.Index(
                fields=["doctor", "status", "-urgent", "waits_since", "question"],
                name="answer_sent_or_returned",
                condition=IN_HAND & Q(status__in=["in_review", "returned"]),
            ),
        ),
        migrations.AddIndex(
            model_name="answer",
            index=models.Index(
                fields=["doctor", "waits_since", "question"],
                name="answer_done",
                condition=IN_HAND & Q(status__in=["approved", "retracted"]),
            ),
        ),
        migrations.AddIndex(
            model_name="answerversion",
            index=models.Index(
                fields=["author", "reviewed_at"],
                name="answerversion_approved_of",
                condition=Q(outcome="approved"),
            ),
        ),
    ]
