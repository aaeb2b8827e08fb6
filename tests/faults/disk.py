"""A disk that loses power: what was synced is there, of the rest any sectors, in any order.

Names are journalled: after a power cut the oldest of the changes that were not synced are there, the
newer ones are not. A file's own sync brings its creation along, as on every Linux file system in use;
a rename, a link or a removal is safe only once its folder is synced. The model is harder than ext4,
which writes a file out before it renames it over another.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from .recording import Event

SECTOR: Final = 512


@dataclass
class File:
    """Bytes that are on the disk for good, and what was done to them since."""

    synced: bytearray = field(default_factory=bytearray)
    waiting: list[Event] = field(default_factory=list)

    def sync(self) -> None:
        for event in self.waiting:
            _apply(self.synced, event)
        self.waiting = []

    def after_cut(self, chance: random.Random, share: float) -> bytes:
        content = bytearray(self.synced)
        for event in self.waiting:
            for piece in _sectors(event):
                if chance.random() < share:
                    _apply(content, piece)
        return bytes(content)


class Disk:
    """Follows the events of a recording; `cut` says what a power cut would leave now."""

    def __init__(self, content: dict[str, bytes]) -> None:
        self._files = {name: File(bytearray(data)) for name, data in content.items()}
        self._safe = dict(self._files)  # names as they are on the disk
        self._renamed: list[Event] = []  # changes of names that wait for their folder
        self._created: dict[int, File] = {}  # by the event that made it

    def follow(self, event: Event) -> None:
        act: dict[str, Callable[[Event], None]] = {
            "create": self._create,
            "write": self._wait,
            "truncate": self._wait,
            "sync": self._sync,
            "sync_folder": self._sync_folder,
            "rename": self._rename,
            "link": self._rename,
            "unlink": self._rename,
        }
        if event.act in act:
            act[event.act](event)

    def cut(self, chance: random.Random) -> dict[str, bytes]:
        """Every file as a power cut leaves it."""
        names = dict(self._safe)
        for event in self._renamed[: chance.randint(0, len(self._renamed))]:
            _name(names, event, self._created)
        share = chance.choice((0.0, 1.0, chance.random(), chance.random()))
        return {name: file.after_cut(chance, share) for name, file in names.items()}

    def _create(self, event: Event) -> None:
        if event.path not in self._files:
            self._files[event.path] = file = File()
            self._created[id(event)] = file
            self._renamed.append(event)

    def _wait(self, event: Event) -> None:
        self._files[event.path].waiting.append(event)

    def _sync(self, event: Event) -> None:
        file = self._files[event.path]
        file.sync()
        for one in [e for e in self._renamed if e.act == "create" and self._created[id(e)] is file]:
            self._renamed.remove(one)
            self._safe[one.path] = file

    def _sync_folder(self, event: Event) -> None:
        left = []
        for one in self._renamed:
            if str(Path(one.path).parent) == event.path:
                _name(self._safe, one, self._created)
            else:
                left.append(one)
        self._renamed = left

    def _rename(self, event: Event) -> None:
        _name(self._files, event, self._created)
        self._renamed.append(event)


def _name(names: dict[str, File], event: Event, created: dict[int, File]) -> None:
    if event.act == "create":
        names[event.path] = created[id(event)]
    elif event.act == "unlink":
        names.pop(event.path, None)
    elif event.path in names:
        names[event.to] = names[event.path]
        if event.act == "rename":
            del names[event.path]


def _sectors(event: Event) -> list[Event]:
    """A write as the sectors of the disk that it touches; a truncation is one thing."""
    if event.act != "write":
        return [event]
    pieces, start = [], event.offset
    end = event.offset + len(event.data)
    while start < end:
        stop = min(end, (start // SECTOR + 1) * SECTOR)
        data = event.data[start - event.offset : stop - event.offset]
        pieces.append(Event("write", event.path, start, data))
        start = stop
    return pieces


def _apply(content: bytearray, event: Event) -> None:
    size = event.offset if event.act == "truncate" else event.offset + len(event.data)
    if len(content) < size:
        content.extend(bytes(size - len(content)))
    if event.act == "truncate":
        del content[size:]
    else:
        content[event.offset : size] = event.data
