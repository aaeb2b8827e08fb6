"""The receipt of a loan: what was lent to whom, in which condition, until when, and its return."""

from dataclasses import dataclass
from datetime import date

from mgdesk.documents.paper import NOBODY, Backing, CopyMark, Letterhead, digests
from mgdesk.documents.plain import Plain
from mgdesk.rules.loans import ResourceKind


@dataclass(frozen=True)
class LoanReceiptRecord(Plain):
    """All that a receipt says; frozen and stored when it is issued.

    `loan` is the key of the loan and is not printed. Without `returned_on`, the foot leaves room to
    note the return by hand.
    """

    number: str
    language: str
    letterhead: Letterhead
    loan: str
    name: str
    kind: ResourceKind
    code: str
    lent_on: date
    place: str
    issued_on: date
    country: str | None = None
    copy: CopyMark = CopyMark.ORIGINAL
    second_name: str = ""
    phone: str = ""
    label: str = ""
    condition: str = ""
    due_on: date | None = None
    returned_on: date | None = None
    condition_returned: str = ""
    backing: Backing = NOBODY
    corrected_on: date | None = None
    is_demo: bool = False

    def digests(self) -> frozenset[str]:
        """The digests of the pictures to gather before drawing."""
        return digests(self.letterhead, self.backing)
