"""The demonstration's people: the printed sign-ins, the doctors and the patients nobody signs in as."""

import io
import json
import os
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.core.management.base import CommandError
from django.db import transaction
from django.utils import timezone
from PIL import Image, ImageDraw, ImageFont

from accounts.models import User
from portal import roles
from portal.demo import portraits
from portal.demo.patience import redrawn
from portal.demo.seed_clock import at
from portal.demo.seed_mails import silent_transaction
from portal.demo.seed_topics import unwrapped
from specialties import portrait_sizes
from specialties.models import Doctor, DoctorDocument, DocumentKind, Specialty

# Longer ago than any query of the demonstration, in days.
OPENED_DAYS_AGO = 800
APPLIED_DAYS_AGO = 1.6


@dataclass(frozen=True)
class SignIn:
    """One printed sign-in. The password is no secret: it opens nothing but this demonstration."""

    role: str
    email: str
    password: str
    name: str
    doctor: str = ""  # slug in doctors.toml


SIGN_INS = [
    SignIn("patient", "patient@example.org", "copper-kettle-harbour-31", "Katya Morrow"),
    SignIn("second patient", "patient2@example.org", "walnut-ladder-orchard-58", "Gareth Pell"),
    SignIn("doctor", "doctor@example.org", "amber-lantern-meadow-74", "Dr Amara Okafor", "amara-okafor"),
    SignIn("second doctor", "doctor2@example.org", "silver-paddle-garden-26", "Dr Priya Nair", "priya-nair"),
    SignIn(
        "unverified doctor", "applicant@example.org", "linen-compass-river-49", "Dr Nils Aalto", "nils-aalto"
    ),
    SignIn("moderator", "moderator@example.org", "maple-teapot-island-63", "Robin Hale"),
    SignIn("senior moderator", "moderator2@example.org", "velvet-anchor-forest-85", "Samira Costa"),
    SignIn("auditor", "auditor@example.org", "quarry-lantern-compass-27", "Ingrid Vale"),
    SignIn("administrator", "admin@example.org", "granite-button-valley-17", "Jo Lindgren"),
]
# The groups of the printed staff.
GROUPS = {"moderator": roles.MODERATOR, "senior moderator": roles.SENIOR, "auditor": roles.AUDITOR}


def make_people():
    """The accounts of SIGN_INS by role, made where missing. Each keeps the password that is printed."""
    roles.sync()
    people = {}
    for sign_in in SIGN_INS:
        staff = {"is_staff": sign_in.role == "administrator" or sign_in.role in GROUPS}
        staff["is_superuser"] = sign_in.role == "administrator"
        user = make_account(sign_in.email, name=sign_in.name, **staff)
        if not user.check_password(sign_in.password):
            user.set_password(sign_in.password)
            user.save(update_fields=["password"])
        if sign_in.role in GROUPS:
            user.groups.set([Group.objects.get(name=GROUPS[sign_in.role])])
        people[sign_in.role] = user
    return people


@transaction.atomic
def make_account(email, *, name="", days_ago=OPENED_DAYS_AGO, **fields):
    """A demo account with a confirmed address, made where missing; without a password until one is set."""
    user = User.objects.filter(email=email).first()
    if user is None:
        with at(timezone.now() - timedelta(days=days_ago)):
            user = User.objects.create_user(email, name=name, is_demo=True, **fields)
            user.emailaddress_set.create(email=email, verified=True, primary=True)
    if not user.is_demo:
        raise CommandError(f"{email} is the account of a real person here: nothing is seeded over it.")
    return user


def write_sign_ins(path):
    """Write the sign-ins as JSON for `make demo` and for scripts; readable by us alone."""
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = [{"role": each.role, "email": each.email, "password": each.password} for each in SIGN_INS]
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        json.dump(rows, file, indent=2)
        file.write("\n")


def make_doctors(content, *, moderators):
    """The doctors of doctors.toml, made where missing, each checked by the moderator and verified by the senior one.

    Returns how many were made. The applicant stays unverified.
    """
    emails = {sign_in.doctor: sign_in.email for sign_in in SIGN_INS}
    made = 0
    first, second = moderators
    for entry in content:
        if Doctor.objects.filter(slug=entry["slug"]).exists():
            continue
        user = make_account(emails.get(entry["slug"], f"{entry['slug']}@example.org"), name=entry["name"])
        make_doctor(entry, user=user, first=first, second=second)
        made += 1
    return made


def make_doctor(entry, *, user, first, second):
    """One doctor through application and, unless an applicant, through both checks; whole or not at all."""
    portrait = redrawn(portraits.draw(entry), longest_side=320)
    papers = {kind: redrawn(draw_paper(entry, kind)).data for kind in DocumentKind}
    with silent_transaction():
        doctor = apply(entry, user=user, portrait=portrait.data, papers=papers)
        if entry.get("applicant"):
            send_back(doctor, entry.get("sent_back", {}), by=first)
            return
        with at(doctor.applied_at + timedelta(days=2)):
            for document in doctor.documents.in_order():
                document.accept(by=first, seen_version=Doctor.objects.get(pk=doctor.pk).version)
            doctor.refresh_from_db()
            doctor.mark_checked(by=first, seen_version=doctor.version)
        with at(doctor.applied_at + timedelta(days=5)):
            doctor.verify(by=second, seen_version=doctor.version)


def send_back(doctor, reasons, *, by):
    """A moderator sends documents back, each with its reason ({kind: reason}), and accepts the others."""
    if not reasons:
        return
    with at(doctor.applied_at + timedelta(hours=20)):
        for document in doctor.documents.in_order():
            version = Doctor.objects.get(pk=doctor.pk).version
            if document.kind in reasons:
                document.send_back(by=by, reason=reasons[document.kind], seen_version=version)
            else:
                document.accept(by=by, seen_version=version)


def apply(entry, *, user, portrait, papers):
    """The application of one doctor with its portrait and documents ({kind: bytes of a JPEG})."""
    now = timezone.now()
    plain = ("slug", "name", "title", "degree", "country", "languages", "interests")
    register = ("register_name", "register_number")  # no link: it is on no register
    with at(now - timedelta(days=APPLIED_DAYS_AGO if entry.get("applicant") else OPENED_DAYS_AGO)):
        doctor = Doctor.objects.begin(user=user)
        for field in (*plain, *register):
            setattr(doctor, field, entry[field])
        doctor.biography, doctor.register_country = unwrapped(entry["biography"]), entry["country"]
        doctor.licence_expires_on = now.date() + timedelta(days=entry["licence_expires_in_days"])
        doctor.save()
        doctor.portrait.save("portrait.jpg", ContentFile(portrait))
        portrait_sizes.make(doctor.portrait)
        doctor.specialties.set(Specialty.objects.filter(slug__in=entry["specialties"]))
        for kind, data in papers.items():
            title = entry["degree"][:120] if kind == DocumentKind.QUALIFICATION else ""
            DoctorDocument.objects.add(doctor, kind=kind, data=data, title=title)
        doctor.submit(by=user, seen_version=doctor.version)
    return doctor


# What stands on a made-up paper: who issued it, what it says before the name, what after it, and what in large.
WORDS = {
    DocumentKind.LICENCE: (
        "{register_name}",
        "is entered as a medical practitioner under",
        "{register_number}",
    ),
    DocumentKind.IDENTITY: (
        "Demo Passport Office",
        "holds the passport with the number",
        "P-{register_number}",
    ),
    DocumentKind.QUALIFICATION: ("Demo University", "has been awarded", "{degree}"),
}


def draw_paper(entry, kind):
    """A made-up document as a JPEG, for moderators to compare with what the doctor typed."""
    image = Image.new("RGB", (1000, 700), "#fbf8ef")
    pen = ImageDraw.Draw(image)
    pen.rectangle((24, 24, 976, 676), outline="#7a6a3a", width=6)
    pen.rectangle((38, 38, 962, 662), outline="#c9b98a", width=2)
    issuer, says, what = (words.format(**entry) for words in WORDS[kind])
    lines = [
        (44, "#3b3423", issuer),
        (26, "#6b6248", "certifies that"),
        (52, "#1d2b36", entry["name"]),
        (26, "#6b6248", says),
        (46 if len(what) < 34 else 30, "#1d2b36", what),
        (24, "#9a3b2f", "Specimen for a demonstration. Not a real document."),
    ]
    top = 90
    for size, colour, words in lines:
        pen.text((500, top), words, fill=colour, anchor="ma", font=ImageFont.load_default(size=size))
        top += size + 50
    out = io.BytesIO()
    image.save(out, "JPEG", quality=88)
    return out.getvalue()
