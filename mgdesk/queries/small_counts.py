"""Below which number of people a count is not published; the same for all desks of the data."""

from sqlalchemy.orm import Session

from mgdesk.model import Setting
from mgdesk.rules.suppression import USUALLY_BELOW


def hidden_below(session: Session) -> int:
    setting = session.get(Setting, "small_counts")
    return int(setting.value.get("below", USUALLY_BELOW)) if setting else USUALLY_BELOW
