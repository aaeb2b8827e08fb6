"""The rows that an import refused, as a list of their own: mended there, it is imported again."""

from pathlib import Path

from mgdesk.exchange.columns import heading
from mgdesk.exchange.plan import ImportPlan, Verdict
from mgdesk.exchange.writing import export_table
from mgdesk.i18n import gettext as _
from mgdesk.i18n import speaking


def export_refused(path: Path, plan: ImportPlan, *, language: str) -> int:
    """Write the refused rows as they stood in the file, in its order, each with the reason.

    Gives how many; nothing is written when there are none. Raises what `export_rows` raises.
    """
    refused = [row for row in plan.rows if row.verdict == Verdict.REFUSED]
    if not refused:
        return 0
    headings = [
        text or (heading(column, language) if column else "")
        for text, column in zip(plan.table.headings, plan.columns, strict=True)
    ]
    cells = dict(zip(plan.table.numbers, plan.table.rows, strict=True))
    with speaking(language):
        rows = [(*cells[row.number], str(row.reason)) for row in refused]
        headings.append(_("Why it was refused"))
    export_table(path, headings, rows, language=language)
    return len(rows)
