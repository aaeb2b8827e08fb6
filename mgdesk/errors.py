"""Mistakes that a person can mend: each writes its own sentence, in the reader's language."""

from mgdesk import i18n
from mgdesk.i18n import N_


class DeskError(Exception):
    """Something a person did or met; `str(error)` says what happened and what to do.

    A subclass gives `sentence`, an English message marked with `N_`; its `{fields}` are given by
    keyword. Translated when shown, so one error can be read in two languages.
    """

    sentence = N_("Something went wrong. The details are in the log.")

    def __init__(self, **values: object) -> None:
        super().__init__(self.sentence)
        self.values = values

    def __str__(self) -> str:
        return i18n.gettext(self.sentence, **self.values)

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (type(self), self.values))


def _rebuild(kind: type[DeskError], values: dict[str, object]) -> DeskError:
    return kind(**values)


class NotFound(DeskError):
    sentence = N_("This record is no longer there. Refresh the list.")


class StaleRecord(DeskError):
    sentence = N_(
        "Somebody else changed this meanwhile. Look at the new version, then make your change again."
    )


class FileCannotBeWritten(DeskError):
    sentence = N_("{path} could not be written: {reason}. Choose another place.")


class DiskFull(DeskError):
    sentence = N_("The disk is full. Nothing was changed. Make some room, then try again.")


class Cancelled(DeskError):
    sentence = N_("Cancelled. Nothing was changed.")
