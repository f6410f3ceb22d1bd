"""The demonstration's specialties and topics."""

import re
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from specialties.models import Doctor, Specialty

# A line end that only keeps the content file narrow: neither a blank line nor a list item follows.
_WRAP = re.compile(r"(?<!\n)\n(?!\n|- |\d+\. ) *")


def unwrapped(text):
    """`text` with each paragraph on one line: on the pages a line end is a line end."""
    return _WRAP.sub(" ", text.strip())


@transaction.atomic
def make_topics(content):
    """The specialties of specialties.toml and their topics, made where missing. Returns how many were made."""
    have = set(Specialty.objects.values_list("slug", flat=True))
    made = 0
    for entry in content:
        if entry["slug"] not in have:
            make_specialty(entry)
            made += 1
        area = Specialty.objects.get(slug=entry["slug"])
        for topic in entry["topic"]:
            if topic["slug"] not in have:
                make_specialty(topic, parent=area)
                made += 1
    return made


def make_specialty(entry, *, parent=None):
    return Specialty.objects.create(
        parent=parent,
        name=entry["name"],
        slug=entry["slug"],
        synonyms=entry.get("synonyms", []),
        summary=entry["summary"],
        introduction=unwrapped(entry["introduction"]),
        care_level=entry.get("care_level", ""),
        care_text=unwrapped(entry.get("care_text", "")),
        rare=entry.get("rare", False),
        sensitive=entry.get("sensitive", False),
    )


@transaction.atomic
def sign_introductions(content):
    """Write who reviewed each introduction and when, where nobody has; the doctors exist only after the topics."""
    doctors = {doctor.slug: doctor for doctor in Doctor.objects.verified()}
    today = timezone.now().date()
    for entry in content:
        for topic in entry["topic"]:
            on = today - timedelta(days=topic["reviewed_days_ago"])
            Specialty.objects.filter(slug=topic["slug"], reviewed_by=None).update(
                reviewed_by=doctors.get(topic["reviewer"]),
                reviewed_on=on if topic["reviewer"] in doctors else None,
                review_due_on=on + timedelta(days=settings.REVIEW_EVERY_DAYS),
            )
        # The introduction of a whole specialty is signed by the doctor who signed its first topic.
        first = entry["topic"][0]
        on = today - timedelta(days=first["reviewed_days_ago"] + 3)
        Specialty.objects.filter(slug=entry["slug"], reviewed_by=None).update(
            reviewed_by=doctors.get(first["reviewer"]),
            reviewed_on=on if first["reviewer"] in doctors else None,
            review_due_on=on + timedelta(days=settings.REVIEW_EVERY_DAYS),
        )
