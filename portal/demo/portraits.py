"""Illustrated portraits of the demo's doctors: flat, friendly, and plainly not photographs of anybody."""

from __future__ import annotations

from PIL import ImageColor

from portal.demo.drawing import Canvas, mix
from portal.demo.hair import HAIR, INK

VIEW = (9.5, 8, 81)  # left, top and height of what is shown: close enough for a face at 48 pixels
HALF = [(50, 22.6), (43.2, 23.8), (37.4, 27.6), (33.8, 36), (33.6, 44), (34.4, 51), (37.5, 59), (43.5, 64.4)]
FACE = [*HALF, (50, 65.8), *[(100 - x, y) for x, y in reversed(HALF[1:])]]


def draw(doctor: dict, *, pixels: int = 320) -> bytes:
    """A square JPEG of `pixels` from the table `portrait` of one doctor in doctors.toml."""
    look = doctor["portrait"]
    canvas = Canvas(width=pixels, height=pixels, background=look["backdrop"], view=VIEW)
    canvas.ellipse(50, 51, rx=39, ry=39, fill=mix(look["backdrop"], other="#ffffff", share=0.38))
    HAIR[look["hair"]][0](canvas, look)
    _body(canvas, look)
    _head(canvas, look)
    BEARDS[look.get("beard", "none")](canvas, look)
    _features(canvas, look)
    HAIR[look["hair"]][1](canvas, look)
    if look.get("glasses"):
        _glasses(canvas, look)
    return canvas.jpeg()


def _shade(look: dict, *, share: float = 0.16) -> str:
    return mix(look["skin"], other="#5a1f14", share=share)


def _body(canvas: Canvas, look: dict) -> None:
    """Shoulders, neck and clothes; the face comes on top."""
    cloth = look["clothing_colour"]
    outer = "#fbfaf6" if look["clothing"] == "coat" else cloth
    shoulders = [
        (50, 69),
        (59, 71),
        (72, 76),
        (82, 84),
        (87, 104),
        (50, 112),
        (13, 104),
        (18, 84),
        (28, 76),
        (41, 71),
    ]
    canvas.blob(shoulders, fill=outer)
    canvas.blob(
        [(43, 54), (57, 54), (57.5, 70), (60, 75), (50, 80.6), (40, 75), (42.5, 70)], fill=look["skin"]
    )
    canvas.blob([(43, 58), (57, 58), (57.2, 63), (50, 69.5), (42.8, 63)], fill=_shade(look, share=0.2))
    CLOTHES[look["clothing"]](canvas, cloth)


def _coat(canvas: Canvas, cloth: str) -> None:
    seam = "#d9d6cf"
    canvas.polygon([(41, 72), (50, 79), (59, 72), (62.5, 74), (53, 101), (47, 101), (37.5, 74)], fill=cloth)
    canvas.polygon(
        [(41.5, 71), (50, 80), (45.5, 87), (37.5, 75)], fill=mix(cloth, other="#ffffff", share=0.22)
    )
    canvas.polygon(
        [(58.5, 71), (50, 80), (54.5, 87), (62.5, 75)], fill=mix(cloth, other="#ffffff", share=0.22)
    )
    for side in (-1, 1):
        lapel = [(50 + side * x, y) for x, y in ((12, 73), (19, 76.5), (18, 84), (13.5, 85.5), (3.2, 101))]
        canvas.polygon(lapel, fill="#ffffff")
        canvas.line(lapel[1:], fill=seam, width=0.7)
        canvas.line([lapel[0], lapel[4]], fill=seam, width=0.7)


def _jumper(canvas: Canvas, cloth: str) -> None:
    rib = mix(cloth, other="#000000", share=0.18)
    canvas.arc(50, 70, rx=12, ry=11.5, start=12, end=168, fill=rib, width=3.2)


def _shirt(canvas: Canvas, cloth: str) -> None:
    pale, seam = mix(cloth, other="#ffffff", share=0.3), mix(cloth, other="#000000", share=0.2)
    canvas.line([(50, 82), (50, 101)], fill=seam, width=0.8)
    for side in (-1, 1):
        collar = [(50 + side * x, y) for x, y in ((8.2, 69), (12.5, 74.5), (7.5, 84.5), (0, 81))]
        canvas.polygon(collar, fill=pale)
        canvas.line(collar[1:], fill=seam, width=0.6)
    canvas.ellipse(50, 86.4, rx=0.9, ry=0.9, fill=pale)


def _head(canvas: Canvas, look: dict) -> None:
    for side in (-1, 1):
        canvas.ellipse(50 + side * 16.2, 46.5, rx=3, ry=4.4, fill=look["skin"])
        canvas.ellipse(50 + side * 16.6, 46.5, rx=1.5, ry=2.6, fill=_shade(look))
    canvas.blob(FACE, fill=look["skin"])


def _features(canvas: Canvas, look: dict) -> None:
    dark = sum(ImageColor.getrgb(look["skin"])) < 330
    shade = mix(look["skin"], other="#000000" if dark else "#5a1f14", share=0.32)
    # A headwrap's colour says nothing about the hair beneath.
    brow = INK if look["hair"] == "headwrap" else mix(look["hair_colour"], other=INK, share=0.35)
    for side in (-1, 1):
        x = 50 + side * 6.7
        blush = [(x + side * 2 + dx, 53.5 + dy) for dx, dy in ((-3, 0), (0, -2), (3, 0), (0, 2))]
        canvas.glow(blush, fill=mix(look["skin"], other="#d8452f", share=0.4), blur=1.6, strength=0.55)
        canvas.ellipse(x, 45.2, rx=1.55, ry=1.95, fill=INK)
        canvas.ellipse(x + 0.55, 44.5, rx=0.5, ry=0.5, fill="#ffffff")
        canvas.arc(x, 43.6, rx=4, ry=3.9, start=222, end=318, fill=brow, width=1.25)
        if look.get("lines"):
            canvas.arc(
                50 + side * 5.2,
                54.6,
                rx=3,
                ry=4,
                start=-70 if side > 0 else 190,
                end=-10 if side > 0 else 250,
                fill=shade,
                width=0.5,
            )
    canvas.arc(50, 49.6, rx=2.5, ry=2.2, start=25, end=155, fill=shade, width=0.95)
    # Dark skin takes a lighter, warmer lip, so that the smile is seen at 48 pixels.
    lips = mix(look["skin"], other="#e2857a" if dark else "#7d1f22", share=0.6)
    canvas.arc(50, 54.3, rx=5.2, ry=4.2, start=22, end=158, fill=lips, width=1.2)


def _no_beard(canvas: Canvas, look: dict) -> None:
    """Nothing to draw."""


def _full_beard(canvas: Canvas, look: dict) -> None:
    outer = [(33.6, 45.5), (33.9, 53), (36.6, 61), (42.5, 67.4), (50, 69)]
    inner = [(50, 53), (45.6, 52.6), (41.4, 55.2), (38.2, 53.4), (36, 48.6), (34.9, 45)]
    # One closed shape: down the left cheek, under the chin, up the right one, and back along the lip.
    right = [(100 - x, y) for x, y in reversed(outer[:-1])]
    canvas.blob(
        [*outer, *right, *[(100 - x, y) for x, y in reversed(inner)], *inner[1:]], fill=look["hair_colour"]
    )


def _stubble(canvas: Canvas, look: dict) -> None:
    tone = mix(look["skin"], other=look["hair_colour"], share=0.3)
    before = canvas.image.copy()
    canvas.glow(
        [
            (34, 50),
            (37, 60),
            (44, 65.4),
            (50, 66.4),
            (56, 65.4),
            (63, 60),
            (66, 50),
            (60, 54),
            (55, 53),
            (50, 52.6),
            (45, 53),
            (40, 54),
        ],
        fill=tone,
        blur=0.8,
    )
    canvas.keep_inside(FACE, before=before)


def _moustache(canvas: Canvas, look: dict) -> None:
    canvas.mirrored(
        [(50, 53), (46.5, 52.4), (42.4, 54.6), (41.8, 56.4), (46, 56.2), (50, 55.4)], fill=look["hair_colour"]
    )


def _glasses(canvas: Canvas, look: dict) -> None:
    frame = "#3a3236"
    for side in (-1, 1):
        canvas.ellipse(50 + side * 6.9, 45.6, rx=5, ry=4.6, outline=frame, width=0.85)
        canvas.line([(50 + side * 11.8, 44.6), (50 + side * 16, 43.8)], fill=frame, width=0.8)
    canvas.arc(50, 45.6, rx=2.1, ry=1.5, start=200, end=340, fill=frame, width=0.85)


CLOTHES = {"coat": _coat, "jumper": _jumper, "shirt": _shirt}
BEARDS = {"none": _no_beard, "full": _full_beard, "stubble": _stubble, "moustache": _moustache}
