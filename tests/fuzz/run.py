"""Fuzz one target, led by coverage: `python -m tests.fuzz.run NAME SECONDS [CORPUS]`.

Needs atheris beside what the tests need (README of this folder). Findings are left in the working
folder as `crash-…`: put them into `tests/data/fuzz/NAME`, where each run of the tests repeats them.
"""

import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["mgdesk", "csv"]):
    from tests.fuzz.targets import TARGETS, called

CORPUS = Path(__file__).parents[1] / "data" / "fuzz"


def main(name: str, seconds: str, grown: str) -> None:
    target = TARGETS[name]
    seeds = CORPUS / name
    folders = [grown, *([str(seeds)] if seeds.is_dir() else [])]
    Path(grown).mkdir(parents=True, exist_ok=True)
    options = [
        f"-max_total_time={seconds}", "-max_len=8000", "-timeout=10", "-verbosity=0",
        "-print_final_stats=1",
    ]  # fmt: skip
    atheris.Setup([sys.argv[0], *options, *folders], lambda content: called(target, content))
    atheris.Fuzz()


if __name__ == "__main__":
    main(*sys.argv[1:4])
