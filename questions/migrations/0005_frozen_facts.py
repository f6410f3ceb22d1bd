"""What readers see beside the approved text is frozen with it: address, age, sex, pictures, doctor, answers."""

from django.db import migrations

TEXTS = ["reference", "title", "text", "query_excerpt", "answer_excerpt", "approved_by_id"]
FACTS = [
    "slug",
    "age_band",
    "sex",
    "picture_count",
    "asked_on",
    "answer_count",
    "lead_doctor_id",
]


def frozen(columns):
    old, new = (", ".join(f"{row}.{name}" for name in columns) for row in ("OLD", "NEW"))
    return f"""
        DROP TRIGGER published_question_frozen ON questions_publishedquestion;
        CREATE TRIGGER published_question_frozen BEFORE UPDATE ON questions_publishedquestion
            FOR EACH ROW WHEN (OLD.question_id IS NOT NULL AND ({old}) IS DISTINCT FROM ({new}))
            EXECUTE FUNCTION guard_public_copy_frozen();
    """


class Migration(migrations.Migration):
    dependencies = [("questions", "0004_withdrawn_source")]

    operations = [migrations.RunSQL(frozen([*TEXTS, *FACTS]), frozen(TEXTS))]
