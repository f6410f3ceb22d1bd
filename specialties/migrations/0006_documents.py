"""Documents that are decided one by one; applications kept before they are sent; one number on one register."""

import json

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import accounts.storage
import specialties.registers

# Names of registers by which people also call them (specialties/registers.py when this was written).
ALSO_CALLED = {
    "AE/dha": "AE/dubaihealthauthority",
    "AU/ahpra": "AU/australianhealthpractitionerregulationagency",
    "AU/medicalboardofaustralia": "AU/australianhealthpractitionerregulationagency",
    "BD/bmdc": "BD/bangladeshmedicalanddentalcouncil",
    "CA/cmq": "CA/collègedesmédecinsduquébec",
    "CA/collegedesmedecinsduquebec": "CA/collègedesmédecinsduquébec",
    "CA/cpsbc": "CA/collegeofphysiciansandsurgeonsofbritishcolumbia",
    "CA/cpso": "CA/collegeofphysiciansandsurgeonsofontario",
    "CH/medreg": "CH/medizinalberuferegister",
    "CH/registerofmedicalprofessions": "CH/medizinalberuferegister",
    "DK/danishpatientsafetyauthority": "DK/autorisationsregisteret",
    "FR/cnom": "FR/ordrenationaldesmédecins",
    "FR/conseilnationaldelordredesmédecins": "FR/ordrenationaldesmédecins",
    "FR/ordredesmédecins": "FR/ordrenationaldesmédecins",
    "FR/rpps": "FR/ordrenationaldesmédecins",
    "GB/gdc": "GB/generaldentalcouncil",
    "GB/gmc": "GB/generalmedicalcouncil",
    "GB/gmcuk": "GB/generalmedicalcouncil",
    "GB/gphc": "GB/generalpharmaceuticalcouncil",
    "GB/hcpc": "GB/healthandcareprofessionscouncil",
    "GB/healthcareprofessionscouncil": "GB/healthandcareprofessionscouncil",
    "GB/nmc": "GB/nursingandmidwiferycouncil",
    "GB/nursingmidwiferycouncil": "GB/nursingandmidwiferycouncil",
    "GB/ukgeneraldentalcouncil": "GB/generaldentalcouncil",
    "GB/ukgeneralmedicalcouncil": "GB/generalmedicalcouncil",
    "GH/mdc": "GH/medicalanddentalcouncil",
    "GH/medicalanddentalcouncilghana": "GH/medicalanddentalcouncil",
    "HK/mchk": "HK/medicalcouncilofhongkong",
    "IE/imc": "IE/medicalcouncil",
    "IE/irishmedicalcouncil": "IE/medicalcouncil",
    "IE/medicalcouncilofireland": "IE/medicalcouncil",
    "IN/indianmedicalregister": "IN/nationalmedicalcommission",
    "IN/mci": "IN/nationalmedicalcommission",
    "IN/nmc": "IN/nationalmedicalcommission",
    "KE/kmpdc": "KE/kenyamedicalpractitionersanddentistscouncil",
    "LK/slmc": "LK/srilankamedicalcouncil",
    "MY/majlisperubatanmalaysia": "MY/malaysianmedicalcouncil",
    "MY/mmc": "MY/malaysianmedicalcouncil",
    "NG/mdcn": "NG/medicalanddentalcouncilofnigeria",
    "NL/beroepenindeindividuelegezondheidszorg": "NL/bigregister",
    "NL/big": "NL/bigregister",
    "NO/hpr": "NO/helsepersonellregisteret",
    "NZ/mcnz": "NZ/medicalcouncilofnewzealand",
    "NZ/tekauniherarataoaotearoa": "NZ/medicalcouncilofnewzealand",
    "PK/pakistanmedicalcommission": "PK/pakistanmedicalanddentalcouncil",
    "PK/pmdc": "PK/pakistanmedicalanddentalcouncil",
    "SA/scfhs": "SA/saudicommissionforhealthspecialties",
    "SE/socialstyrelsen": "SE/hosp",
    "SE/socialstyrelsenhosp": "SE/hosp",
    "SG/smc": "SG/singaporemedicalcouncil",
    "UG/umdpc": "UG/ugandamedicalanddentalpractitionerscouncil",
    "US/npi": "US/nationalprovideridentifier",
    "US/npiregistry": "US/nationalprovideridentifier",
    "US/nppes": "US/nationalprovideridentifier",
    "ZA/hpcsa": "ZA/healthprofessionscouncilofsouthafrica",
}
# Both are IMMUTABLE, as an index demands: who changes one rebuilds the index.
KEYS = """
CREATE FUNCTION number_key(number text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp AS $$
    SELECT regexp_replace(lower(normalize(number, NFKC)), '[^[:alnum:]]', '', 'g')
$$;
CREATE FUNCTION register_key(name text, country text) RETURNS text LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    plain text := regexp_replace(btrim(lower(normalize(name, NFKC))), '^the[^[:alnum:]]+', '');
    key text := upper(country) || '/' || regexp_replace(plain, '[^[:alnum:]]', '', 'g');
BEGIN
    RETURN COALESCE('{names}'::jsonb ->> key, key);
END $$;
""".replace("{names}", json.dumps(ALSO_CALLED, ensure_ascii=False))


class Migration(migrations.Migration):
    dependencies = [
        ("specialties", "0005_licencereminder"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(KEYS, "DROP FUNCTION number_key(text); DROP FUNCTION register_key(text, text);"),
        migrations.CreateModel(
            name="DoctorDocument",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("licence", "Licence"),
                            ("identity", "Identity document"),
                            ("qualification", "Qualification"),
                        ],
                        max_length=13,
                        verbose_name="kind",
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=120, verbose_name="what it is")),
                (
                    "file",
                    models.FileField(
                        editable=False,
                        storage=accounts.storage.private_files,
                        upload_to=accounts.storage.random_name,
                    ),
                ),
                ("content_type", models.CharField(editable=False, max_length=20)),
                ("pages", models.PositiveSmallIntegerField(default=1, editable=False)),
                ("size", models.PositiveIntegerField(editable=False, help_text="bytes")),
                ("sha256", models.CharField(editable=False, max_length=64)),
                ("sent_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting for a look"),
                            ("accepted", "Accepted"),
                            ("returned", "Sent back"),
                        ],
                        default="waiting",
                        editable=False,
                        max_length=8,
                    ),
                ),
                ("reason", models.TextField(blank=True, editable=False, verbose_name="reason")),
                ("decided_at", models.DateTimeField(editable=False, null=True)),
            ],
            options={
                "verbose_name": "document",
                "verbose_name_plural": "documents",
            },
        ),
        migrations.RemoveConstraint(
            model_name="doctor",
            name="doctor_number_unique_in_its_register",
        ),
        migrations.AddField(
            model_name="doctor",
            name="register_country",
            field=models.CharField(
                blank=True,
                help_text="ISO code, for example GB.",
                max_length=2,
                verbose_name="register's country",
            ),
        ),
        # A guess, better than none: most doctors practise where they are registered.
        migrations.RunSQL(
            "UPDATE specialties_doctor SET register_country = country WHERE register_name <> ''",
            migrations.RunSQL.noop,
        ),
        migrations.AddField(
            model_name="doctor",
            name="verified_profile",
            field=models.JSONField(default=dict, editable=False),
        ),
        migrations.AlterField(
            model_name="doctor",
            name="status",
            field=models.CharField(
                choices=[
                    ("draft", "Not sent yet"),
                    ("applied", "Waiting for the first check"),
                    ("checked", "Waiting for the second check"),
                    ("verified", "Verified"),
                    ("returned", "Sent back"),
                    ("lapsed", "Licence lapsed"),
                    ("suspended", "Suspended"),
                    ("archive", "From an earlier site, not verified here"),
                ],
                default="draft",
                editable=False,
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="doctor",
            constraint=models.UniqueConstraint(
                specialties.registers.RegisterKey(models.F("register_name"), models.F("register_country")),
                specialties.registers.NumberKey(models.F("register_number")),
                condition=models.Q(
                    models.Q(("register_number", ""), _negated=True),
                    models.Q(("status", "draft"), _negated=True),
                ),
                name="doctor_number_unique_in_its_register",
                violation_error_message="A doctor with this number on this register has an account here.",
            ),
        ),
        migrations.AddField(
            model_name="doctordocument",
            name="decided_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="doctordocument",
            name="doctor",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="documents", to="specialties.doctor"
            ),
        ),
        migrations.AddConstraint(
            model_name="doctordocument",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "qualification"), _negated=True),
                fields=("doctor", "kind"),
                name="doctor_has_one_licence_and_identity",
            ),
        ),
        migrations.AddConstraint(
            model_name="doctordocument",
            constraint=models.UniqueConstraint(
                fields=("doctor", "kind", "sha256"), name="document_is_stored_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="doctordocument",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at", None), ("decided_by", None), ("status", "waiting")),
                    models.Q(
                        models.Q(("status", "waiting"), _negated=True),
                        ("decided_at__isnull", False),
                        ("decided_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="document_decided_at_and_by_together",
            ),
        ),
        migrations.AddConstraint(
            model_name="doctordocument",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(models.Q(("reason", ""), _negated=True), ("status", "returned")),
                    models.Q(models.Q(("status", "returned"), _negated=True), ("reason", "")),
                    _connector="OR",
                ),
                name="document_returned_with_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="doctordocument",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "qualification"), _negated=True),
                    models.Q(("title", ""), _negated=True),
                    _connector="OR",
                ),
                name="document_qualification_has_title",
            ),
        ),
    ]
