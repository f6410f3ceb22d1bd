"""Where in a text something stands, with what is around it: what needs a figure is looked for only there."""

import re

FIGURE = re.compile(r"\d")


def stretches(text, sign=FIGURE, *, around=60):
    """(start, end) of the parts of `text` around each `sign`, as whole words, none overlapping."""
    start = end = 0
    for found in sign.finditer(text):
        if not end or found.start() - around > end:
            if end:
                yield start, end
            start = text.rfind(" ", 0, max(0, found.start() - around)) + 1
        behind = text.find(" ", found.end() + around)
        end = len(text) if behind < 0 else behind
    if end:
        yield start, end


def found_in(text, pattern, parts):
    """What `pattern` finds in the parts of `text`."""
    for part in parts:
        yield from pattern.finditer(text, *part)
