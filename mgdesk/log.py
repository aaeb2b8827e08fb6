"""The log of what went wrong: a rotating file in the home, without names of people."""

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


def start_log(folder: Path, *, level: int = logging.INFO) -> None:
    """Log to `folder/mgdesk.log` (four files of 1 MB); an unwritable folder is no error."""
    logging.raiseExceptions = False  # a log without room is no reason to frighten anybody
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
    handler.setFormatter(logging.Formatter(FORMAT))
    logger.addHandler(handler)
