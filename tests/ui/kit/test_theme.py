"""The look: readable in every set of colours, live in colour and size."""

from itertools import product

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QWidget

from mgdesk.ui.kit import dress, labels, theme
from mgdesk.ui.kit.buttons import Button
from mgdesk.ui.kit.theme import (
    DARK,
    HIGH_CONTRAST_DARK,
    HIGH_CONTRAST_LIGHT,
    LIGHT,
    Tone,
)

LOOKS = {
    "light": LIGHT,
    "dark": DARK,
    "stark light": HIGH_CONTRAST_LIGHT,
    "stark dark": HIGH_CONTRAST_DARK,
}
GROUNDS = ("ground", "rail", "card", "field", "hover")
READ_ON = [
    *product(("text", "muted", "accent"), GROUNDS),
    *product(("text", "muted", "accent"), ("accent_tint",)),
    *((tone.value, f"{tone.value}_tint") for tone in Tone),
    *product(("ok", "late", "bad"), ("card", "ground")),
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    ("on_demo", "demo"),
    ("on_toast", "toast"),
    ("toast_accent", "toast"),
    ("text", "neutral_tint"),
]
SEEN_ON = [*product(("border", "faint"), ("ground", "card", "field")), ("faint", "rail")]


def luminance(colour):
    """Relative luminance, WCAG 2.2."""
    parts = [value / 255 for value in QColor(colour).getRgb()[:3]]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("look", LOOKS)
def test_every_text_can_be_read_on_every_ground_where_it_stands(look):
    colours = LOOKS[look]
    wanted = 7.0 if look.startswith("stark") else 4.5
    pairs = [(a, b) for a, b in READ_ON if not look.startswith("stark") or a in {"text", "muted"}]
    poor = {
        (ink, ground): round(contrast(getattr(colours, ink), getattr(colours, ground)), 2)
        for ink, ground in pairs
        if contrast(getattr(colours, ink), getattr(colours, ground)) < wanted
    }
    assert poor == {}


@pytest.mark.parametrize("look", LOOKS)
def test_borders_and_icons_can_be_seen(look):
    colours = LOOKS[look]
    poor = {
        pair: round(contrast(getattr(colours, pair[0]), getattr(colours, pair[1])), 2)
        for pair in SEEN_ON
        if contrast(getattr(colours, pair[0]), getattr(colours, pair[1])) < 3
    }
    assert poor == {}


def test_colours_change_live_without_making_a_widget_anew(qapp, qtbot):
    button = Button("Imprimer", "printer", kind="primary")
    qtbot.addWidget(button)
    button.show()
    before = button.grab().toImage()
    dress.wear(qapp, colours="dark")
    assert theme.tokens() is DARK
    assert qapp.palette().color(QPalette.ColorRole.Window) == QColor(DARK.ground)
    assert button.grab().toImage() != before


def test_type_and_measures_grow_together(qapp, qtbot):
    def sizes():
        words, button = labels.name("Personnes"), Button("Imprimer", "printer")
        for widget in (words, button):
            qtbot.addWidget(widget)
            widget.ensurePolished()
        return words.sizeHint().height(), button.sizeHint().height(), theme.px(8)

    small = sizes()
    dress.wear(qapp, colours="light", scale=200)
    large = sizes()
    assert [b / a for a, b in zip(small, large, strict=True)] == pytest.approx([2, 2, 2], rel=0.06)


def test_words_start_where_their_neighbours_start_whatever_their_script(qtbot):
    for direction, side in (
        (Qt.LayoutDirection.LeftToRight, Qt.AlignmentFlag.AlignLeft),
        (Qt.LayoutDirection.RightToLeft, Qt.AlignmentFlag.AlignRight),
    ):
        holder = QWidget()
        qtbot.addWidget(holder)
        for words in ("Amina El Idrissi", "أمين بنعلي"):
            label = labels.text(words)
            label.setParent(holder)
            holder.setLayoutDirection(direction)
            assert label.alignment() & side
            assert label.alignment() & Qt.AlignmentFlag.AlignAbsolute


def test_a_name_is_never_read_as_markup(qtbot):
    label = labels.text("<b>Amina</b> & co")
    qtbot.addWidget(label)
    assert label.textFormat() == Qt.TextFormat.PlainText
    assert label.text() == "<b>Amina</b> & co"


def test_a_pill_says_its_state_in_a_word_too(qtbot):
    pill = labels.PillLabel(labels.Pill(Tone.LATE, "en retard"))
    qtbot.addWidget(pill)
    assert pill.accessibleName() == "en retard"
    assert labels.Pill(Tone.LATE, "x").icon_name != labels.Pill(Tone.OK, "x").icon_name


def test_the_title_of_a_page_leaves_room_to_what_is_below_when_all_is_large(qapp, qtbot):
    def height():
        words = labels.title("Personnes")
        qtbot.addWidget(words)
        words.ensurePolished()
        return words.sizeHint().height()

    small = height()
    dress.wear(qapp, colours="light", scale=200)
    assert 1.4 < height() / small < 1.7
