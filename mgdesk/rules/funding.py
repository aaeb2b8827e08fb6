"""What of a funder's profile is the funder's to say, and so to be confirmed, each by itself."""

from typing import Final

from mgdesk.i18n import N_

# Field of a profile → its words. Name, project number and the like are the campus's own.
CONFIRMABLE: Final = {
    "layout": N_("Attendance sheet"),
    "threshold_percent": N_("Certificate from, of planned hours"),
    "unjustified_percent": N_("Unjustified absence at most"),
    "rounding_minutes": N_("Hours round down to"),
    "late_minutes": N_("Late after"),
    "does_excused_count": N_("Excused half-days count as attended"),
    "does_strike_excused": N_("Strike the cells of the excused"),
    "has_eu_emblem": N_("Print the emblem of the European Union"),
    "mention": N_("Sentence under the logos"),
    "keeping_years": N_("Proofs are kept"),
    "statement_months": N_("A statement covers"),
    "milestones": N_("After the training, ask"),
}
