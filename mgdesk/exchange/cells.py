"""One cell of a list: what it means for its field, and what is wrong with it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from mgdesk.exchange import words
from mgdesk.exchange.contact import parse_email, parse_phone
from mgdesk.exchange.dates import parse_day, parse_moment
from mgdesk.exchange.fields import DAYS, MOMENTS, NAMES, Field, Value
from mgdesk.exchange.remarks import Remark
from mgdesk.exchange.text import cleaned, cleaned_lines
from mgdesk.i18n import (
    N_,
    country_name,
    format_clock,
    format_day,
    language_name,
)
from mgdesk.rules import names, people

LONGEST_TEXT: Final = 500
LONGEST_NOTE: Final = 20_000

_PHONES: Final = frozenset({Field.PHONE, Field.EMERGENCY_PHONE})
_WORDS: Final = frozenset(
    {
        Field.GENDER, Field.LANGUAGE, Field.COUNTRY, Field.REGISTRATION_STATUS, Field.STATUS,
        Field.APPLICATION_STATUS, Field.CHANNEL, Field.WISHED_LANGUAGE, Field.SCHOOLING_LEVEL,
    }
)  # fmt: skip
# Texts of several lines.
_LONG: Final = frozenset({Field.NOTE, Field.DESCRIPTION, Field.MOTIVATION, Field.AVAILABILITY})
# Values that a record holds only when they are understood.
_STRICT: Final = frozenset(
    {
        Field.BIRTH_DATE, Field.GENDER, Field.LANGUAGE, Field.START_ON, Field.APPLICATION_STATUS,
        Field.CHANNEL, Field.WISHED_LANGUAGE, Field.SCHOOLING_LEVEL,
    }
)  # fmt: skip


@dataclass(frozen=True)
class Reader:
    """How the cells of one list are read: where its phones are at home, and what day it is."""

    country: str
    today: date
    month_first: frozenset[Field] = frozenset()

    def read(self, field: Field, cell: Value) -> tuple[Value, Remark | None]:
        """The value of a cell, as typed when it cannot be read, and then what is wrong with it."""
        if cell == "":
            return "", None
        if field in DAYS:
            return self._day(field, cell)
        if field in MOMENTS:
            return self._moment(field, cell)
        return self._words(field, _text(cell))

    def _words(self, field: Field, text: str) -> tuple[Value, Remark | None]:
        if len(text) > LONGEST_TEXT:
            return _plain(field, text)
        if field in _PHONES:
            phone = parse_phone(text, self.country)
            return phone.text, None if phone.is_valid else Remark(_NO_PHONE)
        if field == Field.EMAIL:
            email = parse_email(text)
            return email.text, None if email.is_valid else Remark(_NO_EMAIL)
        return _word(field, text) if field in _WORDS else _plain(field, text)

    def _day(self, field: Field, cell: Value) -> tuple[Value, Remark | None]:
        day = parse_day(cell, today=self.today, month_first=field in self.month_first)
        if day is None:
            return _text(cell), Remark(_NO_DAY)
        if field == Field.BIRTH_DATE and not people.is_birth_date(day, self.today):
            return day, Remark(_BORN_LATER if day > self.today else _BORN_EARLY)
        return day, None

    def _moment(self, field: Field, cell: Value) -> tuple[Value, Remark | None]:
        moment = parse_moment(cell, today=self.today, month_first=field in self.month_first)
        return (moment, None) if moment else (_text(cell), Remark(_NO_DAY))


_NO_PHONE: Final = N_("This is not a whole phone number. It is kept as typed.")
_NO_EMAIL: Final = N_("This is not a whole e-mail address. It is kept as typed.")
_NO_DAY: Final = N_("This is not a date that exists. Write it as day, month, year.")
_BORN_LATER: Final = N_("This birth date lies in the future. Correct it or empty it.")
_BORN_EARLY: Final = N_("This birth date lies before 1900. Correct it or empty it.")
_NO_WORD: Final = N_("This word is not known here. It is kept in the remarks.")
_TOO_LONG: Final = N_("This is too long: at most {most} characters fit. Shorten it.")
_UNREAD: Final = frozenset({_NO_DAY, _BORN_LATER, _BORN_EARLY, _NO_WORD})


def is_unkept(name: Field, remark: Remark | None) -> bool:
    """Whether the record cannot hold a value as typed: it belongs in the note, lest it be lost."""
    return name in _STRICT and remark is not None and remark.message in _UNREAD


def is_too_long(remark: Remark | None) -> bool:
    """Whether a remark is about length: such a cell cannot be kept at all."""
    return remark is not None and remark.message == _TOO_LONG


def _word(field: Field, text: str) -> tuple[Value, Remark | None]:
    found = words.meaning(field, text)
    if found is not None:
        return found, None
    if field == Field.COUNTRY:  # kept as typed: there are more countries than lists of them
        return text, None
    return text, Remark(_NO_WORD)


def _plain(field: Field, text: str) -> tuple[Value, Remark | None]:
    if field in _LONG:
        text = cleaned_lines(text)
        most = LONGEST_NOTE
    else:
        text = cleaned(text)
        most = names.LONGEST if field in NAMES else LONGEST_TEXT
    return text, Remark(_TOO_LONG, {"most": most}) if len(text) > most else None


def _text(cell: Value) -> str:
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ")
    return cell if isinstance(cell, str) else cell.isoformat()


def shown(field: Field, value: Value) -> str:
    """A value as people of the spoken locale read and type it."""
    if isinstance(value, datetime):
        return f"{format_day(value, 'short')} {format_clock(value)}"
    if isinstance(value, date):
        return format_day(value, "short")
    if field == Field.COUNTRY and len(value) == 2:
        return country_name(value)
    if field in {Field.LANGUAGE, Field.WISHED_LANGUAGE} and value:
        return language_name(value)
    return words.label(field, value)
