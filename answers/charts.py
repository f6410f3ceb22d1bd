"""Small bar charts, drawn by the server: where each bar stands, for templates/includes/_chart.html."""

from dataclasses import dataclass

WIDTH, HEIGHT = 480, 132  # units of the viewBox, which the page scales
TOP, BASE = 18, 112  # a figure's line above the highest bar; what the bars stand on
GAP = 0.3  # of a place, between two bars
LEAST = 2  # a bar that isn't nothing can be seen


@dataclass(frozen=True)
class Bar:
    """One bar; x, y, width, height and middle are units of the viewBox. `text` is its value in words."""

    label: str
    text: str
    x: float
    y: float
    width: float
    height: float
    middle: float


@dataclass(frozen=True)
class Chart:
    """A chart's heading and its bars; `key` names it within the page."""

    key: str
    title: str
    bars: list[Bar]
    width: int = WIDTH
    height: int = HEIGHT
    base: int = BASE

    @property
    def is_empty(self):
        """Whether there is nothing to draw."""
        return all(bar.height == 0 for bar in self.bars)


def chart(key, *, title, points):
    """A Chart of (label, value, text) points; a value of None is a place without a bar."""
    place = WIDTH / max(len(points), 1)
    highest = max((value for _label, value, _text in points if value), default=0)
    drawn = []
    for number, (label, value, text) in enumerate(points):
        share = value / highest if value else 0
        height = round(max(share * (BASE - TOP), LEAST), 1) if share else 0
        drawn.append(
            Bar(
                label=label,
                text=text,
                x=round(number * place + place * GAP / 2, 1),
                y=round(BASE - height, 1),
                width=round(place * (1 - GAP), 1),
                height=height,
                middle=round((number + 0.5) * place, 1),
            )
        )
    return Chart(key=key, title=title, bars=drawn)


def share_of(value, whole):
    """How long the bar of `value` is where that of `whole` is 100; what isn't nothing can be seen."""
    if not value or not whole:
        return 0
    return round(max(100 * (value / whole), LEAST), 1)
