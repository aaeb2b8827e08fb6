"""What a page is made of, for whoever cannot see it: headings, paragraphs, tables and pictures.

A tree of structure elements (ISO 32000-1, 14.7): the document, a section a page, and what was
tagged there in the order in which it was tagged. Only the page being made is kept in memory.

Pages of one kind have the same parts and differ in the numbers of their objects alone: the objects
of a tree are made once as a `Shape`, a text with room for the numbers.
"""

from array import array
from functools import lru_cache
from operator import itemgetter
from typing import Final

from mgdesk.typesetting.embedded_font import utf16

GROUPS: Final = frozenset({"Sect", "Table", "TR"})  # these hold other parts and show nothing
# What happens in a tree, in the order of reading: a part with the number of its mark, or one of these.
_NOTHING: Final = -1  # a part that shows nothing
_OPEN: Final = -2  # a group begins
_CLOSE: Final = -3  # it ends
_SPEAK: Final = -4  # the language of the group that is open
# Numbers that stand behind those of the tree's own objects.
_PAGE: Final = -2
_DOCUMENT: Final = -1
_LEAF: Final = 64  # the most pages in a leaf of the tree of parents

Event = tuple[str, int]


@lru_cache(maxsize=256)
def said(alt: str) -> str:
    """The entry of an element that says in words what it shows."""
    return f"/Alt<FEFF{utf16(alt)}>"


@lru_cache(maxsize=256)
def attributes(role: str, *, columns: int = 1, box: tuple[float, ...] = ()) -> str:
    """The entry of an element that says where it lies and which cells it heads."""
    if box:
        return f"/A<</O/Layout/BBox[{' '.join(f'{side:.1f}' for side in box)}]>>"
    heads = "/Scope/Column" if role == "TH" else ""
    span = f"/ColSpan {columns}" if columns > 1 else ""
    return f"/A<</O/Table{heads}{span}>>" if heads or span else ""


class PageTree:
    """The parts of the page being made, or of a piece of it."""

    def __init__(self) -> None:
        self._events: list[Event] = []
        self._last: list[Event] = []
        self._now = self._events
        self._roles = ["Sect"]  # of the groups that are open
        self.marks = 0

    def open(self, role: str) -> None:
        self._now.append((role, _OPEN))
        self._roles.append(role)

    def close(self) -> None:
        self._now.append(("", _CLOSE))
        self._roles.pop()

    def begin_last(self) -> None:
        """The parts from here to `end_last` are read after all others of the page."""
        self._now = self._last
        self._roles.append("Sect")

    def end_last(self) -> None:
        self._now = self._events
        self._roles.pop()

    @property
    def is_in_row(self) -> bool:
        return self._roles[-1] == "TR"

    def speak(self, language: str) -> None:
        """What stands in the part that is open is in this language (a tag of BCP 47)."""
        self._now.append((f"/Lang({language})", _SPEAK))

    def blank(self, role: str, extra: str = "") -> None:
        """Add a part that shows nothing."""
        self._now.append((role + extra, _NOTHING))

    def mark(self, role: str, extra: str = "") -> tuple[str, int]:
        """Add a part whose content follows; its role and its mark.

        A part without a role is a cell in a row and else a paragraph.
        """
        if not role:
            role = "TD" if self._roles[-1] == "TR" else "P"
        mark = self.marks
        self._now.append((role + extra, mark))
        self.marks = mark + 1
        return role, mark

    def show(self, events: list[Event], marks: int) -> None:
        """Add what was made elsewhere, its marks counted from ours on."""
        self._now += events
        self.marks += marks

    def reading(self) -> tuple[Event, ...]:
        """All that happens, in the order of reading."""
        return (*self._events, *self._last)


def moved(events: tuple[Event, ...], by: int) -> list[Event]:
    """The same parts, their marks counted from another start."""
    return [(entries, mark + by if mark >= 0 else mark) for entries, mark in events]


class Shape:
    """The objects of a page's tree without their numbers; the last lists who owns each mark."""

    def __init__(self, events: tuple[Event, ...], marks: int) -> None:
        self._bodies: list[str] = []
        self._numbers: list[list[int]] = []  # which object each %s of a body names
        self._owners = [0] * marks
        self._groups: list[tuple[int, str, list[int]]] = []  # place, entries, kids of the open ones
        self._open("Sect", _DOCUMENT)
        for entries, mark in events:
            self._add(entries, mark)
        self._close()
        self._place(f"[{' '.join(['%s 0 R'] * marks)}]", self._owners)
        self.count = len(self._bodies)
        self._text = "\n".join(self._bodies)
        self._named = itemgetter(*(place for places in self._numbers for place in places))

    def bodies(self, first: int, document: int, page: int) -> list[str]:
        """The objects of a page of this shape, numbered from `first` on."""
        numbers = [*map(str, range(first, first + self.count)), str(page), str(document)]
        text: str = self._text % self._named(numbers)
        return text.split("\n")

    def _add(self, entries: str, mark: int) -> None:
        if mark == _CLOSE:
            self._close()
            return
        own, _extra, kids = self._groups[-1]
        if mark == _SPEAK:
            self._groups[-1] = own, entries, kids
            return
        kids.append(len(self._bodies))
        if mark == _OPEN:
            self._open(entries, own)
        elif mark == _NOTHING:
            self._place(f"<</S/{entries}/P %s 0 R>>", [own])
        else:
            self._owners[mark] = len(self._bodies)
            self._place(f"<</S/{entries}/P %s 0 R/Pg %s 0 R/K {mark}>>", [own, _PAGE])

    def _open(self, role: str, parent: int) -> None:
        self._groups.append((len(self._bodies), "", []))
        self._place(f"<</S/{role}/P %s 0 R", [parent])

    def _close(self) -> None:
        place, extra, kids = self._groups.pop()
        inside = f"/K[{' '.join(['%s 0 R'] * len(kids))}]" if kids else ""
        self._bodies[place] += f"{extra}{inside}>>"
        self._numbers[place] += kids

    def _place(self, body: str, numbers: list[int]) -> None:
        self._bodies.append(body)
        self._numbers.append(numbers)


class Structure:
    """The tree of the whole document: numbers of objects only, eight bytes a page and kind."""

    def __init__(self, root: int) -> None:
        """`root` is the number of the root; the next one is the document's element."""
        self.root = root
        self.document = root + 1
        self._sections = array("L")
        self._owners = array("L")

    @property
    def pages(self) -> int:
        return len(self._sections)

    def add_page(self, first: int, count: int) -> None:
        """A page took `count` objects from number `first` on."""
        self._sections.append(first)
        self._owners.append(first + count - 1)

    def bodies(self, after: int) -> list[str]:
        """The root and the document, then, numbered from `after`, the leaves of the tree of parents."""
        leaves = [
            _leaf(start, self._owners[start : start + _LEAF])
            for start in range(0, len(self._owners), _LEAF)
        ]
        kids = " ".join(f"{after + place} 0 R" for place in range(len(leaves)))
        root = (
            f"<</Type/StructTreeRoot/K {self.document} 0 R"
            f"/ParentTree<</Kids[{kids}]>>/ParentTreeNextKey {self.pages}>>"
        )
        sections = " ".join(f"{number} 0 R" for number in self._sections)
        return [root, f"<</S/Document/P {self.root} 0 R/K[{sections}]>>", *leaves]


def _leaf(start: int, owners: "array[int]") -> str:
    pairs = " ".join(f"{start + place} {number} 0 R" for place, number in enumerate(owners))
    return f"<</Limits[{start} {start + len(owners) - 1}]/Nums[{pairs}]>>"
