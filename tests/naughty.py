"""The Big List of Naughty Strings, as it is kept in tests/data/naughty: what people paste."""

import base64
import json
from pathlib import Path
from typing import Final

_LIST: Final = Path(__file__).parent / "data" / "naughty" / "blns.base64.json"

# Those that are no UTF-8 hold lone surrogates, as a wrongly decoded argument does.
NAUGHTY: Final[list[str]] = [
    base64.b64decode(each).decode("utf-8", "surrogateescape")
    for each in json.loads(_LIST.read_text("ascii"))
]
