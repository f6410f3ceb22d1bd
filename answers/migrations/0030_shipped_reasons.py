"""The reasons that come with the software, and triggers: a version never changes, and a reason stays what it is for."""

from django.db import migrations

GUARDS = """
CREATE TRIGGER reasonversion_frozen BEFORE UPDATE OR DELETE ON answers_reasonversion
    FOR EACH ROW EXECUTE FUNCTION guard_append_only();

CREATE FUNCTION guard_reason() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR (NEW.kind, NEW.code) IS DISTINCT FROM (OLD.kind, OLD.code) THEN
        RAISE EXCEPTION 'a reason stays what it is for' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER reason_guard BEFORE UPDATE OR DELETE ON answers_reason FOR EACH ROW EXECUTE FUNCTION guard_reason();

CREATE FUNCTION guard_reason_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT holds_permission(NEW.made_by_id, 'answers', 'manage_reasons') THEN
        RAISE EXCEPTION 'a senior moderator keeps the library of reasons' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.number <> 1 + (SELECT count(*) FROM answers_reasonversion WHERE reason_id = NEW.reason_id) THEN
        RAISE EXCEPTION 'versions of a reason are numbered one after the other' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER reasonversion_guard BEFORE INSERT ON answers_reasonversion
    FOR EACH ROW EXECUTE FUNCTION guard_reason_version();

DO $$
DECLARE
    guard text;
BEGIN
    FOREACH guard IN ARRAY ARRAY['guard_reason', 'guard_reason_version'] LOOP
        EXECUTE format('ALTER FUNCTION %I() SET search_path = %I, pg_temp', guard, current_schema());
    END LOOP;
END $$;
"""

# kind → (code, title, text, rule, what to change)
SHIPPED = {
    "decline_query": [
        (
            "urgent_care",
            "Needs somebody today",
            "What you describe needs someone who can see you today. Please don't wait for an answer here.",
            "safe",
            "Call {emergency_number} or go to the nearest emergency department if it gets worse.",
        ),
        (
            "not_medical",
            "Not about health",
            "Your query isn't about a health question that our doctors can answer.",
            "scope",
            "",
        ),
        (
            "prescription",
            "Prescription or certificate",
            "Our doctors can't prescribe, issue certificates or judge another doctor's work.",
            "remote",
            "Please ask a doctor who can see you.",
        ),
        (
            "third_person",
            "About somebody who hasn't agreed",
            "Your query is about another person who hasn't agreed to it.",
            "consented",
            "Ask again once they know of it and agree, or let them ask themselves.",
        ),
        (
            "twice",
            "The same again",
            "You sent the same question twice; we'll answer the other one.",
            "genuine",
            "",
        ),
        (
            "spam",
            "Advertising",
            "What you sent is advertising, not a question about your health.",
            "genuine",
            "",
        ),
    ],
    "return_answer": [
        (
            "unanswered",
            "Not all is answered",
            "Part of what the patient asked isn't answered. Please answer every question.",
            "whole",
            "Answer each question, or say why it can't be answered.",
        ),
        ("help", "When to get help", "Please say more clearly when to get help, and how soon.", "help", ""),
        (
            "plain",
            "Plainer words",
            "Please use plainer words, and explain each medical term at its first use.",
            "plain",
            "",
        ),
        (
            "sources",
            "Sources",
            "Please name a source for the main advice, or mark it as clinical opinion.",
            "sources",
            "",
        ),
        (
            "certain",
            "Too certain",
            "Please don't sound more certain than one can be without an examination.",
            "limits",
            "",
        ),
        (
            "person",
            "Names or advertising",
            "Please leave out names, contact details and advertising.",
            "private",
            "",
        ),
    ],
    "return_reply": [
        (
            "unanswered",
            "Not all is answered",
            "Part of what the patient asked isn't answered. Please answer all of it.",
            "whole",
            "",
        ),
        (
            "plain",
            "Plainer words",
            "Please use plainer words, and explain each medical term at its first use.",
            "plain",
            "",
        ),
        ("help", "When to get help", "Please say more clearly when to get help, and how soon.", "help", ""),
        (
            "person",
            "Names or advertising",
            "Please leave out names, contact details and advertising.",
            "private",
            "",
        ),
    ],
    "close_follow_up": [
        (
            "absent",
            "The doctor can't reply",
            "The doctor can't reply at the moment. Please ask a new question.",
            "",
            "",
        ),
        (
            "new",
            "A new question",
            "This is a new question. Please ask it as one, so that every doctor can take it.",
            "scope",
            "",
        ),
        ("thanks", "Needs no reply", "Thank you for your message; it needs no reply.", "", ""),
    ],
    "return_opinion": [
        ("why", "Say why", "Please say in plain words what you see differently, and why.", "sound", ""),
        (
            "source",
            "What it rests on",
            "Please name what your view rests on: a guideline, a study or your practice.",
            "sources",
            "",
        ),
        (
            "tone",
            "About the answer",
            "Please write about the answer, not about the doctor who gave it.",
            "kind",
            "",
        ),
        (
            "person",
            "Names or advertising",
            "Please leave out names, contact details and advertising.",
            "private",
            "",
        ),
    ],
    "return_doctor": [
        (
            "register",
            "Not on the register",
            "We couldn't find you on the register under this name and number.",
            "identity",
            "Check the name and number, and the page of the register.",
        ),
        ("expired", "Licence ended", "The licence has ended, or its last day is missing.", "licensed", ""),
        (
            "name",
            "Another name",
            "The name in your profile differs from the one on the register.",
            "identity",
            "Write your name as it stands on the register.",
        ),
    ],
    "return_document": [
        (
            "unreadable",
            "Can't be read",
            "It can't be read. Please send a sharper picture, or the PDF itself.",
            "legible",
            "",
        ),
        ("name", "Another name", "The name on it differs from the one in your application.", "identity", ""),
        (
            "expired",
            "No longer valid",
            "It is no longer valid.",
            "licensed",
            "Send the one that is valid today.",
        ),
        ("cut", "A part is missing", "A part of it is missing. Please send the whole page.", "legible", ""),
        ("other", "Another document", "It isn't the document that is needed here.", "legible", ""),
    ],
    "suspend_doctor": [
        (
            "licence",
            "Licence in doubt",
            "We have learned that your licence may be limited or withdrawn, and must check it.",
            "licensed",
            "Send us the register's answer, then your application again.",
        ),
        (
            "conduct",
            "Conduct",
            "What you wrote here could put patients at risk, so we must look into it first.",
            "conduct",
            "",
        ),
    ],
    "retract_answer": [
        ("harm", "Could do harm", "Following this answer could do harm.", "sound", ""),
        ("wrong", "Something is wrong", "Something in this answer is wrong.", "sound", ""),
        ("own", "Not one's own words", "This answer was copied from elsewhere.", "own", ""),
    ],
}


def ship(apps, schema_editor):
    """Number 1 of each; what the site wrote itself under the same name stays."""
    reasons, versions = apps.get_model("answers", "Reason"), apps.get_model("answers", "ReasonVersion")
    for kind, rows in SHIPPED.items():
        for code, title, text, rule, change in rows:
            reason, made = reasons.objects.get_or_create(kind=kind, code=code)
            if made:
                versions.objects.create(
                    reason=reason, number=1, title=title, text=text, rule=rule, change=change
                )


class Migration(migrations.Migration):
    dependencies = [("answers", "0029_reasons"), ("accounts", "0014_statement_guards")]

    operations = [
        migrations.RunPython(ship, migrations.RunPython.noop),
        migrations.RunSQL(
            GUARDS,
            """
            DROP TRIGGER reasonversion_frozen ON answers_reasonversion;
            DROP TRIGGER reason_guard ON answers_reason;
            DROP TRIGGER reasonversion_guard ON answers_reasonversion;
            DROP FUNCTION guard_reason();
            DROP FUNCTION guard_reason_version();
            """,
        ),
    ]
