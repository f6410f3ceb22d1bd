"""Checks one PDF and writes it anew, in a process of its own; `accounts.pdfs` starts it as a script.

What is written holds the pages alone: their content, fonts and pictures, and the looks of stamps and of filled-in
fields. No link, action, script, attachment, form, note or metadata comes along, nor anything that no page needs.
The file comes on stdin and the new one goes to stdout; or the exit code is EX_DATAERR and stderr names the fault by a
code of `accounts.pdfs.MESSAGES` or by the class of an exception: a message could quote the file.
"""

import os
import resource
import sys
import zipfile
import zlib
from io import BytesIO
from typing import Any

MAX_OPEN_FILES = 32


def set_limits(*, output_bytes, memory_bytes, cpu_seconds):
    """Bind this process for good. A limit the system lacks (memory on macOS) is an error on Linux only."""
    limits = [
        (resource.RLIMIT_AS, memory_bytes),
        (resource.RLIMIT_CPU, cpu_seconds),
        (resource.RLIMIT_FSIZE, output_bytes),
        (resource.RLIMIT_NOFILE, MAX_OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ]
    for limit, value in limits:
        try:
            resource.setrlimit(limit, (value, value))
        except (ValueError, OSError):
            if sys.platform == "linux":
                raise
    os.nice(5)


if __name__ == "__main__":
    set_limits(output_bytes=int(sys.argv[2]), memory_bytes=int(sys.argv[3]), cpu_seconds=int(sys.argv[4]))

# Only now, so that loading it counts too.
from pypdf import PdfReader, filters  # noqa: E402
from pypdf.generic import (  # noqa: E402
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NullObject,
    NumberObject,
    StreamObject,
)

MAX_OBJECTS = 50_000
MAX_DEPTH = 60  # of arrays and dictionaries within each other
MAX_NODES = 500  # of the tree of pages
STREAM_BYTES, ALL_BYTES = 130_000_000, 400_000_000  # unpacked; a page of 600 dpi in colour has 104 MB
MAX_PIXELS = 110_000_000  # A3 at 600 dpi, in black and white, has 70 million

# ISO 32000-2: what a file may do by itself (12.6), carry (7.11, 12.5.6.15) or play (13).
SCRIPTS = {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToE", "/GoToR"}
PLAYERS = {"/Rendition", "/Movie", "/Sound", "/RichMediaExecute", "/GoTo3DView"}
PLAYED = {"/RichMedia", "/Movie", "/Screen", "/3D", "/Sound"}
FORBIDDEN_KEYS = {
    "/JS": "script",
    "/JavaScript": "script",
    "/AA": "script",
    "/EmbeddedFiles": "attachment",
    "/EF": "attachment",
    "/Collection": "attachment",
    "/XFA": "xfa",
    "/RichMediaContent": "media",
    "/RichMediaSettings": "media",
}
# What a page needs not, wherever it is found; and what would read a stream's bytes from elsewhere.
DROPPED_KEYS = set(
    "/AF /Alternates /LastModified /Metadata /OPI /PieceInfo /Ref /StructParent /StructParents".split()
)
DROPPED_FROM_STREAMS = {"/F", "/FFilter", "/FDecodeParms"}
INHERITED_KEYS = ("/Resources", "/MediaBox", "/CropBox", "/Rotate")
PAGE_KEYS = (*INHERITED_KEYS, "/Contents", "/Group", "/UserUnit")
# Annotations that are seen on the page, and of each what shows it.
SEEN = {"/Widget", "/Stamp", "/FreeText", "/Ink", "/Square", "/Circle", "/Line", "/Highlight", "/Underline"}
SEEN_KEYS = ("/Rect", "/AP", "/AS", "/F")
PACKED = {"/FlateDecode", "/Fl", "/LZWDecode", "/LZW", "/RunLengthDecode", "/RL"}
SPELT: dict[str, Any] = {"/ASCIIHexDecode": filters.ASCIIHexDecode, "/AHx": filters.ASCIIHexDecode}
SPELT |= {"/ASCII85Decode": filters.ASCII85Decode, "/A85": filters.ASCII85Decode}
PICTURES = {"/DCTDecode", "/DCT", "/JPXDecode", "/CCITTFaxDecode", "/CCF", "/JBIG2Decode"}


class Refused(Exception):
    """The file is not taken; the argument is a code."""


def check_ends(data):
    """A PDF from the first byte to the last: one with another file before or behind it is several things at once."""
    if not data.lstrip(b"\r\n\t \xef\xbb\xbf").startswith(b"%PDF-"):
        raise Refused("not_pdf")
    end = data.rfind(b"%%EOF")
    if end < 0:
        raise Refused("damaged")
    if data[end + len(b"%%EOF") :].strip(b"\r\n\t \0") or zipfile.is_zipfile(BytesIO(data)):
        raise Refused("more_than_pdf")


def check_all(root):
    """Look at everything that the catalogue leads to, in any revision's sense of it; raise Refused at what acts."""
    seen, waiting = set(), [(root, 0)]
    count = 0
    while waiting:
        thing, depth = waiting.pop()
        count += 1
        if count > 20 * MAX_OBJECTS or len(seen) > MAX_OBJECTS or depth > MAX_DEPTH:
            raise Refused("too_heavy")
        if isinstance(thing, IndirectObject):
            if (thing.idnum, thing.generation) not in seen:
                seen.add((thing.idnum, thing.generation))
                waiting.append((thing.get_object(), 0))
        elif isinstance(thing, DictionaryObject):
            check_dictionary(thing)
            waiting += [(thing.raw_get(key), depth + 1) for key in thing]
        elif isinstance(thing, ArrayObject):
            waiting += [(item, depth + 1) for item in list.__iter__(thing)]


def check_dictionary(thing):
    for key, code in FORBIDDEN_KEYS.items():
        if key in thing:
            raise Refused(code)
    kind, subtype = plain(thing, "/S"), plain(thing, "/Subtype")
    if kind in SCRIPTS or subtype == "/PS":
        raise Refused("script")
    if kind in PLAYERS or subtype in PLAYED:
        raise Refused("media")
    if subtype == "/FileAttachment" or plain(thing, "/Type") == "/EmbeddedFile":
        raise Refused("attachment")
    if isinstance(thing, StreamObject) and "/F" in thing:  # its bytes are in another file
        raise Refused("attachment")
    opening = thing.get("/OpenAction")
    opening = opening.get_object() if opening is not None else None
    if isinstance(opening, DictionaryObject) and plain(opening, "/S") != "/GoTo":
        raise Refused("script")


def plain(thing, key):
    """The value of a key when it is a name, as text; "" else."""
    value = thing.get(key)
    value = value.get_object() if value is not None else None
    return str(value) if isinstance(value, NameObject) else ""


def pages_of(root, *, most):
    """The pages as (page, {inherited key: value}), in order; each node of their tree once."""
    found, seen, waiting = [], set(), [(root.raw_get("/Pages"), {})]
    while waiting:
        link, inherited = waiting.pop()
        node = link.get_object()
        place = link.idnum if isinstance(link, IndirectObject) else id(node)
        if place in seen or len(seen) > MAX_NODES or not isinstance(node, DictionaryObject):
            raise Refused("damaged")
        seen.add(place)
        inherited = {**inherited, **{key: node.raw_get(key) for key in INHERITED_KEYS if key in node}}
        if "/Kids" in node:
            waiting += [(kid, inherited) for kid in reversed(list(list.__iter__(node["/Kids"])))]
        else:
            found.append((node, inherited))
        if len(found) > most:
            raise Refused("too_many_pages")
    if not found:
        raise Refused("damaged")
    return found


class Copy:
    """A new file: what is put into it, with all that leads from there, numbered anew."""

    def __init__(self):
        self.objects, self.numbers, self.waiting = [None, None], {}, []  # the catalogue and the tree of pages
        self.unpacked = 0

    def add(self, thing=None):
        """A reference to a new object."""
        self.objects.append(thing)
        if len(self.objects) > MAX_OBJECTS:
            raise Refused("too_heavy")
        return IndirectObject(len(self.objects), 0, None)

    def copied(self, thing, *, depth=0):
        """`thing` for the new file; what it refers to is copied once, later."""
        if depth > MAX_DEPTH:
            raise Refused("too_heavy")
        if isinstance(thing, IndirectObject):
            return self.reference(thing)
        if isinstance(thing, StreamObject):
            return self.stream(thing, depth=depth)
        if isinstance(thing, DictionaryObject):
            return self.dictionary(thing, depth=depth)
        if isinstance(thing, ArrayObject):
            return ArrayObject(self.copied(item, depth=depth + 1) for item in list.__iter__(thing))
        return thing

    def reference(self, link):
        place = (link.idnum, link.generation)
        if place not in self.numbers:
            target = link.get_object()
            if target is None or plain_type(target) in {"/Page", "/Pages", "/Catalog"}:
                return NullObject()
            self.numbers[place] = self.add()
            self.waiting.append((self.numbers[place].idnum, target))
        return self.numbers[place]

    def finish(self):
        """Copy all that was referred to."""
        while self.waiting:
            number, thing = self.waiting.pop()
            self.objects[number - 1] = self.copied(thing)

    def dictionary(self, thing, *, depth):
        new = DictionaryObject()
        for key in thing:
            if key not in DROPPED_KEYS and not (
                key in DROPPED_FROM_STREAMS and isinstance(thing, StreamObject)
            ):
                new[NameObject(key)] = self.copied(thing.raw_get(key), depth=depth + 1)
        return new

    def stream(self, thing, *, depth):
        data = thing._data if isinstance(thing._data, bytes) else bytes(thing._data)
        self.check_stream(thing, data)
        new = StreamObject()
        new.update(self.dictionary(thing, depth=depth))
        new[NameObject("/Length")] = NumberObject(len(data))
        new._data = data
        return new

    def check_stream(self, thing, data):
        """Unpack as a reader would, without keeping it: packed twice over, or too much, is a bomb."""
        names = [str(name.get_object()) for name in listed(thing.get("/Filter"))]
        if sum(name in PACKED for name in names) > 1 or len(names) > 3:
            raise Refused("bomb")
        for name in names:
            if name in SPELT:
                data = bytes(SPELT[name].decode(data))
            elif name in {"/FlateDecode", "/Fl"}:
                self.count(inflated(data))
                break
            elif name in {"/LZWDecode", "/LZW"}:
                filters.LZW_MAX_OUTPUT_LENGTH = STREAM_BYTES // 4
                self.count([len(filters.LZWDecode.decode(data))])
                break
            elif name in {"/RunLengthDecode", "/RL"}:
                self.count([64 * len(data)])
                break
            elif name not in PICTURES:
                raise Refused("damaged")
        sides = [thing.get(key, 0) for key in ("/Width", "/Height")]
        width, height = (int(side.get_object()) if side else 0 for side in sides)
        if width * height > MAX_PIXELS or width < 0 or height < 0:
            raise Refused("bomb")

    def count(self, pieces):
        whole = 0
        for piece in pieces:
            whole += piece
            self.unpacked += piece
            if whole > STREAM_BYTES or self.unpacked > ALL_BYTES:
                raise Refused("bomb")

    def page(self, page, inherited):
        """A reference to a new page."""
        new = DictionaryObject(
            {NameObject("/Type"): NameObject("/Page"), NameObject("/Parent"): reference(2)}
        )
        for key in PAGE_KEYS:
            if key in page or key in inherited:
                value = page.raw_get(key) if key in page else inherited[key]
                new[NameObject(key)] = self.copied(value)
        stamps = [self.stamp(note.get_object()) for note in listed(page.get("/Annots"))]
        if any(stamps):
            new[NameObject("/Annots")] = ArrayObject(stamp for stamp in stamps if stamp)
        return self.add(new)

    def stamp(self, note):
        """A filled-in field, signature or stamp as a mere stamp: what is seen stays, what it does goes."""
        if not isinstance(note, DictionaryObject) or plain(note, "/Subtype") not in SEEN or "/AP" not in note:
            return None
        new = DictionaryObject({NameObject("/Type"): NameObject("/Annot")})
        new[NameObject("/Subtype")] = NameObject("/Stamp")
        for key in SEEN_KEYS:
            if key in note:
                new[NameObject(key)] = self.copied(note.raw_get(key))
        return self.add(new)

    def written(self, pages):
        """The bytes of the new file."""
        catalogue = {"/Type": NameObject("/Catalog"), "/Pages": reference(2)}
        tree = {
            "/Type": NameObject("/Pages"),
            "/Kids": ArrayObject(pages),
            "/Count": NumberObject(len(pages)),
        }
        self.objects[0], self.objects[1] = (
            DictionaryObject({NameObject(key): value for key, value in each.items()})
            for each in (catalogue, tree)
        )
        out, places = BytesIO(), []
        out.write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
        for number, thing in enumerate(self.objects, 1):
            places.append(out.tell())
            out.write(b"%d 0 obj\n" % number)
            thing.write_to_stream(out)
            out.write(b"\nendobj\n")
        start = out.tell()
        out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1))
        out.write(b"".join(b"%010d 00000 n \n" % place for place in places))
        size = len(places) + 1
        out.write(b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, start))
        return out.getvalue()


def reference(number):
    return IndirectObject(number, 0, None)


def plain_type(thing):
    return plain(thing, "/Type") if isinstance(thing, DictionaryObject) else ""


def listed(value):
    """A value that may be one or an array of several, as a list."""
    value = value.get_object() if value is not None else None
    if isinstance(value, ArrayObject):
        return list(list.__iter__(value))
    return [] if value is None or isinstance(value, NullObject) else [value]


def inflated(data):
    """How many bytes come out of zlib's, piece by piece. A torn end is left to the reader, which shows what it has."""
    unpacker, rest = zlib.decompressobj(), data
    try:
        while rest and not unpacker.eof:
            yield len(unpacker.decompress(rest, 1_000_000))
            rest = unpacker.unconsumed_tail
    except zlib.error:
        return


def rewrite(data, *, most_pages):
    """The bytes of a new PDF with the pages of `data`; how many. Raises Refused."""
    check_ends(data)
    reader = PdfReader(BytesIO(data), strict=False)
    if reader.is_encrypted:
        raise Refused("encrypted")
    root = reader.trailer["/Root"].get_object()
    check_all(root)
    copy = Copy()
    pages = [copy.page(page, inherited) for page, inherited in pages_of(root, most=most_pages)]
    copy.finish()
    return copy.written(pages), len(pages)


def main():
    """Rewrite stdin to stdout and say how many pages; return the exit code."""
    try:
        data, pages = rewrite(sys.stdin.buffer.read(), most_pages=int(sys.argv[1]))
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        print(pages, file=sys.stderr)
    except Refused as refused:
        print(refused.args[0], file=sys.stderr)
        return os.EX_DATAERR
    except (MemoryError, RecursionError):
        print("too_heavy", file=sys.stderr)
        return os.EX_DATAERR
    except Exception as fault:
        print(type(fault).__name__, file=sys.stderr)
        return os.EX_DATAERR
    return os.EX_OK


if __name__ == "__main__":
    sys.exit(main())
