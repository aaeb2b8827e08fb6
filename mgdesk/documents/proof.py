"""What lets a page prove itself: the code to scan, and below it number and check code to type."""

from typing import Final, Protocol

from mgdesk.documents.certificate_art import END, PROOF, SIGNED
from mgdesk.documents.frame import HAIR, INK, MUTED, Frame
from mgdesk.i18n import gettext as _
from mgdesk.rules.proof import Proof
from mgdesk.typesetting.code import QUIET, qr_code
from mgdesk.typesetting.fonts import Style
from mgdesk.typesetting.page import rgb

_TOP: Final = SIGNED + 12  # level with the rules of the signatures


class Numbered(Protocol):
    """A paper that can prove itself; a draft's number is empty."""

    @property
    def number(self) -> str: ...


def draw_proof(
    frame: Frame,
    record: Numbered,
    proof: Proof | None,
    *,
    end: float = END,
    foot: float = _TOP - PROOF,
) -> None:
    """Draw the code; on a draft, which has no number, the place that it will have.

    Its side is `PROOF`, it ends at `end` and stands on `foot`: in the corner of a certificate,
    when nothing else is said.
    """
    if proof is not None:
        _draw_code(frame, proof.token, end, foot)
        _draw_words(frame, record.number, proof.check_code, end, foot)
    elif not record.number:
        _keep_place(frame, end, foot)


def _draw_code(frame: Frame, token: str, end: float, foot: float) -> None:
    code = qr_code(token)
    white = PROOF / code.size * QUIET
    frame.box(
        end - PROOF - white, foot - white, PROOF + 2 * white, PROOF + 2 * white, colour="#FFFFFF"
    )
    left = frame.left(end - PROOF, PROOF)
    alt = _("Code that proves this paper, to scan with MolenGeek Desk")
    with frame.book.figure(alt, (left, foot, left + PROOF, foot + PROOF)):
        frame.book.draw(code.operators(left, foot, PROOF, rgb(INK)))


def _draw_words(frame: Frame, number: str, check_code: str, end: float, foot: float) -> None:
    middle = end - PROOF / 2
    said = _("No. {number}", number=number)
    frame.words(said, middle, foot - 11.5, 7.5, colour=MUTED, side="centre", width=PROOF)
    frame.words(
        check_code, middle, foot - 21, 8, style=Style.BOLD, side="centre", width=PROOF, is_name=True
    )


def _keep_place(frame: Frame, end: float, foot: float) -> None:
    """Corners where the code will stand: it is made together with the number."""
    near, far = end - PROOF, end
    arm = 9.0
    for x in (near, far - arm):
        for y in (foot, foot + PROOF):
            frame.rule(x, y, arm, colour=HAIR)
    for x in (frame.left(near), frame.left(far)):
        for y in (foot, foot + PROOF - arm):
            frame.book.hairline(x, y, x, y + arm, colour=HAIR)
