"""The list of the system's libraries is exactly what Qt's wheels ask the loader for."""

import struct
from importlib.util import find_spec
from pathlib import Path

import pytest

LIST = Path(__file__).parents[2] / "installer" / "libraries.txt"

# Part of libc6, or shipped with the C library: there wherever a program runs at all.
LIBC = {
    "ld-linux-x86-64.so.2",
    "ld-linux-aarch64.so.1",
    "libc.so.6",
    "libdl.so.2",
    "libm.so.6",
    "libpthread.so.0",
    "libresolv.so.2",
    "librt.so.1",
}
MODULES = ["QtCore", "QtGui", "QtWidgets", "QtPrintSupport", "QtSvg", "QtSvgWidgets", "QtNetwork"]
PLUGINS = [
    "platforms/libqxcb.so",
    "platforms/libqoffscreen.so",
    "platforms/libqwayland.so",
    "printsupport/libcupsprintersupport.so",
    "iconengines/libqsvgicon.so",
    "imageformats/libqsvg.so",
    "imageformats/libqjpeg.so",
    "platforminputcontexts/libcomposeplatforminputcontextplugin.so",
    "platforminputcontexts/libibusplatforminputcontextplugin.so",
    "platformthemes/libqxdgdesktopportal.so",
    "wayland-shell-integration/libxdg-shell.so",
    "wayland-decoration-client/libadwaita.so",
]


def needed(path: Path) -> list[str]:
    """The DT_NEEDED names of a 64-bit little-endian ELF file (System V ABI, chapter 5)."""
    data = path.read_bytes()
    (offset,) = struct.unpack_from("<Q", data, 0x28)
    size, count = struct.unpack_from("<HH", data, 0x3A)
    sections = [struct.unpack_from("<IIQQQQIIQQ", data, offset + i * size) for i in range(count)]
    names = []
    for _, kind, _, _, start, length, link, *_ in sections:
        if kind != 6:  # SHT_DYNAMIC
            continue
        for entry in range(start, start + length, 16):
            tag, value = struct.unpack_from("<qQ", data, entry)
            if tag == 1:  # DT_NEEDED
                begin = sections[link][4] + value
                names.append(data[begin : data.index(b"\0", begin)].decode())
    return names


def asked_of_the_system() -> set[str]:
    spec = find_spec("PySide6")
    assert spec is not None
    assert spec.origin is not None
    package = Path(spec.origin).parent
    shipped = {path.name for folder in ("PySide6", "shiboken6")
               for path in (package.parent / folder).rglob("*.so*")}  # fmt: skip
    waiting = [package / f"{name}.abi3.so" for name in MODULES]
    waiting += [package / "Qt/plugins" / name for name in PLUGINS]
    seen: set[Path] = set()
    names: set[str] = set()
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        for name in needed(path):
            if (package / "Qt/lib" / name).exists():
                waiting.append(package / "Qt/lib" / name)
            elif name not in shipped:
                names.add(name)
    return names - LIBC


def listed() -> list[str]:
    lines = LIST.read_text(encoding="utf-8").splitlines()
    return [line.split()[0] for line in lines if line and not line.startswith("#")]


@pytest.mark.skipif(not Path("/etc/os-release").exists(), reason="the list is for Linux")
def test_the_list_names_exactly_what_qt_needs() -> None:
    assert sorted(listed()) == sorted(asked_of_the_system())


def test_no_library_is_listed_twice() -> None:
    assert len(listed()) == len(set(listed()))
