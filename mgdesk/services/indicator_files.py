"""Indicators as a file: who began, by what they were; who left, by what became of them."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from sqlalchemy.orm import Session

from mgdesk.exchange.figures_file import Cell, Share, SheetOfCells, write_workbook
from mgdesk.exchange.writing import export_table
from mgdesk.i18n import gettext as _
from mgdesk.i18n import spoken_language
from mgdesk.queries.indicators import leavers, participants
from mgdesk.queries.small_counts import hidden_below
from mgdesk.rules.common_indicators import MOMENT_LABELS, SOURCE
from mgdesk.rules.figure_charts import gender_label
from mgdesk.rules.figures import HIDDEN_SIGN, Scope
from mgdesk.rules.indicator_table import IndicatorRow, table
from mgdesk.rules.indicators import GENDERS

_WIDTHS: Final = (11, 46, 24, 10, 10, 10, 10, 10, 12, 12, 12, 12, 70, 44)


def indicator_rows(session: Session, *, scope: Scope, is_whole: bool = False) -> list[IndicatorRow]:
    """The table of a scope, as it may be published; `is_whole`: with its small counts, for the desk."""
    below = 0 if is_whole else hidden_below(session)
    return table(participants(session, scope=scope), leavers(session, scope=scope), below)


def write_indicators(path: Path, rows: Sequence[IndicatorRow]) -> Path:
    """Write .csv or .xlsx, by the path's ending. Raises UnknownEnding, FileCannotBeWritten, DiskFull."""
    heads, cells = _heads(), [_cells(row) for row in rows]
    title, language = _("Indicators"), spoken_language()
    if path.suffix.lower() == ".xlsx":
        sheet = SheetOfCells(title, heads, tuple(cells), widths=_WIDTHS)
        return write_workbook(path, [sheet], language=language, title=title)
    plain = [[_plain(cell) for cell in line] for line in cells]
    return export_table(path, heads, plain, language=language, title=title)


def _heads() -> tuple[str, ...]:
    return (
        _("Code"), _("Indicator"), _("When"), *map(gender_label, GENDERS), _("Total"),
        _("Out of"), _("Of whom known"), _("Share of those known"), _("With a proof"),
        _("What it counts"), _("Source"),
    )  # fmt: skip


def _cells(row: IndicatorRow) -> tuple[Cell, ...]:
    one = row.indicator
    source = _(SOURCE, point=one.point) if one.point else ""
    texts = (one.code, _(one.label), _(MOMENT_LABELS[one.moment]))
    if one.belongs is None:
        return (*texts, *[""] * len(GENDERS), _("not collected"), *[""] * 4, _(one.missing), source)
    return (*texts, *map(_shown, row.counts), _shown(row.total), *_parts(row), said(row), source)


def _parts(row: IndicatorRow) -> tuple[Cell, ...]:
    if not row.has_parts:
        return ("",) * 4
    share = "" if row.known == 0 else HIDDEN_SIGN if row.share is None else Share(row.share)
    return _shown(row.of), _shown(row.known), share, _shown(row.proven) if row.has_proof else ""


def said(row: IndicatorRow) -> str:
    """What a line counts, or why it is not collected, in the reader's language."""
    one = row.indicator
    return _(one.missing or one.sentence) if one.missing or one.sentence else ""


def _shown(count: int | None) -> int | str:
    return HIDDEN_SIGN if count is None else count


def _plain(cell: Cell) -> Cell:
    return round(cell.value, 4) if isinstance(cell, Share) else cell
