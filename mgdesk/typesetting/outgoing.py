"""A PDF on its way to the file: objects leave when they are done, small ones packed together.

Pages, their content and their tags are written by us, byte for byte; the objects that a document
has once or a few times (catalogue, information, metadata, fonts, pictures) are ReportLab's.
"""

import zlib
from array import array
from datetime import date
from itertools import accumulate
from struct import Struct, pack
from typing import Any, BinaryIO, Final

from reportlab.pdfbase import pdfdoc

from mgdesk.typesetting.archive import ArchiveCatalog, Metadata, Moment
from mgdesk.typesetting.structure import Event, PageTree, Shape, Structure

# The table has eight bytes an object: one says the kind, five the place in the file or the number of
# the pack, two the place in the pack.
_ENTRY: Final = 8
_PACK: Final = 400  # objects
_TREE_LEVEL: Final = 2  # of zlib: a third of the time of 6 for an eighth more bytes, 30 a page
_SHORTEST: Final = 128  # bytes; shorter streams win nothing by being packed
_KEPT_SHAPES: Final = 64
_AS_ENTRY: Final = Struct(">Q").pack_into


class _Outgoing(pdfdoc.PDFFile):  # type: ignore[misc]  # ReportLab has no types
    """ReportLab's collector of objects, writing to the file instead of remembering."""

    def __init__(self, stream: BinaryIO) -> None:
        super().__init__((1, 7))
        head = b"".join(self.strings)
        stream.write(head)
        self.strings.clear()
        self.write, self.offset = stream.write, len(head)

    def add(self, content: bytes) -> int:
        """Write; where in the file it stands."""
        place = self.offset
        self.write(content)
        self.offset = place + len(content)
        return place

    def format(self, _document: Any) -> bytes:
        return b""


class _Info(pdfdoc.PDFInfo):  # type: ignore[misc]  # ReportLab has no types
    """What the metadata say too, and nothing else: an archive wants both to agree."""

    def __init__(self, moment: Moment) -> None:
        super().__init__()
        self._moment = moment

    def format(self, document: Any) -> bytes:
        day = pdfdoc.PDFDate(ts=self._moment)
        said = {
            "Title": pdfdoc.PDFString(self.title),
            "Author": pdfdoc.PDFString(self.author),
            "Creator": pdfdoc.PDFString(self.creator),
            "Producer": pdfdoc.PDFString(self.producer),
            "CreationDate": day,
            "ModDate": day,
        }
        return bytes(pdfdoc.PDFDictionary(said).format(document))


class Document(pdfdoc.PDFDocument):  # type: ignore[misc]  # ReportLab has no types
    """A document whose finished pages are on disk already."""

    def __init__(
        self, stream: BinaryIO, language: str, title: str, day: date, *, is_tagged: bool
    ) -> None:
        super().__init__(compression=1, invariant=1, pdfVersion=(1, 7), lang=language)
        self._timeStamp = Moment(day)
        self._pages = array("L")  # their numbers
        self._page_tree, self._resources = self._reserve(1), pdfdoc.PDFDictionary({})
        self.Catalog = self._catalog = ArchiveCatalog(f"{self._page_tree} 0 R", language, title)
        self.info = _Info(self._timeStamp)
        self.info.title = title
        self.info.author = self.info.creator = "MolenGeek Desk"
        self.info.subject = ""
        self._out = _Outgoing(stream)
        self.Catalog.Metadata = Metadata(title, self._timeStamp, self.info.producer)
        self._places = bytearray()  # where each object is, as the table at the end wants it
        self._small: list[str] = []  # objects that wait for others to be packed with
        self._small_numbers: list[int] = []
        self._holder = 0  # the number of the stream that they will be in
        self._pictures: dict[str, Any] = {}
        self._shapes: dict[tuple[Event, ...], Shape] = {}
        self._page_entries = (
            f"/Type/Page/Parent {self._page_tree} 0 R"
            f"/Resources {_said(self.Reference(self._resources), self)}"
        )
        self._structure: Structure | None = None
        if is_tagged:
            self._structure = Structure(self._reserve(2))
            self.Catalog.StructTreeRoot = f"{self._structure.root} 0 R"
            self.Catalog.MarkInfo = "<</Marked true>>"

    # --- pages -----------------------------------------------------------------------------------

    def add_picture(self, picture: Any) -> str:
        """Keep an object to be shown; its name among what the pages may show."""
        name = f"P{len(self._pictures)}"
        self._pictures[name] = self.Reference(picture)
        return name

    def add_content(self, content: str) -> int:
        """Write a piece of content; its number, for one page or many."""
        number = self._reserve(1)
        self._stream(number, "", content.encode("ascii"))
        return number

    def add_page(self, size: tuple[float, float], contents: list[int], tree: PageTree) -> None:
        """Write a page made of these pieces of content, and its parts."""
        shown = " ".join([f"{number} 0 R" for number in contents])
        entries = f"<<{self._page_entries}/MediaBox[0 0 {size[0]:g} {size[1]:g}]/Contents[{shown}]"
        if self._structure is None:
            self._pages.append(self._add_small([f"{entries}>>"]))
            return
        shape = self._shape(tree)
        first = int(self.objectcounter) + 1
        page = first + shape.count
        bodies = shape.bodies(first, self._structure.document, page)
        bodies.append(f"{entries}/StructParents {self._structure.pages}/Tabs/S>>")
        self._add_small(bodies)
        self._structure.add_page(first, shape.count)
        self._pages.append(page)

    def _shape(self, tree: PageTree) -> Shape:
        events = tree.reading()
        shape = self._shapes.get(events)
        if shape is None:
            if len(self._shapes) == _KEPT_SHAPES:
                self._shapes.clear()
            shape = self._shapes[events] = Shape(events, tree.marks)
        return shape

    # --- objects ---------------------------------------------------------------------------------

    def _reserve(self, count: int) -> int:
        """Take so many numbers for objects that ReportLab need not know; the first of them."""
        first = int(self.objectcounter) + 1
        self.objectcounter += count
        return first

    def _place(self, number: int, kind: int, place: int) -> None:
        self._make_room(number)
        _AS_ENTRY(self._places, number * _ENTRY, kind << 56 | place << 16)

    def _make_room(self, number: int) -> None:
        missing = (number + 1) * _ENTRY - len(self._places)
        if missing > 0:
            self._places.extend(bytes(missing))

    def _write(self, name: str) -> None:
        body = pdfdoc.PDFIndirectObject(name, self.idToObject[name]).format(self)
        number, _version = self.idToObjectNumberAndVersion[name]
        self._place(number, 1, self._out.add(body))

    def _stream(self, number: int, entries: str, content: bytes, *, level: int = 6) -> None:
        if len(content) >= _SHORTEST:
            content = zlib.compress(content, level)
            entries += "/Filter/FlateDecode"
        self.signature.update(content)  # the file's identity follows from what stands on its pages
        head = b"%d 0 obj\n<<%b/Length %d>>\nstream\n" % (
            number, entries.encode("ascii"), len(content),
        )  # fmt: skip
        place = self._out.add(b"%b%b\nendstream\nendobj\n" % (head, content))
        self._place(number, 1, place)

    def _add_small(self, bodies: list[str]) -> int:
        """Give numbers in a row to objects that are packed with others; the first of them."""
        first = self._reserve(len(bodies))
        self._pack_soon(range(first, first + len(bodies)), bodies)
        return first

    def _pack_soon(self, numbers: range, bodies: list[str]) -> None:
        if not self._holder:
            self._holder = self._reserve(1)
        start = 2 << 56 | self._holder << 16 | len(self._small)
        entries = pack(f">{len(bodies)}Q", *range(start, start + len(bodies)))
        self._make_room(numbers[-1])
        self._places[numbers[0] * _ENTRY : (numbers[-1] + 1) * _ENTRY] = entries
        self._small += bodies
        self._small_numbers += numbers
        if len(self._small) >= _PACK:
            self._pack()

    def _pack(self) -> None:
        """Write the small objects as one stream (ISO 32000-1, 7.5.7)."""
        bodies, numbers, holder = self._small, self._small_numbers, self._holder
        self._small, self._small_numbers, self._holder = [], [], 0
        offsets = accumulate([len(body) + 1 for body in bodies], initial=0)
        head = " ".join(map("%d %d".__mod__, zip(numbers, offsets, strict=False))) + "\n"
        content = head + "\n".join(bodies)
        entries = f"/Type/ObjStm/N {len(bodies)}/First {len(head)}"
        self._stream(holder, entries, content.encode("ascii"), level=_TREE_LEVEL)

    # --- the end of the file ---------------------------------------------------------------------

    def save(self) -> None:
        """Write what is left: fonts, pictures, the trees and the table."""
        for fonts in self.delayedFonts:
            fonts.addObjects(self)
        self._resources.dict["Font"] = pdfdoc.PDFObjectReference(pdfdoc.BasicFonts)
        if self._pictures:
            self._resources.dict["XObject"] = pdfdoc.PDFDictionary(self._pictures)
        root, info = self.Reference(self.Catalog), self.Reference(self.info)
        self._write_objects()
        kids = " ".join(f"{number} 0 R" for number in self._pages)
        pages = f"<</Type/Pages/Count {len(self._pages)}/Kids[{kids}]>>"
        self._pack_soon(range(self._page_tree, self._page_tree + 1), [pages])
        if self._structure is not None:
            self._write_structure(self._structure)
        if self._small:
            self._pack()
        self._write_table(root, info)

    def _write_objects(self) -> None:
        written: set[str] = set()
        while waiting := [name for name in self.idToObject if name not in written]:
            for name in waiting:  # writing one object may make another
                self._write(name)
            written.update(waiting)

    def _write_structure(self, structure: Structure) -> None:
        bodies = structure.bodies(int(self.objectcounter) + 1)
        self._add_small(bodies[2:])
        self._pack_soon(range(structure.root, structure.document + 1), bodies[:2])

    def _write_table(self, root: Any, info: Any) -> None:
        number = self._reserve(1)
        start = self._out.offset
        self._place(number, 1, start)
        self._places[0:_ENTRY] = bytes((0, 0, 0, 0, 0, 0, 0xFF, 0xFF))
        identity = self.ID().split(b"%")[0].strip()
        entries = (
            f"/Type/XRef/Size {number + 1}/W[1 5 2]"
            f"/Root {_said(root, self)}/Info {_said(info, self)}/ID"
        )
        self._out.add(_xref(number, entries.encode("ascii") + identity, bytes(self._places)))
        self._out.add(f"startxref\n{start}\n%%EOF\n".encode("ascii"))


def _said(reference: Any, document: Document) -> str:
    return str(pdfdoc.format(reference, document), "ascii")


def _xref(number: int, entries: bytes, places: bytes) -> bytes:
    packed = zlib.compress(places, 1)  # takes 9 longer, and has nothing to gain
    length = f"/Filter/FlateDecode/Length {len(packed)}".encode("ascii")
    head = f"{number} 0 obj\n".encode("ascii")
    return head + b"<<" + entries + length + b">>\nstream\n" + packed + b"\nendstream\nendobj\n"
