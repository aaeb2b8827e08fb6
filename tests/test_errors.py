"""Sentences of mistakes are in the reader's language, even where the system speaks English."""

import errno
import os

import pytest

from mgdesk.errors import FileCannotBeWritten, is_short_of_memory
from mgdesk.i18n import speaking


def test_the_reasons_of_the_system_are_told_in_the_reader_s_language() -> None:
    error = FileCannotBeWritten(path="liste.xlsx", reason=os.strerror(errno.EROFS))
    with speaking("fr"):
        assert str(error) == (
            "liste.xlsx n’a pas pu être écrit\N{NO-BREAK SPACE}: l’écriture n’y est pas permise. "
            "Choisissez un autre endroit."
        )


def test_a_reason_unknown_to_us_is_told_as_it_came() -> None:
    error = FileCannotBeWritten(path="list.xlsx", reason="the moon is full")
    with speaking("en"):
        assert (
            str(error) == "list.xlsx could not be written: the moon is full. Choose another place."
        )


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (MemoryError(), True),
        (ImportError("a.so: failed to map segment from shared object"), True),
        (ImportError("No module named a"), False),
        (ValueError(), False),
    ],
)
def test_a_library_for_which_there_is_no_room_is_want_of_memory(
    error: Exception, expected: bool
) -> None:
    what_came_of_it = RuntimeError()
    what_came_of_it.__cause__ = error
    assert is_short_of_memory(what_came_of_it) is expected
