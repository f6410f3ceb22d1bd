"""Writes checked items of an archive as public copies, a batch whole or not at all.

Imported items never were queries of this site: they have no private side, no review and no verified
author here, and say so on their page (`imported_on`, `imported`).
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from django.conf import settings
from django.db import DatabaseError, DataError, IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.text import slugify

from answers.models import PublishedAnswer
from answers.publication import public_slug
from portal.importing import DoctorNamed, Item
from questions.models import PublishedQuestion, WithdrawnPage
from questions.references import new_reference
from questions.search import engine as search
from specialties.markdown import excerpt, render
from specialties.models import Doctor, DoctorStatus, Specialty

# Where a topic without a parent goes; made when the first one comes.
CATCH_ALL = "General health"
LOCK = 5_601_404_112  # any number that nothing else here takes for an advisory lock
PROGRAM_LIMIT = "54"  # PostgreSQL's class of errors for "too much of something"


@dataclass
class Counts:
    """What became of the lines handed to Store.add()."""

    imported: int = 0
    there: int = 0
    withdrawn: int = 0  # taken down here since; never brought back
    refused: int = 0


@dataclass
class Found:
    """What is known of topics and doctors, so that a line costs no query of its own; and what was made."""

    specialties: dict[str, Specialty] = field(default_factory=dict)  # folded name, slug or other name
    slugs: set[str] = field(default_factory=set)
    new_specialties: set[int] = field(default_factory=set)
    doctors_by_slug: dict[str, Doctor | None] = field(default_factory=dict)  # None: taken, no match
    doctors_by_number: dict[str, Doctor | None] = field(default_factory=dict)  # None: of several
    archive_by_name: dict[str, Doctor] = field(default_factory=dict)


@contextmanager
def one_at_a_time(*, waiting: Callable[[], None]) -> Iterator[None]:
    """Wait for another import to end, after a call of `waiting`: two would make the same topics and items twice,
    and each would blame its lines for that. The database frees the lock of one that died."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            waiting()
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
    try:
        yield
    finally:
        with suppress(DatabaseError), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


class Store:
    """The road of imported items into the tables that readers see."""

    def __init__(self, *, source_name: str, dry_run: bool = False):
        self.source_name = source_name
        self.dry_run = dry_run
        self.counts = Counts()
        self.topics_made: set[str] = set()
        self.doctors_made: set[str] = set()
        self.found = look_up()

    def add(self, items: list[Item], *, refuse: Callable[[int, str], None]) -> None:
        """Import `items` in one transaction. When the database refuses one, each goes in its own, and the
        bad ones are handed to `refuse(line, reason)`. With `dry_run` everything is undone."""
        try:
            self._add(items)
        except DatabaseError as error:
            refuse_unless_about_data(error)
            self.found = look_up()  # what the batch made is gone
            if len(items) > 1:
                for item in items:
                    self.add([item], refuse=refuse)
                return
            self.counts.refused += 1
            refuse(items[0].line, f"the database refuses it: {str(error).splitlines()[0][:200]}")

    def _add(self, items: list[Item]) -> None:
        # What was made is counted only when the transaction has gone well.
        topics, doctors = set(self.topics_made), set(self.doctors_made)
        with transaction.atomic():
            mine = {"source_name": self.source_name, "source_id__in": [item.source_id for item in items]}
            there = set(PublishedQuestion.objects.filter(**mine).values_list("source_id", flat=True))
            # Asked second: a page that is taken down between the two was still found there.
            gone = set(WithdrawnPage.objects.filter(**mine).values_list("source_id", flat=True))
            new = {item.source_id: item for item in reversed(items) if item.source_id not in there | gone}
            self._write([item for item in items if new.get(item.source_id) is item], topics, doctors)
            if self.dry_run:
                transaction.set_rollback(True)
        self.topics_made, self.doctors_made = topics, doctors
        self.counts.imported += len(new)
        withdrawn = sum(item.source_id in gone for item in items)
        self.counts.withdrawn += withdrawn
        self.counts.there += len(items) - len(new) - withdrawn

    def _write(self, items: list[Item], topics: set[str], doctors: set[str]) -> None:
        now, pages, answers = timezone.now(), [], []
        for item in items:
            page, own = build(
                item,
                topic=self._topic(item, topics),
                doctors=[self._doctor(each.doctor, doctors) for each in item.answers],
                source_name=self.source_name,
                now=now,
            )
            pages.append(page)
            answers += own
        PublishedQuestion.objects.bulk_create(pages)
        for each in answers:
            each.question_id = each.question.pk  # known only now
        PublishedAnswer.objects.bulk_create(answers)
        search.index(*pages)

    # -- Topics -----------------------------------------------------------------------------

    def _topic(self, item: Item, made: set[str]) -> Specialty:
        """The specialty or topic a line names, made when nothing is called so. An existing one is never changed."""
        found = self._specialty_called(item.specialty)
        if found is None:
            area = None
            if fold(item.parent) != fold(item.specialty):  # else the specialty itself is meant
                area = self._specialty_called(item.parent or CATCH_ALL)
                area = area or self._make_specialty(
                    item.parent or CATCH_ALL, parent=None, synonyms=(), made=made
                )
            # Specialties have two levels: what is put under a topic goes beside it.
            parent = area.area if area else None
            found = self._make_specialty(item.specialty, parent=parent, synonyms=item.synonyms, made=made)
        elif found.pk in self.found.new_specialties and not set(item.synonyms) <= set(found.synonyms):
            found.synonyms = list(dict.fromkeys([*found.synonyms, *item.synonyms]))
            found.save(update_fields=["synonyms"])
        return found

    def _specialty_called(self, name: str) -> Specialty | None:
        return self.found.specialties.get(fold(name)) or self.found.specialties.get(address_of(name))

    def _make_specialty(
        self, name: str, *, parent: Specialty | None, synonyms: Iterable[str], made: set[str]
    ) -> Specialty:
        slug = free_slug(name, taken=self.found.slugs, other="topic", longest=120)
        new = Specialty.objects.create(name=name, slug=slug, parent=parent, synonyms=list(synonyms))
        self.found.slugs.add(slug)
        self.found.new_specialties.add(new.pk)
        for key in (fold(name), slug):
            self.found.specialties[key] = new
        made.add(name)
        return new

    # -- Doctors ----------------------------------------------------------------------------

    def _doctor(self, named: DoctorNamed, made: set[str]) -> Doctor:
        """The doctor of that registration number or slug, else the archive's doctor of that name, made if new."""
        found = self.found
        match = found.doctors_by_number.get(named.number.casefold()) if named.number else None
        match = match or found.doctors_by_slug.get(named.slug.casefold())
        if match:
            return match
        name = named.name or named.slug or named.number
        if fold(name) not in found.archive_by_name:
            slug = free_slug(name, taken=found.doctors_by_slug, other="doctor", longest=140)
            doctor = Doctor.objects.create(name=name, slug=slug, status=DoctorStatus.ARCHIVE)
            found.archive_by_name[fold(name)] = found.doctors_by_slug[slug] = doctor
            made.add(name)
        return found.archive_by_name[fold(name)]


def look_up() -> Found:
    """Every topic and every doctor with a public profile. A name wins over a slug, a slug over another name.

    An applicant is no match: anybody can apply with a well-known doctor's number.
    """
    found = Found()
    specialties = list(Specialty.objects.select_related("parent").order_by("pk"))
    for each in specialties:
        found.specialties.setdefault(fold(each.name), each)
        found.slugs.add(each.slug)
    for each in specialties:
        found.specialties.setdefault(each.slug, each)
    for each in specialties:
        for synonym in each.synonyms:
            found.specialties.setdefault(fold(synonym), each)
    for slug in Doctor.objects.values_list("slug", flat=True):
        found.doctors_by_slug[slug] = None
    for doctor in Doctor.objects.listed().only("name", "slug", "status", "register_number"):
        found.doctors_by_slug[doctor.slug] = doctor
        if doctor.register_number:
            number = doctor.register_number.casefold()
            found.doctors_by_number[number] = None if number in found.doctors_by_number else doctor
        if doctor.status == DoctorStatus.ARCHIVE:
            found.archive_by_name.setdefault(fold(doctor.name), doctor)
    return found


def build(
    item: Item, *, topic: Specialty, doctors: list[Doctor], source_name: str, now: datetime
) -> tuple[PublishedQuestion, list[PublishedAnswer]]:
    """The unsaved rows of one item: its page and its answers in the file's order."""
    moments = [moment_of(each.answered_on, now=now) for each in item.answers]
    page = PublishedQuestion(
        reference=new_reference(),
        slug=public_slug(item.title),
        topic=topic,
        area=topic.area,
        title=item.title,
        text=item.question,
        asked_on=item.asked_on,
        answered_at=max(moments),
        query_excerpt=excerpt(item.question),
        answer_excerpt=excerpt(item.answers[0].text),
        answer_count=len(item.answers),
        lead_doctor=doctors[0],
        imported_on=now.date(),
        review_due_on=now.date() + timedelta(days=settings.REVIEW_EVERY_DAYS),
        source_name=source_name,
        source_id=item.source_id,
    )
    answers = [
        PublishedAnswer(
            question=page,
            doctor=doctor,
            position=position,
            # No register and no date: nobody here verified who wrote it then, whatever holds today.
            credentials={"name": doctor.name},
            explanation=each.text,
            rendered={"explanation": render(each.text)},
            answered_at=moment,
            imported=True,
        )
        for position, (each, doctor, moment) in enumerate(zip(item.answers, doctors, moments, strict=True))
    ]
    return page, answers


def moment_of(day: date, *, now: datetime) -> datetime:
    """Noon of a day, which is that day nearly everywhere; never later than now."""
    return min(datetime.combine(day, time(12), tzinfo=UTC), now)


def fold(name: str) -> str:
    """What names that differ only in case or spaces share."""
    return " ".join(name.casefold().split())


def address_of(name: str) -> str:
    """The address made of a name; "" where it would drop letters: "نقص فيتامين D" is not "التهاب الكبد D"."""
    slug = slugify(name)
    kept = sum(character.isalnum() for character in slug)
    return slug if kept >= sum(character.isalnum() for character in name) else ""


def free_slug(name: str, *, taken: Iterable[str], other: str, longest: int) -> str:
    """An address that is not `taken`; for a name without Latin letters made of `other` and a short hash."""
    base = slugify(name)[: longest - 6].strip("-")
    base = base or f"{other}-{hashlib.sha256(fold(name).encode()).hexdigest()[:8]}"
    slug, number = base, 1
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug


def refuse_unless_about_data(error: DatabaseError) -> None:
    """Raise `error` again unless it is a line's fault: when the database goes away, no line is to blame."""
    code = getattr(error.__cause__, "pgcode", None) or ""
    if not (isinstance(error, DataError | IntegrityError) or code.startswith(PROGRAM_LIMIT)):
        raise error
