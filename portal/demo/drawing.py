"""Flat shapes on a unit canvas, drawn larger than needed and shrunk so that edges are smooth."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence

from PIL import Image, ImageColor, ImageDraw, ImageFilter

OVERSAMPLING = 4


def mix(colour: str, *, other: str, share: float) -> str:
    """`colour` with `share` (0–1) of `other` stirred in, as #rrggbb."""
    first, second = ImageColor.getrgb(colour), ImageColor.getrgb(other)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in zip(first, second, strict=True))


def spline(points: Sequence[tuple[float, float]], *, steps: int = 14) -> list[tuple[float, float]]:
    """A closed curve through `points` (Catmull-Rom), as a polygon."""
    curve, count = [], len(points)
    for index in range(count):
        before, start, end, after = (points[(index + shift) % count] for shift in (-1, 0, 1, 2))
        for step in range(steps):
            t = step / steps
            x, y = (
                0.5
                * (
                    2 * start[axis]
                    + (end[axis] - before[axis]) * t
                    + (2 * before[axis] - 5 * start[axis] + 4 * end[axis] - after[axis]) * t**2
                    + (3 * start[axis] - before[axis] - 3 * end[axis] + after[axis]) * t**3
                )
                for axis in (0, 1)
            )
            curve.append((x, y))
    return curve


class Canvas:
    """A drawing whose units are hundredths of its height, whatever its size in pixels.

    `view` (left, top, height, in units) shows only that part, filling the whole drawing.
    """

    def __init__(self, *, width: int, height: int, background: str, view=(0, 0, 100)):
        self.size = (width, height)
        self.left, self.top = view[0], view[1]
        self.scale = height * OVERSAMPLING / view[2]
        self.image = Image.new("RGB", (width * OVERSAMPLING, height * OVERSAMPLING), background)
        self.pen = ImageDraw.Draw(self.image)

    def _points(self, points):
        return [((x - self.left) * self.scale, (y - self.top) * self.scale) for x, y in points]

    def ellipse(self, x: float, y: float, *, rx: float, ry: float, fill: str | None = None, **line) -> None:
        if "width" in line:
            line["width"] = max(1, round(line["width"] * self.scale))
        self.pen.ellipse(self._points([(x - rx, y - ry), (x + rx, y + ry)]), fill=fill, **line)

    def polygon(self, points: Sequence[tuple[float, float]], *, fill: str) -> None:
        self.pen.polygon(self._points(points), fill=fill)

    def blob(self, points: Sequence[tuple[float, float]], *, fill: str) -> None:
        """A rounded shape through `points`."""
        self.polygon(spline(points), fill=fill)

    def mirrored(self, half: Sequence[tuple[float, float]], *, fill: str, middle: float = 50) -> None:
        """A rounded shape that is the same left and right: `half` goes down one side."""
        self.blob([*half, *((2 * middle - x, y) for x, y in reversed(half))], fill=fill)

    def line(self, points: Sequence[tuple[float, float]], *, fill: str, width: float) -> None:
        """A line with round ends."""
        thick = max(1, round(width * self.scale))
        self.pen.line(self._points(points), fill=fill, width=thick, joint="curve")
        for x, y in (points[0], points[-1]):
            self.ellipse(x, y, rx=width / 2, ry=width / 2, fill=fill)

    def arc(
        self, x: float, y: float, *, rx: float, ry: float, start: float, end: float, fill: str, width: float
    ):
        """Part of an ellipse's line; angles in degrees, clockwise from three o'clock."""
        box = self._points([(x - rx, y - ry), (x + rx, y + ry)])
        self.pen.arc(box, start, end, fill=fill, width=max(1, round(width * self.scale)))

    def glow(
        self, points: Sequence[tuple[float, float]], *, fill: str, blur: float, strength: float = 1.0
    ) -> None:
        """A rounded shape with a soft edge, laid over what is there."""
        # Only the part that changes is blurred, and at the final size: a whole canvas per spot costs seconds.
        scale = self.scale / OVERSAMPLING
        outline = [((x - self.left) * scale, (y - self.top) * scale) for x, y in spline(points)]
        room = math.ceil(blur * scale * 3)
        left, top = (math.floor(min(axis)) - room for axis in zip(*outline, strict=True))
        right, bottom = (math.ceil(max(axis)) + room for axis in zip(*outline, strict=True))
        mask = Image.new("L", (right - left, bottom - top), 0)
        ImageDraw.Draw(mask).polygon([(x - left, y - top) for x, y in outline], fill=round(255 * strength))
        mask = mask.filter(ImageFilter.GaussianBlur(blur * scale))
        mask = mask.resize((mask.width * OVERSAMPLING, mask.height * OVERSAMPLING), Image.Resampling.BILINEAR)
        self.image.paste(Image.new("RGB", mask.size, fill), (left * OVERSAMPLING, top * OVERSAMPLING), mask)

    def keep_inside(self, points: Sequence[tuple[float, float]], *, before: Image.Image) -> None:
        """Undo, outside the rounded shape through `points`, all that was drawn since the copy `before`."""
        mask = Image.new("L", self.image.size, 255)
        ImageDraw.Draw(mask).polygon(self._points(spline(points)), fill=0)
        self.image.paste(before, mask=mask)

    def jpeg(self) -> bytes:
        """The finished drawing, at its real size."""
        out = io.BytesIO()
        self.image.resize(self.size, Image.Resampling.LANCZOS).save(
            out, "JPEG", quality=90, subsampling=0, optimize=True
        )
        return out.getvalue()
