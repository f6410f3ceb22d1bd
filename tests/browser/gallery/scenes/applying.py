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


def section_scenes(section):
    def filled(cast):
        return section.url

    def wrong(cast):
        page = yield section.url
        page.evaluate(
            """document.querySelectorAll(`main form [type=text], main form [type=url], main form [type=date],
            main textarea, main select`).forEach(field => { field.value = '' });
            document.querySelectorAll('main [type=checkbox], main [type=radio]').forEach(box => {
              box.checked = false;
            });
            document.querySelectorAll('main form').forEach(form => { form.noValidate = true })"""
        )
        press(page, "Save")

    key = section.key.replace("-", "_")
    scene(f"A part of the application: {section.key}", "beginner")(named(f"part_{key}", filled))
    if section.key in ("you", "register", "languages"):
        scene(f"A part left empty: {section.key}", "beginner", status=422)(named(f"part_{key}_error", wrong))


for section in sections.SECTIONS:
    section_scenes(section)


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
