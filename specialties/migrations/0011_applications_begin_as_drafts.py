"""The column whose files are documents now goes; a doctor begins as a draft."""

from django.db import migrations

MOVES = """
DROP TRIGGER doctor_moves ON specialties_doctor;
CREATE TRIGGER doctor_moves BEFORE INSERT OR UPDATE OF status ON specialties_doctor
    FOR EACH ROW EXECUTE FUNCTION guard_moves('status', '["draft", "archive"]', '{
        "draft": ["applied"],
        "applied": ["checked", "returned"],
        "checked": ["verified", "returned"],
        "verified": ["lapsed", "suspended", "applied"],
        "returned": ["applied"],
        "lapsed": ["applied", "suspended"],
        "suspended": ["applied"]
    }');
"""


class Migration(migrations.Migration):
    dependencies = [("specialties", "0010_licences_become_documents")]

    operations = [
        migrations.RemoveField("doctor", "licence_document"),
        migrations.RunSQL(MOVES, MOVES.replace('"draft", "archive"', '"draft", "applied", "archive"')),
    ]
