"""Settings › Safety: passphrase, recovery key, copies, second place, by what a person clicks and types."""

from datetime import date
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from PySide6.QtWidgets import QCheckBox, QFileDialog

from mgdesk.desk import open_desk
from mgdesk.errors import Locked
from mgdesk.rules import recovery
from mgdesk.rules.passphrase import Secret
from mgdesk.services.recovery_paper import recovery_page
from mgdesk.storage import keys, wraps
from mgdesk.ui.editors.copies import OtherKeySheet
from mgdesk.ui.editors.passphrase import PassphraseSheet, RecoverySheet, RemoveSheet
from mgdesk.ui.editors.safety import SafetyEditor
from mgdesk.ui.kit.dialog import Sheet
from mgdesk.ui.preview import PdfPreview
from tests.storage import deeds
from tests.ui.stage import on_stage, open_sheets, settled, sheet, words

WORDS = "quatre mots bien choisis"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wraps, "PASSES", 1)
    monkeypatch.setattr(wraps, "MEMORY", 64)


@pytest.fixture
def safety(qtbot, context):
    context.desk.do(deeds.add_person, name="Ana")
    editor = SafetyEditor(context)
    editor.reload = lambda _tables: None
    with on_stage(qtbot, context, editor) as shown:
        yield shown


def choose_passphrase(qtbot, context, safety):
    safety.lock.choose_button.click()
    asked = sheet(PassphraseSheet)
    for field in (asked.form.new, asked.form.again):
        qtbot.keyClicks(field, WORDS)
    asked.accept_button.click()
    settled(qtbot, context)


def test_a_passphrase_is_chosen_changed_and_removed(qtbot, context, safety) -> None:
    assert "Aucune phrase secrète" in words(safety.lock)
    safety.lock.choose_button.click()
    asked = sheet(PassphraseSheet)
    qtbot.keyClicks(asked.form.new, "kort")
    asked.accept_button.click()
    assert "trop courte" in words(asked)
    asked.close()
    choose_passphrase(qtbot, context, safety)
    assert open_sheets() == []
    assert "derrière une phrase secrète" in words(safety.lock)
    assert keys.read(keys.key_path(context.desk.home.keys)).is_locked
    safety.lock.remove_button.click()
    asked = sheet(RemoveSheet)
    qtbot.keyClicks(asked.form.current, "autre chose ici")
    asked.accept_button.click()
    settled(qtbot, context)
    assert "pas la phrase secrète" in words(asked)
    asked.form.current.setText(WORDS)
    asked.accept_button.click()
    settled(qtbot, context)
    assert open_sheets() == []
    assert not keys.read(keys.key_path(context.desk.home.keys)).is_locked


def test_a_recovery_key_opens_once_its_page_has_left_and_not_before(
    qtbot, context, safety, tmp_path: Path
) -> None:
    choose_passphrase(qtbot, context, safety)
    safety.lock.page_button.click()
    asked = sheet(RecoverySheet)
    qtbot.keyClicks(asked.form.current, WORDS)
    asked.accept_button.click()
    settled(qtbot, context)
    (shown,) = [one for one in open_sheets() if one is not asked]
    preview = shown.findChild(PdfPreview)
    with pypdfium2.PdfDocument(preview._data) as pdf:
        text = pdf[0].get_textpage().get_text_bounded()
    typed = [word for word in text.split() if word in asked._words]
    assert set(typed) == set(asked._words)  # a word may stand in the sentences too
    with pytest.raises(Locked):
        open_desk(context.desk.home, Secret(recovery=" ".join(asked._words)))
    page_words = list(asked._words)
    preview.save_to(tmp_path / "page.pdf")
    settled(qtbot, context)
    open_desk(context.desk.home, Secret(recovery=" ".join(page_words))).close()
    shown.close()
    settled(qtbot, context)
    assert "est imprimée" in words(safety.lock)


def test_the_code_of_the_page_is_read_as_its_words(qtbot, context) -> None:
    drafted = context.desk.vault.draft_recovery()
    page = context.desk.read(recovery_page, words=drafted, day=date(2026, 11, 26))
    with pypdfium2.PdfDocument(page) as pdf:
        picture = pdf[0].render(scale=3).to_pil()
    (found,) = zxingcpp.read_barcodes(picture)
    assert recovery.to_words(recovery.parse(found.text)) == drafted


def test_a_copy_is_made_tested_and_restored_in_three_clicks(qtbot, context, safety) -> None:
    safety.copies.copy_button.click()
    settled(qtbot, context)
    (copy,) = safety.copies.table.rows
    assert copy.is_verified
    safety.copies.test_button.click()
    settled(qtbot, context)
    assert "Dernière restauration testée" in words(safety.copies)
    context.desk.do(deeds.add_person, name="Bo")
    safety.copies.table.step(1)
    safety.copies.restore_button.click()
    sheet(Sheet).accept_button.click()
    settled(qtbot, context)
    assert context.desk.read(deeds.names) == ["Ana"]
    before = safety.copies.table.rows[0]
    assert before.purpose == "before-restore"
    safety.copies.restore(before.path)
    settled(qtbot, context)
    assert context.desk.read(deeds.names) == ["Ana", "Bo"]


def test_a_copy_of_another_computer_asks_for_what_opens_it(
    qtbot, context, safety, tmp_path: Path, monkeypatch
) -> None:
    from mgdesk.paths import Home

    other = open_desk(Home(tmp_path / "other"))
    other.do(deeds.add_person, name="Zoë")
    other.vault.set_passphrase(WORDS, Secret())
    copy = other.back_up(tmp_path / "copy.db")
    other.close()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_a, **_k: (str(copy), ""))
    safety.copies.other_button.click()
    settled(qtbot, context)
    asked = sheet(OtherKeySheet)
    qtbot.keyClicks(asked.passphrase, "autre chose ici")
    asked.accept_button.click()
    settled(qtbot, context)
    asked = sheet(OtherKeySheet)
    assert "pas la phrase secrète" in words(asked)
    qtbot.keyClicks(asked.passphrase, WORDS)
    asked.accept_button.click()
    settled(qtbot, context)
    assert context.desk.read(deeds.names) == ["Zoë"]


def test_the_second_place_is_chosen_and_reminded_of(
    qtbot, context, safety, tmp_path: Path, stand_in
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    safety.second.choose(stick)
    settled(qtbot, context)
    assert "LockBeforeCarrying" in [type(error).__name__ for error in stand_in.errors]
    choose_passphrase(qtbot, context, safety)
    safety.second.choose(stick)
    settled(qtbot, context)
    assert context.settings.second_place == str(stick)
    assert "pas encore" not in words(safety.second)
    context.desk.back_up_routinely()
    safety.load()
    settled(qtbot, context)
    assert "est arrivée le" in words(safety.second)
    safety.second.end_button.click()
    settled(qtbot, context)
    assert (context.settings.second_place, context.desk.second_place) == ("", None)


def test_what_is_typed_is_hidden_until_the_tick(qtbot, context, safety) -> None:
    safety.lock.choose_button.click()
    asked = sheet(PassphraseSheet)
    qtbot.keyClicks(asked.form.new, WORDS)
    assert asked.form.new.displayText() != WORDS
    asked.findChild(QCheckBox).click()
    assert asked.form.new.displayText() == WORDS
    asked.close()
