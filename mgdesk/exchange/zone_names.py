"""Names of time zones as other programs write them, made those that every computer knows.

What the file defines itself (VTIMEZONE) and what nobody knows stays as it is written.
"""

import re
from collections.abc import Collection
from functools import cache
from typing import Final
from zoneinfo import available_timezones

_GIVEN: Final = re.compile(r';TZID=(?:"([^"\n]*)"|([^":;,\n]*))', re.IGNORECASE)
# Exchange on the web names zones by an address without quotes, against the standard.
_ADDRESS: Final = re.compile(r";TZID=tzone://Microsoft/(\w+)", re.IGNORECASE)
_OFFSET: Final = re.compile(r"(?:UTC|GMT)\s*([+-])0?(\d{1,2})(?::?00)?$", re.IGNORECASE)
_PREFIXES: Final = ("posix/", "right/")


def with_known_zones(text: str, defined: Collection[str]) -> str:
    """A calendar whose properties name zones in the usual way. `defined` are those of the file."""
    text = _ADDRESS.sub(lambda found: ";TZID=UTC" if found[1].upper() == "UTC" else "", text)

    def known(found: re.Match[str]) -> str:
        name = (found[1] or found[2] or "").strip()
        usual = "" if name in defined else usual_name(name)
        return f";TZID={usual}" if usual else found[0]

    return _GIVEN.sub(known, text)


def usual_name(name: str) -> str:
    """`/mozilla.org/20070129_1/Europe/Paris` → `Europe/Paris`, `UTC+11` → `Etc/GMT-11`; empty: unknown."""
    offset = _OFFSET.match(name)
    if offset is not None:  # the sign of these names is the other way round
        return _folded().get(f"etc/gmt{'-' if offset[1] == '+' else '+'}{offset[2]}", "")
    folded = name.casefold()
    for prefix in _PREFIXES:
        folded = folded.removeprefix(prefix)
    parts = folded.strip("/").split("/")
    if not folded.startswith("/"):
        return _folded().get("/".join(parts), "")
    ends = ("/".join(parts[place:]) for place in range(len(parts)))
    return next((_folded()[end] for end in ends if end in _folded()), "")


@cache
def _folded() -> dict[str, str]:
    return {name.casefold(): name for name in available_timezones()}
