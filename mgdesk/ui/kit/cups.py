"""Sends paper through CUPS and follows it: by CUPS' own programs, as lists of words, never a shell.

The programs are told to speak English (LC_ALL=C), whose words are read here; what a person reads is in
printstate. The scheduler is reached by them alone: this program opens no connection of its own.
"""

import csv
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Final

from mgdesk.errors import DeskError
from mgdesk.i18n import N_
from mgdesk.ui.kit.printoptions import PrintOptions
from mgdesk.ui.kit.printstate import DOWN, OFFLINE, PAUSED, PrintState, Stage

PATIENCE = 30  # seconds that CUPS gets to take a file
GLANCE = 10  # seconds that it gets to answer a question

_ENDS: Final = {"completed": Stage.DONE, "canceled": Stage.CANCELLED, "aborted": Stage.FAILED}

# What the backends of CUPS say of a printer that they do not reach; they give no reason for it.
_SILENT: Final = re.compile(
    r"may not exist|unavailable at this time|not responding|unreachable|Unable to locate printer"
)

# What ipptool asks about one job (RFC 8011 §4.3.4): lpstat does not tell an aborted one from a printed one.
_QUESTION: Final = """{
OPERATION Get-Job-Attributes
GROUP operation-attributes-tag
ATTR charset attributes-charset utf-8
ATTR naturalLanguage attributes-natural-language en
ATTR uri printer-uri $uri
ATTR integer job-id $job
DISPLAY job-state
DISPLAY job-impressions-completed
}
"""


class PrinterRefused(DeskError):
    sentence = N_("The printer {printer} did not take the paper: {reason}. Choose another one.")


class PrinterGone(PrinterRefused):
    sentence = N_("This computer no longer has the printer {printer}. Choose another one.")


class PrinterClosed(PrinterRefused):
    sentence = N_("The printer {printer} takes no paper at the moment. Choose another one.")


class PrintSystemDown(PrinterRefused):
    sentence = N_(
        "The print system of this computer does not run. Start it (CUPS) or restart the computer,"
        " then print again; or save the paper as a file."
    )


def has_cups() -> bool:
    """Whether the system prints PDF files itself."""
    return sys.platform != "win32" and shutil.which("lp") is not None


def printers() -> list[str]:
    """The names of the printers, the default first; none when CUPS does not answer."""
    names = [line.strip() for line in _ask("lpstat", "-e").splitlines() if line.strip()]
    default = _ask("lpstat", "-d").rpartition(":")[2].strip()
    return sorted(names, key=lambda name: name != default)


def trays(printer: str) -> list[str]:
    """The printer's own words for its trays, that in use first; none when it has no choice."""
    for line in _ask("lpoptions", "-p", printer, "-l").splitlines():
        key, _colon, choices = line.partition(":")
        if key.startswith("InputSlot/"):
            words = sorted(choices.split(), key=lambda word: not word.startswith("*"))
            return [word.removeprefix("*") for word in words]
    return []


def send(path: Path, printer: str, title: str, options: PrintOptions) -> str:
    """Hand a PDF file to CUPS and return the name of the job. Raises PrinterRefused."""
    words = ["-d", printer, "-t", title[:80], *_options(options), "--", str(path)]
    try:
        done = _run("lp", *words, patience=PATIENCE)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise PrinterRefused(printer=printer, reason=type(error).__name__) from error
    if done.returncode:
        raise _refusal(printer, done.stderr.strip())
    said = re.search(r"request id is (\S+)", done.stdout)
    return said.group(1) if said else ""


def cancel(job: str) -> None:
    """Take a job back; one that has ended already stays as it is."""
    _ask("cancel", job)


def look(jobs: Sequence[str]) -> dict[str, PrintState]:
    """How each job stands."""
    waiting = _try("lpstat", "-W", "not-completed", "-o")
    if waiting is None:
        return {job: PrintState(Stage.WAITING, reasons=(DOWN,)) for job in jobs}
    queued = {line.split()[0] for line in waiting.splitlines() if line.strip()}
    at = {job.rpartition("-")[0] for job in jobs if job in queued}
    found = {printer: _ask("lpstat", "-l", "-p", printer) for printer in at}
    return {
        job: _standing(job, found[job.rpartition("-")[0]]) if job in queued else _end(job)
        for job in jobs
    }


def _standing(job: str, printer: str) -> PrintState:
    """A job that is not done, by what lpstat says of its printer."""
    first = printer.partition("\n")[0]
    reasons = _alerts(printer)
    if " disabled since " in first and PAUSED not in reasons:
        reasons = (*reasons, PAUSED)
    if _SILENT.search(printer):
        reasons = (*reasons, OFFLINE)
    if f"now printing {job}." not in first:
        return PrintState(Stage.WAITING, reasons=reasons)
    _state, pages = _job(job)
    return PrintState(Stage.PRINTING, pages, reasons)


def _end(job: str) -> PrintState:
    """A job that CUPS has finished with: by ipptool, else by what lpstat keeps of it."""
    state, pages = _job(job)
    if state in _ENDS:
        return PrintState(_ENDS[state], pages)
    ended = _ask("lpstat", "-l", "-W", "completed", "-o")
    block = re.search(rf"^{re.escape(job)}\s.*\n((?:\s.*\n?)*)", ended, re.MULTILINE)
    reasons = " ".join(_alerts(block.group(1))) if block else ""
    for word, stage in (("canceled", Stage.CANCELLED), ("aborted", Stage.FAILED)):
        if word in reasons:
            return PrintState(stage)
    return PrintState(Stage.DONE)


def _job(job: str) -> tuple[str, int]:
    """The state of a job in IPP's word, and the pages that are out; ("", 0) without ipptool."""
    printer, _dash, number = job.rpartition("-")
    if shutil.which("ipptool") is None:
        return "", 0
    server = _ask("lpstat", "-H").strip()
    host = "localhost" if server.startswith("/") or not server else server
    with NamedTemporaryFile("w", prefix="mgdesk-", suffix=".test") as question:
        question.write(_QUESTION)
        question.flush()
        uri = f"ipp://{host}/printers/{printer}"
        said = _ask("ipptool", "-c", "-d", f"job={number}", uri, question.name)
    rows = list(csv.DictReader(said.splitlines()))
    if not rows:
        return "", 0
    pages = rows[0].get("job-impressions-completed") or ""
    return rows[0].get("job-state") or "", int(pages) if pages.isdecimal() else 0


def _options(options: PrintOptions) -> Iterable[str]:
    yield from ("-n", str(options.copies), "-o", f"sides={options.sides.value}")
    if options.copies > 1:
        yield from ("-o", "collate=true")
    if options.tray:
        yield from ("-o", f"InputSlot={options.tray}")


def _alerts(words: str) -> tuple[str, ...]:
    """The reasons in what lpstat -l says of a printer or a job."""
    said = re.search(r"^\s*Alerts:(.*)$", words, re.MULTILINE)
    return tuple(word for word in said.group(1).split() if word != "none") if said else ()


def _refusal(printer: str, said: str) -> PrinterRefused:
    """What lp said, as one of the cases that a person can do something about."""
    if "not running" in _ask("lpstat", "-r"):
        return PrintSystemDown(printer=printer, reason=said)
    if "does not exist" in said or "Unknown destination" in said:
        return PrinterGone(printer=printer, reason=said)
    if "not accepting jobs" in said:
        return PrinterClosed(printer=printer, reason=said)
    reason = said.splitlines()[-1].removeprefix("lp: ").rstrip(".") if said else "lp"
    return PrinterRefused(printer=printer, reason=reason)


def _ask(program: str, *words: str) -> str:
    """What a program of CUPS says; nothing when it cannot be asked."""
    return _try(program, *words) or ""


def _try(program: str, *words: str) -> str | None:
    try:
        done = _run(program, *words, patience=GLANCE)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return None if done.returncode and not done.stdout else done.stdout


def _run(program: str, *words: str, patience: float) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(  # noqa: S603 - no shell; each name is one argument
        [shutil.which(program) or program, *words],
        capture_output=True,
        text=True,
        errors="replace",
        timeout=patience,
        check=False,
        stdin=subprocess.DEVNULL,
        env={**os.environ, "LC_ALL": "C"},
    )
