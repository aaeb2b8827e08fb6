"""The locked window: asks before the desk opens, takes passphrase or recovery key, and says what is wrong."""

from functools import partial

import pytest
from PySide6.QtCore import Qt

from mgdesk import i18n
from mgdesk.desk import open_desk
from mgdesk.rules.passphrase import Secret
from mgdesk.settings import Settings
from mgdesk.storage import wraps
from mgdesk.ui.editors.passphrase import PassphraseSheet
from mgdesk.ui.kit.frame import Frame
from mgdesk.ui.main_window import MainWindow
from tests.storage import deeds
from tests.ui.stage import sheet, words
from tests.ui.test_accessible_names import nameless
from tests.ui.test_main_window import TWO

WORDS = "quatre mots bien choisis"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wraps, "PASSES", 1)
    monkeypatch.setattr(wraps, "MEMORY", 64)


@pytest.fixture
def locked(desk):
    """A home with a passphrase, and the words of its recovery key."""
    desk.do(deeds.add_person, name="Ana")
    drafted = desk.vault.draft_recovery()
    desk.vault.keep_recovery(drafted, Secret())
    desk.vault.set_passphrase(WORDS, Secret())
    desk.close()
    return desk.home, " ".join(drafted)


@pytest.fixture
def window(qapp, qtbot, background, locked):
    home, _ = locked
    i18n.speak("fr")
    frame = Frame("", "#ffffff", "#ffffff")
    qtbot.addWidget(frame)
    made = MainWindow(frame, Settings(theme="light"), background, dress=lambda: None, places=TWO)
    frame.show()
    opened = []

    def unlock(secret):
        opened.append(open_desk(home, secret))
        return opened[-1]

    made.open_with(partial(open_desk, home), unlock)
    qtbot.waitUntil(lambda: made._door is not None, timeout=20_000)
    qtbot.wait(10)
    yield made
    background.close()
    background.wait()
    for desk in opened:
        desk.close()


def page_of(window):
    return window.shell.pages.currentWidget()


def typed(qtbot, window, text):
    page = page_of(window)
    page.passphrase.clear()
    qtbot.keyClicks(page.passphrase, text)
    qtbot.keyClick(page.passphrase, Qt.Key.Key_Return)
    assert not page.open_button.isEnabled(), page.passphrase.text()
    qtbot.waitUntil(
        lambda: page.open_button.isEnabled() or window.context is not None, timeout=20_000
    )


def test_a_wrong_passphrase_is_said_and_the_right_one_opens(window, qtbot, background) -> None:
    assert window._state.text() == "Les données sont verrouillées."
    typed(qtbot, window, "autre chose ici")
    assert "pas la phrase secrète" in words(page_of(window))
    assert window.context is None
    typed(qtbot, window, WORDS)
    assert window.context.desk.read(deeds.names) == ["Ana"]
    assert page_of(window).__class__.__name__ == "StandInPage"
    qtbot.waitUntil(lambda: background.is_idle, timeout=20_000)
    qtbot.wait(10)
    assert "phrase secrète" not in window._state.text()


def test_the_recovery_key_opens_and_asks_for_a_new_passphrase(
    window, qtbot, background, locked
) -> None:
    home, recovery_words = locked
    page = page_of(window)
    page.other_button.click()
    page.words.value = "abandon " * 12
    page.open_button.click()
    qtbot.waitUntil(page.open_button.isEnabled, timeout=20_000)
    assert "Un des mots" in words(page)
    page.words.value = recovery_words.upper()
    page.open_button.click()
    qtbot.waitUntil(lambda: window.context is not None, timeout=20_000)
    asked = sheet(PassphraseSheet)
    for field in (asked.form.new, asked.form.again):
        qtbot.keyClicks(field, "une phrase nouvelle")
    with qtbot.waitSignal(asked.finished, timeout=20_000):
        asked.accept_button.click()
    open_desk(home, Secret("une phrase nouvelle")).close()


def test_the_lock_stays_when_the_language_changes(window, qtbot) -> None:
    window.rebuild()
    qtbot.wait(10)
    typed(qtbot, window, WORDS)
    assert window.context is not None


def test_the_lock_can_be_heard_both_ways(window) -> None:
    assert nameless(window.frame) == []
    page_of(window).other_button.click()
    assert nameless(window.frame) == []


def test_keys_typed_too_early_go_to_the_lock_and_nowhere_else(window, qtbot) -> None:
    assert window.frame.typed is None


def test_damage_is_found_after_the_window_is_up(window, qtbot, background, locked) -> None:
    home, _ = locked
    typed(qtbot, window, WORDS)
    window.check_data()
    qtbot.waitUntil(lambda: background.is_idle, timeout=20_000)
    assert "endommagées" not in window._state.text()
    content = bytearray(home.database.read_bytes())
    content[-2000] ^= 1
    home.database.write_bytes(bytes(content))
    window.check_data()
    qtbot.waitUntil(lambda: "endommagées" in window._state.text(), timeout=20_000)
