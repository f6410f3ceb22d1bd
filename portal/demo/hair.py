"""Hair and headwear of the demo's portraits.

Each style is a pair: what lies behind the shoulders, and what lies over the face.
"""

from __future__ import annotations

from portal.demo.drawing import Canvas, mix

INK = "#2b2326"


def _nothing(canvas: Canvas, look: dict) -> None:
    """Nothing to draw behind the shoulders."""


def _short(canvas: Canvas, look: dict) -> None:
    canvas.blob(
        [
            (33.4, 44),
            (32.2, 35),
            (35.5, 26.5),
            (43, 21.5),
            (52, 20.6),
            (60.5, 23),
            (66, 29.5),
            (67.6, 37),
            (66.6, 44),
            (65, 39),
            (63.4, 34.6),
            (57, 32.4),
            (49, 33.6),
            (41, 31.8),
            (36.4, 35),
            (35, 40),
        ],
        fill=look["hair_colour"],
    )


def _crop(canvas: Canvas, look: dict) -> None:
    """Short and feathered, swept to one side."""
    colour = look["hair_colour"]
    canvas.blob(
        [
            (33, 50),
            (31.2, 41),
            (31.8, 31),
            (37, 23),
            (46, 19),
            (56, 19.6),
            (64, 24.4),
            (68.4, 32),
            (68.8, 42),
            (67, 50),
            (65.4, 43),
            (64, 37.4),
            (58, 34.5),
            (50, 31),
            (44.5, 29.6),
            (41.5, 34.5),
            (36.6, 38.6),
            (34.8, 43),
        ],
        fill=colour,
    )
    shine = mix(colour, other="#ffffff", share=0.45)
    canvas.arc(52, 37, rx=13, ry=14, start=225, end=300, fill=shine, width=0.9)
    canvas.arc(55, 38, rx=11, ry=10, start=230, end=310, fill=mix(colour, other=INK, share=0.16), width=0.7)


def _parted(canvas: Canvas, look: dict) -> None:
    colour = look["hair_colour"]
    canvas.blob(
        [
            (33.4, 45),
            (31.8, 36),
            (34, 27),
            (41, 20.6),
            (51, 18.8),
            (61, 21),
            (67, 28),
            (68, 37),
            (66.6, 45),
            (65, 38.5),
            (62.6, 33),
            (56, 29.6),
            (46, 27.6),
            (43, 31.5),
            (37.4, 34.4),
            (35.2, 39),
        ],
        fill=colour,
    )
    canvas.arc(56, 35, rx=13, ry=11.5, start=205, end=285, fill=mix(colour, other=INK, share=0.2), width=0.7)


def _bald(canvas: Canvas, look: dict) -> None:
    canvas.glow(
        [(40, 29), (45, 26.6), (49, 27.4), (45, 30), (41, 32)],
        fill=mix(look["skin"], other="#ffffff", share=0.6),
        blur=1.1,
        strength=0.7,
    )


def _balding(canvas: Canvas, look: dict) -> None:
    for side in (-1, 1):
        canvas.blob(
            [
                (50 + side * x, y)
                for x, y in (
                    (16.4, 46),
                    (18.2, 42),
                    (18.2, 35),
                    (15.4, 28.6),
                    (12.8, 28.2),
                    (13.8, 33.6),
                    (14.6, 39),
                    (15, 43),
                )
            ],
            fill=look["hair_colour"],
        )
    _bald(canvas, look)


def _bob_back(canvas: Canvas, look: dict) -> None:
    canvas.mirrored(
        [(50, 19), (40, 20.4), (32.4, 27), (29.2, 38), (28.6, 52), (29.6, 63), (36, 66.6), (44, 64)],
        fill=look["hair_colour"],
    )


def _bob(canvas: Canvas, look: dict) -> None:
    colour = look["hair_colour"]
    canvas.mirrored(
        [
            (50, 19),
            (40, 20.4),
            (32.4, 27),
            (29.4, 40),
            (29, 54),
            (30.4, 63),
            (34.6, 64),
            (35.6, 56),
            (34.8, 46),
            (35.6, 38),
            (37.4, 36.4),
            (44, 37),
            (50, 37.2),
        ],
        fill=colour,
    )
    canvas.arc(
        50, 37, rx=14.5, ry=12, start=215, end=300, fill=mix(colour, other="#ffffff", share=0.22), width=1
    )


def _wavy_back(canvas: Canvas, look: dict) -> None:
    canvas.mirrored(
        [
            (50, 18),
            (39, 19.6),
            (31, 27),
            (28.4, 37),
            (26, 47),
            (27.6, 56),
            (24.4, 65),
            (27, 75),
            (34, 80),
            (44, 76),
        ],
        fill=look["hair_colour"],
    )


def _wavy(canvas: Canvas, look: dict) -> None:
    colour = look["hair_colour"]
    for side, part in ((-1, -2.5), (1, 2.5)):
        canvas.blob(
            [
                (47.5, 19.4),
                *(
                    (50 + side * x, y)
                    for x, y in (
                        (10, 19.4),
                        (18, 26),
                        (20.8, 36),
                        (22.4, 47),
                        (20.4, 55),
                        (23, 64),
                        (19, 71),
                        (15.6, 62),
                        (16.4, 53),
                        (15.2, 44),
                        (14.6, 37),
                        (8.5 + part, 31),
                    )
                ),
            ],
            fill=colour,
        )
    canvas.arc(57, 40, rx=15.5, ry=19, start=235, end=325, fill=look["accent"], width=1.4)
    canvas.arc(
        40, 41, rx=13.5, ry=19, start=215, end=290, fill=mix(colour, other="#ffffff", share=0.16), width=0.8
    )


def _bun_back(canvas: Canvas, look: dict) -> None:
    canvas.ellipse(50, 18.2, rx=8.4, ry=7.4, fill=look["hair_colour"])
    canvas.arc(
        50,
        18.6,
        rx=5.4,
        ry=4.6,
        start=190,
        end=330,
        fill=mix(look["hair_colour"], other="#ffffff", share=0.22),
        width=0.8,
    )
    canvas.mirrored(
        [(50, 20.6), (40, 22), (33, 29), (31.8, 40), (33, 50), (40, 56)], fill=look["hair_colour"]
    )


def _bun(canvas: Canvas, look: dict) -> None:
    colour = look["hair_colour"]
    for side in (-1, 1):
        canvas.blob(
            [
                (50, 20.8),
                *(
                    (50 + side * x, y)
                    for x, y in (
                        (9, 21.6),
                        (16, 27),
                        (18.4, 36),
                        (17.8, 45),
                        (16, 47.4),
                        (14.8, 40),
                        (11.4, 33.6),
                        (5, 29.4),
                    )
                ),
                (50, 27),
            ],
            fill=colour,
        )
    canvas.line([(50, 21.5), (50, 27)], fill=mix(colour, other="#ffffff", share=0.25), width=0.6)
    for side in (-1, 1):
        canvas.ellipse(50 + side * 16.9, 51.8, rx=1, ry=1, fill="#e8c15a")


CURLS = [
    (50, 20),
    (42, 20.6),
    (57.6, 20.8),
    (35.6, 24.4),
    (64.4, 24.6),
    (31, 31),
    (69, 31.2),
    (28.6, 39),
    (71.4, 39),
    (27.6, 47.4),
    (72.4, 47.4),
    (27, 56),
    (73, 56),
    (28.6, 64.4),
    (71.4, 64.4),
    (32.6, 71.4),
    (67.4, 71.4),
]


def _curls_back(canvas: Canvas, look: dict) -> None:
    canvas.mirrored(
        [(50, 18), (38, 21), (30, 31), (27, 46), (28, 62), (34, 74), (44, 76)], fill=look["hair_colour"]
    )
    for x, y in CURLS:
        canvas.ellipse(x, y, rx=6.4, ry=6.4, fill=look["hair_colour"])


def _curls(canvas: Canvas, look: dict) -> None:
    colour, shine = look["hair_colour"], mix(look["hair_colour"], other="#ffffff", share=0.2)
    for x, y in [
        (50, 25.6),
        (43, 27),
        (57, 27),
        (37.6, 31.4),
        (62.6, 31.4),
        (34, 38.4),
        (66, 38.4),
        (32.4, 46),
        (67.6, 46),
        (32, 54),
        (68, 54),
    ]:
        canvas.ellipse(x, y, rx=4.8 if y < 33 else 3.4, ry=4.8, fill=colour)
    for x, y in CURLS[:-2]:
        canvas.arc(x, y, rx=3.6, ry=3.6, start=190, end=300, fill=shine, width=0.7)
    for angle, (x, y) in enumerate([(66.5, 33), (69.4, 35.2), (68.3, 38.7), (64.7, 38.7), (63.6, 35.2)]):
        canvas.ellipse(x, y, rx=2.3, ry=2.3, fill="#fff4ea" if angle % 2 else "#ffe9dc")
    canvas.ellipse(66.5, 36.2, rx=1.5, ry=1.5, fill="#f2b632")


def _headwrap_back(canvas: Canvas, look: dict) -> None:
    canvas.blob([(50, 21), (60, 12), (71, 10.6), (74, 17), (69, 25), (60, 30)], fill=look["hair_colour"])
    canvas.blob(
        [(58, 24), (65, 16), (70.6, 15.4), (67, 22)],
        fill=mix(look["hair_colour"], other="#000000", share=0.2),
    )


def _headwrap(canvas: Canvas, look: dict) -> None:
    cloth, fold = look["hair_colour"], mix(look["hair_colour"], other="#000000", share=0.2)
    canvas.blob(
        [
            (32.6, 42),
            (30.4, 33),
            (32.6, 23),
            (40, 15.6),
            (50, 13.4),
            (60, 15.6),
            (67.4, 23),
            (69.6, 33),
            (67.4, 42),
            (64.6, 36.8),
            (58, 33.2),
            (50, 32),
            (42, 33.2),
            (35.4, 36.8),
        ],
        fill=cloth,
    )
    canvas.arc(50, 46, rx=18.4, ry=15.6, start=207, end=333, fill=look["accent"], width=1.8)
    canvas.arc(47, 44, rx=19, ry=20, start=215, end=318, fill=fold, width=0.8)
    canvas.arc(44, 41, rx=19, ry=22, start=225, end=325, fill=fold, width=0.8)
    canvas.arc(47, 38, rx=15, ry=21.4, start=255, end=330, fill=look["accent"], width=1.3)
    for side in (-1, 1):
        canvas.ellipse(50 + side * 17, 52.6, rx=1.5, ry=1.9, fill=look["accent"])


HAIR = {
    "short": (_nothing, _short),
    "crop": (_nothing, _crop),
    "parted": (_nothing, _parted),
    "bald": (_nothing, _bald),
    "balding": (_nothing, _balding),
    "bob": (_bob_back, _bob),
    "wavy": (_wavy_back, _wavy),
    "bun": (_bun_back, _bun),
    "curls": (_curls_back, _curls),
    "headwrap": (_headwrap_back, _headwrap),
}
