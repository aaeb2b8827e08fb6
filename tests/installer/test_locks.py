"""The locks hold what pyproject asks for, every file by its hash; Qt is pinned where it must be."""

import re
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version
from PySide6.QtGui import QImage, QPainter

PROJECT = Path(__file__).parents[2]
LOCKS = ["requirements", "requirements-test", "requirements-benchmarks", "requirements-uv"]
PYTHONS = ["3.11", "3.12", "3.13", "3.14"]

Locked = list[tuple[str, Version, Marker | None, int]]


def read_lock(name: str) -> Locked:
    """Each pinned package with its version, its marker and its number of hashes."""
    text = (PROJECT / "installer" / f"{name}.txt").read_text(encoding="utf-8")
    entries = re.split(r"\n(?=[A-Za-z0-9])", re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE))
    locked: Locked = []
    for entry in filter(None, (entry.strip() for entry in entries)):
        requirement = Requirement(entry.split(" \\")[0].split("    --hash")[0].strip())
        (pin,) = requirement.specifier
        assert pin.operator == "=="
        hashes = len(re.findall(r"--hash=sha256:[0-9a-f]{64}", entry))
        locked.append(
            (canonicalize_name(requirement.name), Version(pin.version), requirement.marker, hashes)
        )
    return locked


def asked(*, with_tests: bool) -> list[Requirement]:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extra = project["optional-dependencies"]["test"] if with_tests else []
    return [Requirement(line) for line in [*project["dependencies"], *extra]]


def applies(marker: Marker | None, python: str) -> bool:
    world = {"python_version": python, "python_full_version": f"{python}.0",
             "sys_platform": "linux", "platform_system": "Linux", "platform_machine": "x86_64",
             "os_name": "posix", "implementation_name": "cpython",
             "platform_python_implementation": "CPython"}  # fmt: skip
    return marker is None or marker.evaluate(world)


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize(
    ("lock", "with_tests"), [("requirements", False), ("requirements-test", True)]
)
def test_lock_satisfies_pyproject(lock: str, with_tests: bool, python: str) -> None:
    versions = {
        name: version for name, version, marker, _ in read_lock(lock) if applies(marker, python)
    }
    unmet = [
        str(requirement)
        for requirement in asked(with_tests=with_tests)
        if applies(requirement.marker, python)
        and not requirement.specifier.contains(
            versions.get(canonicalize_name(requirement.name), "0")
        )
    ]
    assert unmet == []


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_is_known_by_its_hashes(lock: str) -> None:
    assert [name for name, _, _, hashes in read_lock(lock) if not hashes] == []


def test_both_locks_agree_on_what_they_share() -> None:
    own = {(name, version, str(marker)) for name, version, marker, _ in read_lock("requirements")}
    tests = {(n, version, str(marker)) for n, version, marker, _ in read_lock("requirements-test")}
    assert own <= tests


@pytest.mark.parametrize("python", PYTHONS)
def test_qt_is_older_than_6_12_on_python_3_11_only(python: str) -> None:
    (version,) = [
        version
        for name, version, marker, _ in read_lock("requirements")
        if name == "pyside6-essentials" and applies(marker, python)
    ]
    assert (version >= Version("6.12")) == (python != "3.11")


def test_qt_keeps_its_references_of_none() -> None:
    """PySide6 6.12.0 loses one a void call on Python 3.11, and aborts when none is left."""
    image = QImage(16, 16, QImage.Format.Format_ARGB32)
    painter = QPainter(image)
    before = sys.getrefcount(None)
    for _ in range(5_000):
        painter.setOpacity(1.0)
    lost = before - sys.getrefcount(None)
    painter.end()
    assert lost < 100
