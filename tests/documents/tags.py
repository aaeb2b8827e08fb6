"""The parts of a tagged PDF with their text, as a reader for the blind would find them."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf

_PAIR = re.compile(r"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]*)>")


@dataclass(frozen=True)
class Part:
    """An element of the structure tree: its own text, what stands for a picture, its parts."""

    role: str
    text: str
    alt: str
    language: str
    columns: int
    parts: tuple["Part", ...]

    def all(self, role: str) -> list["Part"]:
        """The parts below this one that have the role, in the order of reading."""
        found = [self] if self.role == role else []
        return found + [part for inner in self.parts for part in inner.all(role)]


def tree(path: Path) -> Part:
    """The document's element with everything below it."""
    with pikepdf.open(path) as document:
        texts = {page.obj.objgen: _marks(page.obj, {}) for page in document.pages}
        return _part(document.Root.StructTreeRoot.K, texts)


def unmarked_text(path: Path) -> str:
    """Text that is in no part of the tree: readers for the blind leave it out."""
    with pikepdf.open(path) as document:
        return "".join(_marks(page.obj, {}).get(None, "") for page in document.pages)


def owners_agree(path: Path) -> bool:
    """Whether the tree of parents names, for every mark, the element that names the mark."""
    with pikepdf.open(path) as document:
        owners = {
            int(key): value
            for leaf in document.Root.StructTreeRoot.ParentTree.Kids
            for key, value in zip(leaf.Nums[::2], leaf.Nums[1::2], strict=True)
        }
        for page in document.pages:
            marks = owners[int(page.obj.StructParents)]
            for mark, owner in enumerate(marks):
                if mark != owner.K or owner.Pg.objgen != page.obj.objgen:
                    return False
        return True


def _part(element: Any, texts: dict[Any, dict[int | None, str]]) -> Part:
    kids = element.get("/K", [])
    kids = kids if isinstance(kids, pikepdf.Array) else [kids] if "/K" in element else []
    marks = [kid for kid in kids if isinstance(kid, int)]
    own = "".join(texts[element.Pg.objgen].get(mark, "") for mark in marks)
    attributes = element.get("/A", {})
    return Part(
        str(element.S)[1:],
        own,
        str(element.get("/Alt", "")),
        str(element.get("/Lang", "")),
        int(attributes.get("/ColSpan", 1)),
        tuple(_part(kid, texts) for kid in kids if not isinstance(kid, int)),
    )


def _marks(shown: Any, fonts: dict[str, dict[int, str]]) -> dict[int | None, str]:
    found: dict[int | None, str] = defaultdict(str)
    for mark, text in _texts(shown, shown.Resources, None, fonts):
        found[mark] += text
    return found


def _texts(
    shown: Any, resources: Any, mark: int | None, fonts: dict[str, dict[int, str]]
) -> Iterator[tuple[int | None, str]]:
    marks: list[int | None] = [mark]
    replaced = 0  # how many marks are open since text was given in place of glyphs
    font: dict[int, str] = {}
    instructions: Any = pikepdf.parse_content_stream(shown)
    for operands, operator in instructions:
        name = str(operator)
        if name in {"BDC", "BMC"}:
            properties = operands[1] if name == "BDC" else {}
            marks.append(int(properties["/MCID"]) if "/MCID" in properties else marks[-1])
            if replaced or "/ActualText" in properties:
                replaced += 1
            if "/ActualText" in properties:
                yield marks[-1], str(properties["/ActualText"])
        elif name == "EMC":
            marks.pop()
            replaced = max(0, replaced - 1)
        elif name == "Tf":
            font = fonts.setdefault(str(operands[0]), _letters(resources.Font[operands[0]]))
        elif name in {"Tj", "TJ"} and not replaced:
            strings = operands[0] if name == "TJ" else operands
            codes = b"".join(bytes(part) for part in strings if isinstance(part, pikepdf.String))
            pairs = range(0, len(codes), 2)
            yield (
                marks[-1],
                "".join(font[int.from_bytes(codes[at : at + 2], "big")] for at in pairs),
            )
        elif name == "Do":
            inner = resources.XObject[operands[0]]
            if inner.Subtype == "/Form":
                yield from _texts(inner, inner.Resources, marks[-1], fonts)


def _letters(font: Any) -> dict[int, str]:
    text = font.ToUnicode.read_bytes().decode("ascii")
    return {
        int(code, 16): bytes.fromhex(letters).decode("utf-16-be")
        for code, letters in _PAIR.findall(text.split("endcodespacerange")[1])
    }
