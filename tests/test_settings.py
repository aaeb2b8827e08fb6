"""Settings: kept as they were, and a damaged file never stops the program."""

from pathlib import Path

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


@given(st.binary(max_size=200))
def test_no_content_of_the_file_stops_the_program(tmp_path_factory: object, content: bytes) -> None:
    path = Path(tmp_path_factory.mktemp("s")) / "s.toml"  # type: ignore[attr-defined]
    path.write_bytes(content)
    assert isinstance(settings.load(path), Settings)
