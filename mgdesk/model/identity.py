"""Keys: UUID version 7 (RFC 9562 §5.7), so that two desks never collide and rows sort by age."""

from uuid import UUID

from uuid_utils.compat import uuid7


def new_key() -> UUID:
    """A fresh key, later than every key that this process made before."""
    return uuid7()
