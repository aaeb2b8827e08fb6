"""Phone numbers and e-mail addresses: one form when they are whole, as typed when they are not."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from mgdesk.exchange.text import cleaned

# Addresses as nearly everybody has them; the others are left to the whole grammar (email_validator).
_USUAL_EMAIL: Final = re.compile(
    r"(?=.{3,254}$)(?=[^@]{1,64}@)[a-zA-Z0-9_+-]+(?:\.[a-zA-Z0-9_+-]+)*@"
    r"(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?\.)+[a-zA-Z]{2,24}"
)
_BRACKETED: Final = re.compile(r".*<([^<>]+@[^<>]+)>\s*")


@dataclass(frozen=True, slots=True)
class Phone:
    text: str  # E.164 when valid, else as typed
    is_valid: bool


@dataclass(frozen=True, slots=True)
class Email:
    text: str
    is_valid: bool


@lru_cache(maxsize=8192)
def parse_phone(text: str, country: str) -> Phone:
    """A number as typed in a country (ISO 3166); spreadsheets' lost zeros and plus signs are found.

    Nothing typed is valid: nobody must have a phone.
    """
    typed = cleaned(text)
    bare = typed.lstrip("'’`").strip()
    if not bare:
        return Phone(typed, not typed)
    tries = [bare]
    if bare.isdecimal():  # a number cell has dropped what stood before the first digit
        tries += [f"+{bare}", f"0{bare}"]
    for attempt in tries:
        if number := _e164(attempt, country):
            return Phone(number, True)
    return Phone(typed, False)


def _e164(text: str, country: str) -> str | None:
    from phonenumbers import (
        NumberParseException,
        PhoneNumberFormat,
        format_number,
        is_valid_number,
        parse,
    )

    try:
        number = parse(text, country or None)
    except NumberParseException:
        return None
    if number.extension or not is_valid_number(number):
        return None
    return str(format_number(number, PhoneNumberFormat.E164))


@lru_cache(maxsize=8192)
def show_phone(text: str, country: str = "") -> str:
    """A kept number as people of a country read it: nationally at home, else with its prefix."""
    from phonenumbers import (
        NumberParseException,
        PhoneNumberFormat,
        format_number,
        parse,
        region_code_for_number,
    )

    try:
        number = parse(text, country or None)
    except NumberParseException:
        return text
    is_home = region_code_for_number(number) == country
    form = PhoneNumberFormat.NATIONAL if is_home else PhoneNumberFormat.INTERNATIONAL
    return str(format_number(number, form)) if text.startswith("+") else text


@lru_cache(maxsize=8192)
def parse_email(text: str) -> Email:
    """An address, out of `mailto:` or `Name <address>` if it stood there. Nothing typed is valid."""
    typed = cleaned(text)
    bare = typed.removeprefix("mailto:").strip()
    if match := _BRACKETED.fullmatch(bare):
        bare = match[1].strip()
    if not bare:
        return Email(typed, not typed)
    if _USUAL_EMAIL.fullmatch(bare) and "xn--" not in bare.lower():
        local, _at, domain = bare.rpartition("@")
        return Email(f"{local}@{domain.lower()}", True)
    return _by_grammar(bare, typed)


def _by_grammar(bare: str, typed: str) -> Email:
    from email_validator import EmailNotValidError, validate_email

    try:
        found = validate_email(bare, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        return Email(typed, False)
    return Email(str(found.normalized), "." in found.domain)
