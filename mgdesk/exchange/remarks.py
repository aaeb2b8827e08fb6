"""What is said beside a row or a cell: a message kept untranslated until somebody reads it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from mgdesk import i18n


@dataclass(frozen=True)
class Remark:
    """A sentence about a cell or a row; `str()` says it in the spoken language."""

    message: str  # marked with N_
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return i18n.gettext(self.message, **self.values)
