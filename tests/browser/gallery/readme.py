"""Takes the README's pictures out of the gallery: `make gallery`, then `make screenshots`."""

import sys
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parents[3]
GALLERY, DOCS = ROOT / "var" / "gallery", ROOT / "docs" / "screenshots"
PHONE, DESK = (390, 844), (1440, 1030)  # width and at most so high, in pixels
# File in docs/screenshots/: scene, size.
PICTURES = {
    "topic": ("readers/topic", (1440, 2200)),
    "ask": ("ask/step-about", PHONE),
    "warning": ("ask/warning-emergency", PHONE),
    "my-query": ("patient/query-answered", PHONE),
    "dashboard": ("doctor/dashboard-unanswered", DESK),
    "desk": ("desk/home", DESK),
}
COLOURS = 128  # a palette of so many: a fifth of the size


def main():
    for name, (scene, (width, height)) in PICTURES.items():
        drawn = GALLERY / scene / f"en-gb-{width}-light.jpg"
        if not drawn.exists():
            sys.exit(f"{drawn} is missing; run: make gallery")
        with Image.open(drawn) as whole:
            top = whole.crop((0, 0, width, min(height, whole.height)))
        top.quantize(COLOURS, dither=Image.Dither.NONE).save(DOCS / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
