"""Writes what the program is made of, as CycloneDX 1.5: `.venv/bin/python -m installer.sbom`.

From the lock (`installer/requirements.txt`: versions, hashes, who asks for whom), the metadata of what
is installed (licences) and the table below of what is not Python. The same lock gives the same bytes.
"""

import json
import re
import tomllib
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any, Final, NamedTuple
from uuid import NAMESPACE_URL, uuid5

ROOT: Final = Path(__file__).parents[1]
LOCK: Final = ROOT / "installer" / "requirements.txt"
SBOM: Final = ROOT / "resources" / "sbom.json"

# Licences whose metadata is prose or silent; read in the packages' own licence files.
LICENCES: Final = {
    "anyascii": "ISC",
    "babel": "BSD-3-Clause",
    "charset-normalizer": "MIT",
    "email-validator": "Unlicense",
    "pypdfium2": "BSD-3-Clause AND Apache-2.0",
    "pyside6-essentials": "LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only",
    "python-dateutil": "Apache-2.0 OR BSD-3-Clause",
    "reportlab": "BSD-3-Clause",
    "rl-accel": "BSD-3-Clause",
    "shiboken6": "LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only",
    "six": "MIT",
    "sqlcipher3": "Zlib",
    "tomli-w": "MIT",
    "tzdata": "Apache-2.0",
    "uharfbuzz": "Apache-2.0",
}
# What comes inside of these packages, and what we ship beside the code: name, kind, licence.
WITHIN: Final = {
    "cryptography": [("OpenSSL", "library", "Apache-2.0")],
    "psycopg-binary": [("libpq", "library", "PostgreSQL"), ("OpenSSL", "library", "Apache-2.0")],
    "pypdfium2": [("PDFium", "library", "BSD-3-Clause AND Apache-2.0")],
    "pyside6-essentials": [("Qt", "library", "LGPL-3.0-only")],
    "sqlcipher3": [
        ("SQLCipher", "library", "BSD-3-Clause"),
        ("SQLite", "library", "blessing"),
    ],
    "uharfbuzz": [("HarfBuzz", "library", "MIT-Modern-Variant")],
    "zxing-cpp": [("ZXing-C++", "library", "Apache-2.0")],
}
SHIPPED: Final = [
    ("Noto fonts", "data", "OFL-1.1"),
    ("Lucide icons", "data", "ISC AND MIT"),
    ("sRGB profile of Little CMS", "data", "MIT"),
]


class Locked(NamedTuple):
    """One entry of the lock. `wanted_by` are the names of those that ask for it."""

    name: str
    version: str
    marker: str
    hashes: tuple[str, ...]
    wanted_by: tuple[str, ...]

    @property
    def purl(self) -> str:
        return f"pkg:pypi/{self.name}@{self.version}"


def read_lock(path: Path = LOCK) -> list[Locked]:
    """The entries of a file that `uv pip compile --generate-hashes` wrote."""
    entries = re.split(r"^(?=[a-z0-9])", path.read_text("utf-8"), flags=re.MULTILINE)
    return [_entry(text) for text in entries if "==" in text.partition("\n")[0]]


def _entry(text: str) -> Locked:
    first = text.partition("\n")[0].rstrip(" \\")
    pinned, _semicolon, marker = (part.strip() for part in first.partition(";"))
    name, _equals, version = pinned.partition("==")
    wanted = re.findall(r"^    #(?: via|  ) +(\S+)", text, re.MULTILINE)
    hashes = tuple(re.findall(r"--hash=sha256:([0-9a-f]{64})", text))
    return Locked(name, version, marker, hashes, tuple(wanted))


def licence_of(name: str) -> str:
    """The SPDX expression of an installed package. Raises LookupError when nobody says it."""
    if name in LICENCES:
        return LICENCES[name]
    try:
        said = metadata(name).get("License-Expression")
    except PackageNotFoundError as error:
        raise LookupError(f"{name} is not installed: its licence is not known") from error
    if not said:
        raise LookupError(f"{name} does not say its licence: look, and add it to LICENCES")
    return str(said)


def bill(lock: list[Locked]) -> dict[str, Any]:
    """The whole document."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    own = f"pkg:pypi/{project['name']}@{project['version']}"
    components = [*map(_component, lock), *(_plain(*one) for one in SHIPPED)]
    content = json.dumps(components, sort_keys=True)
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": f"urn:uuid:{uuid5(NAMESPACE_URL, own + content)}",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": own,
                "name": project["name"],
                "version": project["version"],
                "description": project["description"],
                "licenses": _licences(project["license"]),
                "purl": own,
            }
        },
        "components": components,
        "dependencies": _dependencies(lock, own, project["name"]),
    }


def _component(locked: Locked) -> dict[str, Any]:
    made: dict[str, Any] = {
        "type": "library",
        "bom-ref": locked.purl,
        "name": locked.name,
        "version": locked.version,
        "hashes": [{"alg": "SHA-256", "content": one} for one in locked.hashes],
        "licenses": _licences(licence_of(locked.name)),
        "purl": locked.purl,
    }
    if locked.marker:
        made["properties"] = [{"name": "mgdesk:marker", "value": locked.marker}]
    if locked.name in WITHIN:
        made["components"] = [_plain(*one, within=locked.purl) for one in WITHIN[locked.name]]
    return made


def _plain(name: str, kind: str, licence: str, within: str = "mgdesk") -> dict[str, Any]:
    ref = f"{within}#{name}"
    return {"type": kind, "bom-ref": ref, "name": name, "licenses": _licences(licence)}


def _licences(expression: str) -> list[dict[str, Any]]:
    return [{"expression": expression}]


def _dependencies(lock: list[Locked], own: str, own_name: str) -> list[dict[str, Any]]:
    asked: dict[str, list[str]] = {own: [], **{locked.purl: [] for locked in lock}}
    refs: dict[str, list[str]] = {own_name: [own]}
    for locked in lock:
        refs.setdefault(locked.name, []).append(locked.purl)
    for locked in lock:
        for name in locked.wanted_by:
            for ref in refs[name]:
                asked[ref].append(locked.purl)
    return [{"ref": ref, "dependsOn": sorted(asked[ref])} for ref in asked]


def written(document: dict[str, Any]) -> str:
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    SBOM.write_text(written(bill(read_lock())), encoding="utf-8")
