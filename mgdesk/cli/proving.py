"""Commands about papers that prove themselves: check one, exchange keys, write the page that checks."""

from argparse import Namespace
from pathlib import Path
from uuid import UUID

from mgdesk.cli.output import say, show
from mgdesk.cli.printing import check_output
from mgdesk.desk import Desk
from mgdesk.i18n import gettext as _
from mgdesk.i18n import ngettext
from mgdesk.queries.campuses import campus_id_of
from mgdesk.services import findings, seals, signing, verification
from mgdesk.services.findings import Finding, Verdict


def verify(desk: Desk, arguments: Namespace) -> int:
    """Exit 0 when all is genuine, else 1."""
    found = desk.read(verification.verify, what=" ".join(arguments.what))
    if arguments.json:
        show([_row(one) for one in found], as_json=True, nothing="")
    else:
        for one in found:
            _tell(one)
    return 0 if all(one.verdict is Verdict.GENUINE for one in found) else 1


def _tell(found: Finding) -> None:
    say(found.said)
    for heading, value in findings.details(found):
        say("  " + _("{heading}: {value}", heading=heading, value=value))
    advice = findings.advice(found)
    if advice:
        say(f"  {advice}")


def _row(found: Finding) -> dict[str, object]:
    return {
        "verdict": found.verdict,
        "sentence": found.said,
        "page": found.page,
        "kind": found.kind,
        "number": found.number,
        "name": found.name,
        "training": found.training,
        "first_day": found.first_day,
        "last_day": found.last_day,
        "minutes_attended": found.minutes,
        "issued_on": found.issued_on,
        "issued_by": found.campus,
        "reason": found.reason,
        "missing": list(found.missing),
        "is_demo": found.is_demo,
        "is_registered_here": found.is_registered_here,
        "is_text_compared": found.is_text_read,
        "file_signature": found.file_signature,
        "file_signed_by": found.signer,
    }


def export_keys(desk: Desk, arguments: Namespace) -> int:
    check_output(arguments.output)
    rows = desk.do(seals.public_keys)
    seals.write_keys(rows, arguments.output)
    say(ngettext("{path}: {n} key", "{path}: {n} keys", len(rows), path=str(arguments.output)))
    return 0


def export_certificate(desk: Desk, arguments: Namespace) -> int:
    check_output(arguments.output)
    row = desk.do(signing.certificate_of, campus_id=_campus_id(desk, arguments.code))
    seals.write_whole(arguments.output, signing.pem(row.certificate))
    say(_("{campus}: key {fingerprint}", campus=row.name, fingerprint=row.fingerprint))
    return 0


def switch_signing(desk: Desk, arguments: Namespace) -> int:
    is_on = arguments.switch == "on"
    desk.do(signing.set_signing, campus_id=_campus_id(desk, arguments.code), is_on=is_on)
    return 0


def _campus_id(desk: Desk, code: str) -> UUID:
    return desk.read(campus_id_of, code=code)


def trust_keys(desk: Desk, arguments: Namespace) -> int:
    file: Path = arguments.file
    rows = seals.read_keys(file)
    added = desk.do(seals.trust, rows=rows)
    for row in rows:
        say(_("{campus}: key {fingerprint}", campus=row.name, fingerprint=row.fingerprint))
    say(ngettext("{n} key added", "{n} keys added", added))
    return 0


def write_page(desk: Desk, arguments: Namespace) -> int:
    from mgdesk.exchange.verify_page import verify_page

    check_output(arguments.output)
    rows = desk.do(seals.public_keys)
    seals.write_whole(arguments.output, verify_page([row.to_plain() for row in rows]))
    say(_("The page is in {path}", path=str(arguments.output)))
    return 0
