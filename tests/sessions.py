"""A day's work in a process of its own that says which sockets it opened: `sessions.py window|commands HOME`.

Two look on: Python's audit events, and what the system holds for the process (Qt opens sockets that
Python never hears of). Local sockets are passed over: one window a desk, D-Bus, the screen.
"""

import sys
from pathlib import Path
from typing import Any

LOCAL = 1  # AF_UNIX
FOREIGN = ("socket.get", "http.", "urllib.", "ftplib.", "smtplib.")
seen: set[str] = set()


def listen(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "socket.__new__" and arguments[1] != LOCAL:
        seen.add(f"{event} {arguments[1]}")
    elif event in {"socket.connect", "socket.bind", "socket.sendto"}:
        if not isinstance(arguments[1], str | bytes):
            seen.add(f"{event} {arguments[1]}")
    elif event.startswith(FOREIGN):
        seen.add(f"{event} {str(arguments)[:80]}")


def look_around() -> None:
    """The process's sockets that are of the internet's kinds."""
    held = set()
    for handle in Path("/proc/self/fd").iterdir():
        try:
            held.add(str(handle.readlink()))
        except OSError:
            continue  # the folder's own, closed again
    for kind in ("tcp", "tcp6", "udp", "udp6", "raw"):
        lines = Path(f"/proc/self/net/{kind}").read_text("ascii").splitlines()[1:]
        fields = (line.split() for line in lines)
        seen.update(f"{kind} {row[1]} {row[2]}" for row in fields if f"socket:[{row[9]}]" in held)


def work_at_the_window(home: str) -> None:
    """Every page, then the end of the day."""
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from mgdesk import app
    from mgdesk.paths import Home
    from mgdesk.ui.kit.single import SingleWindow
    from mgdesk.ui.main_window import PLACES

    application = QApplication(["mgdesk"])
    place = Home(Path(home))
    single = SingleWindow(place)
    started = app.Started(application, place, "fr", single=single)
    started.show()
    for _turn in range(400):
        QTest.qWait(50)
        if started.window is not None and started.window.context is not None:
            break
    assert started.window is not None
    for page in PLACES:
        started.window.go(page.id)
        QTest.qWait(300)
        look_around()
    QTest.qWait(1_200)  # once a second other desks are asked
    started.window.finder.open()
    look_around()
    started.close()


def work_by_commands(home: str) -> None:
    from mgdesk.__main__ import main

    for words in (
        ["list", "learners", "--search", "a"], ["check"], ["backup"],
        ["export", "learners", f"{home}/l.xlsx"],
        ["import", "learners", f"{home}/l.xlsx", "--dry-run"],
        ["print", "badges", "PAD-IA-1", "--output", f"{home}/b.pdf"],
        ["verify", f"{home}/b.pdf"],
    ):  # fmt: skip
        code = main(["--home", home, *words])
        assert code == (1 if words[0] == "verify" else 0), words  # a badge proves nothing
        look_around()


if __name__ == "__main__":
    sys.addaudithook(listen)
    {"window": work_at_the_window, "commands": work_by_commands}[sys.argv[1]](sys.argv[2])
    sys.stderr.write("".join(f"SEEN {one}\n" for one in sorted(seen)) + "DONE\n")
