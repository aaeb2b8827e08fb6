"""What a scanner is tried with: its code as a picture for the screen, and on a sheet to print."""

from datetime import date
from io import BytesIO
from typing import Final

from mgdesk.documents.trial_pages import draw_trial
from mgdesk.rules.scan_faults import TRIAL
from mgdesk.typesetting.code import QUIET, qr_code

MODULE: Final = 8  # pixels


def trial_picture() -> bytes:
    """The code as a PNG, with the white around it that scanners need."""
    from PIL import Image

    code = qr_code(TRIAL)
    drawn = Image.frombytes("1", (code.size, code.size), code.rows)
    side = code.size + 2 * QUIET
    whole = Image.new("1", (side, side), 1)
    whole.paste(drawn.point(lambda value: not value), (QUIET, QUIET))
    stream = BytesIO()
    whole.resize((side * MODULE, side * MODULE)).save(stream, "PNG")
    return stream.getvalue()


def trial_sheet(day: date) -> bytes:
    """A PDF of one page, in the language spoken."""
    return draw_trial(day)
