"""Redraws one picture in a process of its own; `accounts.pictures` starts it as a script.

Decoders of pictures are old C code that is fed by strangers. Here they run without Django, without
the site's secrets in the environment, and within limits that the process sets for itself before the
first decoder is loaded. The picture comes on stdin and a plain JPEG goes to stdout; or the exit code is
EX_DATAERR and stderr names the fault, by its class only: a message could quote the file.
"""

import os
import re
import resource
import sys
from io import BytesIO

MAX_OPEN_FILES = 32


def set_limits(*, output_bytes, memory_bytes, cpu_seconds):
    """Bind this process for good. A limit the system lacks (memory on macOS) is an error on Linux only."""
    limits = [
        (resource.RLIMIT_AS, memory_bytes),
        (resource.RLIMIT_CPU, cpu_seconds),
        (resource.RLIMIT_FSIZE, output_bytes),
        (resource.RLIMIT_NOFILE, MAX_OPEN_FILES),
        (
            resource.RLIMIT_CORE,
            0,
        ),  # a core dump would leave a private picture on the disk
    ]
    for limit, value in limits:
        try:
            resource.setrlimit(limit, (value, value))
        except (ValueError, OSError):
            if sys.platform == "linux":
                raise
    os.nice(5)  # pages first, pictures second


if __name__ == "__main__":
    set_limits(
        output_bytes=int(sys.argv[4]),
        memory_bytes=int(sys.argv[5]),
        cpu_seconds=int(sys.argv[6]),
    )

# Only now, so that loading the decoders counts too. Each plugin by name: Image.init() would load forty.
from PIL import Image, ImageCms, JpegImagePlugin, PngImagePlugin, WebPImagePlugin  # noqa: E402, F401

try:
    from pillow_heif import register_heif_opener
except ImportError:  # the caller refuses HEIF before it comes here
    pass
else:
    register_heif_opener(decode_threads=1)

# EXIF orientation (tag 0x0112) → what brings the picture upright. CIPA DC-008, "Orientation".
ORIENTATION = 0x0112
UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
# A picture that may need more memory than a small one; those that fail under the smaller limit are tried alone.
LARGE_PIXELS = 4_000_000
# ITU-T T.81, table B.1. In a scan 0xFF is followed by 0x00, or by a restart marker (0xD0 to 0xD7).
MARKER = re.compile(rb"\xff+([\x01-\xcf\xd8-\xfe])")
START_OF_IMAGE, END_OF_IMAGE, START_OF_SCAN, FIRST_WITH_LENGTH = 0xD8, 0xD9, 0xDA, 0xC0
# Each scan of a JPEG costs going over all its pixels, however few bytes it has.
MAX_SCANS = 200
MAX_PIXELS_SCANNED = 2_000_000_000  # 40 scans of 50 megapixels
PROFILE_SPACE = {"L": "GRAY", "RGB": "RGB", "CMYK": "CMYK"}


def redraw(source, *, kind, max_pixels, longest_side):
    """Draw the first frame of `source` (a binary file of format `kind`) anew; return an RGB image.

    Raises Image.DecompressionBombError above `max_pixels` and TooManyScans, before any pixel is decoded.
    """
    # open() raises above twice this number, from the header alone; for WebP before it reserves the canvas.
    Image.MAX_IMAGE_PIXELS = max_pixels / 2
    if kind == "HEIF":
        check_coded_sizes(source, max_pixels=max_pixels)
    if kind == "WEBP":  # open() reserves its canvas, twice
        say_large()
    image = Image.open(source, formats=[kind])
    if kind != "WEBP" and image.width * image.height > LARGE_PIXELS:
        say_large()
    if kind == "JPEG":
        check_scans(source, pixels=image.width * image.height)
    orientation, profile = orientation_of(image), image.info.get("icc_profile")
    size = fitted(image.size, longest_side=longest_side)
    if kind == "JPEG":
        # Decodes at ½, ¼ or ⅛ if that is still large enough, which saves most of the memory. Not for HEIF:
        # there it would draw from an embedded thumbnail, which can show what was cropped away.
        image.draft(None, size)
    image = in_plain_mode(image).resize(size, Image.Resampling.LANCZOS)
    alpha = image.getchannel("A") if image.mode == "RGBA" else None
    canvas = Image.new("RGB", image.size, "white")
    canvas.paste(
        in_srgb(image.convert("RGB") if image.mode == "RGBA" else image, profile=profile),
        mask=alpha,
    )
    return canvas.transpose(UPRIGHT[orientation]) if orientation in UPRIGHT else canvas


def check_coded_sizes(source, *, max_pixels):
    """Check every size a HEIF file names: a crop may show 64 × 48 of a coded picture of 900 megapixels."""
    for size in re.finditer(rb"ispe\0{4}(.{4})(.{4})", source.read(), re.DOTALL):
        width, height = (int.from_bytes(side, "big") for side in size.groups())
        if width * height > max_pixels:
            raise Image.DecompressionBombError
    source.seek(0)


def say_large():
    """Tell the caller that running out of memory may be why this picture fails, before it does."""
    print("large", file=sys.stderr, flush=True)


class TooManyScans(Exception):
    """A JPEG that would be drawn over and over, for minutes."""


def check_scans(source, *, pixels):
    """Count how often a JPEG goes over its picture, as a decoder walks its markers; a progressive one does so some
    ten times. Leaves the file where it was."""
    position, scans = source.tell(), 0
    source.seek(0)
    data = source.read()
    source.seek(position)
    at = len(b"\xff\xd8")
    while (marker := MARKER.search(data, at)) and (code := marker[1][0]) != END_OF_IMAGE:
        at = marker.end()
        if code == START_OF_SCAN:
            scans += 1
            if scans > MAX_SCANS or scans * pixels > MAX_PIXELS_SCANNED:
                raise TooManyScans
        if code >= FIRST_WITH_LENGTH and code != START_OF_IMAGE:
            at += int.from_bytes(data[at : at + 2], "big")


def orientation_of(image):
    """Read the EXIF orientation; a picture with broken EXIF counts as upright."""
    try:
        return image.getexif().get(ORIENTATION)
    except Exception:
        return None


def fitted(size, *, longest_side):
    """Scale `size` down, never up, until it fits a square of `longest_side` pixels."""
    scale = min(1, longest_side / max(size))
    return tuple(max(1, round(side * scale)) for side in size)


def in_plain_mode(image):
    """Convert to L, RGB, RGBA or CMYK: the modes that can be scaled and have a colour profile."""
    if image.mode.startswith(("I", "F")):  # 16-bit grey; convert() alone would cut off all above 255
        return image.point(lambda value: value * (1 / 256)).convert("L")
    mode = "RGBA" if image.has_transparency_data else image.mode if image.mode in PROFILE_SPACE else "RGB"
    return image if image.mode == mode else image.convert(mode)  # convert() would copy 200 MB for nothing


def in_srgb(image, *, profile):
    """Convert to RGB through the colour profile; without it where it is missing, broken or foreign."""
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        if source.profile.xcolor_space.strip() == PROFILE_SPACE[image.mode]:
            return ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except Exception:  # whatever a hostile profile breaks, the picture is still readable without it
        pass
    return image.convert("RGB")


def main():
    """Redraw stdin to stdout; return the exit code."""
    kind, max_pixels, longest_side = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    try:
        picture = redraw(
            sys.stdin.buffer,
            kind=kind,
            max_pixels=max_pixels,
            longest_side=longest_side,
        )
        # 4:4:4, since doctors look at reddened edges, which the default 4:2:0 would blur.
        picture.save(sys.stdout.buffer, "JPEG", quality=85, subsampling=0)
        sys.stdout.buffer.flush()
    except Exception as fault:
        print(type(fault).__name__, file=sys.stderr)
        return os.EX_DATAERR
    return os.EX_OK


if __name__ == "__main__":
    sys.exit(main())
