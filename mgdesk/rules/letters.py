"""Letters to people: the texts that are ready, what can be filled into one, how an envelope is written."""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from mgdesk.i18n import N_

LONGEST: Final = 8_000  # characters of a letter


class LetterText(StrEnum):
    """A text that every language has, or one's own."""

    OWN = "own"
    COME_BY = "come-by"
    BRING_BACK = "bring-back"
    NEWS = "news"


SUBJECTS: Final = {
    LetterText.COME_BY: N_("Please come by"),
    LetterText.BRING_BACK: N_("What was lent to you"),
    LetterText.NEWS: N_("How are you getting on?"),
}
TEXTS: Final = {
    LetterText.COME_BY: N_(
        "Hello {name},\n\nWe would like to see you at the reception of {campus}: a paper of yours is"
        " missing or waits to be signed. Please come by in the coming days, or tell us when it suits"
        " you.\n\nThank you, and see you soon."
    ),
    LetterText.BRING_BACK: N_(
        "Hello {name},\n\nSomething that {campus} lent to you is still with you. Somebody else is"
        " waiting for it: please bring it back in the coming days, or tell us when you can.\n\nThank"
        " you, and see you soon."
    ),
    LetterText.NEWS: N_(
        "Hello {name},\n\nSome time ago you were with us at {campus}. How are you getting on? Whatever"
        " you do now, we would be glad to hear from you: call us, write to us or come by. If we can"
        " help you further, tell us.\n\nWe wish you all the best."
    ),
}
FIELDS: Final = {  # what stands in for them, as it is called at the desk
    "name": N_("Name"),
    "first_name": N_("First name"),
    "surname": N_("Surname"),
    "number": N_("Learner number"),
    "campus": N_("Campus"),
    "day": N_("Day"),
}
_FIELD: Final = re.compile(r"\{(\w+)\}")


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with its fields filled; braces that name none stay as typed."""
    return _FIELD.sub(lambda found: values.get(found[1], found[0]), text)


def addressed(street: str, postcode: str, town: str, country: str = "") -> tuple[str, ...]:
    """The lines of an envelope below the name; none when nothing is known."""
    return tuple(filter(None, (street, " ".join(filter(None, (postcode, town))), country)))
