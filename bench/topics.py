"""The topics and doctors of the benchmark: a few hundred, of very different size."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from bench.tables import GUARDS
from bench.words import SEED, Vocabulary, Writer
from specialties.models import CareLevel, Doctor, Specialty
from tests.copies import switch
from tests.factories import make_doctor

AREAS = 16


def topics_for(pages):
    """80 topics for 10,000 pages, 400 for a million."""
    return max(80, min(400, round(80 * (pages / 10_000) ** 0.35)))


def make_topics(count):
    """AREAS specialties and under them `count` topics, named by the words that their pages use. The doctor who
    reviewed them, who went the whole road."""
    vocabulary = Vocabulary()
    writer = Writer(vocabulary, SEED)
    areas = [
        Specialty(
            name=f"{word.capitalize()} health", slug=f"{word}-health", summary="What people ask about it."
        )
        for word in vocabulary.everyday[:AREAS]
    ]
    areas = Specialty.objects.bulk_create(areas)
    doctor, topics = make_doctor(specialties=areas[:2], name="Dr First Reviewer"), []
    for number in range(count):
        first, second, third, *_rest = vocabulary.topic(number)
        topics.append(
            Specialty(
                parent=areas[number % AREAS],
                name=f"{first} {second}".capitalize(),
                slug=f"{first}-{second}-{number}",
                synonyms=[third, f"{third} {first}"],
                summary=writer.title(number)[:200],
                introduction="\n\n".join(writer.query(number) for _ in range(2)),
                care_level=CareLevel.URGENT,
                care_text="- it gets worse by the hour\n- you have a fever",
                reviewed_by=doctor,
                reviewed_on=timezone.localdate() - timedelta(days=40),
                review_due_on=timezone.localdate() + timedelta(days=690),
            )
        )
    Specialty.objects.bulk_create(topics)
    return doctor


def make_doctors(count):
    """`count` verified doctors like one who went the whole road, each under a specialty."""
    pattern = Doctor.objects.verified().order_by("pk").last()
    areas = list(Specialty.objects.areas())
    users = User.objects.bulk_create(
        User(email=f"doctor-{number}@bench.example", name=f"Dr Number {number}", password="!")
        for number in range(count)
    )
    doctors = []
    for number, user in enumerate(users):
        fields = {field.attname: getattr(pattern, field.attname) for field in Doctor._meta.concrete_fields}
        own = {
            "id": None,
            "user_id": user.pk,
            "name": user.name,
            "slug": f"dr-number-{number}",
            "register_number": f"B-{number}",
            "register_url": f"https://register.example/B-{number}",
        }
        profile = {
            **pattern.verified_profile,
            **{key: own[key] for key in pattern.verified_profile if key in own},
        }
        doctors.append(Doctor(**{**fields, **own, "verified_profile": profile}))
    with transaction.atomic():
        switch("DISABLE", named=GUARDS)
        Doctor.objects.bulk_create(doctors)
        through = Doctor.specialties.through
        through.objects.bulk_create(
            through(doctor=doctor, specialty=areas[number % len(areas)])
            for number, doctor in enumerate(doctors)
        )
        switch("ENABLE", named=GUARDS)
