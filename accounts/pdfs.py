"""PDF documents people send: each is checked and written anew, and only the new one is kept.

`rewrite()` is the one door, as `pictures.redraw()` is for pictures: a child process with limits of memory and time
reads the file (see `pdf_child.py`), refuses what acts, carries or plays something, and writes the pages anew without
metadata. What comes out is for saving to disk only: no browser of ours ever opens it.
"""

import hashlib
import logging
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from accounts import pictures
from accounts.pictures import PictureRefused

log = logging.getLogger(__name__)

CHILD = Path(__file__).with_name("pdf_child.py")
MAX_BYTES, MAX_PAGES = 10_000_000, 20
CHILD_OUTPUT_BYTES = 16_000_000
CHILD_CPU_SECONDS, CHILD_WALL_SECONDS = 15, 30
START = b"%PDF-"

MESSAGES = {
    "too_big": _(
        "This document is larger than 10 MB. Please send a smaller copy, for example photos of its pages."
    ),
    "not_pdf": _(
        "This file is not a PDF, although it looks like one. Please save or print it as a PDF again, and send that."
    ),
    "more_than_pdf": _(
        "This PDF has another file before or behind it. Please print it to a new PDF and send that."
    ),
    "encrypted": _(
        "This PDF is locked with a password. Please send a copy without one, for example print it to a new PDF."
    ),
    "too_many_pages": _(
        "This PDF has more than 20 pages. Please send only the pages that show what is needed."
    ),
    "script": _(
        "This PDF contains a program or does something by itself when it is opened. "
        "Please print it to a new PDF and send that."
    ),
    "attachment": _("This PDF has other files attached to it. Please print it to a new PDF and send that."),
    "xfa": _("This PDF is a form of a kind we can’t open (XFA). Please print it to a new PDF and send that."),
    "media": _("This PDF contains sound, film or 3D. Please print it to a new PDF and send that."),
    "bomb": _(
        "This PDF becomes far too large when it is opened. Please print it to a new PDF, or send photos of its pages."
    ),
    "too_heavy": _(
        "This PDF is too complicated for us to open. Please print it to a new PDF, or send photos of its pages."
    ),
    "damaged": _(
        "This PDF is damaged or incomplete. Please check that it opens on your device, print it to a new PDF and "
        "send that, or send photos of its pages."
    ),
}


@dataclass(frozen=True)
class Rewritten:
    """A PDF that holds pages only; `sha256` is the hexadecimal digest of `data`."""

    data: bytes
    pages: int
    sha256: str


def is_pdf(upload):
    """Whether a file says that it is a PDF, by its first bytes; white space before them counts as none."""
    upload.seek(0)
    head = upload.read(1024).lstrip(b"\r\n\t \xef\xbb\xbf")
    upload.seek(0)
    return START in head


def rewrite(upload):
    """Check the PDF in the binary file `upload` and return it as Rewritten; raise PictureRefused.

    Costs a process for 0.2 to some 3 seconds, at most CHILD_CPU_SECONDS of processor time, after waiting for its turn
    among the pictures: call it outside a transaction.
    """
    with pictures.shared_file() as source, pictures.shared_file() as target:
        try:
            pictures.copy_within(upload, source, max_bytes=MAX_BYTES)
        except PictureRefused as refused:
            code = "too_big" if refused.code == "too_big" else "damaged"
            raise PictureRefused(code, message=MESSAGES[code]) from None
        with pictures.decoding_slot() as slots:
            pages = _run_child(source, target, slots=slots)
        target.seek(0)
        data = target.read(CHILD_OUTPUT_BYTES)
    return Rewritten(data=data, pages=pages, sha256=hashlib.sha256(data).hexdigest())


def _run_child(source, target, *, slots):
    """Rewrite `source` into `target` in a limited process; return how many pages there are. Raises PictureRefused."""
    source.seek(0)
    limits = (MAX_PAGES, CHILD_OUTPUT_BYTES, pictures.SHARED_MEMORY_BYTES, CHILD_CPU_SECONDS)
    with pictures.shared_file() as complaint:
        try:
            status = subprocess.run(
                [sys.executable, "-I", "-B", "-W", "ignore", CHILD, *map(str, limits)],
                stdin=source,
                stdout=target,
                stderr=complaint,
                cwd="/",
                env={"MALLOC_ARENA_MAX": "1"},
                pass_fds=[slot.fileno() for slot in slots],
                timeout=CHILD_WALL_SECONDS,
            ).returncode
        except subprocess.TimeoutExpired:
            raise _refused("too_heavy") from None
        complaint.seek(0)
        said = complaint.read(10_000).decode(errors="replace").strip().rpartition("\n")[2]
    if status == os.EX_OK and said.isdecimal():
        return int(said)
    if status == os.EX_DATAERR:
        raise _refused(said)
    raise _refused("too_heavy" if status in pictures.OUT_OF_TIME else f"ended with {status}")


def _refused(code):
    if code not in MESSAGES:  # the class of an exception
        log.warning("PDF refused as damaged: %s", code[-200:])
        code = "damaged"
    return PictureRefused(code, message=MESSAGES[code])
