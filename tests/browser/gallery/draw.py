"""Draws one scene in all its variants into a folder, with what is wrong in each."""

import base64
import json
import re
import time

from django.conf import settings
from django.utils import translation

from accounts.languages import in_language
from tests import shipped
from tests.browser.conftest import session_of, wait_until_served
from tests.browser.gallery import english, faults
from tests.browser.gallery.cast import Cast
from tests.browser.gallery.scene import Mail, finish

SCHEMES = ("light", "dark")
EVERY = dict.fromkeys((320, 390, 768, 1440), SCHEMES)  # CSS pixels
PRINT = {768: ("light",)}  # about an A4 sheet between its margins
# Spanish pages look like English ones: a picture tells whether its longer words find room.
LANGUAGES = {settings.LANGUAGE_CODE: EVERY, "ar": EVERY, "es": {390: ("light",)}}
# Each layout, each palette and each direction once: axe takes longer than three pictures.
AXE_AT = {(settings.LANGUAGE_CODE, 390, "dark"), ("ar", 1440, "light")}
HEIGHT = 900
# Of JPEG: three times as fast as WebP. Asked of Chromium itself, as Playwright's own takes a third longer.
SHOT = {"format": "jpeg", "quality": 60, "captureBeyondViewport": True, "optimizeForSpeed": True}


def draw(scene, *, number, open_window, home, gallery):
    """Go through a scene, the number of which is its place in the gallery, and draw it; returns the faults, which stand
    in `scene.json` beside the pictures too."""
    folder = gallery / scene.subject / scene.name
    folder.mkdir(parents=True, exist_ok=True)
    about = {
        "number": number,
        "subject": scene.subject,
        "name": scene.name,
        "title": scene.title,
        "who": scene.who or "anyone",
        "address": "",
        "pictures": [],
        "faults": [],
    }
    begun = time.monotonic()
    try:
        found = []
        for turn, languages in enumerate(_turns(scene)):
            if turn:
                shipped.restore()
            found += _perform(scene, languages, open_window, home, folder, about)
        about["faults"] = _counted(found)
    except Exception as error:
        about["faults"].append(f"could not be drawn: {error}")
        raise
    finally:
        about["seconds"] = round(time.monotonic() - begun, 1)
        (folder / "scene.json").write_text(json.dumps(about, indent=1))
    return about["faults"]


def _turns(scene):
    """The languages that the scene is shown in, those together for which it is arranged once."""
    languages = [code for code in LANGUAGES if code in (scene.languages or LANGUAGES)]
    return [languages] if scene.opens_again else [[code] for code in languages]


def _perform(scene, languages, open_window, home, folder, about):
    """Arrange the scene and draw it in these languages; returns [(where, fault)]."""
    context, steps, found = open_window(), None, []
    try:
        opening, steps = scene.begin(Cast(languages[0]))
        if opening.user:
            context.add_cookies(session_of(opening.user, home))
        page = context.new_page()
        watch = faults.Watch(page, scene, home)
        for language in languages:
            _open(page, opening.at, steps, language)
            if not isinstance(opening.at, Mail):
                about["address"] = about["address"] or watch.last.url.removeprefix(home)
                found += [(language, fault) for fault in watch.of_answer()]
            if language != settings.LANGUAGE_CODE:
                found += [(language, fault) for fault in english.left(page, language)]
            found += _show(page, scene, language, folder, about)
            found += [(language, fault) for fault in watch.take()]
        return found
    finally:
        if steps:
            steps.close()  # what it changed for the time being is undone, however far it came
        context.close()
        wait_until_served()


def _open(page, at, steps, language):
    if isinstance(at, Mail):
        page.set_content(at.html)
    else:
        page.goto(in_language(at, language))
    if steps:
        with translation.override(language):
            finish(steps, page)


def _show(page, scene, language, folder, about):
    """Draw the page as it stands in each width and scheme of colours; returns [(where, fault)]. It isn't loaded anew:
    colours move nothing."""
    variants, found = PRINT if scene.media == "print" else LANGUAGES[language], []
    axe = faults.Axe(page, mail=scene.subject == "emails")
    chromium = page.context.new_cdp_session(page)
    for width, schemes in variants.items():
        page.set_viewport_size({"width": width, "height": HEIGHT})
        for scheme in schemes:
            page.emulate_media(media=scene.media, color_scheme=scheme, reduced_motion="reduce")
            if scheme == schemes[0]:
                found += [(f"{language} {width}", fault) for fault in faults.of_layout(page)]
            about["pictures"].append(
                _picture(chromium, folder, language=language, width=width, scheme=scheme)
            )
            if (language, width, scheme) in AXE_AT:
                found += [(f"{language} {width} {scheme}", fault) for fault in axe.faults()]
    return found


def _picture(chromium, folder, **variant):
    """A picture of the whole page, however long."""
    size = chromium.send("Page.getLayoutMetrics")["cssContentSize"]
    shot = chromium.send("Page.captureScreenshot", {**SHOT, "clip": {**size, "scale": 1}})
    file = "-".join(map(str, variant.values())) + ".jpg"
    (folder / file).write_bytes(base64.b64decode(shot["data"]))
    return {"file": file, **variant}


def _counted(found):
    """Each fault once, with where it was met first; those that only numbers and hashes tell apart are one."""
    groups = {}
    for where, fault in found:
        groups.setdefault(re.sub(r"'sha256-[^']*'|\d+", "", fault), []).append(f"{where}: {fault}")
    return [alike[0] + (f" (and {len(alike) - 1} alike)" if alike[1:] else "") for alike in groups.values()]
