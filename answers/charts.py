"""Small bar charts, drawn by the server: where each bar stands, for templates/includes/_chart.html."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

WIDTH, HEIGHT = 480, 132  # units of the viewBox, which the page scales
TOP, BASE = 18, 112  # a figure's line above the highest bar; what the bars stand on
GAP = 0.3  # of a place, between two bars
MOST_VALUES = 12  # more bars than these stand too close for their values
LEAST = 2  # a bar that isn't nothing can be seen


@dataclass(frozen=True)
class Bar:
    """One bar; x, y, width, height and middle are units of the viewBox. `text` is its value in words; `tick` and
    `value` are what is drawn of the label and of the text, if anything."""

    label: str
    text: str
    x: float
    y: float
    width: float
    height: float
    middle: float
    tick: str
    value: str


@dataclass(frozen=True)
class Chart:
    """A chart's heading and its bars; `key` names it within the page, `unit` is what a bar stands for, and `nothing`
    what is said when there is nothing to draw."""

    key: str
    title: str
    bars: list[Bar]
    unit: str
    nothing: str
    width: int = WIDTH
    height: int = HEIGHT
    base: int = BASE

    @property
    def is_empty(self):
        """Whether there is nothing to draw."""
        return all(bar.height == 0 for bar in self.bars)


def chart(key, *, title, points, unit="", nothing="", every=1):
    """A Chart of (label, value, text) points; a value of None is a place without a bar. Where they stand close, only
    `every` so many has its label drawn. Without `unit` a bar is one of the last twelve months."""
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
                tick=label[:3] if every == 1 else label if number % every == every // 2 else "",
                value=text if len(text) < 5 and len(points) <= MOST_VALUES else "",
            )
        )
    return Chart(
        key=key,
        title=title,
        bars=drawn,
        unit=unit or _("Month"),
        nothing=nothing or _("Nothing in the last twelve months."),
    )


def share_of(value, whole):
    """How long the bar of `value` is where that of `whole` is 100; what isn't nothing can be seen."""
    if not value or not whole:
        return 0
    return round(max(100 * (value / whole), LEAST), 1)
