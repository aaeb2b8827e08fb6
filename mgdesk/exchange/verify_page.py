"""One page for a campus's site that checks papers in the reader's browser: no server, nothing sent."""

import base64
import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from mgdesk.i18n import LANGUAGES, N_, is_right_to_left, locale_for, speaking
from mgdesk.i18n import gettext as _
from mgdesk.paths import resource
from mgdesk.rules.paper import PAPER_KIND_LABELS
from mgdesk.rules.proof import CONTEXT, KINDS
from mgdesk.storage.seals import key_id

WORDS: Final = {
    "title": N_("Is this paper genuine?"),
    "intro": N_(
        "Scan the square code on the paper with a telephone or a scanner, then paste its text here."
        " It begins with MGD:"
    ),
    "label": N_("Text of the square code"),
    "check": N_("Check"),
    "campuses": N_("Campuses whose papers this page knows"),
    "privacy": N_("Nothing leaves this device: your browser does the checking by itself."),
    "genuine": N_("Genuine: signed by {campus}."),
    "forged": N_(
        "Changed or forged: the code names a key of {campus}, whose signature this is not."
    ),
    "foreign_number": N_("Forged: the key of {campus} signed a number of another campus."),
    "unknown_key": N_("Unknown: the code was signed with a key that this page does not know."),
    "not_a_code": N_(
        "This is not the text of a code of MolenGeek Desk, or only a part of it. Scan it again."
        " A number and a check code alone are checked by the campus."
    ),
    "newer": N_("This code was made by a newer MolenGeek Desk. Ask the campus to renew this page."),
    "compare": N_("Compare the paper with what is written here: only that is proven."),
    "revoked": N_("Whether it was revoked since is known by the campus: ask it when in doubt."),
    "demo": N_("A paper of the demonstration: it is worth nothing."),
    "kind": N_("Paper"),
    "name": N_("Name"),
    "number": N_("Number"),
    "issued_on": N_("Issued on"),
    "issued_by": N_("Issued by"),
}


def verify_page(keys: Sequence[Mapping[str, str]]) -> str:
    """The page as HTML, in every language, knowing these public keys (`SealRow.to_plain`)."""
    data = {
        "context": CONTEXT.decode(),
        "keys": [{**key, "id": _id(key)} for key in keys],
        "languages": {code: _spoken(code) for code in LANGUAGES},
    }
    # Inside a script element nothing may look like its end.
    text = json.dumps(data, ensure_ascii=False, indent=0).replace("<", "\\u003c")
    page = resource("verify", "page.html").read_text(encoding="utf-8")
    return page.replace("__DATA__", text)


def _id(key: Mapping[str, str]) -> str:
    return key_id(base64.b64decode(key["public"])).hex()


def _spoken(code: str) -> dict[str, Any]:
    with speaking(code):
        return {
            "name": LANGUAGES[code],
            "direction": "rtl" if is_right_to_left(code) else "ltr",
            "locale": locale_for(code).replace("_", "-"),
            "words": {name: _(message) for name, message in WORDS.items()},
            "kinds": {place: _(PAPER_KIND_LABELS[kind]) for kind, place in KINDS.items()},
        }
