"""Pictures people send: each is drawn anew, and only the new drawing is kept.

`redraw()` is the one door. It never trusts the name or the content type, lets a child process with
memory and time limits decode (see `picture_child.py`), and checks that what comes back is a JPEG
without any place for metadata. Forms take a plain FileField: Django's ImageField would decode the
upload inside the web process, with every format Pillow knows.

The result is always JPEG: every browser and every clinic's software opens it, and its layout is simple
enough to prove, segment by segment, that nothing hides in it. WebP saves bytes but not that doubt.
"""

import fcntl
import hashlib
import importlib.util
import logging
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

log = logging.getLogger(__name__)

CHILD = Path(__file__).with_name("picture_child.py")
# Address space, which is some 33 MB more than what is really used. Measured: phone JPEG of 12 megapixels 153 MB, of 48
# 152 MB (it is decoded at half the size); HEIF of 12 174 MB, of 48 423 MB; PNG with alpha of 12 202 MB, of 48 518 MB;
# WebP of 12 257 MB, of 24 447 MB. Those of 12 fit beside another picture, but for WebP; larger ones are drawn alone,
# and what needs still more is refused: with a web process of 170 MB all of it stays under 600 MB.
SHARED_MEMORY_BYTES = 220_000_000
CHILD_MEMORY_BYTES = 440_000_000
CHILD_CPU_SECONDS = 20
CHILD_OUTPUT_BYTES = 32_000_000  # noise of 2400 × 2400 pixels makes a JPEG of 9 MB
CHILD_WALL_SECONDS = 40
# At most this many pictures at a time on this machine, whatever the number of workers and threads. Some more stand in
# line, their files on the disk; the others are refused at once, so that pictures never hold all threads that pages
# are served with: docs/deployment.md asks for more threads than both together.
SLOTS = 2
WAITING_PLACES = 14
SLOT_WAIT_SECONDS = 25
POLL_SECONDS = 0.05
SLOT_FOLDER = Path(tempfile.gettempdir()) / f"askwell-pictures-{os.getuid()}"

HEIF_BRANDS = {
    b"heic",
    b"heix",
    b"heim",
    b"heis",
    b"hevc",
    b"hevx",
    b"hevm",
    b"hevs",
    b"mif1",
    b"msf1",
}
HEIF_IS_READABLE = importlib.util.find_spec("pillow_heif") is not None

MESSAGES = {
    "too_big": _(
        "This picture is larger than {megabytes} MB. Please send a smaller copy, "
        "for example a screenshot of it."
    ),
    "wrong_type": _("This file is not a picture we can read. Please send a JPEG, PNG, WebP or HEIC picture."),
    "heif": _(
        "We cannot read HEIC pictures here. Please send a JPEG: on an iPhone, choose Settings, Camera, "
        "Formats, Most Compatible and take it again, or send a screenshot of it."
    ),
    "too_many_pixels": _(
        "This picture has more than {megapixels} million pixels. Please send a smaller copy, "
        "for example a screenshot of it."
    ),
    "unreadable": _(
        "This picture is damaged or incomplete. Please check that it opens on your device and send it again, "
        "or send a screenshot of it."
    ),
    "too_heavy": _(
        "This picture is too large for us to open. Please send a smaller copy, for example a screenshot of it."
    ),
    "busy": _("Many pictures are arriving at the moment. Please send yours again in a minute."),
}


class PictureRefused(Exception):
    """A picture is not taken: `code` is for programs, `message` (a lazy string) says what to do."""

    def __init__(self, code, *, message=None, **numbers):
        super().__init__(code)
        self.code = code
        self.message = format_lazy(message or MESSAGES[code], **numbers)


@dataclass(frozen=True)
class Redrawn:
    """A JPEG that holds pixels only; `sha256` is the hexadecimal digest of `data`."""

    data: bytes
    width: int
    height: int
    sha256: str


def redraw(upload, *, max_bytes=None, max_pixels=50_000_000, longest_side=2400):
    """Draw the picture in the binary file `upload` anew and return it as Redrawn; raise PictureRefused.

    `max_bytes` defaults to settings.MAX_PICTURE_BYTES; `longest_side` is in pixels. Only the first
    frame is drawn, upright, on white, in sRGB. Costs a process for 0.1 to some 3 seconds, after waiting
    up to SLOT_WAIT_SECONDS for its turn: call it outside a transaction. A large picture that doesn't fit beside
    another one is begun again when it has the machine's memory for pictures to itself.
    """
    max_bytes = settings.MAX_PICTURE_BYTES if max_bytes is None else max_bytes
    with shared_file() as source, shared_file() as drawing:
        copy_within(upload, source, max_bytes=max_bytes)
        kind = kind_of(source)
        fault, large = decode(source, drawing, kind=kind, max_pixels=max_pixels, longest_side=longest_side)
        if fault and large and fault not in HOPELESS:
            fault, large = decode(
                source, drawing, kind=kind, max_pixels=max_pixels, longest_side=longest_side, alone=True
            )
        if fault == "DecompressionBombError":
            raise PictureRefused("too_many_pixels", megapixels=max_pixels // 1_000_000)
        if fault:
            log.warning("picture refused as unreadable: %s", fault)
            raise PictureRefused("too_heavy" if large and fault == "MemoryError" else "unreadable")
        drawing.seek(0)
        data = drawing.read(CHILD_OUTPUT_BYTES)
    width, height = size_of_plain_jpeg(data)
    return Redrawn(data=data, width=width, height=height, sha256=hashlib.sha256(data).hexdigest())


def shared_file():
    """Open a nameless file to share with the child: unbuffered, since both move the same file position."""
    return tempfile.TemporaryFile(buffering=0)


def copy_within(upload, target, *, max_bytes):
    """Copy `upload` to the file `target`, counting: a declared size is the sender's claim."""
    upload.seek(0)
    copied = 0
    while piece := upload.read(64 * 1024):
        copied += len(piece)
        if copied > max_bytes:
            raise PictureRefused("too_big", megabytes=max(1, max_bytes // 1_000_000))
        target.write(piece)
    if copied == 0:
        raise PictureRefused("unreadable")


def kind_of(source):
    """Name the format by the first bytes, so that exactly one decoder ever sees the file."""
    source.seek(0)
    head = source.read(16)
    if head.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "WEBP"
    if head[4:8] == b"ftyp" and head[8:12] in HEIF_BRANDS:
        if HEIF_IS_READABLE:
            return "HEIF"
        raise PictureRefused("wrong_type", message=MESSAGES["heif"])
    raise PictureRefused("wrong_type")


@contextmanager
def decoding_slot(*, alone=False):
    """Hold one of SLOTS places to draw, or with `alone` all of them; yield their open files.

    They are shared by all threads and workers of this user: a lock on a file, since a semaphore knows only its own
    process, and a lock dies with its holder. Who comes first is drawn first. Raises PictureRefused("busy") after
    SLOT_WAIT_SECONDS, or within half a second when WAITING_PLACES others wait.
    """
    folder = private_folder(SLOT_FOLDER)
    deadline = time.monotonic() + SLOT_WAIT_SECONDS
    needed = SLOTS if alone else 1
    with ExitStack() as held:
        with Line(folder) as line:
            slots = []
            while len(slots) < needed:
                # The first in line alone takes slots; one that wants all keeps those it has while it waits.
                names = [f"slot-{number}" for number in range(SLOTS)]
                free = [name for name in names if name not in {Path(slot.name).name for slot in slots}]
                if line.is_first() and (slot := first_free(folder, free, held)):
                    slots.append(slot)
                elif time.monotonic() > deadline:
                    raise PictureRefused("busy")
                else:
                    time.sleep(POLL_SECONDS)
        yield slots


class Line:
    """A place in the line before the slots: a lock on one of WAITING_PLACES files, at least one. One enters at the far
    end and moves up while the place ahead is free, so nobody overtakes. Raises PictureRefused("busy") when it is full.
    """

    # Looks before the line counts as full: who stands at the far end moves up at their own next look, which on a busy
    # machine is a late one.
    ENTERING = 20

    def __init__(self, folder):
        self.folder, self.place, self.lock = folder, WAITING_PLACES, ExitStack()

    def __enter__(self):
        for _attempt in range(self.ENTERING):
            if self.move_up():
                return self
            time.sleep(POLL_SECONDS / 4)
        raise PictureRefused("busy")

    def __exit__(self, *exception):
        self.lock.close()

    def is_first(self):
        self.move_up()
        return self.place == 0

    def move_up(self):
        """Move as far as others let us; whether we stand anywhere now."""
        while self.place:
            ahead = ExitStack()
            if not first_free(self.folder, [f"waiting-{self.place - 1}"], ahead):
                break
            self.lock.close()
            self.lock, self.place = ahead, self.place - 1
        return self.place < WAITING_PLACES


def first_free(folder, names, held):
    """Lock the first of these files that nobody holds, until the ExitStack `held` ends; None when all are taken."""
    for name in names:
        with ExitStack() as opened:
            file = opened.enter_context(open(folder / name, "w"))
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            held.push(opened.pop_all())
            return file
    return None


def private_folder(folder):
    """Make `folder` for this user alone; refuse one that somebody else laid out in the shared /tmp."""
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if folder.is_symlink() or found.st_uid != os.getuid():
        raise PermissionError(f"{folder} belongs to somebody else")
    return folder


def decode(source, drawing, *, kind, max_pixels, longest_side, alone=False):
    """Draw `source` into `drawing` when its turn comes; return (the fault, "" if none; whether it is large)."""
    memory = CHILD_MEMORY_BYTES if alone else min(SHARED_MEMORY_BYTES, CHILD_MEMORY_BYTES)
    numbers = (max_pixels, longest_side, CHILD_OUTPUT_BYTES, memory, CHILD_CPU_SECONDS)
    with decoding_slot(alone=alone) as slots:
        drawing.seek(0)
        drawing.truncate()
        return run_child(source, drawing, slots=slots, kind=kind, numbers=numbers)


# Faults that more memory doesn't mend.
HOPELESS = {"DecompressionBombError", "TooManyScans"}
OUT_OF_TIME = {-signal.SIGKILL, -signal.SIGXCPU}  # what a process ends with at its limit of processor time
LARGE = "large\n"  # what the child says of a picture that may need more memory than half of ours


def run_child(source, drawing, *, slots, kind, numbers):
    """Decode `source` into `drawing` in a limited process; return (the name of the fault, "" if none; whether the
    picture is a large one).

    The child sets its own limits: code between fork and exec is unsafe in a server with threads.
    """
    source.seek(0)
    with shared_file() as complaint:
        try:
            status = subprocess.run(
                [
                    sys.executable,
                    "-I",
                    "-B",
                    "-W",
                    "ignore",
                    CHILD,
                    kind,
                    *map(str, numbers),
                ],
                stdin=source,
                stdout=drawing,
                stderr=complaint,
                cwd="/",
                env={"MALLOC_ARENA_MAX": "1"},  # none of the site's secrets; no address space per thread
                pass_fds=[
                    slot.fileno() for slot in slots
                ],  # the place stays taken while the child lives, even if we die
                timeout=CHILD_WALL_SECONDS,
            ).returncode
        except subprocess.TimeoutExpired:
            return "out of time", False
        complaint.seek(0)
        said = complaint.read(10_000).decode(errors="replace")
    large, said = said.startswith(LARGE), said.removeprefix(LARGE).strip()[-500:]
    if status == os.EX_OK:
        return "", large
    # Killed by a limit, or broken before it began, as when Pillow is not installed.
    return (
        said if status == os.EX_DATAERR else f"ended with {status}: {said}"
    ), large and status not in OUT_OF_TIME


# ITU-T T.81, table B.1. What a JPEG needs to be drawn; none of them can carry a text or a second picture,
# save APP0, which must be JFIF's 14 bytes without a thumbnail.
SOI, EOI, APP0, SOF0, SOS = b"\xff\xd8", b"\xff\xd9", 0xE0, 0xC0, 0xDA
DRAWING_SEGMENTS = {
    APP0,
    SOF0,
    SOS,
    0xC4,
    0xDB,
    0xDD,
}  # the last three: Huffman and quantisation tables, DRI
MARKER_IN_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7]")  # neither a stuffed 0xFF nor a restart marker


def size_of_plain_jpeg(data):
    """Return width and height of a baseline JPEG made of nothing but drawing; raise PictureRefused else.

    This proves that no metadata passed, even if a picture has taken over the child that drew it.
    """
    position, size = len(SOI), None
    if not data.startswith(SOI):
        raise PictureRefused("unreadable")
    while data[position : position + 1] == b"\xff" and data[position + 1 : position + 2]:
        marker = data[position + 1]
        length = int.from_bytes(data[position + 2 : position + 4], "big")
        if marker not in DRAWING_SEGMENTS or (marker == APP0 and length != 16) or length < 2:
            break
        if marker == SOF0:
            height, width = (int.from_bytes(data[position + at : position + at + 2], "big") for at in (5, 7))
            size = width, height
        position += 2 + length
        if marker == SOS:
            end = MARKER_IN_SCAN.search(data, position)
            if size and end and end.group() == EOI and end.end() == len(data):
                return size
            break
    log.error("picture child returned something else than a plain JPEG")
    raise PictureRefused("unreadable")
