"""The licence that each doctor had sent becomes their first document, decided as the doctor was."""

import hashlib

from django.db import migrations
from django.utils import timezone

DECIDED = {"verified", "lapsed", "suspended"}


def move(apps, schema_editor):
    doctors = apps.get_model("specialties", "Doctor").objects.exclude(licence_document="")
    documents = apps.get_model("specialties", "DoctorDocument").objects
    for doctor in doctors.select_related("verified_by").iterator(chunk_size=100):
        try:
            with doctor.licence_document.open("rb") as file:
                data = file.read()
        except FileNotFoundError:
            continue
        if not data.startswith(b"\xff\xd8"):  # every one was drawn as a JPEG
            continue
        document = documents.create(
            doctor=doctor,
            kind="licence",
            file=doctor.licence_document.name,
            content_type="image/jpeg",
            size=len(data),
            sha256=hashlib.sha256(data).hexdigest(),
            sent_at=doctor.applied_at,
        )
        if doctor.status in DECIDED and doctor.verified_by and doctor.verified_by.is_staff:
            decision = {"decided_by": doctor.verified_by, "decided_at": doctor.verified_at or timezone.now()}
            documents.filter(pk=document.pk).update(status="accepted", **decision)


class Migration(migrations.Migration):
    dependencies = [("specialties", "0009_directory_index")]

    operations = [migrations.RunPython(move, migrations.RunPython.noop)]
