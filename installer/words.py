"""Brings the catalogue of words up to date: extracts, merges and compiles resources/locale.

    .venv/bin/python installer/words.py

New messages appear untranslated in the .po files; the tests fail until they are translated.
"""

import io
import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent
LOCALE = ROOT / "resources" / "locale"
BEGINNING = datetime(
    2026, 11, 1, tzinfo=UTC
)  # one date, so that a file changes with its words alone
LANGUAGES = ("fr", "nl", "it", "ar")
KEYWORDS = {
    "_": None,
    "N_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "NN_": (1, 2),
    "pgettext": ((1, "c"), 2),
}


def extracted() -> Catalog:
    """Every message of the program, without line numbers: they would change with every edit."""
    catalogue = Catalog(project="mgdesk", charset="utf-8", fuzzy=False, creation_date=BEGINNING)
    found = extract_from_dir(ROOT / "mgdesk", keywords=KEYWORDS, comment_tags=("For translators:",))
    for file, _, message, comments, context in sorted(found, key=lambda row: (row[0], row[1])):
        catalogue.add(
            message, None, [(f"mgdesk/{file}", None)], auto_comments=comments, context=context
        )
    return catalogue


def read(language: str) -> Catalog:
    with po_path(language).open("rb") as stream:
        return read_po(stream, locale=language)


def po_path(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "mgdesk.po"


def compiled(catalogue: Catalog) -> bytes:
    stream = io.BytesIO()
    write_mo(stream, catalogue)
    return stream.getvalue()


def update(language: str, template: Catalog) -> int:
    """Merge and compile one language; the number of messages that still want words."""
    path = po_path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    catalogue = read(language) if path.exists() else Catalog(locale=language, fuzzy=False)
    catalogue.header_comment = f"# The words of MolenGeek Desk: {language}."
    catalogue.update(template, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    with path.open("wb") as stream:
        write_po(stream, catalogue, width=100, sort_output=True, include_lineno=False)
    path.with_suffix(".mo").write_bytes(compiled(catalogue))
    return sum(1 for message in catalogue if message.id and not is_translated(message.string))


def is_translated(string: object) -> bool:
    return all(string) if isinstance(string, (tuple, list)) else bool(string)


if __name__ == "__main__":
    template = extracted()
    missing = {language: update(language, template) for language in LANGUAGES}
    sys.stdout.write(f"{len(template)} messages; untranslated: {missing}\n")
