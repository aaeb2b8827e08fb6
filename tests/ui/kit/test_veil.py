"""The privacy key on words: names, phones, e-mails and birth dates go, everything else stays."""

import pytest
from PySide6.QtGui import QColor, QImage

from mgdesk import i18n
from mgdesk.rules.search import name_words
from mgdesk.ui.kit import labels, veil
from mgdesk.ui.kit.buttons import Button, IconButton
from mgdesk.ui.kit.tablerow import Cell, veiled

PEOPLE = [
    "Amina El Idrissi",
    "Ana de Souza",
    "أمينة بن علي",
    "王小明",
    "Jean-Luc O’Neil",
    "Rose Page",
]
WORDS = frozenset(word for name in PEOPLE for word in name_words(name))


@pytest.fixture
def on(qapp):
    veil.draw(WORDS)
    yield
    veil.lift()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Amina El Idrissi", "A••• E••• I•••"),
        ("El Idrissi, Amina", "E••• I•••, A•••"),
        ("AMINA", "A•••"),
        ("Annuler : Ana de Souza est arrivée", "Annuler : A••• d••• S••• est arrivée"),
        ("Plus de places", "Plus de places"),
        ("Pointage d’Amina", "Pointage d•••"),
        ("\u2068أمينة بن علي\u2069 حاضرة", "\u2068أ••• ب••• ع•••\u2069 حاضرة"),
        ("王小明", "王•••"),
        ("Jean-Luc O’Neil", "J•••-L••• O•••"),
        ("Rose Page", "R••• P•••"),
        ("MOL-COD-13 · Développeur web", "MOL-COD-13 · Développeur web"),
        ("MOL-2026-00042", "MOL-2026-00042"),
        ("+32 471 23 45 67", "•••"),
        ("0471/23.45.67", "•••"),
        ("amina@example.org", "•••"),
        ("12/03/1998 · 28 ans", "••• · 28 ans"),
        ("né le 12 mars 1998", "né le •••"),
        ("1998", "•••"),
        ("1998-03-12", "•••"),
        ("07/09/2026 09:00–12:30", "07/09/2026 09:00–12:30"),
        ("12 mars 2026", "12 mars 2026"),
        ("Salle 3 · 24 places", "Salle 3 · 24 places"),
        ("", ""),
    ],
)
def test_who_somebody_is_goes_and_all_else_stays(on, text, shown):
    assert veil.over(text) == shown


def test_until_the_names_are_known_every_foreign_word_is_one(qapp):
    veil.draw()
    assert veil.over("Léa Martin, présente") == "L••• M•••, présente"
    veil.lift()
    assert veil.over("Léa Martin") == "Léa Martin"


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_the_programs_own_words_are_known_in_each_language(qapp, language):
    with i18n.speaking(language):
        veil.draw()
        said = i18n.gettext("Everything is saved on this computer.")
        assert veil.over(said) == said
        veil.lift()


def test_what_stands_there_changes_at_once_and_comes_back(qtbot):
    words, note = labels.text("Amina", selectable=True), labels.text("asthme", is_private=True)
    button, icon = Button("Ouvrir"), IconButton("Supprimer Amina", "trash-2")
    button.setAccessibleName("Ouvrir Amina")
    for widget in (words, note, button, icon):
        qtbot.addWidget(widget)
    said = lambda: (  # noqa: E731
        words.text(), words.accessibleName(), note.text(), button.text(), button.accessibleName(),
        icon.toolTip(), icon.accessibleName(),
    )  # fmt: skip
    before = said()
    veil.draw(WORDS)
    assert said() == (
        "A•••", "A•••", "•••", "Ouvrir", "Ouvrir A•••", "Supprimer A•••", "Supprimer A•••",
    )  # fmt: skip
    assert veiled(Cell("Amina", "0471 23 45 67", strong=True)) == Cell("A•••", "•••", strong=True)
    words.setText("Ana")
    assert words.text() == "A•••"
    veil.lift()
    assert said() == ("Ana", "Ana", *before[2:])


def test_a_picture_of_a_page_loses_its_letters_and_keeps_its_size(qapp):
    image = QImage(560, 800, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    for x in range(0, 560, 4):
        image.setPixelColor(x, 400, QColor("black"))
    veil.draw(WORDS)
    hidden = veil.picture(image)
    veil.lift()
    assert hidden.size() == image.size()
    darkest = min(hidden.pixelColor(x, y).lightness() for x in range(560) for y in range(380, 420))
    assert darkest > 150
    assert veil.picture(image) == image
