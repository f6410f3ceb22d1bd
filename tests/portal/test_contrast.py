"""The colours of the design language reach WCAG 2.2 AA in light and in dark mode."""

import pytest

from accounts import palette

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
    "urgent": ("surface",),
    "emergency": ("surface",),
    "on-accent": ("accent", "accent-deep"),
    "on-level": ("routine", "urgent", "emergency", "good", "warn", "bad"),
    "on-head": ("head",),
    "on-cta": ("cta", "cta-hover"),
}
EDGES = {
    "edge": ("bg", "surface", "sunken"),
    "focus": ("bg", "surface", "sunken", "accent-soft", "warm-soft"),
    "head-focus": ("head",),
    "accent": ("surface", "bg", "accent-soft"),
    "bad": ("surface", "bg"),
    "warn": ("surface", "bg", "warn-soft"),
    "good": ("surface", "bg"),
    "routine": ("surface", "bg"),
    "urgent": ("surface", "bg"),
    "emergency": ("surface", "bg"),
    "cta": ("head",),
    "mark-drop": ("on-head",),
    "mark": ("on-head",),
    "paper": ("check",),
}


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
    tokens = palette.palette(mode)

    assert ratio(tokens[front], tokens[back]) >= 4.5


@pytest.mark.parametrize("mode", ("light", "dark"))
@pytest.mark.parametrize(("front", "back"), pairs(EDGES))
def test_edges_and_focus_rings_reach_3_to_1(mode, front, back):
    tokens = palette.palette(mode)

    assert ratio(tokens[front], tokens[back]) >= 3


@pytest.mark.parametrize("mode", ("light", "dark"))
@pytest.mark.parametrize("hue", range(0, 360, 20))
def test_any_accent_keeps_every_contrast(hue, mode):
    values = palette.values(mode) | {"hue": str(hue)}
    tokens = {name: palette.in_hex(palette.resolved(value, among=values)) for name, value in values.items()}

    faint = {
        (front, back): round(ratio(tokens[front], tokens[back]), 2)
        for table, least in ((TEXT, 4.5), (EDGES, 3))
        for front, back in pairs(table)
        if ratio(tokens[front], tokens[back]) < least
    }

    assert faint == {}


def test_every_colour_is_measured_but_those_that_only_decorate():
    measured = {name for table in (TEXT, EDGES) for pair in pairs(table) for name in pair}

    assert palette.palette("light").keys() - measured == {"line"}
