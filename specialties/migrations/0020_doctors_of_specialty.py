from django.db import migrations

# A topic's page names the first doctors of it: read in this order, none of the others is looked at.
INDEX = "CREATE INDEX doctors_of_specialty ON specialties_doctor_specialties (specialty_id, doctor_id)"


class Migration(migrations.Migration):
    dependencies = [("specialties", "0019_portrait_index")]
    operations = [migrations.RunSQL(INDEX, "DROP INDEX doctors_of_specialty")]
