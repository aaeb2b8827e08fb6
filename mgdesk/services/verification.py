"""Is this paper genuine? Answered with no internet, from a file, a code, or what somebody typed.

A code's signature says that a campus issued a paper with this number to this person. Where the
register knows the number, it also says what else is on the paper and whether it still holds; then a
PDF's visible words are compared with it, and so an edited page is found out.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mgdesk.documents.facts import Proven, facts, missing_facts
from mgdesk.errors import DeskError
from mgdesk.exchange.scanned import NoSuchFile, Scanned, read_codes
from mgdesk.i18n import N_
from mgdesk.i18n import gettext as _
from mgdesk.model import IssuedDocument
from mgdesk.queries.seals import SealRow, trusted_seals
from mgdesk.rules.paper import PaperStatus
from mgdesk.rules.proof import (
    DIGEST,
    PREFIX,
    PROVEN,
    Statement,
    check_code,
    parse_check_code,
    read_token,
    split_typed,
)
from mgdesk.rules.serial import parse_paper_number
from mgdesk.services.erasing import ERASED_PAPER
from mgdesk.services.findings import (
    CHANGED_PAGE,
    CHANGED_RECORD,
    FOREIGN_NUMBER,
    FORGED,
    GENUINE,
    GENUINE_ELSEWHERE,
    REPLACED,
    REPLACED_BEFORE,
    REVOKED,
    UNKNOWN_KEY,
    UNKNOWN_NUMBER,
    WRITTEN_ON,
    WRONG_CODE,
    Finding,
    Verdict,
)
from mgdesk.services.kinds import PROVEN_RECORDS
from mgdesk.services.register import digest_of
from mgdesk.services.signed_files import with_signature
from mgdesk.storage.reach import EVERYWHERE
from mgdesk.storage.seals import is_signed


class NotToBeVerified(DeskError):
    sentence = N_(
        "{text} cannot be checked. Give a PDF, a picture, the text of a code, or a number and the"
        " check code after it: MOL-2026-00042 ABCD-EFGH-JKMN."
    )


class CheckCodeMissing(DeskError):
    sentence = N_(
        "Type the check code of {number} too: the twelve letters printed below the square code."
    )


def verify(session: Session, *, what: str) -> list[Finding]:
    """Judge a file (by its path), the text of a code, or a number with its check code.

    Raises NotToBeVerified, CheckCodeMissing, CheckCodeMistyped, NotAProof, NewerProof, and what
    `exchange.scanned.read_codes` raises.
    """
    text = what.strip()
    if text.upper().startswith(PREFIX):
        return judge(session, scanned=[Scanned(1, text)])
    path = Path(text) if text and "\0" not in text and len(text) < 4_000 else None
    try:
        if path is not None and path.is_file():
            found = judge(session, scanned=read_codes(path, PREFIX))
            return with_signature(session, found, path)
    except OSError:
        pass  # too long a name for a file: it may be something else
    typed = split_typed(text)
    if typed is not None:
        return [judge_typed(session, number=typed[0], code=typed[1])]
    if path is not None and path.suffix:
        raise NoSuchFile(path=text)
    raise NotToBeVerified(text=text[:60] or "–")


def judge(session: Session, *, scanned: Sequence[Scanned]) -> list[Finding]:
    """Judge codes that were read from a file, one answer a code. Raises NotAProof, NewerProof."""
    seals = trusted_seals(session)
    return [_judged(session, one, read_token(one.token), seals) for one in scanned]


def judge_typed(session: Session, *, number: str, code: str) -> Finding:
    """Judge a number by its check code. Raises NotANumber, CheckCodeMissing, CheckCodeMistyped."""
    wanted = str(parse_paper_number(number))
    if not code:
        raise CheckCodeMissing(number=wanted)
    typed = parse_check_code(code)
    document = _document(session, wanted)
    if document is None:
        return Finding(Verdict.UNKNOWN, UNKNOWN_NUMBER, number=wanted)
    known = _of_register(session, document)
    if check_code(document.digest) != typed:
        # Whoever types a wrong code is told nothing about the person.
        fields = {"campus": known.campus}
        return Finding(Verdict.CHANGED, WRONG_CODE, fields, number=wanted, campus=known.campus)
    return known


# --- from a code ----------------------------------------------------------------------------------


def _judged(session: Session, one: Scanned, said: Statement, seals: Sequence[SealRow]) -> Finding:
    claimed = Finding(
        Verdict.UNKNOWN,
        UNKNOWN_KEY,
        page=one.page,
        kind=said.kind,
        number=said.number,
        name=said.name,
        issued_on=said.issued_on,
        is_demo=said.is_demo,
    )
    keys = [row for row in seals if row.key_id == said.key_id]
    if not keys:
        return claimed
    seal = next((row for row in keys if _has_signed(row, said)), None)
    if seal is None:
        return _as(claimed, Verdict.CHANGED, FORGED, keys[0].name)
    if said.number.rsplit("-", 2)[0] != seal.campus:
        return _as(claimed, Verdict.CHANGED, FOREIGN_NUMBER, seal.name)
    document = _document(session, said.number)
    if document is None:
        found = _elsewhere(claimed, said, seal, one.text)
    else:
        found = _here(_of_register(session, document), document, said, one)
    if one.is_written_on and found.verdict is Verdict.GENUINE:
        return _as(found, Verdict.CHANGED, WRITTEN_ON, found.campus)
    return found


def _here(known: Finding, document: IssuedDocument, said: Statement, one: Scanned) -> Finding:
    """A paper that the register knows: its content is compared, then the words of the page."""
    known = replace(known, page=one.page)
    if said.digest != bytes.fromhex(document.digest)[:DIGEST] or said.kind is not document.kind:
        return _as(known, Verdict.CHANGED, CHANGED_RECORD, known.campus)
    is_erased = bool(document.record.get(ERASED_PAPER))  # then the code alone knows the name
    if is_erased:
        known = replace(known, name=said.name)
    if one.text is None:
        return known
    if is_erased:
        return _compared(known, missing_facts(_on_code(said), one.text))
    return _compared(known, missing_facts(facts(_record(document)), one.text))


def _has_signed(row: SealRow, said: Statement) -> bool:
    return is_signed(row.public, said.signed(), said.signature)


def _elsewhere(claimed: Finding, said: Statement, seal: SealRow, text: str | None) -> Finding:
    """A paper whose register is another campus's: its signature alone speaks."""
    good = _as(claimed, Verdict.GENUINE, GENUINE_ELSEWHERE, seal.name)
    if text is None:
        return good
    return _compared(good, missing_facts(_on_code(said), text))


def _on_code(said: Statement) -> tuple[str, str]:
    """What the code itself says that the page must say too."""
    name = said.name.removesuffix("…") if said.is_name_cut else said.name
    return name, said.number


def _compared(found: Finding, missing: Sequence[str]) -> Finding:
    read = replace(found, is_text_read=True, missing=tuple(missing))
    if missing:
        return _as(read, Verdict.CHANGED, CHANGED_PAGE, read.campus)
    return read


def _as(found: Finding, verdict: Verdict, sentence: str, campus: str) -> Finding:
    return replace(
        found, verdict=verdict, sentence=sentence, fields={"campus": campus}, campus=campus
    )


# --- from the register ----------------------------------------------------------------------------


def _document(session: Session, number: str) -> IssuedDocument | None:
    """The paper of this number; those that carry no code cannot be asked about."""
    wanted = select(IssuedDocument).where(
        func.upper(IssuedDocument.number) == number.upper(), IssuedDocument.kind.in_(PROVEN)
    )
    return session.scalars(wanted, execution_options=EVERYWHERE).first()


def _record(document: IssuedDocument) -> Proven:
    return PROVEN_RECORDS[document.kind].from_plain(document.record)


def _of_register(session: Session, document: IssuedDocument) -> Finding:
    """What the register says of a paper of its own."""
    record = _record(document)
    campus = record.letterhead.campus or record.letterhead.organisation or "–"
    verdict, sentence, fields = _state(session, document, campus)
    reason = _("undone") if document.reason == "undone" else document.reason
    is_as_issued = digest_of(document.record) == document.digest
    if not (is_as_issued or document.record.get(ERASED_PAPER)):
        verdict, sentence, fields = Verdict.CHANGED, CHANGED_RECORD, {"campus": campus}
    return Finding(
        verdict,
        sentence,
        fields,
        kind=document.kind,
        number=document.number,
        name=record.name,
        training=record.training,
        first_day=record.first_day,
        last_day=record.last_day,
        minutes=record.minutes_attended,
        issued_on=record.issued_on,
        campus=campus,
        reason=reason if verdict is Verdict.REVOKED else "",
        is_demo=record.is_demo,
        is_registered_here=True,
    )


def _state(
    session: Session, document: IssuedDocument, campus: str
) -> tuple[Verdict, str, dict[str, str]]:
    fields = {"campus": campus}
    if document.status in {PaperStatus.REVOKED, PaperStatus.VOID}:
        return Verdict.REVOKED, REVOKED, fields
    if document.status is not PaperStatus.CORRECTED:
        return Verdict.GENUINE, GENUINE, fields
    newer = session.scalars(
        select(IssuedDocument.number)
        .where(IssuedDocument.replaces_id == document.id)
        .order_by(IssuedDocument.issued_at.desc()),
        execution_options=EVERYWHERE,
    ).first()
    if newer is None:
        return Verdict.REPLACED, REPLACED_BEFORE, fields
    return Verdict.REPLACED, REPLACED, {**fields, "number": newer}
