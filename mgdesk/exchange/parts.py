"""What the program is made of: its own version, its parts by others, and the licence of each.

Read from the bill of materials that is shipped (`resources/sbom.json`, by `installer/sbom.py`).
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from typing import Any, Final

from mgdesk.paths import resource

# What we ship beside the code, and where its licence lies.
_BESIDE: Final = {"Noto fonts": ("fonts", "OFL.txt"), "Lucide icons": ("icons", "LICENSE")}


@dataclass(frozen=True)
class ProgramPart:
    """A part by others. `within` names the package that brings it along; versions may be unknown."""

    name: str
    version: str
    licence: str  # an SPDX expression
    within: str = ""


@cache
def _bill() -> dict[str, Any]:
    document: dict[str, Any] = json.loads(resource("sbom.json").read_text("utf-8"))
    return document


def program_version() -> str:
    return str(_bill()["metadata"]["component"]["version"])


def program_licence() -> str:
    return str(_bill()["metadata"]["component"]["licenses"][0]["expression"])


@cache
def program_parts() -> tuple[ProgramPart, ...]:
    """Each part once, by name; where the lock has one version for each Python, both are named."""
    found: dict[tuple[str, str], ProgramPart] = {}
    for part in _parts(_bill()["components"], ""):
        known = found.get((part.name, part.within))
        versions = f"{known.version}, {part.version}" if known and known.version else part.version
        found[part.name, part.within] = ProgramPart(part.name, versions, part.licence, part.within)
    return tuple(sorted(found.values(), key=lambda part: (part.name.casefold(), part.within)))


def _parts(components: list[dict[str, Any]], within: str) -> Iterator[ProgramPart]:
    for one in components:
        licence = one["licenses"][0]["expression"]
        yield ProgramPart(one["name"], one.get("version", ""), licence, within)
        yield from _parts(one.get("components", []), one["name"])


def licence_text(part: ProgramPart) -> str:
    """The licence as the part brings it; nothing where it brings none."""
    if part.name in _BESIDE:
        return resource(*_BESIDE[part.name]).read_text("utf-8")
    try:
        return "\n\n".join(_texts(distribution(part.within or part.name)))
    except PackageNotFoundError:  # a bundle without the packages' papers
        return ""


def _texts(found: Distribution) -> Iterator[str]:
    """The files of licence and notice among a package's papers."""
    for file in found.files or []:
        name = file.name.upper()
        is_paper = ".dist-info" in str(file) and name.startswith(("LICEN", "COPYING", "NOTICE"))
        if is_paper or "dist-info/licenses/" in str(file).replace("\\", "/"):
            text = found.read_text(str(file).partition(".dist-info/")[2])
            if text:
                yield text.strip()
