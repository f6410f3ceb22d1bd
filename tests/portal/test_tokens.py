"""A colour, a corner, a step of space and a size of type are named in styles/tokens.css, and nowhere else."""

import re
from pathlib import Path

import pytest
from PIL import Image, ImageColor

from accounts import palette
from portal import icons, stylesheet

ROOT = Path(__file__).parents[2]
SHEETS = sorted(path for path in (ROOT / "styles").glob("*.css") if path.name != "tokens.css")
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgba?|hsla?)\(|\b(?:white|black)\b(?!-)")
RADIUS = re.compile(r"radius:\s*(?!0\b|var\(--aw-|inherit)(?:[\d.]+(?:px|r?em))")
# Indents that make room for what stands in them (a tick, a timeline's dot) and lines nearer than the smallest step.
INDENTS = {"1.9rem", "2.2rem", "2.25rem", "2.3rem", "2.75rem", "3.1rem", "4.5rem"}
SPACE = re.compile(r"(?<![\w-])(?:margin|padding|gap)[\w-]*:([^;{}]*)")
TYPE = re.compile(r"(?<![\w-])font(?:-size)?:[^;{}]*?(?<![\w.])[\d.]+rem")
# Written by people or machines that can't read the tokens.
DRAWN = ("portal/demo/", "questions/management/", "static/img/")


def rules(path):
    """A stylesheet of ours without comments and pictures."""
    text = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.S)
    return re.sub(r'url\("[^"]*"\)', "", text)


def sources():
    """Templates, scripts and Python of the site."""
    yield from (ROOT / "templates").rglob("*.html")
    yield from (ROOT / "static" / "js").glob("*.js")
    for app in ("accounts", "specialties", "questions", "answers", "portal"):
        yield from (path for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts)


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_stylesheet_names_no_colour_of_its_own(path):
    selectors_and_values = re.sub(r"#[\w-]+(?=[^;{}]*{)", "", rules(path))  # ids in selectors

    assert COLOUR.findall(selectors_and_values) == []


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_stylesheet_names_no_corner_of_its_own(path):
    assert RADIUS.findall(rules(path)) == []


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_stylesheet_steps_along_the_scales(path):
    steps = [
        step
        for value in SPACE.findall(re.sub(r"(?:clamp|calc)\([^;{}]*\)", "", rules(path)))
        for step in re.findall(r"(?<![\w.])[\d.]+rem", value)
        if step not in INDENTS and float(step.removesuffix("rem")) >= 0.25
    ]

    assert (steps, TYPE.findall(rules(path))) == ([], [])


def test_nothing_else_names_a_colour():
    found = {
        (path.relative_to(ROOT).as_posix(), colour)
        for path in sources()
        if not path.relative_to(ROOT).as_posix().startswith(DRAWN)
        for colour in re.findall(r"(?<![&\w/])#[0-9a-f]{6}\b|\brgba?\(\d|\bhsl\(\d", path.read_text("utf-8"))
    }

    assert found == set()


def test_every_token_that_is_used_is_there_and_every_one_there_is_used():
    named = set(palette.values("light"))
    text = "".join(map(stylesheet.source, (path.stem for path in (ROOT / "styles").glob("*.css"))))
    used = set(re.findall(r"var\(--aw-([\w-]+)", text))

    assert used - named == set()
    assert named - used == set()


def test_colours_are_written_as_older_browsers_know_them():
    assert not re.search(r"oklch|color-mix|light-dark\(", (ROOT / "styles/tokens.css").read_text("utf-8"))
    assert palette.in_hex("hsl(183 74% 21%)") == "#0e595d"


def test_pictures_of_the_sign_are_drawn_from_the_tokens():
    light = palette.palette("light")
    grounds = {}
    for name in ("share.png", "apple-touch-icon.png"):
        with Image.open(icons.IMAGES / name) as image:
            grounds[name] = (image.size, image.convert("RGB").getpixel((2, 2)))

    head = ImageColor.getrgb(light["head"])
    assert (icons.IMAGES / "favicon.svg").read_text("utf-8") == icons.favicon() + "\n", "run `make icons`"
    assert grounds == {"share.png": (icons.SIZE, head), "apple-touch-icon.png": ((180, 180), head)}, (
        "run `make icons`"
    )
