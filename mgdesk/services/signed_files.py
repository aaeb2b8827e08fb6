"""What the electronic signature of a file adds to the answers about the papers in it."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from sqlalchemy.orm import Session

from mgdesk.queries.signing import known_certificates
from mgdesk.services.findings import ALTERED_FILE, FileSignature, Finding, Verdict
from mgdesk.typesetting.signature import SigningNotInstalled, has_signature, signatures


def with_signature(session: Session, found: Sequence[Finding], path: Path) -> list[Finding]:
    """The answers, each saying how the file is signed; a file changed since is no genuine one."""
    content = path.read_bytes()
    if not has_signature(content):
        return list(found)
    state, signer = _state(session, content)
    return [_told(one, state, signer) for one in found]


def _state(session: Session, content: bytes) -> tuple[FileSignature, str]:
    try:
        there = signatures(content)
    except SigningNotInstalled:
        return FileSignature.UNCHECKED, ""
    names = {row.certificate: row.name for row in known_certificates(session)}
    ours = [one for one in there if one.certificate in names]
    if not ours:
        return FileSignature.FOREIGN, ""
    whole = next((one for one in ours if one.is_whole), None)
    if whole is None:
        return FileSignature.BROKEN, names[ours[0].certificate]
    return FileSignature.VALID, names[whole.certificate]


def _told(found: Finding, state: FileSignature, signer: str) -> Finding:
    told = replace(found, file_signature=state, signer=signer)
    if state is FileSignature.BROKEN and found.verdict is Verdict.GENUINE:
        return replace(
            told, verdict=Verdict.CHANGED, sentence=ALTERED_FILE, fields={"campus": signer}
        )
    return told
