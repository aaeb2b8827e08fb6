"""What a paper carries to prove itself: a signed text for its QR code, and a code to be typed.

The text is `MGD:` and, in Base45 (RFC 9285, the alphabet that QR codes pack best), these bytes:
version 1; kind (the highest bit: demonstration); 4 bytes of key id; the day of issue in days since
2000-01-01 (2 bytes); the first 12 bytes of the SHA-256 of the register's record; number and name,
each UTF-8 after one byte of length; the 64 bytes of an Ed25519 signature over all that precedes.
A full stop ends it, because a blank at the end would get lost.
"""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from mgdesk.errors import DeskError
from mgdesk.i18n import N_
from mgdesk.rules.paper import PaperKind

PREFIX: Final = "MGD:"
END: Final = "."
VERSION: Final = 1
SIGNATURE: Final = 64  # bytes
DIGEST: Final = 12
KEY_ID: Final = 4
LONGEST_NAME: Final = 80  # bytes; a longer name is cut and ends in an ellipsis
CONTEXT: Final = b"MolenGeek Desk, proof of a paper\n"  # signed with it: no other use of a key fits

_EPOCH: Final = date(2000, 1, 1)
KINDS: Final = {
    PaperKind.CERTIFICATE: 1,
    PaperKind.ATTENDANCE_SHEET: 2,  # set aside: a sheet carries no proof
    PaperKind.STATEMENT: 3,
    PaperKind.COMPLETION: 4,
}
PROVEN: Final = (PaperKind.CERTIFICATE, PaperKind.STATEMENT, PaperKind.COMPLETION)
_DEMO: Final = 0x80
_HEAD: Final = 2 + KEY_ID + 2 + DIGEST

_BASE45: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_VALUES: Final = {letter: value for value, letter in enumerate(_BASE45)}

# 23 letters, none of which is read as another or as a digit; a prime, so that the check letter
# finds every wrong letter and every two neighbours that changed places.
LETTERS: Final = "ABCDEFGHJKMNPQRSTUVWXYZ"
_CODE: Final = 12


class NotAProof(DeskError):
    sentence = N_(
        "This code is not one of a paper of MolenGeek Desk, or only a part of one. Scan it again,"
        " or type the number and the check code printed below it."
    )


class NewerProof(DeskError):
    sentence = N_("This code was made by a newer MolenGeek Desk. Update this one, then try again.")


class CheckCodeMistyped(DeskError):
    sentence = N_(
        "{text} is not a check code: it has twelve letters, and one of these is wrong or missing."
        " Compare it with the paper."
    )


@dataclass(frozen=True, slots=True)
class Proof:
    """What is printed: the text of the QR code, and the check code in three groups."""

    token: str
    check_code: str


@dataclass(frozen=True, slots=True)
class Statement:
    """What a proof says of its paper; `signed` are the bytes that the signature is for."""

    kind: PaperKind
    key_id: bytes
    number: str
    name: str
    issued_on: date
    digest: bytes  # the first DIGEST bytes
    is_demo: bool = False
    signature: bytes = b""

    @property
    def is_name_cut(self) -> bool:
        return self.name.endswith("…")

    def signed(self) -> bytes:
        """The bytes before the signature. Numbers are at most 255 bytes long."""
        number, name = self.number.encode(), cut(self.name).encode()
        kind = KINDS[self.kind] | (_DEMO if self.is_demo else 0)
        days = max(0, min(0xFFFF, (self.issued_on - _EPOCH).days))
        head = bytes((VERSION, kind)) + self.key_id + days.to_bytes(2, "big") + self.digest
        return head + bytes((len(number),)) + number + bytes((len(name),)) + name

    def token(self, signature: bytes) -> str:
        """The text of the QR code."""
        return PREFIX + base45(self.signed() + signature) + END


def read_token(text: str) -> Statement:
    """What a QR code says, still unproven. Raises NotAProof, NewerProof."""
    letters = text.strip().upper()
    if not (letters.startswith(PREFIX) and letters.endswith(END) and len(letters) <= 2_000):
        raise NotAProof
    try:
        content = from_base45(letters[len(PREFIX) : -len(END)])
        if len(content) > SIGNATURE and content[0] > VERSION:
            raise NewerProof
        return _statement(content)
    except (ValueError, IndexError, KeyError, OverflowError) as error:
        raise NotAProof from error


def _statement(content: bytes) -> Statement:
    body, signature = content[:-SIGNATURE], content[-SIGNATURE:]
    number_end = _HEAD + 1 + body[_HEAD]
    number, name = body[_HEAD + 1 : number_end], body[number_end + 1 :]
    if body[0] != VERSION or len(name) != body[number_end]:
        raise ValueError
    kinds = {value: kind for kind, value in KINDS.items()}
    days = int.from_bytes(body[2 + KEY_ID : 4 + KEY_ID], "big")
    found = Statement(
        kind=kinds[body[1] & ~_DEMO],
        key_id=body[2 : 2 + KEY_ID],
        number=number.decode(),
        name=name.decode(),
        issued_on=_EPOCH + timedelta(days=days),
        digest=body[4 + KEY_ID : _HEAD],
        is_demo=bool(body[1] & _DEMO),
        signature=signature,
    )
    if found.signed() != body:  # one paper, one text: nothing rides along
        raise ValueError
    return found


def cut(name: str) -> str:
    """The name, short enough for a code that can be read from paper."""
    if len(name.encode()) <= LONGEST_NAME:
        return name
    short = name.encode()[: LONGEST_NAME - 3].decode(errors="ignore").rstrip()
    while short and unicodedata.combining(name[len(short)]):
        short = short[:-1]
    return f"{short}…"


# --- Base45 --------------------------------------------------------------------------------------


def base45(content: bytes) -> str:
    """RFC 9285: two bytes become three letters, a last single byte two."""
    letters = []
    for place in range(0, len(content) - 1, 2):
        high, low = divmod(content[place] << 8 | content[place + 1], 45 * 45)
        letters.append(_BASE45[low % 45] + _BASE45[low // 45] + _BASE45[high])
    if len(content) % 2:
        high, low = divmod(content[-1], 45)
        letters.append(_BASE45[low] + _BASE45[high])
    return "".join(letters)


def from_base45(text: str) -> bytes:
    """The bytes again. Raises ValueError and KeyError for what is no Base45."""
    content = bytearray()
    for place in range(0, len(text), 3):
        values = [_VALUES[letter] for letter in text[place : place + 3]]
        whole = sum(value * 45**power for power, value in enumerate(values))
        if len(values) == 1:
            raise ValueError(text)
        content += whole.to_bytes(len(values) - 1, "big")
    return bytes(content)


# --- the code to be typed ------------------------------------------------------------------------


def check_code(digest: str) -> str:
    """Twelve letters in groups of four, from a record's SHA-256 (hexadecimal); the last one checks."""
    value = int.from_bytes(hashlib.sha256(f"check code {digest}".encode()).digest(), "big")
    letters = ""
    for _place in range(_CODE - 1):
        value, rest = divmod(value, len(LETTERS))
        letters += LETTERS[rest]
    letters += _check_letter(letters)
    return "-".join(letters[place : place + 4] for place in range(0, _CODE, 4))


def parse_check_code(text: str) -> str:
    """The code as it is printed, from how it was typed. Raises CheckCodeMistyped."""
    plain = unicodedata.normalize("NFKC", text).upper()
    letters = re.sub(r"[^A-Z0-9]", "", plain)
    if len(letters) != _CODE or set(letters) - set(LETTERS):
        raise CheckCodeMistyped(text=text.strip())
    if _check_letter(letters[:-1]) != letters[-1]:
        raise CheckCodeMistyped(text=text.strip())
    return "-".join(letters[place : place + 4] for place in range(0, _CODE, 4))


def _check_letter(letters: str) -> str:
    weighted = (place * LETTERS.index(letter) for place, letter in enumerate(letters, 1))
    return LETTERS[sum(weighted) % len(LETTERS)]


_TYPED: Final = re.compile(
    r"(?P<number>.*\d{4}[-\s]+[A-Za-z]?\d{5,12})(?:[\s,;:/-]+(?P<code>[A-Za-z0-9\s-]*))?", re.DOTALL
)


def split_typed(text: str) -> tuple[str, str] | None:
    """A number and the check code after it, as somebody typed them; None when there is no number."""
    plain = unicodedata.normalize("NFKC", text.strip()[:200])
    plain = re.sub(r"[\u2010-\u2015\u2212]", "-", plain)
    found = _TYPED.fullmatch(plain)
    return (found["number"], (found["code"] or "").strip()) if found else None
