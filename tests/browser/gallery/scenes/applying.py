"""Applying to answer: the parts of an application, and what becomes of it."""

import io

from django.urls import reverse
from PIL import Image

from specialties import sections
from tests.browser.gallery.scene import named, press, scene


@scene("Before applying, not signed in")
def apply_start(cast):
    return reverse("doctor-apply")


@scene("An application, begun", "beginner")
def apply_begun(cast):
    return reverse("doctor-apply")


@scene("An application that was sent", "applicant")
def apply_sent(cast):
    return reverse("doctor-apply")


@scene("An application that came back", "applicant")
def apply_returned(cast):
    cast.applicant.send_back(
        by=cast.moderator, reason="The licence can't be read.", seen_version=cast.applicant.version
    )
    return reverse("doctor-apply")


@scene("The papers of a verified doctor", "doctor")
def apply_verified(cast):
    return reverse("doctor-apply")


for section in sections.SECTIONS:
    scene(f"A part of the application: {section.key}", "beginner")(
        named(f"part_{section.key}", lambda cast, section=section: section.url)
    )


@scene("A part of the application that makes no sense", "beginner", status=422)
def part_error(cast):
    page = yield sections.BY_KEY["register"].url
    page.fill("[name=register_url]", "nowhere")
    page.fill("[name=licence_expires_on]", "2020-01-01")
    press(page, "Save")


@scene("To remove a document", "beginner")
def part_remove(cast):
    return reverse("apply-remove", args=[cast.beginner.documents.get(kind="qualification").pk])


@scene("A portrait, to be cut", "beginner")
def portrait_cut(cast):
    data = io.BytesIO()
    Image.linear_gradient("L").resize((1200, 600)).save(data, "PNG")
    page = yield reverse("doctor-portrait")
    page.set_input_files(
        "main [type=file]", {"name": "me.png", "mimeType": "image/png", "buffer": data.getvalue()}
    )
    press(page, "")


@scene("Check and send the application", "beginner")
def apply_check(cast):
    return reverse("apply-check")
