"""Draws a picture anew and says what came of it."""

import hashlib
from io import BytesIO

import pytest
from PIL import Image

from accounts.pictures import PictureRefused, redraw
from tests.accounts import hostile_pictures as corpus

MAX_BYTES = 10_000_000
TAKEN, REFUSED = corpus.taken_pictures(), corpus.refused_pictures()


def drawn(data, **options):
    """Redraw `data`, check what holds for every result, and return it as a picture."""
    result = redraw(BytesIO(data), **{"max_bytes": MAX_BYTES, **options})
    picture = Image.open(BytesIO(result.data))
    assert (picture.format, picture.mode, picture.size) == ("JPEG", "RGB", (result.width, result.height))
    assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert [name for name, _content in picture.applist] == ["APP0"]
    assert not picture.getexif()
    assert result.sha256 == hashlib.sha256(result.data).hexdigest()
    return result, picture


def refusal(data, **options):
    with pytest.raises(PictureRefused) as refused:
        redraw(BytesIO(data), **{"max_bytes": MAX_BYTES, **options})
    return refused.value.code


def looks_like(pixel, colour, *, tolerance=14):
    return all(abs(one - other) <= tolerance for one, other in zip(pixel, colour, strict=True))
