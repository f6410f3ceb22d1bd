"""The colours of the design language reach WCAG 2.2 AA in light and in dark mode."""

import re
from pathlib import Path

import pytest

CSS = (Path(__file__).parents[2] / "static/css/askwell.css").read_text()
TOKEN = re.compile(r"--aw-([a-z-]+):\s*(#[0-9a-f]{6})")

# (foreground, backgrounds it is used on); text needs 4.5:1, edges and focus rings 3:1 (WCAG 1.4.3, 1.4.11).
TEXT = {
    "ink": ("bg", "surface", "sunken", "accent-soft", "warm-soft", "good-soft", "warn-soft", "bad-soft"),
    "muted": ("bg", "surface", "sunken", "accent-soft"),
    "accent": ("bg", "surface", "sunken", "accent-soft", "warm-soft", "good-soft", "warn-soft", "bad-soft"),
    "accent-deep": ("bg", "surface", "sunken", "accent-soft"),
    "warm": ("bg", "surface", "accent-soft", "warm-soft"),
    "good": ("surface", "bg", "good-soft"),
    "warn": ("surface", "bg", "warn-soft"),
    "bad": ("surface", "bg", "sunken", "bad-soft"),
    "on-accent": ("accent", "accent-deep"),
    "on-level": ("accent", "good", "warn", "bad"),
    "on-head": ("head",),
    "on-cta": ("cta", "cta-hover"),
}
EDGES = {
    "edge": ("bg", "surface", "sunken"),
    "focus": ("bg", "surface", "sunken", "accent-soft", "warm-soft"),
    "head-focus": ("head",),
    "accent": ("surface", "bg", "accent-soft"),
    "bad": ("surface", "bg"),
    "cta": ("head",),
}


def palette(mode):
    """Tokens of one mode; dark overrides light, as in the stylesheet."""
    light, dark = CSS.split("@media (prefers-color-scheme: dark)", 2)[:2]
    tokens = dict(TOKEN.findall(light))
    if mode == "dark":
        tokens |= dict(TOKEN.findall(dark.split("\n}\n", 1)[0]))
    return tokens


def luminance(colour):
    """Relative luminance as WCAG 2.2 defines it."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one, other):
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def pairs(table):
    return [(front, back) for front, backs in table.items() for back in backs]


def test_ratio_of_black_on_white_is_21():
    assert round(ratio("#000000", "#ffffff"), 2) == 21


@pytest.mark.parametrize("mode", ("light", "dark"))
@pytest.mark.parametrize(("front", "back"), pairs(TEXT))
def test_text_reaches_4_5_to_1(mode, front, back):
    tokens = palette(mode)

    assert ratio(tokens[front], tokens[back]) >= 4.5


@pytest.mark.parametrize("mode", ("light", "dark"))
@pytest.mark.parametrize(("front", "back"), pairs(EDGES))
def test_edges_and_focus_rings_reach_3_to_1(mode, front, back):
    tokens = palette(mode)

    assert ratio(tokens[front], tokens[back]) >= 3


def test_components_name_no_colour_of_their_own():
    components = CSS.split("/* ---- 2. Ground", 1)[1].split("@media print", 1)[0]
    without_pictures = re.sub(r'url\("[^"]*"\)', "", components)

    assert re.findall(r"#[0-9a-fA-F]{3,6}\b", without_pictures) == ["#fff"]  # the QR code's quiet zone
