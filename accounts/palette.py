"""The tokens of the design language (styles/tokens.css) for what has no stylesheet: e-mails, drawings, the browser.

The file is read once. Its colours are written as browsers of 2021 know them: #rrggbb, hsl(hue s% l%),
rgb(r g b / alpha), var(--aw-name).
"""

import colorsys
import re
from functools import cache
from pathlib import Path

SOURCE = Path(__file__).resolve().parent.parent / "styles" / "tokens.css"
PIXELS_IN_REM = 16
TOKEN = re.compile(r"--aw-([\w-]+):\s*([^;]+);")
HSL = re.compile(r"hsl\(([\d.]+) ([\d.]+)% ([\d.]+)%\)")


@cache
def palette(scheme: str) -> dict[str, str]:
    """Each colour as #rrggbb by its name without "--aw-", in the "light" or the "dark" scheme."""
    named = {name: resolved(value, among=values(scheme)) for name, value in values(scheme).items()}
    return {name: colour for name, value in named.items() if (colour := in_hex(value))}


@cache
def values(scheme: str) -> dict[str, str]:
    """Every token as written, by its name without "--aw-"; the dark scheme says only what differs."""
    light, dark, _print = (dict(TOKEN.findall(part)) for part in SOURCE.read_text("utf-8").split("@media"))
    return light | dark if scheme == "dark" else light


def resolved(value: str, *, among: dict[str, str]) -> str:
    """A token's value with those put in that it names."""
    return re.sub(r"var\(--aw-([\w-]+)\)", lambda match: resolved(among[match[1]], among=among), value)


def in_hex(colour: str) -> str | None:
    """#rrggbb; None for what is no opaque colour."""
    if re.fullmatch(r"#[0-9a-f]{6}", colour):
        return colour
    if match := HSL.fullmatch(colour):
        hue, saturation, lightness = map(float, match.groups())
        channels = colorsys.hls_to_rgb(hue / 360, lightness / 100, saturation / 100)
        return "#" + "".join(f"{round(255 * channel):02x}" for channel in channels)
    return None


def pixels(name: str) -> int:
    """A length of so many rem in CSS pixels, for readers that know no rem."""
    return round(float(values("light")[name].removesuffix("rem")) * PIXELS_IN_REM)
