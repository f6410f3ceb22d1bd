"""Harmless stand-ins for the pictures patients send: simple drawings, plainly not photographs of anybody."""

from __future__ import annotations

import math
import random

from portal.demo.drawing import Canvas, mix, spline

SKINS = ["#f4d3bd", "#e6b48f", "#c98f63", "#9a6540", "#74492f", "#573626"]
SIZE = (800, 600)  # pixels; 133 × 100 units
MIDDLE = 66.7


def draw(kind: str, *, seed: int) -> bytes:
    """A JPEG of 800 × 600 pixels of one of `KINDS`; the same seed always gives the same picture."""
    chance = random.Random(f"{kind}-{seed}")
    # Every six seeds in a row show every skin tone once.
    skin = SKINS[(seed + len(kind)) % len(SKINS)]
    canvas = Canvas(width=SIZE[0], height=SIZE[1], background=skin)
    KINDS[kind](canvas, skin, chance)
    return canvas.jpeg()


def _inflamed(skin: str, *, share: float = 0.45) -> str:
    """Inflamed skin: red where skin is light, purple-brown where it is dark."""
    dark = SKINS.index(skin) >= 3
    return mix(skin, other="#4a1a33" if dark else "#cf3f36", share=share)


def _lit(skin: str, *, share: float) -> str:
    """Skin where light falls on it: warm, and not chalky on dark skin."""
    return mix(skin, other="#fff0e2" if SKINS.index(skin) < 3 else "#d39a6a", share=share)


def _ring(chance: random.Random, *, x: float, y: float, r: float, wobble: float = 0.15, points: int = 11):
    """The points of an irregular round shape."""
    turn = math.tau / points
    return [
        (
            x + math.cos(i * turn) * r * chance.uniform(1 - wobble, 1 + wobble),
            y + math.sin(i * turn) * r * chance.uniform(1 - wobble, 1 + wobble),
        )
        for i in range(points)
    ]


def _plain_skin(canvas: Canvas, skin: str, chance: random.Random) -> None:
    """A stretch of skin: light from one side, and faint lines."""
    canvas.glow([(-30, -30), (70, -30), (20, 60), (-30, 80)], fill=_lit(skin, share=0.35), blur=16)
    canvas.glow(
        [(90, 130), (170, 130), (170, 30), (125, 75)], fill=mix(skin, other="#3a1a10", share=0.35), blur=16
    )
    line = mix(skin, other="#5a2d1c", share=0.1)
    for _ in range(60):
        x, y = chance.uniform(0, 133), chance.uniform(0, 100)
        canvas.line(
            [(x, y), (x + chance.uniform(2, 6), y + chance.uniform(-1.5, 1.5))], fill=line, width=0.25
        )


def _ruler(canvas: Canvas) -> None:
    """A paper ruler along the lower edge, as patients are asked to lay beside a mark."""
    canvas.polygon([(14, 84), (120, 84), (120, 100), (14, 100)], fill="#fbf8ef")
    for tick in range(26):
        x = 17 + tick * 4
        canvas.line([(x, 84), (x, 84 + (7 if tick % 5 == 0 else 3.6))], fill="#6b6a66", width=0.35)


def _skin_patch(canvas: Canvas, skin: str, chance: random.Random) -> None:
    _plain_skin(canvas, skin, chance)
    tone = _inflamed(skin, share=0.4)
    for _ in range(2):
        x, y, r = chance.uniform(45, 90), chance.uniform(35, 62), chance.uniform(13, 20)
        canvas.glow(_ring(chance, x=x, y=y, r=r * 1.15), fill=tone, blur=3, strength=0.6)
        canvas.glow(_ring(chance, x=x, y=y, r=r), fill=tone, blur=1, strength=0.8)
        for _ in range(34):
            angle, far = chance.uniform(0, math.tau), r * math.sqrt(chance.random()) * 0.85
            flake = _ring(
                chance,
                x=x + math.cos(angle) * far,
                y=y + math.sin(angle) * far,
                r=chance.uniform(0.6, 1.8),
                wobble=0.4,
                points=6,
            )
            canvas.blob(flake, fill=mix(tone, other="#f5efe9", share=chance.uniform(0.35, 0.7)))


def _rash(canvas: Canvas, skin: str, chance: random.Random) -> None:
    _plain_skin(canvas, skin, chance)
    for _ in range(70):
        x, y = chance.gauss(MIDDLE, 26), chance.gauss(50, 19)
        r = chance.uniform(0.9, 2.6)
        tone = _inflamed(skin, share=chance.uniform(0.3, 0.55))
        canvas.glow(_ring(chance, x=x, y=y, r=r * 1.7), fill=tone, blur=1, strength=0.45)
        canvas.blob(_ring(chance, x=x, y=y, r=r), fill=tone)
        canvas.glow(
            _ring(chance, x=x - r * 0.2, y=y - r * 0.2, r=r * 0.4),
            fill=_lit(skin, share=0.3),
            blur=0.3,
            strength=0.4,
        )


def _mole(canvas: Canvas, skin: str, chance: random.Random) -> None:
    _plain_skin(canvas, skin, chance)
    x, y, r = chance.uniform(55, 78), chance.uniform(38, 50), chance.uniform(8, 12)
    brown = mix(skin, other="#2a140c", share=0.7)
    shape = _ring(chance, x=x, y=y, r=r, wobble=0.13)
    canvas.glow(shape, fill=brown, blur=1.6, strength=0.6)
    canvas.blob(shape, fill=brown)
    canvas.glow(
        _ring(chance, x=x + r * 0.25, y=y + r * 0.1, r=r * 0.5), fill="#22110c", blur=1.4, strength=0.75
    )
    canvas.glow(
        _ring(chance, x=x - r * 0.35, y=y - r * 0.35, r=r * 0.3),
        fill=mix(brown, other="#d9a27a", share=0.5),
        blur=1.2,
        strength=0.6,
    )
    for _ in range(5):
        canvas.ellipse(chance.uniform(10, 125), chance.uniform(8, 76), rx=0.8, ry=0.7, fill=brown)
    _ruler(canvas)


def _background(canvas: Canvas, colour: str) -> None:
    canvas.polygon([(0, 0), (134, 0), (134, 100), (0, 100)], fill=colour)


def _nail(canvas: Canvas, skin: str, chance: random.Random) -> None:
    """A fingertip from above, with small dents and a lifted edge."""
    _background(canvas, "#dfe6e4")
    shade = mix(skin, other="#4a1f12", share=0.2)
    finger = [
        (38, 120),
        (40, 70),
        (42, 38),
        (50, 17),
        (66.7, 10),
        (83, 17),
        (91.4, 38),
        (93.4, 70),
        (95.4, 120),
    ]
    canvas.blob(finger, fill=skin)
    before = canvas.image.copy()
    canvas.glow([(88, 26), (96, 60), (99, 110), (90, 110), (88, 60)], fill=shade, blur=3)
    canvas.glow([(40, 40), (45, 30), (46, 70), (44, 100), (39, 100)], fill=_lit(skin, share=0.25), blur=2.5)
    canvas.keep_inside(finger, before=before)
    nail = [
        (51, 62),
        (49.6, 42),
        (54, 24),
        (66.7, 17.6),
        (79.4, 24),
        (83.8, 42),
        (82.4, 62),
        (75, 70),
        (66.7, 72.4),
        (58.4, 70),
    ]
    canvas.blob([(MIDDLE + (x - MIDDLE) * 1.08, 46 + (y - 46) * 1.07) for x, y in nail], fill=shade)
    bed = mix(skin, other="#f7c3c0", share=0.62)
    canvas.blob(nail, fill=bed)
    canvas.blob(
        [(53, 31), (56, 23), (66.7, 17.6), (77.4, 23), (80.4, 31), (74, 28.6), (66, 31.4), (58, 28)],
        fill="#f3e6c8",
    )
    canvas.blob(
        [(57, 68.6), (60, 61), (66.7, 59), (73.4, 61), (76.4, 68.6), (66.7, 72)],
        fill=mix(bed, other="#ffffff", share=0.45),
    )
    canvas.glow([(56, 30), (60, 29), (58.6, 52), (55.6, 54)], fill="#ffffff", blur=1.2, strength=0.45)
    for _ in range(16):
        x, y = chance.uniform(55, 79), chance.uniform(35, 62)
        canvas.ellipse(x, y, rx=0.85, ry=0.85, fill=mix(bed, other="#7a3f3a", share=0.42))
        canvas.ellipse(x + 0.25, y + 0.3, rx=0.5, ry=0.45, fill=mix(bed, other="#ffffff", share=0.35))
    for y in (84, 88, 93):
        canvas.arc(MIDDLE, y - 8, rx=17, ry=8, start=40, end=140, fill=shade, width=0.5)


def _eye(canvas: Canvas, skin: str, chance: random.Random) -> None:
    """One eye, close up, with the white more or less red."""
    _plain_skin(canvas, skin, chance)
    shade, dark = mix(skin, other="#4a1f12", share=0.24), "#2a1c1a"
    upper = [(22, 55), (34, 41), (50, 33), (68, 31), (86, 36), (100, 46), (112, 58)]
    lower = [(98, 65), (82, 71), (64, 72.6), (46, 69), (32, 62)]
    canvas.glow(
        [(18, 52), (40, 28), (68, 21), (96, 30), (118, 56), (90, 80), (60, 83), (34, 74)], fill=shade, blur=4
    )
    canvas.blob(
        [(x, y - 3.4) for x, y in upper] + [(x, y + 2.6) for x, y in lower],
        fill=mix(skin, other="#b4413c", share=0.3),
    )
    white = upper + lower
    canvas.blob(white, fill="#faf1ec")
    for side, x in ((1, 27), (-1, 107)):
        canvas.glow(
            [(x, 50), (x + side * 20, 44), (x + side * 17, 66), (x + side * 3, 60)],
            fill="#e88a80",
            blur=4,
            strength=chance.uniform(0.35, 0.7),
        )
        for _ in range(7):
            y, slope = chance.uniform(49, 61), chance.uniform(-3, 3)
            canvas.line(
                [
                    (x + side * 5, y),
                    (x + side * 11, y + slope / 2 + chance.uniform(-1, 1)),
                    (x + side * chance.uniform(15, 20), y + slope),
                ],
                fill="#d76a62",
                width=0.4,
            )
    before = canvas.image.copy()
    iris = chance.choice(["#5b3a22", "#3d2618", "#5f7f8f", "#6f7d4a"]) if SKINS.index(skin) < 3 else "#3d2618"
    canvas.ellipse(67, 51, rx=18, ry=18, fill=mix(iris, other="#000000", share=0.4))
    canvas.ellipse(67, 51, rx=16.4, ry=16.4, fill=iris)
    for ray in range(40):
        angle = ray * math.tau / 40
        canvas.line(
            [
                (67 + math.cos(angle) * 8, 51 + math.sin(angle) * 8),
                (67 + math.cos(angle) * 15.4, 51 + math.sin(angle) * 15.4),
            ],
            fill=mix(iris, other="#ffffff", share=chance.uniform(0.06, 0.24)),
            width=0.45,
        )
    canvas.ellipse(67, 51, rx=7.4, ry=7.4, fill="#140e0d")
    canvas.ellipse(72.4, 45, rx=3, ry=3, fill="#ffffff")
    canvas.glow(
        [(40, 37), (67, 31), (94, 37), (94, 41), (67, 36), (40, 42)], fill="#4a3a38", blur=1.4, strength=0.4
    )
    # The lids cover what of the iris lies outside the white.
    canvas.keep_inside(white, before=before)
    rim = spline(white)[: (len(upper) - 1) * 14 + 1]
    canvas.line(rim, fill=dark, width=1.8)
    canvas.line(
        spline([(24, 47), (44, 29), (68, 25), (94, 30), (112, 48), (94, 31), (68, 26), (44, 30)])[:56],
        fill=mix(shade, other="#000000", share=0.25),
        width=0.7,
    )
    for step in range(17):
        root_x, root_y = rim[round((step + 0.5) * (len(rim) - 1) / 17)]
        lean = (root_x - MIDDLE) * 0.1
        lash = [(root_x, root_y), (root_x + lean * 0.5, root_y - 3.6), (root_x + lean * 1.4, root_y - 6.4)]
        canvas.line(lash, fill=dark, width=0.7)


def _scalp(canvas: Canvas, skin: str, chance: random.Random) -> None:
    """Hair from above, with one round patch where none grows."""
    hair = chance.choice(["#3a2a22", "#5b4030", "#8a6a45"]) if SKINS.index(skin) < 3 else "#211a19"
    _background(canvas, mix(hair, other=skin, share=0.2))
    x, y, r = chance.uniform(55, 78), chance.uniform(40, 60), chance.uniform(15, 21)

    def strand(root_x: float, root_y: float) -> None:
        angle = math.atan2(root_y + 30, root_x - MIDDLE) + chance.uniform(-0.2, 0.2)
        length = chance.uniform(9, 16)
        end = (root_x + math.cos(angle) * length, root_y + math.sin(angle) * length)
        if math.hypot(end[0] - x, end[1] - y) > r:
            tone = mix(
                hair, other="#ffffff" if chance.random() < 0.4 else "#000000", share=chance.uniform(0, 0.22)
            )
            canvas.line([(root_x, root_y), end], fill=tone, width=chance.uniform(0.3, 0.7))

    patch = _ring(chance, x=x, y=y, r=r, wobble=0.07, points=14)
    canvas.blob(patch, fill=skin)
    canvas.glow(_ring(chance, x=x - r * 0.2, y=y - r * 0.25, r=r * 0.45), fill=_lit(skin, share=0.4), blur=3)
    for _ in range(2600):
        root = (chance.uniform(-6, 139), chance.uniform(-14, 104))
        if math.hypot(root[0] - x, root[1] - y) > r * 0.97:
            strand(*root)
    for _ in range(26):
        angle, far = chance.uniform(0, math.tau), r * math.sqrt(chance.random()) * 0.8
        canvas.ellipse(x + math.cos(angle) * far, y + math.sin(angle) * far, rx=0.3, ry=0.3, fill=hair)


def _face_outline(canvas: Canvas, skin: str, chance: random.Random) -> None:
    """A face as in a textbook, without features of anyone, one cheek a little sunken."""
    _background(canvas, "#e9e4da")
    side = chance.choice((-1, 1))
    shade, line = mix(skin, other="#4a1f12", share=0.26), mix(skin, other="#3a1a10", share=0.55)

    def at(points):
        return [(MIDDLE + side * x, y) for x, y in points]

    canvas.blob(at([(-10, 70), (10, 70), (12, 96), (34, 112), (-34, 112), (-12, 96)]), fill=shade)
    for ear in (-1, 1):
        canvas.ellipse(MIDDLE + ear * 26.4, 48, rx=4.6, ry=8, fill=shade)
    outline = [
        (0, 8),
        (-17, 12.4),
        (-26, 28),
        (-26.6, 48),
        (-23.4, 66),
        (-14, 81),
        (-2, 87),
        (12, 80.6),
        (19.4, 69),
        (21, 60),
        (25.4, 47),
        (26, 28),
        (17, 12.4),
    ]
    canvas.blob(at(outline), fill=skin)
    before = canvas.image.copy()
    canvas.glow(
        at([(14, 52), (23, 49), (22, 60), (19, 71), (13, 66)]),
        fill=mix(skin, other="#4a1f12", share=0.3),
        blur=2.6,
        strength=0.85,
    )
    canvas.glow(
        at([(-19, 50), (-12, 52), (-12, 60), (-18, 62)]), fill=_lit(skin, share=0.25), blur=4, strength=0.7
    )
    canvas.keep_inside(at(outline), before=before)
    curve = spline(at(outline))
    canvas.line([*curve, curve[0]], fill=line, width=0.6)
    for eye in (-1, 1):
        canvas.arc(MIDDLE + eye * 11, 44, rx=5.6, ry=3.2, start=190, end=350, fill=line, width=0.9)
        canvas.arc(MIDDLE + eye * 11, 43, rx=5.6, ry=2.4, start=20, end=160, fill=line, width=0.5)
        canvas.arc(MIDDLE + eye * 11, 41, rx=7.6, ry=6, start=215, end=325, fill=line, width=1.2)
    canvas.line(spline(at([(1, 44), (3.4, 56), (4, 60), (0, 62)]))[14:42], fill=line, width=0.7)
    canvas.line(at([(-8, 71.4), (-3, 70.6), (0, 71.2), (3, 70.4), (7, 69.8)]), fill=line, width=0.8)
    canvas.arc(MIDDLE - side * 0.6, 70.4, rx=5, ry=4.4, start=40, end=140, fill=line, width=0.5)
    for dash in range(13):
        canvas.line([(MIDDLE, 4 + dash * 7), (MIDDLE, 7.4 + dash * 7)], fill="#9c958a", width=0.35)


KINDS = {
    "skin-patch": _skin_patch,
    "face-outline": _face_outline,
    "nail": _nail,
    "eye": _eye,
    "mole": _mole,
    "rash": _rash,
    "scalp": _scalp,
}
