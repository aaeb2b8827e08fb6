"""What a program did to the files of a folder, in order: read from strace's log of its system calls.

Bytes are printed whole (`-xx`), so a disk can be built again as it was after any call.
"""

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

CALLS: Final = (
    "openat,open,creat,close,dup,dup2,dup3,fcntl,lseek,read,write,pwrite64,writev,pwritev,"
    "fsync,fdatasync,sync_file_range,ftruncate,truncate,fallocate,rename,renameat,renameat2,"
    "link,linkat,unlink,unlinkat,mkdir,mkdirat"
)
_LINE: Final = re.compile(r"^(?:\d+ +)?(\w+)\((.*)\) += (-?\d+|\?).*$")
_PATH_OF: Final = re.compile(r"^(\d+)<([^>]*)>")
_TEXT: Final = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')


@dataclass(frozen=True)
class Event:
    """One thing done: write, truncate, sync, sync_folder, create, rename, link, unlink or say."""

    act: str
    path: str = ""
    offset: int = 0
    data: bytes = b""
    to: str = ""


def record(command: list[str], folder: Path, log: Path) -> list[Event]:
    """Run a program of ours under strace; what it did to a folder, and what it said between."""
    subprocess.run(
        ["strace", "-f", "-y", "-xx", "-s", "16777216", "-o", str(log), "-e", f"trace={CALLS}",
         sys.executable, *command],
        check=True, stdout=subprocess.PIPE,
    )  # fmt: skip
    return list(_Reading(folder).events(log))


class _Reading:
    """Follows where each file is written that is written by its position."""

    def __init__(self, folder: Path) -> None:
        self._folder = str(folder)
        self._places: dict[str, int] = {}
        self._appends: set[str] = set()
        self._sizes: dict[str, int] = {}

    def events(self, log: Path) -> Iterator[Event]:
        for line in _whole_lines(log):
            match = _LINE.match(line)
            if match is None or match[3] in {"?", "-1"}:
                continue
            yield from self._events(match[1], match[2], int(match[3]))

    def _events(self, call: str, said: str, result: int) -> Iterator[Event]:
        paths = _PATH_OF.match(said)
        path = _plain(paths[2]) if paths else ""
        if call == "write" and said.startswith("1<"):
            yield Event("say", data=_bytes(said))
        elif call in {"openat", "open", "creat"}:
            yield from self._opened(said)
        elif call in {"rename", "renameat", "renameat2", "link", "linkat"}:
            yield from self._named(call, [_bytes_of(text).decode() for text in _TEXT.findall(said)])
        elif call in {"unlink", "unlinkat"}:
            name = _bytes(said).decode()
            if self._is_ours(name):
                yield Event("unlink", name)
        elif self._is_ours(path):
            yield from self._changed(call, path, said, result)

    def _opened(self, said: str) -> Iterator[Event]:
        name = _bytes(said).decode()
        if self._is_ours(name):
            self._places[name] = 0
            if "O_APPEND" in said:
                self._appends.add(name)
            if "O_CREAT" in said:
                yield Event("create", name)
            if "O_TRUNC" in said:
                self._sizes[name] = 0
                yield Event("truncate", name)

    def _named(self, call: str, names: list[str]) -> Iterator[Event]:
        source, target = names[0], names[-1]
        if self._is_ours(source) or self._is_ours(target):
            self._sizes[target] = self._sizes.get(source, 0)
            yield Event("link" if "link" in call else "rename", source, to=target)

    def _changed(self, call: str, path: str, said: str, result: int) -> Iterator[Event]:
        if call == "pwrite64":
            offset = int(said.rsplit(",", 1)[1])
            yield self._written(path, offset, _bytes(said)[:result])
        elif call == "write":
            offset = (
                self._sizes.get(path, 0) if path in self._appends else self._places.get(path, 0)
            )
            self._places[path] = offset + result
            yield self._written(path, offset, _bytes(said)[:result])
        elif call == "lseek":
            self._places[path] = result
        elif call == "read":
            self._places[path] = self._places.get(path, 0) + result
        elif call == "ftruncate":
            size = int(said.rsplit(",", 1)[1])
            self._sizes[path] = size
            yield Event("truncate", path, size)
        elif call in {"fsync", "fdatasync"}:
            yield Event("sync_folder" if Path(path).is_dir() else "sync", path)
        elif call in {"writev", "pwritev", "fallocate", "sync_file_range", "truncate"}:
            msg = f"the recording does not know {call}"
            raise NotImplementedError(msg)

    def _written(self, path: str, offset: int, data: bytes) -> Event:
        self._sizes[path] = max(self._sizes.get(path, 0), offset + len(data))
        return Event("write", path, offset, data)

    def _is_ours(self, path: str) -> bool:
        return path.startswith(self._folder)


def _whole_lines(log: Path) -> Iterator[str]:
    """Calls that another thread interrupted, put together again where they ended."""
    begun: dict[str, str] = {}
    with log.open(encoding="ascii", errors="replace") as stream:
        for line in stream:
            thread, _, rest = line.strip().partition(" ")
            rest = rest.strip()
            if rest.endswith("<unfinished ...>"):
                begun[thread] = rest.removesuffix("<unfinished ...>")
            elif rest.startswith("<... "):
                yield f"{thread} {begun.pop(thread, '')}{rest.partition('resumed>')[2]}"
            else:
                yield f"{thread} {rest}"


def _plain(path: str) -> str:
    """A path as `-y` prints it: hexadecimal as well."""
    return _bytes_of(path).decode() if path.startswith("\\x") else path


def _bytes(said: str) -> bytes:
    match = _TEXT.search(said)
    return _bytes_of(match[1]) if match else b""


def _bytes_of(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", ""))
