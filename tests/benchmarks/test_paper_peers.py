"""Our paper against other engines: the same pages, each engine in a fresh process, all in turn.

Pages carry background art, logos, shaped names, lines and a signed code. CPU seconds count from
the moment the data were read, imports of the engine included, over all threads and children;
codes were signed before. What is not installed is left out and said.
"""

import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import pytest

from tests.benchmarks.peers.job import prepare

ROOT = Path(__file__).parents[2]
PACKAGES = {"typst": "typst", "fpdf2": "fpdf", "qt": "PySide6.QtGui", "weasyprint": "weasyprint"}
# Ours first: zlib packs the streams of our file. What takes minutes is measured on fewer pages.
CROWD = ("ours", "zlib", "typst", "fpdf2", "qt")
EVERY = (*CROWD, "platypus", "weasyprint")
LONGEST = 900  # seconds
UNCOMPILED = "PYTHONDONTWRITEBYTECODE"

Told = dict[str, Any]

pytestmark = [
    pytest.mark.benchmark,
    pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux tells the peak"),
]


def missing(engine: str) -> str:
    """Why an engine cannot be measured here; empty when it can."""
    package = PACKAGES.get(engine)
    found = package is None or importlib.util.find_spec(package.split(".")[0]) is not None
    return "" if found else "not installed (installer/requirements-benchmarks.txt)"


def measured(engine: str, kind: str, folder: Path, *others: str) -> Told | str:
    """What one fresh process tells of its work, or why it did not do it."""
    if reason := missing(engine):
        return reason
    command = [sys.executable, "-m", "tests.benchmarks.peers.run", engine, kind, str(folder)]
    # As installed, where all modules are compiled already: ours as well as the peers'.
    environment = {key: value for key, value in os.environ.items() if key != UNCOMPILED}
    start = perf_counter()
    done = subprocess.run(
        [*command, *others], capture_output=True, text=True, cwd=ROOT, timeout=LONGEST,
        check=False, env=environment,
    )  # fmt: skip
    if done.returncode:
        return done.stderr.strip().splitlines()[-1]
    told: Told = json.loads(done.stdout)
    return told | {"whole": perf_counter() - start}


def compared(kind: str, count: int, engines: Sequence[str], folder: Path) -> dict[str, Told]:
    """Each engine's figures for so many pages, printed as a table."""
    place = prepare(kind, count, folder / f"{kind}{count}")
    lines = [f"\n{count} {kind}", f"{'':12}  CPU s  wall s  pages/CPU s    MB  bytes/page  ours is"]
    figures: dict[str, Told] = {}
    for engine in engines:
        told = measured(engine, kind, place)
        if isinstance(told, str):
            lines.append(f"{engine:12}  left out: {told}")
            continue
        figures[engine] = told
        ratio = told["cpu"] / figures["ours"]["cpu"]
        lines.append(
            f"{engine:12} {told['cpu']:6.2f}  {told['wall']:6.2f}  {count / told['cpu']:11.0f} "
            f"{told['peak']:5.0f}  {told['size'] / count:10.0f}  {ratio:6.2f} x"
        )
    sys.stdout.write("\n".join(lines) + "\n")
    return figures


def against(figures: dict[str, Told], peer: str, aim: float, what: str = "cpu") -> float:
    """How many times ours a peer's figure is, said beside the aim; endless where it is not here."""
    if peer not in figures:
        return float("inf")
    ratio: float = figures[peer][what] / figures["ours"][what]
    verdict = "met" if ratio >= aim else "missed"
    sys.stdout.write(f"{peer}, {what}: {ratio:.2f} x ours, aim {aim:g} x: {verdict}\n")
    return ratio


def test_5000_certificates(tmp_path: Path) -> None:
    figures = compared("certificates", 5_000, CROWD, tmp_path)
    assert against(figures, "typst", 8) >= 2
    assert against(figures, "typst", 10, "peak") >= 8
    against(figures, "zlib", 1 / 3)
    assert against(figures, "fpdf2", 10) >= 4
    assert against(figures, "qt", 10) >= 3


def test_500_certificates(tmp_path: Path) -> None:
    figures = compared("certificates", 500, EVERY, tmp_path)
    assert against(figures, "typst", 4) >= 1
    assert against(figures, "fpdf2", 10) >= 2
    assert against(figures, "qt", 10) >= 2
    assert against(figures, "platypus", 100) >= 20
    assert against(figures, "weasyprint", 50) >= 20


def test_200_sheets(tmp_path: Path) -> None:
    figures = compared("sheets", 200, CROWD, tmp_path)
    against(figures, "typst", 6)
    assert against(figures, "fpdf2", 6) >= 1.2
    against(figures, "qt", 6)


def test_one_certificate_cold_and_warm(tmp_path: Path) -> None:
    place = prepare("certificates", 1, tmp_path / "one")
    rounds: dict[str, list[Told]] = {}
    for _ in range(5):
        for engine in ("ours", "typst"):
            told = measured(engine, "certificates", place)
            if not isinstance(told, str):
                rounds.setdefault(engine, []).append(told)
    figures = {
        engine: {key: median(told[key] for told in tolds) for key in ("process", "whole", "peak")}
        for engine, tolds in rounds.items()
    }
    for engine, told in figures.items():
        sys.stdout.write(
            f"\none certificate, cold, {engine}: {told['process']:.3f} CPU s, "
            f"{told['whole']:.3f} s, {told['peak']:.0f} MB"
        )
    sys.stdout.write("\n")
    against(figures, "typst", 1, "process")
    against(figures, "typst", 1, "whole")
    warm = measured("ours", "certificates", place, "warm")
    assert not isinstance(warm, str), warm
    sys.stdout.write(
        f"one certificate, warm: {warm['warm'] * 1000:.1f} ms, aim 15 ms; "
        f"{warm['warm_cpu'] * 1000:.1f} ms of CPU\n"
    )
    assert warm["warm"] < 0.1
