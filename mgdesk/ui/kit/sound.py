"""Short soft sounds that say how a check-in went, for eyes that are on the queue and not on the screen.

Played by what the computer has (PipeWire, PulseAudio, ALSA, Windows, macOS), in a thread of their own;
nobody waits for them. A computer without any of these beeps.
"""

import logging
import math
import queue
import shutil
import subprocess
import sys
import threading
import wave
from array import array
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, Literal

from PySide6.QtWidgets import QApplication

from mgdesk.settings import Settings

logger = logging.getLogger(__name__)

Kind = Literal["ok", "late", "already", "unknown"]
Play = Callable[[Path], None]

# Hertz and seconds: up is well, level is late, once is nothing new, down is wrong.
TUNES: Final[dict[Kind, tuple[tuple[float, float], ...]]] = {
    "ok": ((659.3, 0.07), (987.8, 0.16)),
    "late": ((659.3, 0.09), (659.3, 0.18)),
    "already": ((587.3, 0.14),),
    "unknown": ((329.6, 0.12), (246.9, 0.26)),
}
RATE: Final = 22_050  # samples a second
LOUDEST: Final = 0.6  # of what a sample can hold
LONGEST: Final = 5  # seconds that a player may take
MOST_WAITING: Final = 2  # more at once would be noise, long after the scans they tell of


class Sounds:
    """Plays `ok`, `late`, `already` or `unknown` as the settings `sound` and `volume` say."""

    def __init__(self, settings: Settings, players: Sequence[Play] | None = None) -> None:
        """`players` are tried in turn until one works; those of this computer unless given."""
        self._settings = settings
        self._players = list(_players() if players is None else players)
        self._waiting: queue.Queue[Path] = queue.Queue(MOST_WAITING)
        self._folder: TemporaryDirectory[str] | None = None
        self._thread: threading.Thread | None = None

    def play(self, kind: Kind) -> None:
        """Play a sound beside the window; never fails, never waits. Called in the window's thread."""
        if not self._settings.sound or not self._settings.volume:
            return
        if not self._players:
            QApplication.beep()
            return
        try:
            self._waiting.put_nowait(self._file(kind))
        except (queue.Full, OSError):
            return
        if self._thread is None:
            self._thread = threading.Thread(target=self._serve, name="sounds", daemon=True)
            self._thread.start()

    def _serve(self) -> None:
        while True:
            self._play_one(self._waiting.get())

    def _play_one(self, path: Path) -> None:
        """By the first player that works; one that does not is not asked again."""
        while self._players:
            try:
                self._players[0](path)
            except (OSError, subprocess.SubprocessError, RuntimeError) as error:
                logger.info("a player of sounds does not work: %s", type(error).__name__)
                del self._players[0]
            else:
                return

    def _file(self, kind: Kind) -> Path:
        """The sound at the loudness in force, written when it is first wanted."""
        if self._folder is None:
            self._folder = TemporaryDirectory(prefix="mgdesk-sounds-")
        path = Path(self._folder.name) / f"{kind}-{self._settings.volume}.wav"
        if not path.exists():
            write_tune(path, kind, self._settings.volume)
        return path


def write_tune(path: Path, kind: Kind, volume: int) -> None:
    """Write one sound as a WAV file; `volume` is 0 to 100 per cent."""
    samples = array("h")
    for pitch, seconds in TUNES[kind]:
        samples.extend(_tone(pitch, seconds, LOUDEST * (volume / 100) ** 2))
    if sys.byteorder == "big":
        samples.byteswap()
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(samples.tobytes())


def _tone(pitch: float, seconds: float, loudness: float) -> list[int]:
    """A bell-like tone: a quick rise, a long fall, a little of its octave; it ends in silence."""
    count = round(seconds * RATE)
    made = []
    for n in range(count):
        swing = math.tau * pitch * n / RATE
        shape = min(1.0, n / (0.006 * RATE)) * (1 - n / count) ** 2
        made.append(
            round(32767 * loudness * shape * (0.8 * math.sin(swing) + 0.2 * math.sin(2 * swing)))
        )
    return made


def _players() -> list[Play]:
    """What this computer plays sounds with, the best first."""
    if sys.platform == "win32":
        return [_play_on_windows]
    found = (shutil.which(name) for name in ("pw-play", "paplay", "afplay", "aplay"))
    return [_Program(program) for program in found if program]


class _Program:
    """A player that is a program of its own."""

    def __init__(self, program: str) -> None:
        self._program = program

    def __call__(self, path: Path) -> None:
        """Raises OSError or SubprocessError when there is no sound to be had of it."""
        subprocess.run(  # noqa: S603 - a player found on the path, a file that is ours
            [self._program, str(path)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=LONGEST,
            check=True,
        )


def _play_on_windows(path: Path) -> None:
    """Raises RuntimeError when there is no sound device."""
    if sys.platform == "win32":
        import winsound

        winsound.PlaySound(str(path), winsound.SND_FILENAME | winsound.SND_NODEFAULT)
