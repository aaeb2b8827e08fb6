"""What lets a page prove itself: the code to scan, and below it number and check code to type."""

from typing import Final

from mgdesk.documents.certificate_art import END, PROOF, SIGNED
from mgdesk.documents.certificate_record import CertificateRecord
from mgdesk.documents.frame import HAIR, INK, MUTED, Frame
from mgdesk.i18n import gettext as _
from mgdesk.rules.proof import Proof
from mgdesk.typesetting.code import QUIET, qr_code
from mgdesk.typesetting.fonts import Style
from mgdesk.typesetting.page import rgb

_TOP: Final = SIGNED + 12  # level with the rules of the signatures


def draw_proof(frame: Frame, record: CertificateRecord, proof: Proof | None) -> None:
    """Draw the code; on a draft, which has no number, the place that it will have."""
    foot = _TOP - PROOF
    if proof is not None:
        _draw_code(frame, proof.token, foot)
        _draw_words(frame, record.number, proof.check_code, foot)
    elif not record.number:
        _keep_place(frame, foot)


def _draw_code(frame: Frame, token: str, foot: float) -> None:
    code = qr_code(token)
    white = PROOF / code.size * QUIET
    frame.box(
        END - PROOF - white, foot - white, PROOF + 2 * white, PROOF + 2 * white, colour="#FFFFFF"
    )
    left = frame.left(END - PROOF, PROOF)
    alt = _("Code that proves this paper, to scan with MolenGeek Desk")
    with frame.book.figure(alt, (left, foot, left + PROOF, foot + PROOF)):
        frame.book.draw(code.operators(left, foot, PROOF, rgb(INK)))


def _draw_words(frame: Frame, number: str, check_code: str, foot: float) -> None:
    middle = END - PROOF / 2
    said = _("No. {number}", number=number)
    frame.words(said, middle, foot - 11.5, 7.5, colour=MUTED, side="centre", width=PROOF)
    frame.words(
        check_code, middle, foot - 21, 8, style=Style.BOLD, side="centre", width=PROOF, is_name=True
    )


def _keep_place(frame: Frame, foot: float) -> None:
    """Corners where the code will stand: it is made together with the number."""
    near, far = END - PROOF, END
    arm = 9.0
    for x in (near, far - arm):
        for y in (foot, foot + PROOF):
            frame.rule(x, y, arm, colour=HAIR)
    for x in (frame.left(near), frame.left(far)):
        for y in (foot, foot + PROOF - arm):
            frame.book.hairline(x, y, x, y + arm, colour=HAIR)
