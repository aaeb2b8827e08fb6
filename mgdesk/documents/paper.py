"""What every paper says beside its own matter: whose it is, who pays, and which copy this is."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from mgdesk.documents.plain import Plain
from mgdesk.rules.style import HOUSE_COLOUR, LogoPlace, Ornament


class CopyMark(StrEnum):
    """Printed beside the number; a reprint is the same frozen content with another mark."""

    ORIGINAL = "original"
    DUPLICATE = "duplicate"
    CORRECTED = "corrected"
    SPECIMEN = "specimen"  # never in the register: what a style looks like


@dataclass(frozen=True)
class Logo(Plain):
    """A picture by its SHA-256 digest; the name is set in its place when it is missing."""

    name: str
    digest: str = ""


@dataclass(frozen=True)
class Letterhead(Plain):
    """The campus at the top of its paper; `accent` is a colour such as #0B6E69."""

    organisation: str = ""
    campus: str = ""
    address: tuple[str, ...] = ()  # lines, the city last
    registration: str = ""
    contact: str = ""  # one line: phone, address, site
    accent: str = HOUSE_COLOUR
    logo: Logo | None = None
    second_logo: Logo | None = None  # of a network or a label, beside the first
    logo_place: LogoPlace = LogoPlace.START
    ornament: Ornament = Ornament.WEAVE
    bank: str = ""
    footer: str = ""  # a line at the foot of every page

    @property
    def lines(self) -> tuple[str, ...]:
        """What stands below each other at the other end than the name."""
        said = (*self.address, self.registration, self.bank, self.contact)
        return tuple(line for line in said if line)

    @property
    def logos(self) -> tuple[Logo, ...]:
        return tuple(logo for logo in (self.logo, self.second_logo) if logo is not None)


# Of a letterhead: how it looks, and lines that say nothing of what the paper is about.
LOOKS: Final = frozenset(
    {"accent", "logo", "second_logo", "logo_place", "ornament", "bank", "footer"}
)


@dataclass(frozen=True)
class Backing(Plain):
    """Who pays and helps: logos in the funder's order, the mention that the funder demands.

    The emblem of the European Union is drawn by us, first, and never smaller than any other logo
    (Regulation (EU) 2021/1060, article 50 and annex IX).
    """

    funders: tuple[Logo, ...] = ()
    partners: tuple[Logo, ...] = ()
    has_eu_emblem: bool = False
    mention: str = ""
    project_number: str = ""


NOBODY = Backing()


def digests(letterhead: Letterhead, backing: Backing, *others: Logo | None) -> frozenset[str]:
    """The digests of all pictures that a paper needs, to be gathered before it is drawn."""
    logos = (*letterhead.logos, *backing.funders, *backing.partners, *others)
    return frozenset(logo.digest for logo in logos if logo is not None and logo.digest)
