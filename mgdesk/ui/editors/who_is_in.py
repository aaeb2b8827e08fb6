"""Who is in the building, as the list that is printed and taken along when everybody must go out."""

from datetime import date
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QWidget

from mgdesk.i18n import gettext as _
from mgdesk.services import attendee_lists
from mgdesk.ui.editors.more_papers import FreePreview, Offer
from mgdesk.ui.kit.context import Context
from mgdesk.ui.kit.dialog import Sheet


def open_who_is_in(parent: QWidget, context: Context, campus_id: UUID, day: date) -> Sheet:
    """Show the list of a campus on a day over the page; Enter prints it."""
    heading = _("Who is in the building")
    preview = FreePreview(context, "list")
    offer = Offer(heading, "list", attendee_lists.in_the_house, None, is_of_campus=True)
    values: dict[str, Any] = {"campus_id": campus_id, "day": day}
    preview.show_offer(offer, values, f"{heading} {day.isoformat()}.pdf")
    preview.print_button.setDefault(True)
    sheet = Sheet(parent, heading, preview, width=1000, is_tall=True)
    sheet.open()
    preview.print_button.setFocus()
    return sheet
