"""A letter that proves itself: at its end who signs, and in the corner beside it the code."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Final, Protocol, TypeVar

from mgdesk.documents import letter
from mgdesk.documents.certificate import NOTHING_PROVEN
from mgdesk.documents.certificate_art import PROOF
from mgdesk.documents.frame import Frame
from mgdesk.documents.logos import Album
from mgdesk.documents.output import Target
from mgdesk.documents.paper import Logo
from mgdesk.documents.proof import draw_proof
from mgdesk.rules.proof import Proof
from mgdesk.typesetting.page import MM

_GAP: Final = 9 * MM  # between the rules of the signatures and the code
_ABOVE: Final = 10.0  # from the names' baseline to the foot of the code: its words end with theirs
HEIGHT: Final = _ABOVE + PROOF + 8.0  # above the names' baseline, with white around the code


class Attested(letter.Letter, Protocol):
    @property
    def number(self) -> str: ...
    @property
    def place(self) -> str: ...
    @property
    def issued_on(self) -> date: ...
    @property
    def signatory(self) -> str: ...
    @property
    def signatory_role(self) -> str: ...
    @property
    def signature(self) -> Logo | None: ...


R = TypeVar("R", bound=Attested)


def write_proven(
    records: Sequence[R],
    pictures: Mapping[str, bytes],
    path: Target,
    *,
    title: Callable[[R], str],
    page: Callable[[Frame, Album, R, Proof | None], None],
    last: Callable[[Frame, Album, Sequence[R]], None] | None = None,
    proofs: Mapping[str, Proof] = NOTHING_PROVEN,
    fonts: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> int:
    """As `letter.write`, each page with the proof of its number."""
    return letter.write(
        records,
        pictures,
        path,
        title=title,
        page=lambda frame, album, one: page(frame, album, one, proofs.get(one.number)),
        last=last,
        fonts=fonts,
        progress=progress,
    )


def draw_end(frame: Frame, album: Album, record: Attested, proof: Proof | None, y: float) -> None:
    """Draw where, when and who, and the code; `y` is the baseline of the names."""
    letter.draw_signature(
        frame,
        album,
        place=record.place,
        day=record.issued_on,
        signatory=record.signatory,
        role=record.signatory_role,
        signature=record.signature,
        y=y,
        room=letter.ROOM - PROOF - _GAP,
    )
    draw_proof(frame, record, proof, end=letter.END, foot=y + _ABOVE)
