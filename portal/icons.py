"""Draws the pictures of the site's sign (static/img) from templates/includes/_wordmark.html in the tokens' colours.

`make icons` runs it after a change of either; it needs Chromium, as the browser tests do. Nothing here runs on a site.
"""

import os
import re
import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright

from accounts.palette import palette

CHECKOUT = Path(__file__).resolve().parent.parent
SIGN = CHECKOUT / "templates" / "includes" / "_wordmark.html"
IMAGES = CHECKOUT / "static" / "img"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view}">{body}</svg>'
STROKE = "fill:none;stroke-linecap:round;stroke-linejoin:round"
SIZE = (1200, 630)  # pixels that Open Graph asks for
CHROMIUM = ("chromium-headless-shell", "chromium", "chromium-browser")


def outlines() -> dict[str, str]:
    """The path of each part of the sign: bubble, drop, ripple and the name."""
    text = SIGN.read_text("utf-8")
    parts = dict(re.findall(r'class="sign__(\w+)" d="([^"]+)"', text))
    return parts | {"name": re.findall(r'<path d="([^"]+)"', text)[0]}


def sign(*, bubble: str, drop: str, ripple: str) -> str:
    """The sign within 48 by 48, in these colours."""
    paths = outlines()
    return (
        f'<path style="fill:{bubble}" d="{paths["bubble"]}"/><path style="fill:{drop}" d="{paths["drop"]}"/>'
        f'<path style="{STROKE};stroke:{ripple};stroke-width:3.2" d="{paths["ripple"]}"/>'
    )


def favicon() -> str:
    """An SVG that is dark on light tabs and light on dark ones."""
    light, dark = palette("light"), palette("dark")
    style = (
        f":root{{--bubble:{light['mark']};--drop:{light['cta']};--ripple:{light['on-head']}}}"
        f"@media (prefers-color-scheme:dark){{:root{{--bubble:{dark['accent']};--drop:{dark['mark-drop']};"
        f"--ripple:{dark['head']}}}}}"
    )
    body = f"<style>{style}</style>" + sign(
        bubble="var(--bubble)", drop="var(--drop)", ripple="var(--ripple)"
    )
    return SVG.format(view="0 0 48 48", body=body)


def touch_icon() -> str:
    """The sign on a ground that fills the square: phones round its corners themselves."""
    light = palette("light")
    body = f'<rect x="-13" y="-12" width="74" height="74" fill="{light["head"]}"/>'
    body += sign(bubble=light["on-head"], drop=light["mark-drop"], ripple=light["mark"])
    return SVG.format(view="-13 -12 74 74", body=body)


def share() -> str:
    """What stands beside a shared address: the sign and the name, of no health matter."""
    light = palette("light")
    rings = "".join(
        f'<ellipse cx="600" cy="560" rx="{230 * step}" ry="{62 * step}" style="fill:none;stroke:{light["on-head"]};'
        f'stroke-opacity:{0.22 - 0.03 * step:.2f};stroke-width:3"/>'
        for step in range(1, 6)
    )
    name = f'<path style="{STROKE};stroke:{light["on-head"]};stroke-width:3.8" d="{outlines()["name"]}"/>'
    lettering = sign(bubble=light["on-head"], drop=light["mark-drop"], ripple=light["mark"])
    lettering += f'<g transform="translate(56 0)">{name}</g>'
    body = f'<rect width="1200" height="630" fill="{light["head"]}"/>{rings}'
    return SVG.format(
        view="0 0 1200 630", body=f'{body}<g transform="translate(140 155) scale(5)">{lettering}</g>'
    )


def write() -> None:
    """Write every picture into static/img."""
    (IMAGES / "favicon.svg").write_text(favicon() + "\n", "utf-8")
    chromium = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium)
        for name, drawing, width, height in (
            ("favicon.png", favicon(), 48, 48),
            ("apple-touch-icon.png", touch_icon(), 180, 180),
            ("share.png", share(), *SIZE),
        ):
            page = browser.new_page(viewport={"width": width, "height": height})
            page.set_content(f"<style>body{{margin:0}}svg{{display:block;width:100vw}}</style>{drawing}")
            page.screenshot(path=IMAGES / name, omit_background=True)
        browser.close()


if __name__ == "__main__":
    write()
