"""Countries and clocks: which country codes exist, and on which zone's clock a country lives.

From the zone database's own tables (`iso3166.tab`, `zone1970.tab`), shipped by the tzdata package.
"""

from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo


def is_country(code: str) -> bool:
    """Whether it is an ISO 3166-1 alpha-2 code, in capitals."""
    return code in _countries()


def is_zone(name: str) -> bool:
    """Whether it is a zone of the IANA database, such as Africa/Casablanca."""
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):  # a path, a folder of zones, an unknown name
        return False
    return True


def zone_of(country: str) -> str:
    """The zone where most people of a country live, as far as the database's order tells."""
    return _zones().get(country, "UTC")


@cache
def _countries() -> frozenset[str]:
    return frozenset(fields[0] for fields in _table("iso3166.tab"))


@cache
def _zones() -> dict[str, str]:
    zones: dict[str, str] = {}
    for codes, _position, zone, *_comment in _table("zone.tab"):
        zones.setdefault(codes, zone)
    return zones


def _table(name: str) -> list[list[str]]:
    text = files("tzdata").joinpath("zoneinfo", name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
