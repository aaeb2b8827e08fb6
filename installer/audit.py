"""Asks whether a locked package has a known fault: `.venv/bin/python installer/audit.py`.

Says "clean" or "faults" only when pip-audit could ask about every package; otherwise "unknown": no
pip-audit here, or its service did not answer. Unknown is not green, and it is not a failure either:
exit 0 for clean and unknown, 1 for faults.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

LOCK: Final = Path(__file__).parent / "requirements.txt"
PATIENCE: Final = 300  # seconds


def verdict(output: str) -> tuple[str, list[str]]:
    """The word and what it is about, from pip-audit's JSON; what was skipped is not known."""
    try:
        asked: list[dict[str, Any]] = json.loads(output)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return "unknown", ["no answer was given"]
    faults = [
        f"{one['name']} {one['version']}: {fault['id']}"
        for one in asked
        for fault in one.get("vulns", [])
    ]
    if faults:
        return "faults", faults
    skipped = [f"{one['name']}: {one['skip_reason']}" for one in asked if "skip_reason" in one]
    return ("unknown", skipped) if skipped or not asked else ("clean", [f"{len(asked)} packages"])


def ask() -> str:
    """What pip-audit writes; nothing where it is missing or gives up."""
    command = [sys.executable, "-m", "pip_audit", "--strict", "--disable-pip", "--require-hashes"]
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter, fixed words
            [*command, "--format", "json", "--requirement", str(LOCK)],
            capture_output=True, text=True, timeout=PATIENCE, check=False,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout


def main() -> int:
    word, details = verdict(ask())
    print(word)
    print("".join(f"  {one}\n" for one in details), end="")
    return int(word == "faults")


if __name__ == "__main__":
    sys.exit(main())
