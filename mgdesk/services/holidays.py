"""Public holidays of a campus's country, by name: the days on which no class is planned."""

from datetime import date
from functools import cache
from typing import Any


def public_holidays(
    country: str, region: str, first: date, last: date, language: str
) -> dict[date, str]:
    """Day → name, both ends included, in the language when the library speaks it, else in French.

    An unknown region gives the country's days; a country that the library does not know gives none.
    """
    years = range(first.year, last.year + 1)
    found = _calendar(country, region, language[:2], tuple(years))
    return {day: name for day, name in sorted(found.items()) if first <= day <= last}


@cache
def _calendar(country: str, region: str, language: str, years: tuple[int, ...]) -> dict[date, str]:
    import holidays  # 77 ms: only when a timetable is made

    known = holidays.list_supported_countries()
    if country not in known:
        return {}
    kind: Any = getattr(holidays, country)
    spoken = {str(name)[:2]: name for name in kind.supported_languages}
    return dict(
        holidays.country_holidays(
            country,
            subdiv=region if region in known[country] else None,
            years=years,
            language=spoken.get(language, spoken.get("fr", kind.default_language)),
        )
    )
