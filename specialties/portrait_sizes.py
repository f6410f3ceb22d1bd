"""A portrait in the two small sizes that pages show, as WebP, beside the drawing they are made from.

Their names follow from the portrait's, so no row names them: `accounts.storage.Portraits` deletes them with it.
"""

import io
import os
import re
import secrets

from django.core.files.base import ContentFile
from PIL import Image

# Pixels of a side, twice what the page gives them: sharp on fine screens, and small enough for one file to serve all.
LINE, PROFILE = 104, 224
SIDES = (LINE, PROFILE)
QUALITY = (
    78  # measured on drawn and photographed faces: LINE 2 to 3 kB, PROFILE 5 to 8 kB, no seams to be seen
)
SIZED = re.compile(rf"(?P<portrait>[0-9a-f]{{2}}/[0-9a-f]{{40}})-(?P<side>{LINE}|{PROFILE})\.webp")


def address(portrait, side):
    """The address of a portrait (a row's FieldFile) in one of SIDES; "" without one."""
    if not portrait:
        return ""
    if not portrait.name.endswith(".jpg"):  # not drawn by us: stays as it is
        return portrait.url
    return portrait.storage.url(_name(portrait.name, side))


def make(portrait):
    """Draw a portrait (a row's FieldFile) in all sizes; some 10 ms. It is our own drawing, so decoding it is safe."""
    for side in SIDES:
        _make(portrait.storage, portrait.name, side)


def opened(storage, name):
    """The file of a small size by its name, drawn now where it is missing (portraits from before there were sizes).

    FileNotFoundError when there is no such portrait or size.
    """
    match = SIZED.fullmatch(name)
    if not match:
        raise FileNotFoundError(name)
    if not storage.exists(name):
        _make(storage, f"{match['portrait']}.jpg", int(match["side"]))
    return storage.open(name)


def _name(portrait, side):
    return f"{portrait.removesuffix('.jpg')}-{side}.webp"


def _make(storage, portrait, side):
    name, out = _name(portrait, side), io.BytesIO()
    try:
        with storage.open(portrait, "rb") as stored, Image.open(stored, formats=["JPEG"]) as picture:
            small = picture.convert("RGB").resize((side, side), Image.Resampling.LANCZOS)
    except OSError as error:  # also a picture that isn't one
        raise FileNotFoundError(portrait) from error
    small.save(out, "WEBP", quality=QUALITY, method=6)
    # Under a name that nobody asks for and a deletion finds, so that no reader gets the beginning of a file.
    begun = f"{name.removesuffix('.webp')}-{secrets.token_hex(4)}.webp"
    begun = storage.save(begun, ContentFile(out.getvalue()))
    try:
        os.replace(storage.path(begun), storage.path(name))
    except FileNotFoundError:  # the doctor took the portrait down meanwhile, and its deletion found ours
        return
    if not storage.exists(portrait):  # or it looked for sizes before ours
        storage.delete(name)
