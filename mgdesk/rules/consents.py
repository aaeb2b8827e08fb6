"""What people are asked to allow, in the words that are shown until a campus has its own."""

from typing import Final

from mgdesk.i18n import N_, gettext, speaking
from mgdesk.rules.people import ConsentKind

SHIPPED_WORDING: Final = {
    ConsentKind.IMAGE: N_(
        "I allow the campus to take photos and films in which I can be recognised, and to show them"
        " on its website, its social media and its printed matter. I can take this back at any time;"
        " it then holds for what is made from that day on."
    ),
    ConsentKind.NEWSLETTER: N_(
        "I would like to get the news of the campus by e-mail. I can take this back at any time."
    ),
    ConsentKind.CONTACT_AFTER: N_(
        "The campus may call or write to me after my training, to ask what has become of me and to"
        " help me on. I can take this back at any time."
    ),
}


def shipped_wording(kind: ConsentKind, language: str) -> str:
    """The wording of a question in a language, as the program brings it along."""
    with speaking(language):
        return gettext(SHIPPED_WORDING[kind])
