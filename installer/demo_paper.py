"""Prints the demo's attendance sheet and certificates to PDF: the main job, where there is no display."""

import json
import subprocess
import sys
from pathlib import Path

MAIN = Path(__file__).parent.parent / "main.py"


def mgdesk(home: str, *arguments: str) -> str:
    """What one command answers on stdout. Its own sentence is on stderr when it fails."""
    command = [sys.executable, str(MAIN), "--home", home, *arguments]
    done = subprocess.run(  # noqa: S603 - our own program, our own words
        command, check=True, stdout=subprocess.PIPE, encoding="utf-8"
    )
    return done.stdout


def print_paper(home: str) -> list[Path]:
    """Print this week's sheet of a running cohort and the certificates of a finished one."""
    cohorts = json.loads(mgdesk(home, "list", "cohorts", "--json"))
    # Of each status one, rather from Molenbeek, where it all began.
    cohorts.sort(key=lambda cohort: cohort["campus"] == "MOL")
    chosen = {cohort["status"]: cohort["code"] for cohort in cohorts}
    folder = Path(home) / "paper"
    folder.mkdir(parents=True, exist_ok=True)
    sheet, certificates = folder / "attendance.pdf", folder / "certificates.pdf"
    mgdesk(home, "print", "attendance", chosen["running"], "--output", str(sheet))
    mgdesk(home, "print", "certificates", chosen["completed"], "--output", str(certificates))
    return [sheet, certificates]


if __name__ == "__main__":
    try:
        print(*print_paper(sys.argv[1]), sep="\n")
    except subprocess.CalledProcessError as error:
        sys.exit(error.returncode)
