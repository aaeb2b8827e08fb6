"""A style seen before it is saved: real pages, marked, and nothing written."""

from functools import partial
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from mgdesk.desk import Desk
from mgdesk.errors import NotFound
from mgdesk.i18n import LANGUAGES
from mgdesk.model.identity import new_key
from mgdesk.rules.style import LogoPlace, Ornament
from mgdesk.services import campuses
from mgdesk.services.specimens import Pictures, specimens
from mgdesk.typesetting.picture import PictureCannotBeRead
from tests.cohort_scene import FRIDAY, add_campus, everything
from tests.typesetting.reading_back import plain

LOGO = BytesIO()
Image.new("RGB", (60, 30), "teal").save(LOGO, "PNG")
STYLE = {
    "organisation": "Unsaved ASBL", "street": "Rue Neuve 1", "bank": "BE68 5390 0754 7034",
    "footer": "A line at the foot", "accent": "#F2C200",
    "ornament": Ornament.NONE, "logo_place": LogoPlace.END,
}  # fmt: skip


def drawn(desk: Desk, campus_id, fields, language="en", pictures=Pictures()):  # noqa: B008 - frozen
    query = partial(
        specimens, campus_id=campus_id, fields=fields, pictures=pictures, language=language,
        day=FRIDAY,
    )  # fmt: skip
    return desk.read(query)


def texts(data: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(data)
    try:
        return [plain(page.get_textpage().get_text_bounded()) for page in document]
    finally:
        document.close()


def test_what_is_typed_is_on_all_three_papers_and_nothing_is_written(desk: Desk) -> None:
    campus_id = add_campus(desk)
    before = everything(desk)
    pages = texts(drawn(desk, campus_id, STYLE, pictures=Pictures(LOGO.getvalue())))
    assert len(pages) == 3
    for page in pages:
        for said in ("Unsaved ASBL", "Rue Neuve 1", "BE68 5390 0754 7034", "A line at the foot"):
            assert said in page
        assert "Specimen: invented people, not a valid paper" in page
        assert "MOL-2026" not in page
    assert everything(desk) == before


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_specimen_speaks_the_chosen_language(desk: Desk, language: str) -> None:
    pages = texts(drawn(desk, add_campus(desk), {}, language))
    titles = {
        "en": "Certificate of participation", "fr": "Attestation de participation",
        "nl": "Bewijs van deelname", "it": "Attestato di partecipazione", "ar": "شهادة مشاركة",
    }  # fmt: skip
    assert titles[language] in pages[0]


def test_what_cannot_be_saved_cannot_be_seen(desk: Desk) -> None:
    campus_id = add_campus(desk)
    for fields, error in (
        ({"accent": "yellow"}, campuses.ColourUnusable),
        ({"footer": "x" * 201}, campuses.TextTooLongForCampus),
    ):
        with pytest.raises(error):
            drawn(desk, campus_id, fields)
    with pytest.raises(PictureCannotBeRead):
        drawn(desk, campus_id, {}, pictures=Pictures(b"\x89PNG no"))
    with pytest.raises(NotFound):
        drawn(desk, new_key(), {})


def test_fonts_of_the_home_draw_it_too(desk: Desk, tmp_path: Path) -> None:
    campus_id = add_campus(desk)
    query = partial(
        specimens, campus_id=campus_id, fields={}, pictures=Pictures(), language="fr", day=FRIDAY,
        fonts=tmp_path / "fonts",
    )  # fmt: skip
    assert desk.read(query).startswith(b"%PDF")
