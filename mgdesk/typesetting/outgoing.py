"""A PDF on its way to the file: objects leave when they are done, small ones packed together."""

import zlib
from collections.abc import Sequence
from datetime import date
from itertools import accumulate
from struct import Struct
from typing import Any, BinaryIO, Final

from reportlab.pdfbase import pdfdoc

from mgdesk.typesetting.archive import ArchiveCatalog, Metadata, Moment
from mgdesk.typesetting.structure import PageTree, Structure

# The table has eight bytes an object: one says the kind, five the place in the file or the number of
# the pack, two the place in the pack.
_ENTRY: Final = 8
_PACK: Final = 400  # objects
_TREE_LEVEL: Final = 4  # of zlib: half the time of 6 for a twentieth more bytes
_AS_ENTRY: Final = Struct(">Q").pack_into


class _Outgoing(pdfdoc.PDFFile):  # type: ignore[misc]  # ReportLab has no types
    """ReportLab's collector of objects, writing to the file instead of remembering."""

    def __init__(self, stream: BinaryIO) -> None:
        super().__init__((1, 7))
        stream.write(b"".join(self.strings))
        self.strings.clear()
        self.write = stream.write

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
        self.Catalog = self._catalog = ArchiveCatalog(self.Pages, language, title)
        self.info = _Info(self._timeStamp)
        self.info.title = title
        self.info.author = self.info.creator = "MolenGeek Desk"
        self.info.subject = ""
        self._out = _Outgoing(stream)
        self.Catalog.Metadata = Metadata(title, self._timeStamp, self.info.producer)
        self._places = bytearray()  # where each object is, as the table at the end wants it
        self._resources: dict[tuple[str, ...], Any] = {}
        self._small: list[tuple[int, str]] = []  # objects that wait for others to be packed with
        self._structure: Structure | None = None
        if is_tagged:
            self._structure = Structure(self._reserve(2))
            self.Catalog.StructTreeRoot = f"{self._structure.root} 0 R"
            self.Catalog.MarkInfo = "<</Marked true>>"

    def add_page(
        self, size: tuple[float, float], content: bytes, resources: Any, tree: PageTree | None
    ) -> None:
        """Write a page, its content and its parts."""
        number = self._reserve(2)
        self._stream(number + 1, "", content)
        self.updateSignature(content)
        self._note_page(number)
        entries = (
            f"/Type/Page/Parent {_said(self.Reference(self.Pages), self)}"
            f"/MediaBox[0 0 {size[0]:g} {size[1]:g}]/Resources {_said(resources, self)}"
            f"/Contents {number + 1} 0 R"
        )
        if self._structure is not None and tree is not None:
            entries += f"/StructParents {self._structure.pages}/Tabs/S"
            first = self.objectcounter + 1
            bodies = tree.bodies(first, self._structure.document, number)
            self._reserve(len(bodies))
            self._small += zip(range(first, first + len(bodies)), bodies, strict=True)
            self._structure.add_page(first, len(bodies))
        self._small.append((number, f"<<{entries}>>"))
        if len(self._small) >= _PACK:
            self._pack()

    def _note_page(self, number: int) -> None:
        """Tell ReportLab of a page that it need not write."""
        name = self.thisPageName()
        self.idToObjectNumberAndVersion[name] = (number, 0)
        self.Pages.pages.append(pdfdoc.PDFObjectReference(name))
        self.pageCounter += 1
        self.inObject = None

    def resources(self, forms: Sequence[str]) -> Any:
        """The fonts and these forms, for a page; pages with the same forms share them."""
        names = tuple(dict.fromkeys(forms))
        if names not in self._resources:
            found = pdfdoc.PDFResourceDictionary()
            found.basicFonts()
            found.XObject = self.xobjDict(names)
            self._resources[names] = self.Reference(found)
        return self._resources[names]

    def _reserve(self, count: int) -> int:
        """Take so many numbers for objects that ReportLab need not know; the first of them."""
        first = int(self.objectcounter) + 1
        self.objectcounter += count
        return first

    def _place(self, number: int, kind: int, place: int, index: int = 0) -> None:
        start = number * _ENTRY
        if len(self._places) < start + _ENTRY:
            self._places.extend(bytes(start + _ENTRY - len(self._places)))
        _AS_ENTRY(self._places, start, kind << 56 | place << 16 | index)

    def _write(self, name: str) -> None:
        body = pdfdoc.PDFIndirectObject(name, self.idToObject[name]).format(self)
        number, _version = self.idToObjectNumberAndVersion[name]
        self._place(number, 1, self._out.add(body))

    def _stream(self, number: int, entries: str, content: bytes, *, level: int = 6) -> None:
        packed = zlib.compress(content, level)
        head = f"{number} 0 obj\n<<{entries}/Filter/FlateDecode/Length {len(packed)}>>\nstream\n"
        self._place(
            number, 1, self._out.add(head.encode("ascii") + packed + b"\nendstream\nendobj\n")
        )

    def _pack(self) -> None:
        """Write the small objects as one stream (ISO 32000-1, 7.5.7)."""
        holder = self._reserve(1)
        numbers, bodies = zip(*self._small, strict=True)
        self._small.clear()
        offsets = accumulate((len(body) + 1 for body in bodies), initial=0)
        heads = [f"{number} {offset}" for number, offset in zip(numbers, offsets, strict=False)]
        self._place(max(numbers), 2, 0)  # room for all
        places, pack = self._places, 2 << 56 | holder << 16
        for index, number in enumerate(numbers):
            _AS_ENTRY(places, number * _ENTRY, pack | index)
        head = " ".join(heads) + "\n"
        content = head + "\n".join(bodies)
        entries = f"/Type/ObjStm/N {len(bodies)}/First {len(head)}"
        self._stream(holder, entries, content.encode("ascii"), level=_TREE_LEVEL)

    def format(self) -> bytes:
        """Write what is left: fonts, forms, pictures, the trees and the table."""
        root, info = self.Reference(self.Catalog), self.Reference(self.info)
        number = 1
        while number <= self.objectcounter:  # writing one object may make another
            name = self.numberToId.get(number)
            if name is not None and not self._is_written(number):
                self._write(name)
            number += 1
        if self._structure is not None:
            self._write_structure(self._structure)
        if self._small:
            self._pack()
        self._write_table(root, info)
        return b""

    def _is_written(self, number: int) -> bool:
        return bool(self._places[number * _ENTRY : number * _ENTRY + 1].strip(b"\0"))

    def _write_structure(self, structure: Structure) -> None:
        after = self.objectcounter + 1
        bodies = structure.bodies(after)
        self._reserve(len(bodies) - 2)
        numbers = (structure.root, structure.document, *range(after, after + len(bodies) - 2))
        self._small += zip(numbers, bodies, strict=True)

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
    packed = zlib.compress(places)
    length = f"/Filter/FlateDecode/Length {len(packed)}".encode("ascii")
    head = f"{number} 0 obj\n".encode("ascii") + b"<<" + entries + length + b">>\nstream\n"
    return head + packed + b"\nendstream\nendobj\n"
