"""Chinese, Japanese and Korean names take the forms that their bearers write."""

import io

import pytest

from mgdesk.typesetting.fonts import Style
from mgdesk.typesetting.language import language_of
from mgdesk.typesetting.text import typesetter


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("山田さくら", "ja"),
        ("ヤマダ 太郎", "ja"),
        ("佐々木", "ja"),
        ("桜井", "ja"),  # forms that neither China nor Taiwan writes
        ("渡辺 沢", "ja"),
        ("김민준", "ko"),
        ("金敏俊 김", "ko"),
        ("王小明", "zh"),
        ("邓丽君", "zh"),
        ("陳・劉", "zh"),  # a middle dot alone is no kana
        ("祎頔 喆堃", "zh"),
        ("山田太郎", "zh"),  # nothing tells it from Chinese
        ("Léa أمينة 12", "zh"),
        ("", "zh"),
    ],
)
def test_the_language_is_told_by_the_characters(text: str, language: str) -> None:
    assert language_of(text) == language


def glyphs(text: str, style: Style) -> dict[str, int]:
    return {
        cluster.text: cluster.glyphs[0].number
        for run in typesetter().line(text, style).runs
        for cluster in run.clusters
    }


@pytest.mark.parametrize("style", list(Style))
def test_each_language_has_its_own_forms(style: Style) -> None:
    chinese, japanese, korean = (glyphs(f"直海{other}", style) for other in ("", "の", "의"))
    assert chinese["直"] != japanese["直"]
    assert len({chinese["海"], japanese["海"], korean["海"]}) == 3


def test_forms_do_not_depend_on_what_stands_beside_in_other_scripts() -> None:
    assert glyphs("直 Tanaka", Style.TEXT)["直"] == glyphs("直", Style.TEXT)["直"]


@pytest.mark.parametrize("name", ["王小明", "佐々木さくら", "김민준", "髙橋 山﨑", "陳麗君"])
def test_names_in_bold_are_drawn_by_a_bold_font(name: str) -> None:
    runs = typesetter().line(name.replace(" ", ""), Style.BOLD).runs
    assert {(run.face.name, run.is_emboldened) for run in runs} == {("NotoSansCJKscBold", False)}


def test_what_the_bold_font_has_not_is_drawn_bold_from_the_other() -> None:
    (run,) = typesetter().line("祎", Style.BOLD).runs
    assert (run.face.name, run.is_emboldened) == ("NotoSansCJKscRegular", True)


@pytest.mark.parametrize("weight", ["Regular", "Bold"])
def test_identifiers_of_the_cut_fonts_equal_their_glyph_numbers(weight: str) -> None:
    """What `embedded_font` relies on: a code of the page is the glyph and the identifier at once."""
    from fontTools.cffLib import CFFFontSet

    from mgdesk.paths import resource
    from mgdesk.typesetting.fonts import Face

    face = Face(resource("fonts", f"NotoSansCJKsc-{weight}.otf"))
    cff = CFFFontSet()
    cff.decompile(io.BytesIO(face.face.reference_table("CFF ").data), None)
    charset = cff.topDictIndex[0].charset
    assert charset[1:] == [f"cid{number:05d}" for number in range(1, face.face.glyph_count)]
