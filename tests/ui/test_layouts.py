"""Real keys on real layouts: a real X server, a real window manager, the whole program.

Belgian, French and Arabic keyboards give no Latin digit or letter where a QWERTY has one; the shortcuts of
FRONTDESK P0.8 must work all the same.
"""

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

TOOLS = ("Xvfb", "openbox", "xdotool", "setxkbmap")
MISSING = [tool for tool in TOOLS if shutil.which(tool) is None]
LAYOUTS = ("us", "be", "fr", "ara")

# X key codes, which name the place of a key: 67 is F1, 76 is F10; letters as on a QWERTY keyboard.
CODES = {f"F{n}": 66 + n for n in range(1, 11)} | {
    "F11": 95, "F12": 96, "K": 45, "N": 57, "P": 33, "F": 41, "Z": 52, "Q": 24,
}  # fmt: skip
# Where the letter stands that a layout writes by another key than QWERTY.
MOVED = {"be": {"Z": 25, "Q": 38}, "fr": {"Z": 25, "Q": 38}}
KEYS = (
    "F1",
    "F2",
    "F3",
    "F4",
    "F5",
    "F6",
    "F7",
    "F8",
    "F9",
    "Ctrl+F",
    "Ctrl+K",
    "Ctrl+N",
    "Ctrl+P",
    "Ctrl+Z",
)

PROGRAM = """
import sys
from mgdesk import app
from mgdesk.paths import Home
from pathlib import Path
from PySide6.QtCore import QTimer
application = app.make_application(["mgdesk"])
started = app.Started(application, Home(Path(sys.argv[1])), "fr")
def tell(*words):
    print(*words, flush=True)
def listen():
    if started.window is None or started.window.context is None or not started.background.is_idle:
        return
    timer.stop()
    started.window.go("cohorts")
    for action in list(started.window.commands.all):
        # What a command opens would be in front of the next key: here it only says that it was called.
        shown = started.window.commands.find(action.id)
        shown.triggered.disconnect()
        shown.setEnabled(True)
        shown.triggered.connect(lambda _on=False, keys=action.written_keys: tell("fired", *keys))
    started.frame.activateWindow()
    tell("ready")
timer = QTimer(interval=100)
timer.timeout.connect(listen)
timer.start()
started.show()
application.exec()
"""


@pytest.fixture(scope="module")
def display():
    """A screen of our own with a window manager on it."""
    if MISSING or sys.platform != "linux":
        pytest.skip(f"needs {', '.join(MISSING) or 'X11'}")
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x800x24", "-nolisten", "tcp"],
        pass_fds=[write], stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(write)
    with os.fdopen(read) as numbers:
        name = f":{numbers.readline().strip()}"
    if name == ":":
        pytest.skip("Xvfb does not start here")
    environment = {**os.environ, "DISPLAY": name, "QT_QPA_PLATFORM": "xcb"}
    manager = subprocess.Popen(["openbox"], env=environment, stderr=subprocess.DEVNULL)
    yield environment
    for process in (manager, server):
        process.terminate()
        process.wait(10)


@pytest.fixture(scope="module")
def program(display, tmp_path_factory, demo_of):
    """The program on the page of cohorts; its lines say which shortcut fired."""
    from mgdesk.paths import Home

    home = Home(tmp_path_factory.mktemp("layouts") / "home")
    shutil.copytree(demo_of(None).root, home.root)
    output = home.root / "output.txt"
    with output.open("w") as stream:
        process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(home.root)],
            env=display, cwd=Path(__file__).parents[2], stdout=stream, stderr=subprocess.STDOUT,
        )  # fmt: skip
    if not wait_for(lambda: "ready" in output.read_text(), 60):
        process.kill()
        pytest.fail(f"the program did not open: {output.read_text()}")
    yield output
    process.kill()
    process.wait(10)


def wait_for(holds, seconds):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if holds():
            return True
        time.sleep(0.05)
    return False


def press(display, layout, key):
    control, _plus, name = key.rpartition("+")
    code = MOVED.get(layout, {}).get(name, CODES[name])
    chord = f"{'ctrl+' if control else ''}{code}"
    subprocess.run(["xdotool", "key", "--clearmodifiers", chord], env=display, check=True)


@pytest.mark.thorough
@pytest.mark.parametrize("layout", LAYOUTS)
def test_each_key_of_the_desk_is_heard_on_this_keyboard(display, program, layout):
    subprocess.run(["setxkbmap", layout], env=display, check=True)
    time.sleep(0.3)
    heard = {}
    for key in KEYS:
        before = len(program.read_text().splitlines())
        press(display, layout, key)
        wait_for(lambda n=before: len(program.read_text().splitlines()) > n, 3)
        heard[key] = program.read_text().splitlines()[before:]
    assert json.dumps(heard) == json.dumps({key: said(key) for key in KEYS})


def said(key):
    """The line of the command that has this key; a command may have two."""
    both = {"F3": "F3 Ctrl+F", "Ctrl+F": "F3 Ctrl+F", "F6": "F6 Ctrl+P", "Ctrl+P": "F6 Ctrl+P"}
    return [f"fired {both.get(key, key)}"]
