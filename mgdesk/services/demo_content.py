"""The demo's texts and pictures, as shipped."""

import tomllib
from functools import cache
from typing import Any

from mgdesk.paths import resource


@cache
def content(name: str) -> dict[str, Any]:
    """A TOML file of the demo."""
    return tomllib.loads(resource("demo", name).read_text(encoding="utf-8"))


@cache
def logo(name: str) -> bytes:
    """A drawn logo of the demo, PNG."""
    return resource("demo", "logos", name).read_bytes()
