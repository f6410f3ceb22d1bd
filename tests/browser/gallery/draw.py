"""Draws one scene in all its variants into a folder, with what is wrong in each."""

import json
import re
import time

from tests.browser.conftest import session_of
from tests.browser.gallery import faults
from tests.browser.gallery.scene import Mail, finish

WIDTHS = (320, 390, 768, 1440)  # CSS pixels
PRINT_WIDTHS = (768,)  # about an A4 sheet between its margins
SCHEMES = ("light", "dark")
LANGUAGES = ("en",)
HEIGHT = 900
QUALITY = 70  # of JPEG: twice as fast as WebP and PNG
AXE_AT = {390: "dark", 1440: "light"}  # each layout and each palette once: axe takes longer than all pictures


def draw(scene, *, number, cast, context, home, folder):
    """Go through a scene, the number of which is its place in the gallery, and draw it; returns the faults, which stand
    in `scene.json` beside the pictures too."""
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
    folder.mkdir(parents=True, exist_ok=True)
    begun, page = time.monotonic(), context.new_page()
    try:
        _perform(scene, cast, context, page, home, folder, about)
    except Exception as error:
        about["faults"].append(f"could not be drawn: {error}")
        raise
    finally:
        page.close()
        about["seconds"] = round(time.monotonic() - begun, 1)
        (folder / "scene.json").write_text(json.dumps(about, indent=1))
    return about["faults"]


def _perform(scene, cast, context, page, home, folder, about):
    """Open what the scene shows and draw it; what is learned goes into `about`."""
    opening, steps = scene.begin(cast)
    try:
        _show(scene, opening, steps, context, page, home, folder, about)
    finally:
        if steps:
            steps.close()  # what it changed for the time being is undone, however far it came


def _show(scene, opening, steps, context, page, home, folder, about):
    is_mail = isinstance(opening.at, Mail)
    if opening.user:
        context.add_cookies(session_of(opening.user, home))
    watch = faults.Watch(page, scene, home)
    if is_mail:
        page.set_content(opening.at.html)
    else:
        page.goto(opening.at)
    if steps:
        finish(steps, page)
    found = []
    if not is_mail:
        about["address"] = watch.last.url.removeprefix(home)
        found += watch.of_answer()
    for width in PRINT_WIDTHS if scene.media == "print" else WIDTHS:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        page.emulate_media(media=scene.media, color_scheme="light", reduced_motion="reduce")
        found += [f"{width}: {fault}" for fault in faults.of_layout(page)]
        for scheme in SCHEMES if scene.media == "screen" else SCHEMES[:1]:
            about["pictures"].append(_picture(page, folder, width=width, scheme=scheme))
            if AXE_AT.get(width) == scheme:
                found += [f"{width} {scheme}: {fault}" for fault in faults.of_axe(page, mail=is_mail)]
    about["faults"] += _counted([*found, *watch.faults])


def _counted(found):
    """Each fault once; those that only numbers and hashes tell apart are one."""
    groups = {}
    for fault in found:
        groups.setdefault(re.sub(r"'sha256-[^']*'|\d+", "", fault), []).append(fault)
    return [alike[0] + (f" (and {len(alike) - 1} alike)" if alike[1:] else "") for alike in groups.values()]


def _picture(page, folder, *, width, scheme):
    """The whole page as it stands, in a scheme of colours. The page isn't loaded anew: colours move nothing."""
    file = f"{width}-{scheme}.jpg"
    page.emulate_media(color_scheme=scheme)
    page.screenshot(path=folder / file, type="jpeg", quality=QUALITY, full_page=True)
    return {"file": file, "width": width, "scheme": scheme}
