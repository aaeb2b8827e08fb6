"""What a page is made of, for whoever cannot see it: headings, paragraphs, tables and pictures.

A tree of structure elements (ISO 32000-1, 14.7): the document, a section a page, and what was
tagged there in the order in which it was tagged. Only the page being made is kept in memory.
"""

from array import array
from typing import Final

from mgdesk.typesetting.embedded_font import utf16

GROUPS: Final = frozenset({"Sect", "Table", "TR"})  # these hold other parts and show nothing
_NOTHING: Final = -1  # in place of a mark
_LEAF: Final = 64  # the most pages in a leaf of the tree of parents


def said(alt: str) -> str:
    """The entry of an element that says in words what it shows."""
    return f"/Alt<FEFF{utf16(alt)}>"


def attributes(role: str, *, columns: int = 1, box: tuple[float, ...] = ()) -> str:
    """The entry of an element that says where it lies and which cells it heads."""
    if box:
        return f"/A<</O/Layout/BBox[{' '.join(f'{side:.1f}' for side in box)}]>>"
    heads = "/Scope/Column" if role == "TH" else ""
    span = f"/ColSpan {columns}" if columns > 1 else ""
    return f"/A<</O/Table{heads}{span}>>" if heads or span else ""


class Group:
    """A part of a page that holds parts: groups, and leaves by their entries and their mark."""

    __slots__ = ("extra", "kids", "role")

    def __init__(self, role: str) -> None:
        self.role = role
        self.extra = ""
        self.kids: list[Group | tuple[str, int]] = []


class PageTree:
    """The parts of the page being made."""

    def __init__(self) -> None:
        self._group = Group("Sect")
        self._open = [self._group]
        self._last: list[Group | tuple[str, int]] = []
        self._marks = 0

    def open(self, role: str) -> None:
        group = Group(role)
        self._group.kids.append(group)
        self._open.append(group)
        self._group = group

    def close(self) -> None:
        self._open.pop()
        self._group = self._open[-1]

    def begin_last(self) -> None:
        """The parts from here to `end_last` are read after all others of the page."""
        self._open.append(Group("Sect"))
        self._group = self._open[-1]

    def end_last(self) -> None:
        self._last += self._open.pop().kids
        self._group = self._open[-1]

    @property
    def is_in_row(self) -> bool:
        return self._group.role == "TR"

    def speak(self, language: str) -> None:
        """What stands in the part that is open is in this language (a tag of BCP 47)."""
        self._group.extra = f"/Lang({language})"

    def blank(self, role: str, extra: str = "") -> None:
        """Add a part that shows nothing."""
        self._group.kids.append((role + extra, _NOTHING))

    def mark(self, role: str, extra: str = "") -> str:
        """Add a part whose content follows; the operator that opens it.

        A part without a role is a cell in a row and else a paragraph.
        """
        if not role:
            role = "TD" if self._group.role == "TR" else "P"
        mark = self._marks
        self._group.kids.append((role + extra, mark))
        self._marks = mark + 1
        return f"/{role}<</MCID {mark}>>BDC"

    def bodies(self, first: int, parent: int, page: int) -> list[str]:
        """The objects of the page from number `first` on; the last lists who owns each mark."""
        owners = [0] * self._marks
        self._open[0].kids += self._last
        found: list[str] = []
        _place(self._open[0], first, parent, f"/Pg {page} 0 R/K ", found, owners)
        found.append(f"[{' 0 R '.join(map(str, owners))} 0 R]" if owners else "[]")
        return found


def _place(
    group: Group, first: int, parent: int, marked: str, found: list[str], owners: list[int]
) -> None:
    """Add the objects of a group and all it holds."""
    number = first + len(found)
    place = len(found)
    found.append("")
    kids: list[int] = []
    own = f"/P {number} 0 R"
    for kid in group.kids:
        kids.append(first + len(found))
        if isinstance(kid, Group):
            _place(kid, first, number, marked, found, owners)
            continue
        entries, mark = kid
        if mark == _NOTHING:
            found.append(f"<</S/{entries}{own}>>")
        else:
            owners[mark] = kids[-1]
            found.append(f"<</S/{entries}{own}{marked}{mark}>>")
    inside = f"/K[{' 0 R '.join(map(str, kids))} 0 R]" if kids else ""
    found[place] = f"<</S/{group.role}/P {parent} 0 R{group.extra}{inside}>>"


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
