"""The further papers from the command line."""

import pypdfium2

from mgdesk.queries.cohorts import cohort
from mgdesk.services import cohorts, funding
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


def test_a_statement_covers_a_quarter_where_the_profile_says_so(
    mgdesk,  # noqa: F811
    desk,
    tmp_path,
):
    scene = make_scene(desk)
    scene.desk.do(funding.add_profile, code="quarters", name="Quarters", statement_months=3)
    found = scene.desk.read(cohort, cohort_id=scene.cohort_id)
    scene.desk.do(
        cohorts.update_cohort,
        cohort_id=found.id,
        version=found.version,
        code=found.code,
        training=found.training,
        funder_profile="quarters",
    )
    scene.mark_all_present()
    path = tmp_path / "statements.pdf"
    code, _out, said = mgdesk(
        "print", "statements", "CODING-1", "--month", "2026-11", "--output", path,
        "--paper-language", "fr",
    )  # fmt: skip
    assert code == 0, said
    assert "octobre 2026 – décembre 2026" in text_of(path).translate({0x2068: None, 0x2069: None})
