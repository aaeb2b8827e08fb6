"""Questions of the busiest moments: built once, as constants, and answered with plain columns.

To build a statement anew costs SQLAlchemy several times what the database takes to answer it, and to
make objects of the answer costs as much again. A question therefore has its values as `bindparam`s, so
that its compiled form is found by its identity. Nothing of an answer is kept: each is fresh.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Executable, Result, and_, or_
from sqlalchemy.orm import Session

from mgdesk.storage.reach import reach


def ask(session: Session, question: Executable, **values: object) -> Result[*tuple[Any, ...]]:
    """The rows that answer a question; what a writing session holds back yet is in them too."""
    if reach(session) is not None:  # the session itself adds that they be of one campus
        return session.execute(question, values)
    return ask_everywhere(session, question, **values)


def ask_everywhere(
    session: Session, question: Executable, **values: object
) -> Result[*tuple[Any, ...]]:
    """The same, of all campuses whoever asks."""
    if session.autoflush:
        session.flush()
    return session.connection().execute(question, values)


def one_of(column: Any, values: Iterable[object]) -> ColumnElement[bool]:
    """That a column has one of a few constant values: an `IN` is written anew each time it is asked."""
    return or_(*(column == value for value in values))


def none_of(column: Any, values: Iterable[object]) -> ColumnElement[bool]:
    """That a column has none of them."""
    return and_(*(column != value for value in values))
