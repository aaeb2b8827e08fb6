"""File names out of what people typed: every system takes them, none of them leads elsewhere."""

import os
from pathlib import Path, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mgdesk.rules.file_names import LONGEST, MOST_BYTES, safe_file_name
from tests.naughty import NAUGHTY

TRAVERSALS = [
    "../../etc/passwd", "..\\..\\boot.ini", "/etc/passwd", "C:\\x", "C:x", "\\\\host\\share", "a/../b", "~/x",
    "%2e%2e/", "a:stream", "file.pdf::$DATA", ".", "..", "...", " . ", "a\0b", "\u202efdp.exe",
]  # fmt: skip


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Promotion Web 12 / été", "Promotion Web 12 - été.xlsx"), ("CON", "_CON.xlsx"),
        ("con .txt", "_con .txt.xlsx"), ("COM¹", "_COM¹.xlsx"), ("CONOUT$", "_CONOUT$.xlsx"),
        ("Conrad", "Conrad.xlsx"), ("..\\..\\x", "-..-x.xlsx"), ("", "_.xlsx"), ("...", "_.xlsx"),
        ("com1.txt", "_com1.txt.xlsx"), ("a" * 300, "a" * LONGEST + ".xlsx"),
        ("名" * 300, "名" * 64 + ".xlsx"), ("Léa. ", "Léa.xlsx"), ('<a>:"b"|?*', "-a---b----.xlsx"),
    ],
)  # fmt: skip
def test_file_names_suit_every_system(title: str, name: str) -> None:
    assert safe_file_name(title, ".xlsx") == name


def takes(name: str) -> bool:
    """Whether Windows and Linux take it as a file of the folder where it is put."""
    stem, ending = name.rsplit(".", 1)
    return (
        ending == "pdf"
        and bool(stem)
        and stem == stem.strip(" .")
        and not any(character in '<>:"/\\|?*' or character < " " for character in name)
        and not PureWindowsPath(name).is_reserved()
        and PureWindowsPath(name).name == name
        and os.path.normpath(name) == name
        and len(name.encode()) <= MOST_BYTES
    )


@pytest.mark.parametrize("group", ["naughty", "traversals"])
def test_no_text_leads_out_of_its_folder(group: str, tmp_path: Path) -> None:
    for text in NAUGHTY if group == "naughty" else TRAVERSALS:
        name = safe_file_name(text, ".pdf")
        assert takes(name), (text, name)
        (tmp_path / name).write_bytes(b"")
        assert (tmp_path / name).resolve().parent == tmp_path.resolve()


@given(st.text(max_size=300) | st.text(alphabet="CONAUXcom1. /\\:\0$", max_size=12))
def test_any_text_makes_a_name(text: str) -> None:
    assert takes(safe_file_name(text, ".pdf"))
