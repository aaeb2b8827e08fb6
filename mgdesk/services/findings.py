"""The answer about a paper, and how it is said."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from mgdesk.i18n import N_, format_day, format_hours
from mgdesk.i18n import gettext as _
from mgdesk.rules.paper import PAPER_KIND_LABELS, PaperKind


class Verdict(StrEnum):
    GENUINE = "genuine"
    CHANGED = "changed"
    REVOKED = "revoked"
    REPLACED = "replaced"
    UNKNOWN = "unknown"


VERDICT_LABELS: Final = {
    Verdict.GENUINE: N_("genuine"),
    Verdict.CHANGED: N_("changed"),
    Verdict.REVOKED: N_("revoked"),
    Verdict.REPLACED: N_("replaced"),
    Verdict.UNKNOWN: N_("unknown"),
}


class FileSignature(StrEnum):
    """How a file is signed electronically."""

    VALID = "valid"
    BROKEN = "broken"
    FOREIGN = "foreign"  # of nobody known here, or not to be read
    UNCHECKED = "unchecked"  # what checks it is not installed


_SIGNATURE_WORDS: Final = {
    FileSignature.VALID: N_("valid: the file is as {campus} signed it"),
    FileSignature.BROKEN: N_("broken: the file was changed after {campus} signed it"),
    FileSignature.FOREIGN: N_("of nobody known here: it proves nothing"),
    FileSignature.UNCHECKED: N_("not checked: “mgdesk[signing]” is not installed here"),
}

GENUINE: Final = N_("Genuine: issued by {campus}, and valid.")
GENUINE_ELSEWHERE: Final = N_(
    "Genuine: signed by {campus}. Its register is not here, so whether it was revoked since is"
    " known only there."
)
DEMO: Final = N_("A paper of the demonstration: it is worth nothing.")
REVOKED: Final = N_("Revoked by {campus}: this paper is no longer valid.")
REPLACED: Final = N_("Replaced: {campus} issued {number} in its place.")
REPLACED_BEFORE: Final = N_("Replaced by {campus}: this paper is no longer valid.")
CHANGED_PAGE: Final = N_("Changed: the page does not say what {campus} issued.")
WRITTEN_ON: Final = N_(
    "Changed: something was laid over the page after {campus} issued it. Look at the original."
)
ALTERED_FILE: Final = N_(
    "Changed: the file was altered after {campus} signed it electronically. Look at the original."
)
CHANGED_RECORD: Final = N_(
    "Changed: {campus} has issued this number with other content than this paper's."
)
FORGED: Final = N_(
    "Changed or forged: the code names a key of {campus}, whose signature this is not."
)
FOREIGN_NUMBER: Final = N_("Forged: the key of {campus} signed a number of another campus.")
UNKNOWN_KEY: Final = N_(
    "Unknown: the code was signed with a key that is not known here. Ask the campus that is named on"
    " the paper for its public keys, then add them."
)
UNKNOWN_NUMBER: Final = N_("Unknown: there is no such number in the register here.")
WRONG_CODE: Final = N_(
    "Changed: this is not the check code of the paper that {campus} issued with this number."
)


@dataclass(frozen=True, slots=True)
class Finding:
    """The answer about one paper. What is not known is empty."""

    verdict: Verdict
    sentence: str  # a message; `fields` fill it
    fields: dict[str, str] = field(default_factory=dict)
    page: int = 1  # of the file
    kind: PaperKind | None = None
    number: str = ""
    name: str = ""
    training: str = ""
    first_day: date | None = None
    last_day: date | None = None
    minutes: int | None = None  # attended
    issued_on: date | None = None
    campus: str = ""
    reason: str = ""  # of a revocation
    missing: tuple[str, ...] = ()  # what the register says and the page does not
    is_demo: bool = False
    is_registered_here: bool = False
    is_text_read: bool = False  # the page's own words were compared
    file_signature: FileSignature | None = None  # None: it has none
    signer: str = ""  # the campus that signed the file

    @property
    def said(self) -> str:
        """The answer in the spoken language."""
        return _(self.sentence, **self.fields)

    @property
    def days(self) -> str:
        if self.first_day is None or self.last_day is None:
            return ""
        first, last = format_day(self.first_day, "long"), format_day(self.last_day, "long")
        return first if first == last else _("{first} to {last}", first=first, last=last)


def details(found: Finding) -> list[tuple[str, str]]:
    """What is known of the paper, to be compared with it: headings and values, spoken."""
    hours = "" if found.minutes is None else format_hours(found.minutes)
    lines = [
        (_("Paper"), _(PAPER_KIND_LABELS[found.kind]) if found.kind else ""),
        (_("Number"), found.number),
        (_("Name"), found.name),
        (_("Training"), found.training),
        (_("Dates"), found.days),
        (_("Hours attended"), hours),
        (_("Issued on"), format_day(found.issued_on, "long") if found.issued_on else ""),
        (_("Issued by"), found.campus),
        (_("Reason"), found.reason),
        (_("Missing on the page"), " · ".join(found.missing)),
        (_("Electronic signature"), _signature_words(found)),
    ]
    return [(heading, value) for heading, value in lines if value]


def _signature_words(found: Finding) -> str:
    if found.file_signature is None:
        return ""
    return _(_SIGNATURE_WORDS[found.file_signature], campus=found.signer)


def advice(found: Finding) -> str:
    """What is left to do for whoever holds the paper."""
    if found.is_demo:
        return _(DEMO)
    if found.verdict is Verdict.GENUINE:
        return _("Compare the paper with what is written here: only that is proven.")
    return ""
