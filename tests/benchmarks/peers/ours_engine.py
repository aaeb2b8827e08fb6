"""Ours: the real doors of `documents`, with records as the register stores them."""

import base64
import json
from pathlib import Path
from typing import Any


def read(kind: str, folder: Path) -> Any:
    from mgdesk.rules.proof import Proof

    stored = json.loads((folder / "ours.json").read_text())
    records = [_record(kind).from_plain(plain) for plain in stored["records"]]
    proofs = {number: Proof(*said) for number, said in stored["proofs"].items()}
    pictures = {key: base64.b64decode(data) for key, data in stored["pictures"].items()}
    return records, proofs, pictures


def _record(kind: str) -> Any:
    if kind == "certificates":
        from mgdesk.documents.certificate import CertificateRecord

        return CertificateRecord
    from mgdesk.documents.attendance_sheet import SheetRecord

    return SheetRecord


def draw(kind: str, data: Any, folder: Path, path: Path) -> None:
    records, proofs, pictures = data
    if kind == "certificates":
        from mgdesk.documents.certificate import draw_certificates

        draw_certificates(records, pictures, path, proofs=proofs)
    else:
        from mgdesk.documents.attendance_sheet import draw_sheets

        draw_sheets(records, pictures, path)
