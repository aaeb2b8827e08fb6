"""Nine o'clock on real keyboards: the program itself, on a real X server, its keys pressed from outside.

Three letters and Enter, F8, Ctrl+Z on Belgian, French and Arabic keyboards; what came of them is read
from the data by another desk.
"""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import select

from mgdesk.desk import open_desk
from mgdesk.model import CheckIn
from mgdesk.paths import Home
from mgdesk.queries.history import recent_changes
from mgdesk.services import intake
from tests.ui.keyboard import CODE_OF, LAYOUT_OF
from tests.ui.walking import some

TOOLS = ("Xvfb", "openbox", "xdotool", "setxkbmap")
MISSING = [tool for tool in TOOLS if shutil.which(tool) is None]
ENTER, F8 = 36, 74  # codes of keys
# Letters that AZERTY has elsewhere, and a name that no other in the demo begins with.
LATIN, ARABIC = ("Wuqa", "Zamq"), ("ضحكان", "الطويل")
LETTERS = {"be": "wuq", "fr": "wuq", "ara": "ضحك"}


def wait_for(holds, seconds=20):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if holds():
            return True
        time.sleep(0.05)
    return False


@pytest.fixture(scope="module")
def screen():
    """A screen of our own with a window manager on it: its environment."""
    if MISSING or sys.platform != "linux":
        pytest.skip(f"needs {', '.join(MISSING) or 'X11'}")
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x800x24", "-noreset",
         "-nolisten", "tcp"],
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
def desk(demo_template, tmp_path_factory):
    """Another desk on the home of the program: it sees what is on the disk."""
    home = Home(tmp_path_factory.mktemp("real-keys") / "home")
    shutil.copytree(demo_template.root, home.root)
    opened = open_desk(home)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def people(desk):
    return {
        first: desk.do(intake.add_person, first_name=first, surname=surname)
        for first, surname in (LATIN, ARABIC)
    }


@pytest.fixture(scope="module")
def program(screen, desk, people):
    """The program as everybody starts it."""
    root = Path(__file__).parents[2]
    words = [sys.executable, "main.py", "--home", str(desk.home.root), "--language", "fr"]
    process = subprocess.Popen(
        words, env=screen, cwd=root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        assert wait_for(lambda: "MolenGeek Desk —" in windows(screen), 60)
        yield process
    finally:
        process.terminate()
        process.wait(20)


def windows(screen):
    """The titles of the windows that are there."""
    found = subprocess.run(
        ["xdotool", "search", "--onlyvisible", "--name", "."], env=screen, capture_output=True,
        text=True, check=False,
    ).stdout.split()  # fmt: skip
    titles = [
        subprocess.run(
            ["xdotool", "getwindowname", one], env=screen, capture_output=True, text=True,
            check=False,
        ).stdout.strip()
        for one in found
    ]  # fmt: skip
    return "\n".join(titles)


def press(screen, *codes):
    words = ["xdotool", "key", "--delay", "120", *(str(code) for code in codes)]
    subprocess.run(words, env=screen, check=True)


def key_of(layout, sign):
    """The X code of the key that writes a sign on this layout."""
    return CODE_OF[LAYOUT_OF[layout].undone(sign)]


def arrivals(desk, person_id):
    wanted = select(CheckIn.id).where(CheckIn.person_id == person_id)
    return desk.read(lambda session: len(session.scalars(wanted).all()))


@pytest.mark.parametrize("layout", some(["be", "fr", "ara"], "ara"))
def test_three_letters_and_enter_check_in_and_ctrl_z_takes_back(
    screen, desk, people, program, layout
):
    person_id = people[ARABIC[0] if layout == "ara" else LATIN[0]]
    subprocess.run(["setxkbmap", layout], env=screen, check=True)
    time.sleep(0.3)

    def comes():
        press(screen, "Escape")
        press(screen, *(key_of(layout, sign) for sign in LETTERS[layout]), ENTER)
        return wait_for(lambda: arrivals(desk, person_id) == 1, 15)

    # A window manager under load may give the keyboard late: whoever is not heard types again.
    assert any(comes() for _attempt in range(3))
    press(screen, F8)
    assert wait_for(lambda: "Qui est dans le bâtiment" in windows(screen))
    press(screen, "Escape")  # a code of one digit would be that digit
    assert wait_for(lambda: "Qui est dans le bâtiment" not in windows(screen))
    undo = CODE_OF["z"] if layout == "ara" else key_of(layout, "z")
    press(screen, f"ctrl+{undo}")
    assert wait_for(lambda: arrivals(desk, person_id) == 0)
    last, before = desk.read(recent_changes)[:2]
    assert (last.is_undo, before.is_undone) == (True, True)
    assert program.poll() is None
