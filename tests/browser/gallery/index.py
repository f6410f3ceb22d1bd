"""The gallery's first page: faults, then every scene with its pictures. Needs no server and no script."""

import json
from itertools import groupby
from pathlib import Path

from django.template import Context, Engine

HERE = Path(__file__).parent
AT_FIRST = (
    390,
    1440,
)  # widths, in CSS pixels, that are shown until others are asked for: a telephone and a desk


def write(gallery):
    """Write `index.html` of what stands in the folder; returns (scenes, pictures, faults), their numbers."""
    found = [_read(path, gallery) for path in gallery.glob("*/*/scene.json")]
    found.sort(key=lambda one: one["number"])
    pictures = [picture for one in found for picture in one["pictures"]]
    context = {
        "subjects": [
            (subject, list(scenes)) for subject, scenes in groupby(found, lambda one: one["subject"])
        ],
        "faulty": [one for one in found if one["faults"]],
        "scenes": len(found),
        "pictures": len(pictures),
        "languages": list(dict.fromkeys(picture["language"] for picture in pictures)),
        "widths": sorted({picture["width"] for picture in pictures}),
        "schemes": sorted({picture["scheme"] for picture in pictures}, reverse=True),
    }
    page = Engine(dirs=[HERE]).get_template("index.html").render(Context(context))
    (gallery / "index.html").write_text(page)
    return len(found), len(pictures), sum(len(one["faults"]) for one in found)


def _read(path, gallery):
    scene = json.loads(path.read_text())
    shown = {picture["width"] for picture in scene["pictures"]}
    for picture in scene["pictures"]:
        picture["first"] = picture["width"] in AT_FIRST or shown.isdisjoint(AT_FIRST)
    return {**scene, "folder": path.parent.relative_to(gallery).as_posix()}
