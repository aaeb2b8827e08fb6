"""No network: a day's work at the window and on the command line opens no socket and asks no name.

Two look on: Python's own audit events, and what the system holds for the process while it runs (Qt
opens sockets that Python never hears of). Allowed are local ones: one window a desk, D-Bus, X11.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from mgdesk.paths import Home

# Told of each socket; those of the system's own kind are passed over.
LOOKOUT = """
import sys
seen = []

def look(event, arguments):
    if event == "socket.__new__" and arguments[1] != 1:  # AF_UNIX
        seen.append(("socket", arguments[1]))
    elif event.startswith(("socket.get", "http.", "urllib.", "ftplib.", "smtplib.")):
        seen.append((event, str(arguments)[:80]))
    elif event in {"socket.connect", "socket.bind", "socket.sendto"}:
        if not isinstance(arguments[1], (str, bytes)):
            seen.append((event, str(arguments[1])))

sys.addaudithook(look)
"""

COMMANDS = """
from mgdesk.__main__ import main

home = sys.argv[1]
for words in (
    ["demo"], ["list", "learners", "--search", "a"], ["check"], ["backup"],
    ["export", "learners", f"{home}/l.xlsx"], ["import", "learners", f"{home}/l.xlsx", "--dry-run"],
    ["print", "badges", "PAD-IA-1", "--output", f"{home}/b.pdf"], ["verify", f"{home}/b.pdf"],
):
    print(words[0], main(["--home", home, *words]), file=sys.stderr)
"""

WINDOW = """
import os
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from mgdesk import app
from mgdesk.paths import Home

held = set()

def look_around():
    inodes = {os.readlink(f"/proc/self/fd/{fd}")[8:-1]
              for fd in os.listdir("/proc/self/fd")
              if os.path.exists(f"/proc/self/fd/{fd}") or os.path.islink(f"/proc/self/fd/{fd}")
              if os.readlink(f"/proc/self/fd/{fd}").startswith("socket:")}
    for kind in ("tcp", "tcp6", "udp", "udp6", "raw"):
        for line in open(f"/proc/self/net/{kind}").read().splitlines()[1:]:
            if line.split()[9] in inodes:
                held.add((kind, line.split()[1], line.split()[2]))

turns = iter(range(40))

def turn():
    look_around()
    step = next(turns, None)
    frame = next((w for w in QApplication.topLevelWidgets() if w.isVisible()), None)
    if step is None:
        seen.extend(held)
        QApplication.closeAllWindows()
    elif frame is not None and step % 4 == 0:
        for action in frame.findChildren(type(frame.addAction("x")))[:200]:
            if action.objectName().startswith("go-"):
                pass

timer = QTimer()
timer.timeout.connect(turn)
from mgdesk.ui.kit import frame as frames
began = frames.Frame.showEvent

def shown(self, event):
    began(self, event)
    timer.start(100)

frames.Frame.showEvent = shown
app.run(Home(__import__("pathlib").Path(sys.argv[1])), language="fr", arguments=["mgdesk"])
"""
