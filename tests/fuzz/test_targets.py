"""The fuzzer's small corpus is repeated with the other tests; the fuzzer itself runs when asked for."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fuzz.targets import TARGETS, called

CORPUS = Path(__file__).parents[1] / "data" / "fuzz"
SECONDS = 60


@pytest.mark.parametrize("name", TARGETS)
def test_the_corpus_is_answered_calmly(name: str) -> None:
    contents = [path.read_bytes() for path in sorted((CORPUS / name).iterdir())]
    assert contents
    for content in contents:
        said = called(TARGETS[name], content)
        assert said == said.strip()


@pytest.mark.fuzz
@pytest.mark.skipif(importlib.util.find_spec("atheris") is None, reason="atheris is not installed")
@pytest.mark.parametrize("name", TARGETS)
def test_a_minute_of_fuzzing_finds_nothing(name: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.fuzz.run", name, str(SECONDS), str(tmp_path / "corpus")],
        capture_output=True, text=True, timeout=SECONDS * 5, check=False,
        cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-500:] + done.stderr[-4_000:]
