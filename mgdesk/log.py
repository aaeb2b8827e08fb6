"""The log of what went wrong: a rotating file in the home, without names of people."""

import logging
import traceback
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


class Discreet(logging.Formatter):
    """Tells where something broke and what kind of error it was; its message only where it names nobody."""

    def formatException(self, ei: Any) -> str:
        return trace(ei[1], says=literal) if ei[1] is not None else ""


def trace(error: BaseException, *, says: Callable[[BaseException], str] = lambda _error: "") -> str:
    """Types, files and lines of an error and of those behind it; no values, and what `says` allows."""
    lines: list[str] = []
    current: BaseException | None = error
    while current is not None:
        lines.append(f"{type(current).__module__}.{type(current).__qualname__}{says(current)}")
        lines += [
            f"  {_short(frame.filename)}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(current.__traceback__)
        ]
        current = current.__cause__ or current.__context__
        if current is not None:
            lines.append("because of")
    return "\n".join(lines)


def literal(error: BaseException) -> str:
    """The message, if it stands word for word in the code that raised it: then it holds no value."""
    last = error.__traceback__
    while last is not None and last.tb_next is not None:
        last = last.tb_next
    words = str(error)
    return f": {words}" if last is not None and words in last.tb_frame.f_code.co_consts else ""


def _short(filename: str) -> str:
    """The last parts of a path: a home folder may carry a person's name."""
    return "/".join(Path(filename).parts[-3:])


def start_log(folder: Path, *, level: int = logging.INFO) -> None:
    """Log to `folder/mgdesk.log` (four files of 1 MB); an unwritable folder is no error."""
    logging.raiseExceptions = False  # a log without room is no reason to frighten anybody
    logging.lastResort = None  # nor do libraries write past us on a person's screen
    logger = logging.getLogger("mgdesk")
    logger.setLevel(level)
    for handler in list(logger.handlers):
        logger.removeHandler(handler)
        handler.close()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            folder / "mgdesk.log", maxBytes=1_000_000, backupCount=3, encoding="utf-8", delay=True
        )
    except OSError:
        return
    handler.setFormatter(Discreet(FORMAT))
    logger.addHandler(handler)
