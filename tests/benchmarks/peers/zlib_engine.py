"""The bound: zlib alone, on the very streams of our finished file."""

import re
import zlib
from pathlib import Path
from typing import Any

_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)


def read(kind: str, folder: Path) -> list[bytes]:
    streams = []
    for found in _STREAM.finditer((folder / "ours.pdf").read_bytes()):
        try:
            streams.append(zlib.decompressobj().decompress(found[1]))
        except zlib.error:
            continue  # not packed
    return streams


def draw(kind: str, data: list[bytes], folder: Path, path: Path) -> dict[str, Any]:
    packed = [zlib.compress(stream) for stream in data]
    path.write_bytes(b"".join(packed))
    return {"streams": len(data), "raw": sum(map(len, data))}
