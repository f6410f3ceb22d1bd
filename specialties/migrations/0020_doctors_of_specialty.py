from django.db import migrations

# A topic's page names the first verified doctors of it: read in this order, the others aren't looked at. (Where fewer
# than one in ten of thousands is verified, PostgreSQL rather reads all who are, in some milliseconds.)
INDEX = "CREATE INDEX doctors_of_specialty ON specialties_doctor_specialties (specialty_id, doctor_id)"


class Migration(migrations.Migration):
    dependencies = [("specialties", "0019_portrait_index")]
    operations = [migrations.RunSQL(INDEX, "DROP INDEX doctors_of_specialty")]
