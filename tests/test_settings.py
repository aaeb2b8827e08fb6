"""Settings: kept as they were, and a damaged file never stops the program."""

from dataclasses import asdict
from pathlib import Path

import pytest
import tomli_w
from hypothesis import given
from hypothesis import strategies as st

from mgdesk import settings
from mgdesk.settings import Settings


def test_settings_come_back_as_they_were_saved(tmp_path: Path) -> None:
    wanted = Settings(
        language="ar", theme="dark", scale=150, printers={"certificate": 'A "tray" 2'}
    )
    settings.save(wanted, tmp_path / "s.toml")
    assert settings.load(tmp_path / "s.toml") == wanted


def test_a_damaged_file_is_set_aside_and_defaults_serve(tmp_path: Path) -> None:
    path = tmp_path / "s.toml"
    path.write_bytes(b"\xff\xfe = [")
    assert settings.load(path) == Settings()
    assert path.with_suffix(".bad").exists()
    assert not path.exists()


def test_unknown_and_ill_typed_values_are_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "s.toml"
    path.write_text(
        "language = 3\nscale = 900\nvolume = -7\nsound = 1\n"
        'from_the_future = true\nprinters = {a = 1, b = "x"}\n'
    )
    assert settings.load(path) == Settings(scale=200, volume=0, printers={"b": "x"})


@pytest.mark.parametrize("content", ["a = " + "[" * 20_000, "scale = " + "9" * 5_000])
def test_values_beyond_all_measure_are_set_aside(tmp_path: Path, content: str) -> None:
    path = tmp_path / "s.toml"
    path.write_text(content)
    assert settings.load(path) == Settings()
    assert path.with_suffix(".bad").read_text() == content


_WORDS = st.text(max_size=20)
_VALUES = (
    st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats() | _WORDS | st.lists(_WORDS)
    | st.dictionaries(_WORDS, _WORDS | st.integers(0, 9) | st.dictionaries(_WORDS, st.booleans()))
)  # fmt: skip


@given(st.dictionaries(st.sampled_from([*asdict(Settings()), "other"]), _VALUES))
def test_any_values_give_settings_that_can_be_saved_again(
    tmp_path_factory: pytest.TempPathFactory, values: dict[str, object]
) -> None:
    path = tmp_path_factory.mktemp("s") / "s.toml"
    path.write_text(tomli_w.dumps(values), encoding="utf-8")
    loaded = settings.load(path)
    kinds = {name: type(value) for name, value in asdict(Settings()).items()}
    assert {name: type(value) for name, value in asdict(loaded).items()} == kinds
    settings.save(loaded, path)
    assert settings.load(path) == loaded


@given(
    st.binary(max_size=200) | st.text(alphabet="ab=[]{}.\"'\n1-:#,", max_size=60).map(str.encode)
)
def test_no_content_of_the_file_stops_the_program(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    path = tmp_path_factory.mktemp("s") / "s.toml"
    path.write_bytes(content)
    loaded = settings.load(path)
    assert isinstance(loaded, Settings)
    if not path.exists():
        assert path.with_suffix(".bad").read_bytes() == content
