"""Set lines as operators of a PDF page, in the fonts of one document."""

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from reportlab.pdfbase import pdfdoc

from mgdesk.typesetting.embedded_font import EmbeddedFont, utf16
from mgdesk.typesetting.fonts import Face
from mgdesk.typesetting.outlines import outline
from mgdesk.typesetting.shaping import Cluster, Glyph, SetLine, SetRun

_BOLDER: Final = "2 Tr"  # fill and stroke: a hairline around the outline
_KEPT_LINES: Final = 1_000
_FAR: Final = 20  # thousandths: readers take a mark that is moved farther for a word of its own


class SetOperators(NamedTuple):
    """A line for the page: what goes between BT and ET, and paths to fill, both in ems."""

    text: str
    outlines: str
    is_bolder: bool  # needs a hairline around its letters


class DocumentFonts:
    """The fonts of one document; ReportLab asks it for their objects when the document is saved."""

    def __init__(self) -> None:
        self._fonts: dict[int, EmbeddedFont] = {}
        self._lines: dict[SetLine, SetOperators] = {}

    def operators(self, line: SetLine) -> SetOperators:
        """What shows the line once Tm (for outlines cm) has set size and place."""
        known = self._lines.get(line)
        if known is None:
            if len(self._lines) == _KEPT_LINES:  # thousands of pages must not fill the memory
                self._lines.clear()
            known = self._lines[line] = _Encoder(self).encode(line)
        return known

    def of(self, face: Face) -> EmbeddedFont:
        font = self._fonts.get(id(face))
        if font is None:
            font = self._fonts[id(face)] = EmbeddedFont(f"F{len(self._fonts) + 1}", face)
        return font

    def addObjects(self, document: Any) -> None:
        """Put every font into the document's dictionary of fonts."""
        fonts = document.idToObject[pdfdoc.BasicFonts].dict
        for font in self._fonts.values():
            fonts[font.name] = document.Reference(font.objects(document))


class _Encoder:
    """Turns one line into operators; keeps the pen where HarfBuzz wants it, to a thousandth."""

    def __init__(self, fonts: DocumentFonts) -> None:
        self._fonts = fonts
        self._out: list[str] = []
        self._outlines: list[str] = []
        self._shown: list[str] = []  # the TJ array being filled
        self._codes: list[str] = []  # the hexadecimal string being filled
        self._true = 0.0  # where the pen should be
        self._pen = 0.0  # where the PDF believes it is
        self._rise = 0

    def encode(self, line: SetLine) -> SetOperators:
        is_bolder = False
        for run in line.runs:
            font = self._fonts.of(run.face)
            self._out.append(f"/{font.name} 1 Tf")
            if run.is_emboldened != is_bolder:
                is_bolder = run.is_emboldened
                self._out.append(_BOLDER if is_bolder else "0 Tr")
            self._run(font, run)
            self._flush()
        if is_bolder:
            self._out.append("0 Tr")
        if self._rise:
            self._out.append("0 Ts")
        is_bolder = any(run.is_emboldened for run in line.runs)
        return SetOperators(" ".join(self._out), " ".join(self._outlines), is_bolder)

    def _run(self, font: EmbeddedFont, run: SetRun) -> None:
        if run.is_right_to_left:
            for cluster in _with_marks(run.clusters):
                self._right_to_left(font, cluster)
            return
        shown = list(map(font.plain.__getitem__, run.clusters))
        if "" not in shown:
            self._plain("".join(shown), run.clusters)
            return
        for cluster in _with_moved_marks(run.clusters):
            self._left_to_right(font, cluster)

    def _plain(self, shown: str, clusters: tuple[Cluster, ...]) -> None:
        """What `_left_to_right` does with letters of one glyph each, in one step."""
        if self._rise:
            self._out.append("0 Ts")
            self._rise = 0
        shift = round(self._true - self._pen)
        if shift:
            self._shown.append(f"{-shift}")
        self._shown.append(f"<{shown}>".removesuffix("<>"))
        self._true += sum([glyphs[0].advance for _text, glyphs in clusters])
        self._pen = round(self._true)

    def _left_to_right(self, font: EmbeddedFont, cluster: Cluster) -> None:
        first, *others = cluster.glyphs
        if not any(glyph.advance for glyph in others):
            code = font.code(first.number, cluster.text)
            if code is not None:
                self._show(font, first, code)
                self._outlines += [outline(font.face, mark, self._true) for mark in others]
                return
        self._flush()
        self._out.append(f"/Span<</ActualText<FEFF{utf16(cluster.text)}>>>BDC")
        owner = _owner(cluster)
        for index, glyph in enumerate(cluster.glyphs):
            if not glyph.advance and index != owner:
                self._outlines.append(outline(font.face, glyph, self._true))
                continue
            text = cluster.text if index == owner else ""
            self._show(font, glyph, font.any_code(glyph.number, text))
        self._flush()
        self._out.append("EMC")

    def _right_to_left(self, font: EmbeddedFont, cluster: Cluster) -> None:
        """One glyph carries the text, the others are drawn as outlines.

        Readers of PDF turn right-to-left text around themselves, letter by letter, and know
        nothing of clusters: so the text of a glyph is written backwards, and marks, which they
        would put anywhere, are no text of their own.
        """
        owner = _owner(cluster)
        for index, glyph in enumerate(cluster.glyphs):
            code = font.code(glyph.number, cluster.text[::-1]) if index == owner else None
            if code is not None:
                self._show(font, glyph, code)
                continue
            self._outlines.append(outline(font.face, glyph, self._true))
            self._true += glyph.advance

    def _show(self, font: EmbeddedFont, glyph: Glyph, code: int) -> None:
        rise = round(glyph.y)
        if rise != self._rise:
            self._flush()
            self._out.append(f"{rise / 1000:g} Ts")
            self._rise = rise
        shift = round(self._true + glyph.x - self._pen)
        if shift:
            self._close_codes()
            self._shown.append(f"{-shift}")
            self._pen += shift
        self._codes.append(f"{code:04X}")
        self._pen += font.face.advance(glyph.number)
        self._true += glyph.advance

    def _close_codes(self) -> None:
        if self._codes:
            self._shown.append(f"<{''.join(self._codes)}>")
            self._codes.clear()

    def _flush(self) -> None:
        self._close_codes()
        if self._shown:
            self._out.append(f"[{' '.join(self._shown)}]TJ")
            self._shown.clear()


def _with_marks(clusters: tuple[Cluster, ...]) -> Iterator[Cluster]:
    """Right-to-left clusters, each with the marks that stand before it from left to right."""
    waiting: list[Cluster] = []
    for cluster in clusters:
        waiting.append(cluster)
        if any(glyph.advance for glyph in cluster.glyphs):
            yield _joined(waiting)
            waiting = []
    if waiting:
        yield _joined(waiting)


def _with_moved_marks(clusters: tuple[Cluster, ...]) -> Iterator[Cluster]:
    """Left-to-right clusters, each with the marks behind it that readers would take for a word."""
    waiting: list[Cluster] = []
    for cluster in clusters:
        if waiting and not _is_lost_alone(cluster, after=waiting):
            yield waiting[0] if len(waiting) == 1 else _chained(waiting)
            waiting = []
        waiting.append(cluster)
    if waiting:
        yield waiting[0] if len(waiting) == 1 else _chained(waiting)


def _is_lost_alone(cluster: Cluster, *, after: list[Cluster]) -> bool:
    """A mark that was moved, or that sits on letters which carry ActualText already."""
    if any(glyph.advance for glyph in cluster.glyphs):
        return False
    is_on_several = len(after) > 1 or len(after[0].glyphs) > 1
    return is_on_several or all(glyph.y or abs(glyph.x) > _FAR for glyph in cluster.glyphs)


def _chained(clusters: list[Cluster]) -> Cluster:
    text = "".join(cluster.text for cluster in clusters)
    return Cluster(text, tuple(glyph for cluster in clusters for glyph in cluster.glyphs))


def _joined(clusters: list[Cluster]) -> Cluster:
    text = "".join(cluster.text for cluster in reversed(clusters))
    return Cluster(text, tuple(glyph for cluster in clusters for glyph in cluster.glyphs))


def _owner(cluster: Cluster) -> int:
    """The position of the glyph that carries the text: the first that takes room."""
    return next((i for i, glyph in enumerate(cluster.glyphs) if glyph.advance), 0)
