"""Numbers that people read out: of a certificate, of a sheet, of a learner.

`MOL-2026-00042` is a certificate, `MOL-2026-F00007` a sheet, `MOL-2026-S00003` a monthly statement,
`MOL-2026-R00005` a certificate of completion, `MOL-2026-C00009` a coaching note, `MOL-2026-L00012` a
receipt of loan, `MOL-00042` a learner.
"""

import re
from dataclasses import dataclass
from typing import Final

from mgdesk.errors import DeskError
from mgdesk.i18n import N_
from mgdesk.rules.paper import PaperKind

# Other numbers carry a letter, so that they are never read as a certificate's.
_LETTERS: Final = {
    PaperKind.CERTIFICATE: "",
    PaperKind.ATTENDANCE_SHEET: "F",
    PaperKind.STATEMENT: "S",
    PaperKind.COMPLETION: "R",
    PaperKind.COACHING_NOTE: "C",
    PaperKind.LOAN_RECEIPT: "L",
}
_KINDS: Final = {letter: kind for kind, letter in _LETTERS.items()}
_DASHES: Final = re.compile(r"\s*[-\u2010-\u2015\u2212]\s*|\s+")
_PAPER: Final = re.compile(
    r"(?P<campus>.+)-(?P<year>\d{4})-(?P<letter>[A-Z]?)(?P<sequence>\d{5,12})"
)
_LEARNER: Final = re.compile(r"(?P<campus>.+)-(?P<sequence>\d{5,12})")

LEARNER_SERIES: Final = "learner"  # the series of learner numbers, which runs over the years


class NotANumber(DeskError):
    sentence = N_(
        "{text} is not the number of a document. Type it as it is printed: MOL-2026-00042."
    )


@dataclass(frozen=True, slots=True)
class PaperNumber:
    """The number of an issued document, taken apart."""

    campus: str
    kind: PaperKind
    year: int
    sequence: int

    def __str__(self) -> str:
        return f"{self.campus}-{self.year:04d}-{_LETTERS[self.kind]}{self.sequence:05d}"


@dataclass(frozen=True, slots=True)
class LearnerNumber:
    campus: str
    sequence: int

    def __str__(self) -> str:
        return f"{self.campus}-{self.sequence:05d}"


def parse_paper_number(text: str) -> PaperNumber:
    """The number that somebody typed: any case, dash or blank. Raises NotANumber."""
    found = _PAPER.fullmatch(_tidy(text))
    if found is None or found["letter"] not in _KINDS or int(found["sequence"]) == 0:
        raise NotANumber(text=text)
    kind = _KINDS[found["letter"]]
    return PaperNumber(found["campus"], kind, int(found["year"]), int(found["sequence"]))


def parse_learner_number(text: str) -> LearnerNumber | None:
    """The learner number in a cell of a list, or None when it is something else."""
    found = _LEARNER.fullmatch(_tidy(text))
    if found is None or int(found["sequence"]) == 0:
        return None
    return LearnerNumber(found["campus"], int(found["sequence"]))


def _tidy(text: str) -> str:
    return _DASHES.sub("-", text.strip()).upper()
