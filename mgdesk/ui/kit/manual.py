"""The offline manual: short pages in resources/manual, in the words of the screens.

`[[Print sheet]]` in a page is a word of the program: it is taken from the catalogue when the page is read, so
that manual and screen always say the same. The page of keys is made from the commands.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final

from mgdesk import i18n
from mgdesk.i18n import gettext as _
from mgdesk.paths import resource
from mgdesk.rules.names import fold

PAGES: Final = (
    "start", "today", "people", "cohorts", "attendance", "papers", "verify", "events", "calendar",
    "coworking", "reports", "import", "printing", "scanner", "settings", "backup", "privacy",
)  # fmt: skip
KEYS: Final = "keys"
_WORD: Final = re.compile(r"\[\[(.+?)\]\]")


@dataclass(frozen=True)
class ManualPage:
    """A page in the spoken language; `text` is Markdown that begins with the title."""

    id: str
    title: str
    text: str

    def has(self, words: str) -> bool:
        """Whether each word is in the page, whatever its case and accents."""
        ours = fold(self.text)
        return all(word in ours for word in fold(words).split())


def pages(shortcuts: Iterable[tuple[str, str]]) -> list[ManualPage]:
    """All pages in order; `shortcuts` are pairs of a command's words and its keys."""
    return [
        *(_read(name, i18n.spoken_language()) for name in PAGES),
        ManualPage(KEYS, _("Keys"), _keys(shortcuts)),
    ]


@cache
def _read(name: str, language: str) -> ManualPage:
    source = resource("manual", language, f"{name}.md").read_text(encoding="utf-8")
    text = _WORD.sub(lambda found: f"**{_(found[1])}**", source)
    return ManualPage(name, text.splitlines()[0].removeprefix("# "), text)


def _keys(shortcuts: Iterable[tuple[str, str]]) -> str:
    lines = [f"- {words}: {_code(keys)}" for words, keys in shortcuts if keys]
    marks = _("In the attendance grid: P present, L late, A absent, E excused, arrows to move.")
    return "\n".join([f"# {_('Keys')}", "", *lines, "", marks])


def _code(keys: str) -> str:
    return f"`{keys}`"
