"""Indicators as a file: participants by what they were at entry, results by what became of them."""

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy.orm import Session

from mgdesk.exchange.writing import export_table
from mgdesk.i18n import gettext as _
from mgdesk.i18n import spoken_language
from mgdesk.queries.indicators import leavers, participants
from mgdesk.queries.small_counts import hidden_below
from mgdesk.rules.figure_charts import gender_label
from mgdesk.rules.figures import HIDDEN_SIGN, Scope
from mgdesk.rules.indicator_table import table
from mgdesk.rules.indicators import GENDERS, IndicatorRow


def indicator_rows(session: Session, *, scope: Scope) -> list[IndicatorRow]:
    """The table of a scope, as it may be published."""
    return table(
        participants(session, scope=scope), leavers(session, scope=scope), hidden_below(session)
    )


def write_indicators(path: Path, rows: Sequence[IndicatorRow]) -> Path:
    """Write .csv or .xlsx, by the path's ending. Raises UnknownEnding, FileCannotBeWritten, DiskFull."""
    heads = [_("Indicator"), *map(gender_label, GENDERS), _("Total")]
    cells = (
        [_(row.label), *(_shown(count) for count in row.counts), _shown(row.total)] for row in rows
    )
    return export_table(path, heads, cells, language=spoken_language(), title=_("Indicators"))


def _shown(count: int | None) -> int | str:
    return HIDDEN_SIGN if count is None else count
