"""What readers see of specialties, topics and doctors."""

import re
from datetime import date

from django.db import models
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.pages import Page, public_page
from accounts.paths import path_of
from accounts.prepared import Prepared, Slot
from specialties import portrait_missing, portrait_sizes, structured, topic_page
from specialties.dated import DatedList, PlannedList, dated_page
from specialties.directory import DirectoryForm
from specialties.lists import list_page
from specialties.models import Doctor, DoctorStatus, Edition, Specialty
from specialties.models.specialty import DOCTORS
from specialties.moved import moved
from specialties.templatetags.doctors import InLine

# What accounts.storage.random_name() makes, for the kinds of picture a portrait may be.
PORTRAIT = re.compile(r"[0-9a-f]{2}/[0-9a-f]{40}\.(jpg|jpeg|png|webp)")
PORTRAIT_TYPES = {"jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "webp": "image/webp"}
A_YEAR = 365 * 24 * 3600  # seconds
A_WHILE = 300  # seconds for which browsers keep what stands in for a missing portrait
_PAGE = Prepared(
    lambda: (
        Specialty.objects.listed()
        .for_page(today=Slot("today", models.DateField()))
        .filter(slug=Slot("slug", models.CharField()))
        .order_by()
    )
)
_ID = Slot("specialty", models.BigIntegerField())


def newest_of_topic():
    """The list of a topic's page, of any topic."""
    return _newest(_copies().filter(topic=_ID))


def newest_of_area():
    """The list of a specialty's page, of any specialty."""
    return _newest(_copies().filter(area=_ID))


def card_rows(rows):
    """What a page of such a list prints."""
    return rows.card_rows("newest", "oldest")


OF_TOPIC = PlannedList(newest_of_topic, card_rows)
OF_AREA = PlannedList(newest_of_area, card_rows)


def trail(*steps):
    """A breadcrumb from the home page down; the last step is the page itself, its address empty."""
    return [(_("Home"), path_of("home")), *steps]


@require_safe
@public_page(edition=Edition.objects.whole)
def specialty_list(request):
    """All specialties with their topics, then all topics from A to Z. Two queries."""
    everything = list(Specialty.objects.listed().order_by("name"))
    areas = {item.pk: {"area": item, "topics": []} for item in everything if item.parent_id is None}
    letters = {}
    for item in everything:
        if item.parent_id in areas:
            areas[item.parent_id]["topics"].append(item)
        letters.setdefault(item.name[0].upper(), []).append(item)
    context = {
        "areas": areas.values(),
        "letters": letters.items(),
        "breadcrumb_items": trail((_("Specialties"), "")),
        "section": "specialties",
    }
    return render(request, "specialties/specialty_list.html", context)


@require_safe
@public_page(edition=Edition.objects.of_specialty, with_page=True)
def specialty_detail(request, slug):
    """A topic's page, or a specialty's. Two queries, deeper pages three: the specialty with all beside the list, the
    cards, and where the page before begins."""
    found = _PAGE.rows(slug=slug, today=timezone.now().date())
    if not found:
        return moved(request, slug)
    specialty = found[0]
    cards = _list_of(specialty, request)
    page = topic_page.printed(specialty, cards, doctors=_doctors_of(specialty))
    return Page(page, edition=specialty.edition)


def _list_of(specialty, request):
    of_topic = specialty.parent_id is not None
    planned = OF_TOPIC if of_topic else OF_AREA
    rows = specialty.published_questions if of_topic else specialty.area_published_questions
    return dated_page(
        request,
        planned.of(lambda: _newest(rows.all()), specialty=specialty.pk),
        length=specialty.published_count,
        base_url=specialty.get_absolute_url(),
    )


def _copies():
    return Specialty.published_questions.rel.related_model.objects


def _newest(rows):
    return rows.published().newest_answer_first()


def _doctors_of(specialty):
    """Whom its page names: the doctors of a topic itself, then those of its specialty."""
    rows = {row["slug"]: row for row in [*specialty.doctor_rows, *specialty.area_doctor_rows]}
    return [_doctor_from(row) for row in list(rows.values())[:DOCTORS]]


def _doctor_from(row):
    """Of what SpecialtyQuerySet.for_page() read about a doctor."""
    return InLine(**row | {"licence_expires_on": date.fromisoformat(row["licence_expires_on"])})


@require_safe
@public_page(edition=Edition.objects.whole)
def doctor_list(request):
    """The directory: who was verified here first, by name; the archive's doctors last. Seven queries."""
    filters = DirectoryForm(request.GET)
    doctors = filters.apply(Doctor.objects.listed())
    page = list_page(
        request,
        doctors.directory(),
        length=doctors.count(),
        base_url=f"{reverse('doctor-list')}{filters.address}",
        per_page=24,
    )
    context = {
        "doctors": page,
        "filters": filters,
        "filtered": bool(filters.values),
        "breadcrumb_items": trail((_("Doctors"), "")),
        "section": "doctors",
    }
    return render(request, "specialties/doctor_list.html", context)


@require_safe
@public_page(edition=Edition.objects.of_doctor)
def doctor_detail(request, slug):
    """A doctor's profile: how to check them, and their latest answers, those of second opinions included."""
    doctor = get_object_or_404(Doctor.objects.listed().prefetch_related("specialties"), slug=slug)
    is_archive = doctor.badge == DoctorStatus.ARCHIVE
    answers = doctor.published_answers.for_profile()
    page = dated_page(
        request,
        DatedList.of(answers),
        length=answers.count(),
        base_url=doctor.get_absolute_url(),
    )
    breadcrumb_items = trail((_("Doctors"), reverse("doctor-list")), (doctor.name, ""))
    context = {
        "doctor": doctor,
        "vouched": doctor.vouched,
        "is_verified": doctor.badge == DoctorStatus.VERIFIED,
        "is_archive": is_archive,
        "answers": page,
        # Of an archive's doctor nobody waited for any.
        "median_days": None if is_archive else doctor.published_answers.median_days(),
        "breadcrumb_items": breadcrumb_items,
        "structured": structured.script(
            structured.profile_page(doctor),
            structured.breadcrumb(breadcrumb_items),
        ),
        "section": "doctors",
    }
    return render(request, "specialties/doctor_detail.html", context)


@require_safe
def portrait_file(request, name):
    """A doctor's portrait, also in a small size; the initials where its file is missing. Its name is random and
    never used again, so browsers may keep it."""
    sized, storage = portrait_sizes.SIZED.fullmatch(name), Doctor.portrait.field.storage
    if not (sized or PORTRAIT.fullmatch(name)):
        raise Http404
    try:
        file = portrait_sizes.opened(storage, name) if sized else storage.open(name)
    except FileNotFoundError as error:
        drawn = portrait_missing.initials_of(f"{sized['portrait']}.jpg" if sized else name)
        if drawn is None:
            raise Http404 from error
        kept = {"Cache-Control": f"public, max-age={A_WHILE}"}
        return HttpResponse(drawn, content_type="image/svg+xml", headers=kept)
    response = FileResponse(file, content_type=PORTRAIT_TYPES[name.rpartition(".")[2]])
    response.headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    return response
