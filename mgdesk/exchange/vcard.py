"""Address cards (.vcf): people out as vCard 4.0 (RFC 6350), in from 2.1, 3.0 and 4.0.

Old phones write 2.1 with quoted-printable; photos, sounds and keys are passed over. Written are names
and how to reach somebody: no note, no national number, nobody to call in an emergency.
"""

import quopri
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from mgdesk.exchange import guard
from mgdesk.exchange.columns import heading
from mgdesk.exchange.encoding import decoded
from mgdesk.exchange.fields import Field
from mgdesk.exchange.table import Table
from mgdesk.exchange.text import cleaned, cleaned_lines
from mgdesk.rules import names

_BEGIN: Final = "BEGIN:VCARD"
_WIDEST: Final = 75  # bytes of a line, RFC 6350 §3.2
_GENDERS: Final = {"woman": "F", "man": "M", "other": "O"}
_ADDRESS: Final = (Field.STREET, Field.MUNICIPALITY, None, Field.POSTCODE, Field.COUNTRY)
_DAY: Final = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?:T.*)?")
_ESCAPED: Final = re.compile(r"\\(.)", re.DOTALL)
_SHOWN: Final = (
    Field.SURNAME, Field.FIRST_NAME, Field.CALL_NAME, Field.SECOND_NAME, Field.BIRTH_DATE,
    Field.GENDER, Field.PHONE, Field.EMAIL, Field.LANGUAGE, Field.STREET, Field.POSTCODE,
    Field.MUNICIPALITY, Field.COUNTRY, Field.NOTE,
)  # fmt: skip


@dataclass(frozen=True)
class _Property:
    name: str
    parameters: Mapping[str, str]
    value: str


def is_cards(content: bytes) -> bool:
    """Whether a file holds address cards, whatever its ending says."""
    return decoded(content[:64]).lstrip("\ufeff \t\r\n").upper().startswith(_BEGIN)


# --- reading -------------------------------------------------------------------------------------


def read_cards(content: bytes, name: str) -> Table:
    """One row a card, under our own headings, numbered in their order. Raises TooManyRows, NotAList."""
    rows: list[dict[Field, str]] = []
    lines = _unfolded(decoded(content))
    for card in _cards(lines):
        if row := _row(card):
            rows.append(row)
        if len(rows) > guard.MOST_ROWS:
            raise guard.TooManyRows(name=name, limit=guard.MOST_ROWS)
    if not rows:
        raise guard.NotAList(name=name)
    fields = [field for field in _SHOWN if any(field in row for row in rows)]
    return Table(
        headings=tuple(heading(field, "en") for field in fields),
        rows=tuple(tuple(row.get(field, "") for field in fields) for row in rows),
        numbers=tuple(range(1, len(rows) + 1)),
        source=name,
    )


def _unfolded(text: str) -> Iterator[str]:
    """Whole lines: a blank at a line's beginning continues it, so does `=` at a quoted one's end."""
    parts: list[str] = []
    for line in re.split(r"\r\n|\n|\r", text):
        is_soft = bool(parts) and parts[-1].endswith("=") and _is_quoted(parts[0])
        if is_soft:
            parts[-1] = parts[-1][:-1]
            parts.append(line)
        elif parts and line[:1] in {" ", "\t"}:
            parts.append(line[1:])
        else:
            yield "".join(parts)
            parts = [line]
    yield "".join(parts)


def _is_quoted(line: str) -> bool:
    return "QUOTED-PRINTABLE" in line.partition(":")[0].upper()


def _cards(lines: Iterable[str]) -> Iterator[list[_Property]]:
    card: list[_Property] | None = None
    for line in lines:
        start = line[:12].strip().upper()
        if start == _BEGIN:
            card = []
        elif start.startswith("END:VCARD"):
            if card is not None:
                yield card
            card = None
        elif card is not None and (found := _property(line)) is not None:
            card.append(found)


def _property(line: str) -> _Property | None:
    head, value = _parted(line)
    name, *told = _split(head, ";")
    name = name.rpartition(".")[2].upper()
    if not value or name not in _READ:
        return None
    parameters = {}
    for one in told:
        key, equals, text = one.partition("=")
        parameters[key.upper()] = text.strip('"').upper() if equals else ""
    if "QUOTED-PRINTABLE" in {parameters.get("ENCODING"), *parameters}:
        value = _dequoted(value, parameters.get("CHARSET", "UTF-8"))
    return _Property(name, parameters, value)


def _parted(line: str) -> tuple[str, str]:
    """What stands before and behind the first colon outside quotes."""
    is_inside = False
    for place, sign in enumerate(line):
        if sign == '"':
            is_inside = not is_inside
        elif sign == ":" and not is_inside:
            return line[:place], line[place + 1 :]
    return line, ""


def _dequoted(value: str, charset: str) -> str:
    content = quopri.decodestring(value.encode("utf-8"))
    try:
        return content.decode(charset)
    except (LookupError, UnicodeDecodeError):
        return decoded(content)


def _split(value: str, separator: str) -> list[str]:
    """The parts between separators that no backslash takes for text."""
    return re.findall(rf"((?:[^\\{separator}]|\\.|\\$)*)(?:{separator}|$)", value, re.DOTALL)[
        : value.count(separator) + 1
    ]


def _plain(text: str) -> str:
    unescaped = _ESCAPED.sub(lambda m: "\n" if m[1] in "nN" else m[1], text)
    return cleaned_lines(unescaped)


def _row(card: list[_Property]) -> dict[Field, str]:
    row: dict[Field, str] = {}
    for found in sorted(card, key=_preference):
        for field, text in _READ[found.name](found):
            if text:
                row.setdefault(field, text)
    whole = row.pop(Field.FULL_NAME, "")
    if whole and not {Field.SURNAME, Field.FIRST_NAME} & row.keys():
        row[Field.SURNAME] = whole
    if not {Field.SURNAME, Field.FIRST_NAME} & row.keys():
        return {}
    shown = {
        names.display_name(row.get(Field.FIRST_NAME, ""), row.get(Field.SURNAME, "")),
        f"{row.get(Field.SURNAME, '')} {row.get(Field.FIRST_NAME, '')}",
    }
    if row.get(Field.SECOND_NAME) in shown:
        del row[Field.SECOND_NAME]
    return row


def _preference(found: _Property) -> int:
    """Mobile phones and what is preferred come first; otherwise the order of the card."""
    types = f"{found.parameters.get('TYPE', '')} {' '.join(found.parameters)}"
    if "PREF" in types:
        return 0
    return 1 if "CELL" in types else 2


Told = Iterator[tuple[Field, str]]


def _name(found: _Property) -> Told:
    surname, first, *_others = [*map(_plain, _split(found.value, ";")), "", ""]
    yield Field.SURNAME, cleaned(surname)
    yield Field.FIRST_NAME, cleaned(first)


def _full_name(found: _Property) -> Told:
    is_other = "ALTID" in found.parameters and "LANGUAGE" in found.parameters
    yield Field.SECOND_NAME if is_other else Field.FULL_NAME, cleaned(_plain(found.value))


def _address(found: _Property) -> Told:
    parts = [cleaned(_plain(part)) for part in _split(found.value, ";")]
    for field, text in zip(_ADDRESS, parts[2:], strict=False):
        if field is not None:
            yield field, text


def _birthday(found: _Property) -> Told:
    day = _DAY.fullmatch(found.value.strip())
    if day:
        yield Field.BIRTH_DATE, "-".join(day.groups())


def _gender(found: _Property) -> Told:
    letter = found.value.partition(";")[0].strip().upper()
    words = {"F": "woman", "M": "man", "O": "other"}
    yield Field.GENDER, words.get(letter, "")


def _text_of(field: Field) -> Any:
    def told(found: _Property) -> Told:
        text = _plain(found.value)
        yield field, text if field is Field.NOTE else cleaned(text)

    return told


def _phone(found: _Property) -> Told:
    yield Field.PHONE, cleaned(_plain(found.value)).removeprefix("tel:")


def _nickname(found: _Property) -> Told:
    yield Field.CALL_NAME, cleaned(_plain(_split(found.value, ",")[0]))


_READ: Final = {
    "N": _name, "FN": _full_name, "NICKNAME": _nickname, "BDAY": _birthday, "GENDER": _gender,
    "TEL": _phone, "EMAIL": _text_of(Field.EMAIL), "LANG": _text_of(Field.LANGUAGE), "ADR": _address,
    "NOTE": _text_of(Field.NOTE),
}  # fmt: skip


# --- writing -------------------------------------------------------------------------------------


def cards(rows: Iterable[Mapping[Any, object]]) -> str:
    """The people of some rows (field → value) as cards, vCard 4.0."""
    return "".join(f"{_folded(line)}\r\n" for row in rows for line in _card(row))


def _card(row: Mapping[Any, object]) -> Iterator[str]:
    def told(field: Field) -> str:
        value = row.get(field, row.get(field.value))
        return "" if value is None else _escaped(str(value))

    surname, first = told(Field.SURNAME), told(Field.FIRST_NAME)
    yield _BEGIN
    yield "VERSION:4.0"
    yield f"FN;ALTID=1:{names.display_name(first, surname)}"
    if second := told(Field.SECOND_NAME):
        yield f"FN;ALTID=1;LANGUAGE=und:{second}"
    yield f"N:{surname};{first};;;"
    if call_name := told(Field.CALL_NAME):
        yield f"NICKNAME:{call_name}"
    born = row.get(Field.BIRTH_DATE, row.get(Field.BIRTH_DATE.value))
    if isinstance(born, date):
        yield f"BDAY:{born:%Y%m%d}" if born.year >= 1000 else f"BDAY;VALUE=text:{born}"
    if gender := _GENDERS.get(told(Field.GENDER)):
        yield f"GENDER:{gender}"
    for name, field in (("TEL", Field.PHONE), ("EMAIL", Field.EMAIL), ("LANG", Field.LANGUAGE)):
        if value := told(field):
            yield f"{name}:{value}"
    address = [told(field) if field else "" for field in _ADDRESS]
    if any(address):
        yield f"ADR:;;{';'.join(address)}"
    yield "END:VCARD"


def _escaped(text: str) -> str:
    return re.sub(r"([\\,;])", r"\\\1", text).replace("\n", "\\n")


def _folded(line: str) -> str:
    """Lines of at most 75 bytes, never cut inside a letter."""
    lines, size = [""], 0
    for sign in line:
        length = len(sign.encode("utf-8"))
        if size + length > _WIDEST:
            lines.append("")
            size = 1  # the blank that begins it
        lines[-1] += sign
        size += length
    return "\r\n ".join(lines)
