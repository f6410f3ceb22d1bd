"""Hostile pictures, built byte by byte: what is to be drawn is red, what is hidden carries MARK."""

import struct
import zlib
from io import BytesIO

import pillow_heif
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

from tests.accounts.hostile_pdfs import squeezed_zeros

pillow_heif.register_heif_opener()

MARK = b"ASKWELL-PLANTED"
TEXT = MARK.decode()
RED, BLUE = (220, 20, 30), (20, 30, 220)
SIZE = (64, 48)
SCRIPT = b"<html><script>alert('" + MARK + b"')</script></html>"
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><a>' + MARK + b"</a></x:xmpmeta>"
ZIP = b"PK\x03\x04" + MARK + b"PK\x05\x06" + bytes(18)
MP4 = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + b"\x00\x00\x00\x17mdat" + MARK
CAMERA, DESCRIPTION, OWNER, GPS, ORIENTATION = 0x010F, 0x010E, 0xA430, 0x8825, 0x0112


def plain(colour=RED, *, size=SIZE, mode="RGB"):
    return Image.new("RGB", size, colour).convert(mode)


def encode(image, kind, **options):
    buffer = BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def exif(orientation=1):
    tags = Image.Exif()
    tags[ORIENTATION] = orientation
    tags[DESCRIPTION] = tags[CAMERA] = tags[OWNER] = TEXT
    tags.get_ifd(GPS).update({1: "N", 2: (51.0, 30.0, 0.0), 27: b"ASCII\0\0\0" + MARK})
    return tags.tobytes()


def icc_profile(*, swap_red_and_green=False):
    """Return sRGB with MARK as its last tag's tail; with the primaries swapped, red pixels mean green."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes() + MARK + b"\0"
    if swap_red_and_green:
        profile = profile.replace(b"rXYZ", b"tmp!").replace(b"gXYZ", b"rXYZ").replace(b"tmp!", b"gXYZ")
    return struct.pack(">I", len(profile)) + profile[4:]


# JPEG: a row of segments, each marker + length + content


def segment(marker, content):
    return struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content


def jpeg(*segments, **options):
    """Return a red JPEG with `segments` put right after its start."""
    data = encode(plain(), "JPEG", **options)
    return data[:2] + b"".join(segments) + data[2:]


def jpeg_claiming(width, height):
    data = jpeg()
    at = data.index(b"\xff\xc0") + 5
    return data[:at] + struct.pack(">HH", height, width) + data[at + 4 :]


def jpeg_of_many_scans(*, side, scans):
    """Return a progressive JPEG whose last scan, of a few bytes, comes `scans` times over a large picture."""
    data = encode(plain(), "JPEG", progressive=True)
    at = data.index(b"\xff\xc2") + 5
    data = data[:at] + struct.pack(">HH", side, side) + data[at + 4 :]
    last = data.rindex(b"\xff\xda")
    return data[:last] + data[last:-2] * scans + data[-2:]


# PNG: a signature, then chunks: length + name + content + checksum


def chunk(name, content):
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def png_of(width, height, *, depth=8, colour_type=0, row, before=b"", after=b""):
    """Return a PNG that repeats `row` (bytes), in about a kilobyte per million pixels."""
    squeeze = zlib.compressobj(9)
    pixels = b"".join(squeeze.compress(b"\0" + row) for _ in range(height)) + squeeze.flush()
    head = struct.pack(">IIBBBBB", width, height, depth, colour_type, 0, 0, 0)
    parts = chunk(b"IHDR", head), before, chunk(b"IDAT", pixels), after, chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def png(*, before=b"", after=b""):
    return png_of(*SIZE, colour_type=2, row=bytes(RED) * SIZE[0], before=before, after=after)


def png_texts():
    texts = PngInfo()
    texts.add_text("Comment", TEXT)
    texts.add_text("Author", TEXT, zip=True)
    texts.add_itxt("Title", TEXT, lang="en", zip=True)
    return encode(plain(), "PNG", pnginfo=texts)


BOMB = squeezed_zeros(80_000_000)


# WebP: RIFF chunks


def webp(*chunks, **options):
    data = encode(plain(), "WEBP", exif=exif(), xmp=XMP, icc_profile=icc_profile(), **options)
    data += b"".join(name + struct.pack("<I", len(content)) + content for name, content in chunks)
    return b"RIFF" + struct.pack("<I", len(data) - 8) + data[8:]


def webp_claiming(width, height):
    data = webp()
    canvas = struct.pack("<I", width - 1)[:3] + struct.pack("<I", height - 1)[:3]
    return data[:24] + canvas + data[30:]


def heif(image=None, **options):
    return encode(image or plain(), "HEIF", exif=exif(), xmp=XMP, quality=90, **options)


def heif_claiming(width, height):
    data = heif()
    at = data.index(b"ispe") + 8
    return data[:at] + struct.pack(">II", width, height) + data[at + 8 :]


def frames(kind, **options):
    return encode(plain(), kind, save_all=True, append_images=[plain(BLUE), plain(BLUE)], **options)


def taken_pictures():
    """Return name → bytes of pictures that are drawn, and must come out red and without MARK."""
    thumbnail = encode(plain(BLUE, size=(16, 12)), "JPEG", comment=MARK)
    text = chunk(b"tEXt", b"Comment\0" + MARK)
    return {
        "jpeg with exif and gps": jpeg(exif=exif()),
        "jpeg with exif thumbnail": jpeg(segment(0xE1, exif() + thumbnail)),
        "jpeg with broken exif": jpeg(segment(0xE1, b"Exif\0\0MM\0*\xff\xff\xff\xff" + MARK)),
        "jpeg with xmp": jpeg(segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + XMP)),
        "jpeg with icc profile": jpeg(icc_profile=icc_profile()),
        "jpeg with broken icc profile": jpeg(icc_profile=MARK * 50),
        "jpeg with comment": jpeg(segment(0xFE, SCRIPT)),
        "jpeg with iptc": jpeg(
            segment(0xED, b"Photoshop 3.0\08BIM\4\4\0\0\0\0\0\x14\x1c\2\x78\0\x0f" + MARK)
        ),
        "jpeg with jfxx thumbnail": jpeg(segment(0xE0, b"JFXX\0\x10" + thumbnail)),
        "jpeg with unknown segment": jpeg(segment(0xEB, MARK)),
        "jpeg with two thousand comments": jpeg(*[segment(0xFE, MARK)] * 2000),
        "jpeg with zip appended": jpeg() + ZIP,
        "jpeg with page appended": jpeg() + SCRIPT,
        "jpeg with motion film appended": jpeg() + MP4,
        "jpeg with second jpeg appended": jpeg() + encode(plain(BLUE), "JPEG", comment=MARK),
        "jpeg with further frames (mpo)": frames("MPO", comment=MARK),
        "png with text chunks": png_texts(),
        "png with exif": encode(plain(), "PNG", exif=exif()),
        "png with icc profile": encode(plain(), "PNG", icc_profile=icc_profile()),
        "png with unknown chunk": png(before=chunk(b"prVt", MARK)),
        "png with text after the pixels": png(after=text),
        "png with zip appended": png() + ZIP,
        "png with page in its text": png(before=chunk(b"tEXt", b"Comment\0" + SCRIPT)),
        "animated png": frames("PNG", pnginfo=None, duration=50) + MARK,
        "webp with exif, xmp and icc": webp(),
        "webp with unknown chunk": webp((b"prVt", MARK + b"\0")),
        "webp with page appended": webp() + SCRIPT,
        "lossless webp": webp(lossless=True),
        "animated webp": frames("WEBP", exif=exif(), duration=50, lossless=True),
        "heif with exif and xmp": heif(),
        "heif with page appended": heif() + chunk(b"free", SCRIPT),
        "heif with further pictures": heif(save_all=True, append_images=[plain(BLUE)]),
    }


def refused_pictures():
    """Return name → (code, bytes) of files that must be refused."""
    flat = plain()
    return {
        "empty file": ("unreadable", b""),
        "gif": ("wrong_type", encode(flat, "GIF")),
        "gif and zip (gifar)": ("wrong_type", encode(flat, "GIF") + ZIP),
        "bmp": ("wrong_type", encode(flat, "BMP")),
        "tiff": ("wrong_type", encode(flat, "TIFF")),
        "ico": ("wrong_type", encode(flat, "ICO")),
        "pdf": ("wrong_type", encode(flat, "PDF")),
        "ppm": ("wrong_type", encode(flat, "PPM")),
        "icns": ("wrong_type", b"icns\0\0\0\x08"),
        "psd": ("wrong_type", b"8BPS\0\1" + bytes(40)),
        "postscript": ("wrong_type", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n"),
        "svg": ("wrong_type", b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'),
        "page": ("wrong_type", SCRIPT),
        "page before a jpeg": ("wrong_type", SCRIPT + jpeg()),
        "pdf before a jpeg": ("wrong_type", b"%PDF-1.4\n" + jpeg()),
        "zip": ("wrong_type", ZIP),
        "film": ("wrong_type", MP4),
        "avif": ("wrong_type", b"\0\0\0\x1cftypavif" + bytes(60)),
        "targa dressed as heif": ("unreadable", TARGA_AS_HEIF),
        "wave sound": ("wrong_type", b"RIFF\x24\0\0\0WAVEfmt " + bytes(40)),
        "three bytes of jpeg": ("unreadable", b"\xff\xd8\xff"),
        "png signature before a page": ("unreadable", b"\x89PNG\r\n\x1a\n" + SCRIPT),
        "half a jpeg": ("unreadable", half(encode(noisy(), "JPEG"))),
        "half a png": ("unreadable", half(encode(noisy(), "PNG"))),
        "half a webp": ("unreadable", half(encode(noisy(), "WEBP"))),
        "half a heif": ("unreadable", half(heif(noisy()))),
        "png with wrong checksum": ("unreadable", png()[:30] + b"\xff" + png()[31:]),
        "png of 170 megapixels": ("too_many_pixels", png_of(13_000, 13_100, depth=1, row=bytes(1625))),
        "jpeg claiming 4,290 megapixels": ("too_many_pixels", jpeg_claiming(65_500, 65_500)),
        "webp claiming 268 megapixels": ("too_many_pixels", webp_claiming(16_383, 16_383)),
        "heif claiming 900 megapixels": ("too_many_pixels", heif_claiming(30_000, 30_000)),
        "bomb in a colour profile": ("unreadable", png(before=chunk(b"iCCP", b"icc\0\0" + BOMB))),
        "bomb in a text": ("unreadable", png(before=chunk(b"zTXt", b"Comment\0\0" + BOMB))),
    }


# Targa has no signature: these first bytes are a box of HEIF's, and a header of 24-bit colour as well.
TARGA_AS_HEIF = b"\0\0\2\0ftypheic" + struct.pack("<HHBB", *SIZE, 24, 0x20) + bytes(SIZE[0] * SIZE[1] * 3)


def half(data):
    return data[: len(data) // 2]


def noisy():
    return Image.effect_noise((300, 200), 80).convert("RGB")
