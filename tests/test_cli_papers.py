"""The further papers from the command line."""

import pypdfium2

from tests.cohort_scene import make_scene
from tests.test_cli import mgdesk  # noqa: F401 - the fixture


def text_of(path):
    pages = pypdfium2.PdfDocument(path)
    return "\n".join(page.get_textpage().get_text_range() for page in pages)


def test_every_other_paper_is_printed_and_wrong_wishes_are_said(mgdesk, desk, tmp_path):  # noqa: F811
    make_scene(desk).mark_all_present()
    for words, said in (
        (["statements", "CODING-1", "--month", "2026-11"], "MOL-2026-S00001"),
        (["certificates", "CODING-1", "--kind", "realisation"], "MOL-2026-R00001"),
        (["badges", "CODING-1", "--form", "card"], "Martin"),
        (["attendees", "coding-1"], "Martin"),
        (["attendees", "--today"], ""),
        (["attendance", "CODING-1", "--month", "2026-11", "--layout", "month"], "MOL-2026-F"),
    ):
        path = tmp_path / "paper.pdf"
        assert mgdesk("print", *words, "--output", path)[0] == 0, words
        assert said in text_of(path), words
    for words in (
        ["certificates"],
        ["certificates", "CODING-1", "--event", "X"],
        ["certificates", "--event", "NOWHERE"],
        ["badges"],
        ["attendees"],
        ["attendees", "CODING-1", "--today"],
        ["statements", "CODING-1", "--month", "2030-01"],
    ):
        code, _out, err = mgdesk("print", *words, "--output", tmp_path / "x.pdf")
        assert code == 1, words
        assert err.count("\n") == 1
        assert not (tmp_path / "x.pdf").exists()
