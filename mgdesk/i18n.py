"""Words, dates and numbers in the language of whoever reads them.

One gettext catalogue serves the window, paper, errors and the command line. The language is a
context variable: `speaking("nl_BE")` lets a certificate speak Dutch while the window speaks French.
Source strings are English; `resources/locale/<language>/LC_MESSAGES/mgdesk.po` holds the others.
"""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time
from functools import cache, lru_cache, partial
from gettext import GNUTranslations, NullTranslations
from typing import Final, Literal
from unicodedata import bidirectional, normalize

from babel import Locale
from babel.dates import format_date, format_datetime, format_skeleton, format_time
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent

from mgdesk.paths import resource

logger = logging.getLogger(__name__)

LANGUAGES: Final = {
    "fr": "Français",
    "nl": "Nederlands",
    "en": "English",
    "it": "Italiano",
    "ar": "العربية",
}
DEFAULT: Final = "fr"
RIGHT_TO_LEFT: Final = frozenset({"ar"})

FIRST_STRONG_ISOLATE: Final = "\u2068"
POP_ISOLATE: Final = "\u2069"

# The territory whose habits a bare language follows; a campus's country goes before it.
_TERRITORY: Final = {"fr": "BE", "nl": "BE", "en": "GB", "it": "IT", "ar": "MA"}

_spoken: ContextVar[str] = ContextVar("spoken", default="fr_BE")


def N_(message: str) -> str:
    """Mark a message for the catalogue; whoever shows it translates it."""
    return message


def NN_(singular: str, plural: str) -> tuple[str, str]:
    """Mark a message that has a plural; whoever shows it chooses the form by the count `n`."""
    return singular, plural


@cache
def locale_for(language: str, country: str | None = None) -> str:
    """The locale identifier (`nl_NL`) of a language as read in a country, if Babel knows the pair."""
    short = language.replace("-", "_").split("_")[0]
    if short not in LANGUAGES:
        short = DEFAULT
    wanted = f"{short}_{country}" if country else ""
    return wanted if wanted in _known_locales() else f"{short}_{_TERRITORY[short]}"


@cache
def _known_locales() -> frozenset[str]:
    from babel import localedata

    return frozenset(localedata.locale_identifiers())


def speak(language: str, country: str | None = None) -> None:
    """Speak a language from here on, in this thread's context. Accepts `fr` and `fr_BE` alike."""
    if "_" in language and country is None:
        language, country = language.split("_", 1)
    _spoken.set(locale_for(language, country))


@contextmanager
def speaking(language: str, country: str | None = None) -> Iterator[None]:
    """Speak a language inside the block only."""
    token = _spoken.set(_spoken.get())
    speak(language, country)
    try:
        yield
    finally:
        _spoken.reset(token)


def spoken_locale() -> str:
    """The locale spoken now, such as `fr_BE`."""
    return _spoken.get()


def spoken_language() -> str:
    """The language spoken now, such as `fr`."""
    return _spoken.get().split("_")[0]


def is_right_to_left(language: str | None = None) -> bool:
    return (language or spoken_language()).split("_")[0] in RIGHT_TO_LEFT


# --- words -------------------------------------------------------------------------------------


def gettext(message: str, **values: object) -> str:
    """The message in the spoken language, its `{fields}` filled in and isolated from its direction."""
    return _fill(_catalogue(spoken_language()).gettext(message), values)


def ngettext(singular: str, plural: str, n: int, **values: object) -> str:
    """The message for a count; `{n}` is the count, written for the locale."""
    text = _catalogue(spoken_language()).ngettext(singular, plural, n)
    return _fill(text, {"n": number(n), **values})


def pgettext(context: str, message: str, **values: object) -> str:
    """The message in a context, for words that differ in another language only."""
    return _fill(_catalogue(spoken_language()).pgettext(context, message), values)


def isolate(text: str) -> str:
    """Keep a name, code or range from running into text of the other direction (UAX #9, FSI…PDI)."""
    return f"{FIRST_STRONG_ISOLATE}{text}{POP_ISOLATE}" if text else text


def has_right_to_left(text: str) -> bool:
    return not text.isascii() and any(bidirectional(letter) in {"R", "AL"} for letter in text)


def _fill(message: str, values: dict[str, object]) -> str:
    if not values:
        return message
    if spoken_language() == "fr":
        message = _ELIDED.sub(partial(_elided, values), message)
    return message.format(**{key: _isolated(value) for key, value in values.items()})


# French drops the e of de and que before a vowel: d’Anouk. An h is left, for it may be aspirated.
_ELIDED: Final = re.compile(r"\b([Dd]|[Qq]u)e (?=\{(\w+)\})")
_VOWELS: Final = frozenset("aeiouœæ")


def _elided(values: dict[str, object], found: re.Match[str]) -> str:
    value = values.get(found[2])
    first = normalize("NFKD", value)[:1].casefold() if isinstance(value, str) else ""
    return f"{found[1]}’" if first in _VOWELS else found[0]


def _isolated(value: object) -> object:
    if not isinstance(value, str) or value.startswith(FIRST_STRONG_ISOLATE):
        return value
    return isolate(value) if is_right_to_left() or has_right_to_left(value) else value


@cache
def _catalogue(language: str) -> NullTranslations:
    if language == "en":
        return NullTranslations()
    path = resource("locale", language, "LC_MESSAGES", "mgdesk.mo")
    if not path.exists():
        return NullTranslations()
    try:
        with path.open("rb") as stream:
            return GNUTranslations(stream)
    except Exception:  # whatever a damaged file makes gettext raise: words in English are words
        logger.exception("the words of %s cannot be read", language)
        return NullTranslations()


@cache
def messages(language: str) -> tuple[str, ...]:
    """Every message of the catalogue as the language says it, its `{fields}` not filled in."""
    from babel.messages.mofile import read_mo

    kept_in = DEFAULT if language == "en" else language
    with resource("locale", kept_in, "LC_MESSAGES", "mgdesk.mo").open("rb") as stream:
        catalogue = read_mo(stream)
    found: list[str] = []
    for message in catalogue:
        forms = message.id if language == "en" else message.string or ""
        found += [forms] if isinstance(forms, str) else forms
    return tuple(found)


# --- dates, numbers, names ---------------------------------------------------------------------

type_of_date = Literal["short", "medium", "long", "full"]


def format_day(value: date, style: type_of_date = "medium") -> str:
    """A date for the locale; `short` is digits with a four-digit year, `full` has the weekday."""
    return _day(value.toordinal(), style, spoken_locale())


# A paper names the same days, hours and numbers on page after page; a moment with its zone would
# be no key, for moments of two zones are equal.
@lru_cache(maxsize=1_000)
def _day(ordinal: int, style: str, locale: str) -> str:
    value = date.fromordinal(ordinal)
    if style == "short":
        return _short_date(value, locale)
    return str(format_date(value, style, locale=locale))


def _short_date(value: date, locale: str) -> str:
    pattern = Locale.parse(locale).date_formats["short"].pattern
    if "yyyy" not in pattern:
        pattern = pattern.replace("yy", "y") if "yy" in pattern else pattern
    return str(format_date(value, pattern, locale=locale))


def format_days(first: date, last: date, style: type_of_date = "medium") -> str:
    """From the first to the last day; a single one is said once."""
    if first == last:
        return format_day(first, style)
    return gettext("{first} – {last}", first=format_day(first, style), last=format_day(last, style))


def format_weekday(value: date, *, short: bool = False) -> str:
    """The day's name: `lundi`, or `lun.` when short."""
    return _day(value.toordinal(), "EEE" if short else "EEEE", spoken_locale())


def format_day_and_month(value: date) -> str:
    return _skeleton("MMMd", value.toordinal(), spoken_locale())


@lru_cache(maxsize=1_000)
def _skeleton(skeleton: str, ordinal: int, locale: str) -> str:
    return str(format_skeleton(skeleton, date.fromordinal(ordinal), locale=locale))


def format_month(value: date) -> str:
    """The month with its year: `novembre 2026`."""
    return _skeleton("yMMMM", value.toordinal(), spoken_locale())


def format_short_month(value: date, *, with_year: bool) -> str:
    """The month in few letters, for the foot of a chart: `nov.`, `nov. 2026`."""
    if with_year:
        return _skeleton("yMMM", value.toordinal(), spoken_locale())
    return _day(value.toordinal(), "LLL", spoken_locale())


def format_clock(value: time | datetime) -> str:
    """Hours and minutes on a 24-hour clock, which every campus uses on paper."""
    return _clock(value.hour, value.minute, spoken_locale())


@lru_cache(maxsize=1_000)
def _clock(hour: int, minute: int, locale: str) -> str:
    return str(format_time(time(hour, minute), "HH:mm", locale=locale))


def format_clock_range(start: time, end: time) -> str:
    """`09:00–12:30`, isolated so that it never runs backwards inside Arabic."""
    text = f"{format_clock(start)}–{format_clock(end)}"
    return isolate(f"\u200e{text}") if is_right_to_left() else text


def format_moment(value: datetime, style: type_of_date = "medium") -> str:
    """A date with its time, as given (convert to the campus's zone first)."""
    return str(format_datetime(value, f"{_date_pattern(style)} HH:mm", locale=spoken_locale()))


def zone_city(zone: str) -> str:
    """The city that a zone is named after, in the spoken language: `Bruxelles`."""
    from babel.dates import get_timezone_location

    return str(get_timezone_location(zone, locale=spoken_locale(), return_city=True))


def _date_pattern(style: type_of_date) -> str:
    return str(Locale.parse(spoken_locale()).date_formats[style].pattern)


def number(value: float, places: int | None = None) -> str:
    """A number for the locale, with at most (or exactly, when given) so many decimal places."""
    pattern = None if places is None else "#,##0" + ("." + "0" * places if places else "")
    return _decimal(value + 0, pattern, spoken_locale())  # never -0.0, which equals 0.0


@lru_cache(maxsize=1_000, typed=True)
def _decimal(value: float, pattern: str | None, locale: str) -> str:
    return str(format_decimal(value, format=pattern, locale=locale))


def percent(share: float, places: int = 0) -> str:
    """A share between 0 and 1 as a percentage with so many decimals."""
    locale = spoken_locale()
    pattern = Locale.parse(locale).percent_formats[None].pattern
    if places:
        pattern = pattern.replace("#0", f"#0.{'0' * places}")
    return str(format_percent(share, format=pattern, locale=locale))


def format_hours(minutes: int) -> str:
    """Minutes as hours: `3 h 30`, `7 h`."""
    hours, rest = divmod(minutes, 60)
    if rest:
        return gettext("{hours} h {minutes}", hours=number(hours), minutes=f"{rest:02d}")
    return gettext("{hours} h", hours=number(hours))


def enumerate_words(words: list[str]) -> str:
    """`a, b et c`."""
    return str(format_list(words, locale=spoken_locale()))


def country_name(code: str) -> str:
    return str(Locale.parse(spoken_locale()).territories.get(code, code))


def language_name(code: str) -> str:
    """The language's name in the spoken language: `néerlandais`."""
    return str(Locale.parse(spoken_locale()).languages.get(code, code))
