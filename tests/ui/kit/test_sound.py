"""Sounds: four that can be told apart, muteable, never a reason to stop."""

import subprocess
import threading
import wave
from array import array

import pytest

from mgdesk.settings import Settings
from mgdesk.ui.kit import sound
from mgdesk.ui.kit.sound import TUNES, Sounds, write_tune


def samples(path):
    with wave.open(str(path)) as file:
        assert (file.getnchannels(), file.getsampwidth()) == (1, 2)
        return array("h", file.readframes(file.getnframes())), file.getframerate()


@pytest.mark.parametrize("kind", TUNES)
def test_a_sound_is_short_soft_and_ends_in_silence(tmp_path, kind):
    write_tune(tmp_path / "s.wav", kind, 100)
    heard, rate = samples(tmp_path / "s.wav")
    assert 0.1 < len(heard) / rate < 0.5
    assert 10_000 < max(map(abs, heard)) < 22_000
    assert max(map(abs, heard[-20:])) < 50


def test_the_four_sounds_differ_and_follow_the_loudness(tmp_path):
    written = []
    for kind in TUNES:
        write_tune(tmp_path / kind, kind, 100)
        written.append((tmp_path / kind).read_bytes())
    assert len(set(written)) == len(TUNES)
    write_tune(tmp_path / "soft", "ok", 20)
    soft, loud = samples(tmp_path / "soft")[0], samples(tmp_path / "ok")[0]
    assert max(soft) * 10 < max(loud)


def test_a_sound_is_played_beside_the_window_and_not_when_muted(qapp):
    played, done = [], threading.Event()

    def player(path):
        played.append((path.name, threading.current_thread() is threading.main_thread()))
        done.set()

    settings = Settings(sound=False)
    sounds = Sounds(settings, [player])
    sounds.play("ok")
    settings.sound, settings.volume = True, 0
    sounds.play("ok")
    settings.volume = 40
    sounds.play("late")
    assert done.wait(10)
    assert played == [("late-40.wav", False)]


def test_a_player_that_does_not_work_is_replaced_by_the_next(qapp):
    done, tried = threading.Event(), []

    def deaf(path):
        tried.append(path)
        raise subprocess.CalledProcessError(1, "deaf")

    sounds = Sounds(Settings(), [deaf, lambda _path: done.set()])
    for _turn in range(2):
        done.clear()
        sounds.play("ok")
        assert done.wait(10)
    assert len(tried) == 1


def test_a_burst_of_scans_never_waits_for_its_sounds(qapp):
    going, played = threading.Event(), []

    def slow(path):
        going.wait(10)
        played.append(path)

    sounds = Sounds(Settings(), [slow])
    for _scan in range(40):
        sounds.play("ok")
    assert not played
    going.set()


def test_without_any_player_the_computer_beeps(qapp, monkeypatch):
    beeps = []
    monkeypatch.setattr(sound.QApplication, "beep", lambda: beeps.append(1))
    Sounds(Settings(), []).play("unknown")
    assert beeps == [1]


def test_a_program_that_cannot_play_says_so(tmp_path):
    with pytest.raises(subprocess.SubprocessError):
        sound._Program("false")(tmp_path)
    with pytest.raises(OSError, match="nowhere"):
        sound._Program("/nowhere/player")(tmp_path)
