"""A print shop of its own for one file of tests: CUPS and an IPP Everywhere printer on loopback, in a folder.

The printer is `ippeveprinter`, which cannot start without Avahi; Avahi gets a bus of its own. Nothing of the
computer's own printing is touched.
"""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import mkdtemp

import pytest

PATHS = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/sbin"])
PROGRAMS = ("cupsd", "lp", "lpadmin", "ippeveprinter", "ipptool", "dbus-daemon", "avahi-daemon")
NAME = "Essai"

BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:path={folder}/bus</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/></policy>
</busconfig>
"""
AVAHI = """[server]
use-ipv6=no
allow-interfaces=lo
[wide-area]
enable-wide-area=no
"""
FILES = """ServerRoot {folder}/etc
RequestRoot {folder}/spool
CacheDir {folder}/cache
StateDir {folder}/state
TempDir {folder}/spool/tmp
AccessLog {folder}/access.log
ErrorLog {folder}/error.log
PageLog {folder}/page.log
Sandboxing Relaxed
"""
DAEMON = """Listen 127.0.0.1:{port}
Browsing No
WebInterface No
DefaultAuthType None
PreserveJobFiles Yes
PreserveJobHistory Yes
JobRetryInterval 1
<Location />
Allow all
</Location>
<Policy default>
<Limit All>
</Limit>
</Policy>
"""
# What the printer does with each file: keeps its wishes, and waits while it has no paper.
COMMAND = """#!/bin/sh
env | grep ^IPP_ > {folder}/wishes
if [ -e {folder}/empty ]; then
    echo 'STATE: +media-empty-error' >&2
    while [ -e {folder}/empty ]; do sleep 0.1; done
    echo 'STATE: -media-empty-error' >&2
fi
exit 0
"""


class PrintHouse:
    """One queue, `Essai`; `server` is what CUPS_SERVER must say."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port, self.printer_port = free_port(), free_port()
        self.server = f"127.0.0.1:{self.port}"

    def spooled(self) -> list[bytes]:
        """The files as CUPS keeps them, oldest first."""
        return [path.read_bytes() for path in sorted((self.folder / "spool").glob("d*-001"))]

    def delivered(self) -> list[bytes]:
        """The files as the printer got them, oldest first."""
        found = sorted(
            (self.folder / "out").glob("*.pdf"), key=lambda path: path.stat().st_mtime_ns
        )
        return [path.read_bytes() for path in found]

    def wishes(self) -> dict[str, str]:
        lines = (self.folder / "wishes").read_text(encoding="utf-8").splitlines()
        return dict(line.split("=", 1) for line in lines if "=" in line)

    def run(self, *words: str) -> None:
        environment = {**os.environ, "PATH": PATHS, "CUPS_SERVER": self.server, "LC_ALL": "C"}
        done = subprocess.run(
            words, env=environment, capture_output=True, text=True, timeout=30, check=False
        )
        assert done.returncode == 0, done.stderr

    @contextmanager
    def without_paper(self) -> Iterator[None]:
        (self.folder / "empty").touch()
        try:
            yield
        finally:
            (self.folder / "empty").unlink(missing_ok=True)


@contextmanager
def print_house() -> Iterator[PrintHouse]:
    """Open the shop; the test is skipped, saying why, where its programs are missing or cannot run."""
    missing = [program for program in PROGRAMS if shutil.which(program, path=PATHS) is None]
    if missing:
        pytest.skip(f"no test printer: {', '.join(missing)} not installed (see installer/test.sh)")
    if os.geteuid() != 0:
        pytest.skip("no test printer: Avahi, which it needs, is started by root only")
    folder = Path(mkdtemp(prefix="mgdesk-cups-"))
    folder.chmod(0o755)  # CUPS works under a user of its own
    house = PrintHouse(folder)
    _furnish(house)
    try:
        with ExitStack() as running:
            _start(house, running)
            yield house
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _furnish(house: PrintHouse) -> None:
    for name in ("etc", "spool", "spool/tmp", "cache", "state", "out"):
        (house.folder / name).mkdir()
    texts = {
        "bus.conf": BUS,
        "avahi.conf": AVAHI,
        "etc/cups-files.conf": FILES,
        "etc/cupsd.conf": DAEMON,
        # The printer prints PDF itself: the filters of cups-filters are not needed.
        "etc/local.convs": "application/pdf application/vnd.cups-pdf 0 -\n",
        "command": COMMAND,
    }
    for name, text in texts.items():
        path = house.folder / name
        path.write_text(text.format(folder=house.folder, port=house.port), encoding="utf-8")
    (house.folder / "command").chmod(0o755)


def _start(house: PrintHouse, running: ExitStack) -> None:
    folder = house.folder
    environment = {**os.environ, "PATH": PATHS, "LC_ALL": "C"}
    is_avahi_there = subprocess.run(["avahi-daemon", "--check"], env=environment, check=False)
    if is_avahi_there.returncode:
        environment["DBUS_SYSTEM_BUS_ADDRESS"] = f"unix:path={folder}/bus"
        bus = ("dbus-daemon", f"--config-file={folder}/bus.conf", "--nofork")
        _keep(running, environment, folder / "bus.log", *bus)
        _wait((folder / "bus").exists, "dbus-daemon")
        freely = ("--no-drop-root", "--no-chroot", "--no-rlimits", "--no-proc-title")
        avahi = ("avahi-daemon", "-f", str(folder / "avahi.conf"), *freely)
        _keep(running, environment, folder / "avahi.log", *avahi)
        log = folder / "avahi.log"
        _wait(lambda: "startup complete" in log.read_text(errors="replace"), "avahi-daemon")
    printer = ("-2", "-p", str(house.printer_port), "-n", "localhost", "-k", "-d", f"{folder}/out")
    command = ("-c", f"{folder}/command", "-f", "application/pdf", "-r", "off", NAME)
    _keep(running, environment, folder / "printer.log", "ippeveprinter", *printer, *command)
    configuration = ("-c", f"{folder}/etc/cupsd.conf", "-s", f"{folder}/etc/cups-files.conf")
    _keep(running, environment, folder / "cupsd.log", "cupsd", "-f", *configuration)
    for port in (house.printer_port, house.port):
        _wait(lambda port=port: _answers(port), f"port {port}")
    uri = f"ipp://localhost:{house.printer_port}/ipp/print"
    house.run("lpadmin", "-p", NAME, "-v", uri, "-m", "everywhere", "-E")
    _wait((folder / "etc" / "ppd" / f"{NAME}.ppd").exists, "the printer's description")


def _keep(running: ExitStack, environment: dict[str, str], log: Path, *words: str) -> None:
    """A program that runs until the end, and not a moment longer."""
    out = running.enter_context(log.open("wb"))
    process = subprocess.Popen(
        words, env=environment, stdout=out, stderr=out, stdin=subprocess.DEVNULL
    )

    def stop() -> None:
        process.terminate()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    running.callback(stop)


def _wait(is_there, what: str, seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while not is_there():
        if time.monotonic() > end:
            pytest.skip(f"no test printer: {what} did not come up")
        time.sleep(0.02)


def _answers(port: int) -> bool:
    with socket.socket() as tried:
        tried.settimeout(0.5)
        return tried.connect_ex(("127.0.0.1", port)) == 0


def free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return held.getsockname()[1]
