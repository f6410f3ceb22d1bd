"""PDF files made here, byte by byte: honest ones, and ones that act, carry, explode or lie."""

import io
import zipfile
import zlib
from functools import cache

PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>"
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
TEXT = b"BT /F 24 Tf 20 100 Td (Licence of Dr Test) Tj ET"


def stream(data, *, more=b"", length=None):
    length = len(data) if length is None else length
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (length, more, data)


def squeezed_zeros(size):
    """What zlib makes of `size` zeros, whole tens of millions, at its best: one piece made once and repeated."""
    piece = zlib.compressobj(9, wbits=-15)  # raw deflate; a full flush ends it at a byte and begins anew
    raw = piece.compress(bytes(PIECE)) + piece.flush(zlib.Z_FULL_FLUSH)
    checksum = size % 65521 << 16 | 1  # Adler-32 of zeros
    return b"\x78\xda" + raw * (size // PIECE) + b"\x03\x00" + checksum.to_bytes(4, "big")


PIECE = 10_000_000


def packed(data, *, more=b"/Filter /FlateDecode"):
    return stream(zlib.compress(data, 9), more=more)


def file(objects, *, trailer=b"", head=b"%PDF-1.7\n", start=None):
    """A PDF of these objects ({number: bytes}); 1 is the catalogue."""
    out, places = io.BytesIO(), {}
    out.write(head)
    for number, body in objects.items():
        places[number] = out.tell()
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    begin, size = out.tell(), max(objects) + 1
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % size)
    for number in range(1, size):
        out.write(b"%010d 00000 %c \n" % (places.get(number, 0), b"n" if number in places else b"f"))
    out.write(b"trailer\n<< /Size %d /Root 1 0 R %s >>\n" % (size, trailer))
    out.write(b"startxref\n%d\n%%%%EOF\n" % (begin if start is None else start))
    return out.getvalue()


def document(*, catalogue=b"", page=b"", pages=1, contents=None, more=None, trailer=b"", kids=None):
    """A plain document, with additions to its catalogue and pages, and further objects."""
    plain = PAGE.partition(b"/Resources")[0] if b"/Resources" in page else PAGE[:-2]
    numbers = [3, *range(100, 99 + pages)]
    kids = b" ".join(b"%d 0 R" % number for number in numbers) if kids is None else kids
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalogue,
        2: b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, pages),
        4: contents or stream(TEXT),
        5: FONT,
        **dict.fromkeys(numbers, plain + page + b" >>"),
        **(more or {}),
    }
    return file(dict(sorted(objects.items())), trailer=trailer)


def with_note(note, **more):
    return document(page=b"/Annots [10 0 R]", more={10: note, **more.pop("more", {})}, **more)


def zipped():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("evil.html", "<script>alert(1)</script>")
    return out.getvalue()


def tree_of_pages(depth):
    """A tree whose every node has the next one twice: 2 to the power of `depth` pages."""
    objects = {1: b"<< /Type /Catalog /Pages 10 0 R >>", 4: stream(TEXT), 5: FONT, 3: PAGE}
    for level in range(depth):
        kid = b"%d 0 R" % (11 + level) if level < depth - 1 else b"3 0 R"
        objects[10 + level] = b"<< /Type /Pages /Kids [%s %s] /Count 9 >>" % (kid, kid)
    return file(dict(sorted(objects.items())))


def object_stream(inner, *, count):
    """A file whose objects stand in a packed object stream, found by a packed cross-reference stream."""
    body = b"%PDF-1.7\n"
    first = zlib.compress(inner, 9)
    place = len(body)
    body += b"1 0 obj\n<< /Type /ObjStm /N %d /First 10 /Length %d /Filter /FlateDecode >>\nstream\n" % (
        count,
        len(first),
    )
    body += first + b"\nendstream\nendobj\n"
    start = len(body)
    rows = b"\0\0\0\0\0" + b"\1" + place.to_bytes(3, "big") + b"\0" + b"\2\0\0\1\0"
    table = zlib.compress(rows)
    body += (
        b"9 0 obj\n<< /Type /XRef /Size 3 /W [1 3 1] /Root 2 0 R /Length %d /Filter /FlateDecode >>\nstream\n"
        % len(table)
    )
    return body + table + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % start


ACTION = b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>"
PICTURE = b"/Type /XObject /Subtype /Image /Width %d /Height %d /BitsPerComponent 8 /ColorSpace /DeviceGray"


@cache
def refused():
    """{name: (bytes, code of the refusal)} of everything that must not be taken."""
    bomb = squeezed_zeros(30 * PIECE)
    return {
        "script in the catalogue": (document(catalogue=b"/OpenAction " + ACTION), "script"),
        "script by a name in disguise": (
            document(catalogue=b"/OpenAction << /S /J#61vaScript /J#53 (x) >>"),
            "script",
        ),
        "script among the names": (
            document(catalogue=b"/Names << /JavaScript << /Names [(a) " + ACTION + b"] >> >>"),
            "script",
        ),
        "script of a page": (document(page=b"/AA << /O " + ACTION + b" >>"), "script"),
        "script behind a link": (
            with_note(b"<< /Subtype /Link /Rect [0 0 9 9] /A " + ACTION + b" >>"),
            "script",
        ),
        "script of a field": (
            document(
                catalogue=b"/AcroForm << /Fields [10 0 R] >>",
                more={10: b"<< /FT /Tx /AA << /K " + ACTION + b" >> >>"},
            ),
            "script",
        ),
        "launch": (document(catalogue=b"/OpenAction << /S /Launch /F (cmd.exe) >>"), "script"),
        "opens an address by itself": (
            document(catalogue=b"/OpenAction << /S /URI /URI (http://a.example) >>"),
            "script",
        ),
        "sends a form": (
            with_note(b"<< /Subtype /Link /A << /S /SubmitForm /F (http://a.example) >> >>"),
            "script",
        ),
        "opens another file": (
            with_note(b"<< /Subtype /Link /A << /S /GoToR /F (\\\\\\\\a\\\\b) >> >>"),
            "script",
        ),
        "postscript": (
            document(
                more={10: stream(b"", more=b"/Type /XObject /Subtype /PS")},
                page=b"/Resources << /XObject << /X 10 0 R >> >>",
            ),
            "script",
        ),
        "attached files": (
            document(
                catalogue=b"/Names << /EmbeddedFiles << /Names [(a) 10 0 R] >> >>",
                more={
                    10: b"<< /Type /Filespec /EF << /F 11 0 R >> >>",
                    11: stream(b"MZ", more=b"/Type /EmbeddedFile"),
                },
            ),
            "attachment",
        ),
        "attached to a page": (
            with_note(b"<< /Subtype /FileAttachment /Rect [0 0 9 9] /FS << /F (a) >> >>"),
            "attachment",
        ),
        "portfolio": (document(catalogue=b"/Collection << >>"), "attachment"),
        "a stream elsewhere": (document(contents=stream(b"", more=b"/F (/etc/passwd)")), "attachment"),
        "XFA": (document(catalogue=b"/AcroForm << /XFA 10 0 R >>", more={10: stream(b"<xdp/>")}), "xfa"),
        "rich media": (
            with_note(b"<< /Subtype /RichMedia /Rect [0 0 9 9] /RichMediaContent << >> >>"),
            "media",
        ),
        "film": (with_note(b"<< /Subtype /Screen /A << /S /Rendition >> >>"), "media"),
        "encrypted": (
            document(
                trailer=b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O ("
                + b"o" * 32
                + b") /U ("
                + b"u" * 32
                + b") >> /ID [<00> <00>]"
            ),
            "encrypted",
        ),
        "21 pages": (document(pages=21), "too_many_pages"),
        "deflate bomb": (document(contents=stream(bomb, more=b"/Filter /FlateDecode")), "bomb"),
        "bomb in a bomb": (
            document(contents=packed(bomb, more=b"/Filter [/FlateDecode /FlateDecode]")),
            "bomb",
        ),
        "many small bombs": (
            document(
                page=b"/Resources << /XObject << "
                + b" ".join(b"/X%d %d 0 R" % (n, n) for n in range(20, 26))
                + b" >> >>",
                more=dict.fromkeys(
                    range(20, 26), stream(squeezed_zeros(9 * PIECE), more=b"/Filter /FlateDecode")
                ),
            ),
            "bomb",
        ),
        "a picture of a billion pixels": (
            document(
                page=b"/Resources << /XObject << /X 10 0 R >> >>",
                more={10: stream(b"\xff\xd8", more=PICTURE % (60_000, 60_000) + b" /Filter /DCTDecode")},
            ),
            "bomb",
        ),
        "run lengths": (
            document(contents=stream(b"\x81a" * 2_000_000, more=b"/Filter /RunLengthDecode")),
            "bomb",
        ),
        "pages within themselves": (document(kids=b"2 0 R"), "damaged"),
        "a billion pages": (tree_of_pages(30), "damaged"),
        "arrays within arrays": (document(catalogue=b"/X " + b"[" * 5000 + b"]" * 5000), "any"),
        "a bomb of objects": (object_stream(b"2 0       " + b"[" * 50_000_000, count=1), "any"),
        "very many objects": (
            document(
                catalogue=b"/X [" + b"10 0 R " * 10 + b"]",
                more={n: b"[%d 0 R]" % (n + 1) for n in range(10, 60_000)},
            ),
            "too_heavy",
        ),
        "a table of a billion rows": (
            document().replace(b"xref\n0 6\n", b"xref\n0 999999999\n"),
            "any",
        ),
        "web page before it": (b"<html><script>alert(1)</script>\n" + document(), "not_pdf"),
        "web page behind it": (document() + b"<html><script>alert(1)</script>", "more_than_pdf"),
        "archive behind it": (document() + zipped(), "more_than_pdf"),
        "archive within it": (document(more={10: stream(zipped())}), "more_than_pdf"),
        "cut off": (document(pages=3)[:400], "damaged"),
        "without a catalogue": (
            document().replace(b"/Root 1 0 R", b"/Rot  1 0 R").replace(b"/Catalog", b"/Cattail"),
            "damaged",
        ),
        "no pages": (document(kids=b"", pages=1), "damaged"),
        "noise": (b"%PDF-1.7\n" + bytes(range(256)) * 4000 + b"%%EOF", "damaged"),
        "only a head": (b"%PDF-1.7", "damaged"),
        "too large": (document(contents=stream(bytes(10_000_001))), "too_big"),
    }


def accepted():
    """{name: (bytes, number of pages)} of what must be taken."""
    field = b"<< /Subtype /Widget /FT /Tx /V (secret) /Rect [0 0 99 20] /AP << /N 11 0 R >> /Parent 12 0 R >>"
    looks = stream(b"BT /F 9 Tf (Filled in) Tj ET", more=b"/Subtype /Form /BBox [0 0 99 20]")
    return {
        "one page": (document(), 1),
        "20 pages": (document(pages=20), 20),
        "packed": (document(contents=packed(TEXT)), 1),
        "opens at a place": (document(catalogue=b"/OpenAction [3 0 R /Fit]"), 1),
        "with a link": (
            with_note(b"<< /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (https://zebra.example) >> >>"),
            1,
        ),
        "a field filled in": (with_note(field, more={11: looks, 12: b"<< /Kids [10 0 R] /T (name) >>"}), 1),
        "with metadata": (
            document(
                catalogue=b"/Metadata 10 0 R",
                trailer=b"/Info << /Author (Zebra Author) /Producer (Zebra) >>",
                more={10: stream(b"<x:xmpmeta>Zebra</x:xmpmeta>", more=b"/Type /Metadata /Subtype /XML")},
            ),
            1,
        ),
        "a table that goes before itself": (document(trailer=b"/Prev 9"), 1),
        "white space around it": (b"\r\n" + document() + b"\r\n\r\n", 1),
    }
