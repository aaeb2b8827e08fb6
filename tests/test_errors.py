"""Sentences of mistakes are in the reader's language, even where the system speaks English."""

import errno
import os

from mgdesk.errors import FileCannotBeWritten
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
