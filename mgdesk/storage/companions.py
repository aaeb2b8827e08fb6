"""What travels beside a copy: its manifest (`.json`) and the wrapped keys that open it (`.key`).

The manifest says what the copy held when it was verified: rows a table, the head of the audit's chain,
the SHA-256 of the file. It is authenticated with the audit's key: a head that was moved is noticed.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from mgdesk.storage import chain, keys
from mgdesk.storage.chain import Head
from mgdesk.storage.keyfile import write_over

KEY, MANIFEST = ".key", ".json"
_BLOCK: Final = 1 << 20


@dataclass(frozen=True)
class Manifest:
    """`key` names the audit's key that authenticates it (`chain.key_id`)."""

    version: str
    rows: Mapping[str, int]
    head: Head
    digest: str
    made_at: datetime
    key: bytes

    @property
    def all_rows(self) -> int:
        return sum(self.rows.values())


class ManifestForged(Exception):
    """It is there, and it is not what was written."""


def beside(copy: Path, suffix: str) -> Path:
    return copy.with_name(copy.name + suffix)


def remove(copy: Path) -> None:
    """A copy with what travels beside it."""
    for path in (copy, beside(copy, MANIFEST), beside(copy, KEY)):
        path.unlink(missing_ok=True)


def write_manifest(copy: Path, manifest: Manifest, audit_key: bytes) -> None:
    values = {
        "format": 1,
        "made_at": manifest.made_at.isoformat(),
        "version": manifest.version,
        "rows": dict(manifest.rows),
        "audit": {"position": manifest.head.position, "seal": manifest.head.seal.hex()},
        "sha256": manifest.digest,
        "key": manifest.key.hex(),
    }
    content = values | {"proof": proof(audit_key, values)}
    write_over(beside(copy, MANIFEST), json.dumps(content, indent=1).encode("ascii"))


def read_manifest(copy: Path, audit_keys: Mapping[bytes, bytes]) -> Manifest | None:
    """The manifest beside a copy; nothing when there is none, or one of a key that is not here.

    Raises ManifestForged.
    """
    try:
        values = json.loads(beside(copy, MANIFEST).read_text(encoding="ascii"))
        said, key = values.pop("proof"), audit_keys.get(bytes.fromhex(values["key"]))
        if key is None:
            return None
        if not hmac.compare_digest(said, proof(key, values)):
            raise ManifestForged
        audit = values["audit"]
        return Manifest(
            version=values["version"],
            rows=values["rows"],
            head=Head(audit["position"], bytes.fromhex(audit["seal"])),
            digest=values["sha256"],
            made_at=datetime.fromisoformat(values["made_at"]),
            key=bytes.fromhex(values["key"]),
        )
    except OSError:
        return None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ManifestForged from error


def proof(audit_key: bytes, values: Mapping[str, Any]) -> str:
    """Authenticates what is written beside the data."""
    said = json.dumps(values, sort_keys=True, separators=(",", ":")).encode("ascii")
    return hmac.digest(chain.derived(audit_key, "beside"), said, "sha256").hex()


def file_digest(path: Path) -> str:
    """The SHA-256 of a file, hexadecimal."""
    found = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            found.update(block)
    return found.hexdigest()


def write_key(copy: Path, content: bytes) -> None:
    if content:
        write_over(beside(copy, KEY), content)


def write_keys(folder: Path, file: keys.KeyFile) -> None:
    """Renew the wrapped keys beside all copies of a folder that are of this key."""
    content = file.portable()
    for copy in _copies(folder) if content else ():
        try:
            is_ours = keys.read(beside(copy, KEY)).values.get("id") == file.values.get("id")
        except (keys.KeyFileMissing, keys.KeyFileDamaged):
            is_ours = True
        if is_ours:
            write_key(copy, content)


def _copies(folder: Path) -> Iterable[Path]:
    return sorted(folder.glob("desk-*.db")) if folder.is_dir() else ()
