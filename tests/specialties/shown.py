"""What a page of a list by date shows, read as its readers get it."""

import re
from html import unescape
from typing import NamedTuple


class Shown(NamedTuple):
    """The cards' references, the page's own address, its number (None where it says none), and where it leads."""

    references: list[str]
    url: str
    number: int | None
    previous_url: str
    next_url: str
    last_url: str
    is_indexed: bool


def shown(html):
    """What stands in the HTML of a topic's page; addresses are "" where it has none."""

    def found(pattern):
        match = re.search(pattern, html)
        return unescape(match[1]) if match else ""

    number = found(r"<span>Page ([\d,]+) of ")
    return Shown(
        references=re.findall(r'<article class="qa-card".*?href="/questions/([^/"]+)/', html, re.DOTALL),
        url=found(r'<link rel="canonical" href="https?://[^/"]+([^"]+)"'),
        number=int(number.replace(",", "")) if number else None,
        previous_url=found(r'<a rel="prev" href="([^"]+)"'),
        next_url=found(r'<a rel="next" href="([^"]+)"'),
        last_url=found(r'<a href="([^"]+)">Oldest answers</a>'),
        is_indexed='<meta name="robots" content="noindex">' not in html,
    )
