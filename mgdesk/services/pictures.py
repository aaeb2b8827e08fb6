"""Pictures and proofs taken into the data: logos, signatures, scans, checked, and each kept once."""

import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from io import BytesIO
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mgdesk.errors import DeskError
from mgdesk.exchange.proof_paper import check_proof, is_paper
from mgdesk.i18n import N_
from mgdesk.model import Picture
from mgdesk.model.identity import new_key
from mgdesk.rules import names
from mgdesk.rules.rights import Right
from mgdesk.services.rights import needs

MOST_BYTES: Final = 5_000_000
MOST_PIXELS: Final = 6_000  # a side: an A4 page at 500 dots per inch
PORTRAIT_SIDE: Final = 480  # pixels
PAPER: Final = "application/pdf"
_MEDIA_TYPES: Final = {"PNG": "image/png", "JPEG": "image/jpeg"}


class PictureTooLarge(DeskError):
    sentence = N_(
        "This picture is too large: at most 5 MB and 6000 pixels a side fit. Make it smaller."
    )


class PictureUnreadable(DeskError):
    sentence = N_("This file is not a PNG or JPEG picture that can be read. Choose another one.")


@needs(Right.RUN)
def keep_picture(session: Session, *, content: bytes, name: str = "") -> UUID:
    """The id of the picture in the data; the same bytes are kept once. Names no change.

    PNG and JPEG only: both paper and window draw them without a converter.
    Raises PictureTooLarge, PictureUnreadable.
    """
    if len(content) > MOST_BYTES:
        raise PictureTooLarge
    return _keep(session, content, name, media_type_of)


@needs(Right.TEACH, Right.FOLLOW)
def keep_proof(session: Session, *, content: bytes, name: str = "") -> UUID:
    """The id of a proof in the data, a picture or a PDF; the same bytes are kept once. Names no change.

    Raises PictureTooLarge, PictureUnreadable, ProofTooLarge, ProofUnreadable, ProofActs.
    """
    return _keep(session, content, name, proof_type_of)


def _keep(session: Session, content: bytes, name: str, type_of: Callable[[bytes], str]) -> UUID:
    digest = sha256(content).hexdigest()
    known = session.scalar(select(Picture).where(Picture.digest == digest))
    if known is not None and (known.media_type != PAPER or type_of is proof_type_of):
        return known.id
    picture = Picture(
        id=new_key(),
        name=names.clean(name)[: names.LONGEST],
        media_type=type_of(content),
        content=content,
        digest=digest,
    )
    session.add(picture)
    session.flush()  # before whoever refers to it by its key alone
    return picture.id


def portrait(content: bytes) -> bytes:
    """A photo as small as a face needs, turned as the camera was held, without what else the file
    told (place, device). Raises PictureTooLarge, PictureUnreadable."""
    from PIL import Image, ImageOps

    if len(content) > MOST_BYTES:
        raise PictureTooLarge
    media_type_of(content)
    made = BytesIO()
    with Image.open(BytesIO(content)) as image:
        upright = ImageOps.exif_transpose(image).convert("RGB")
        upright.thumbnail((PORTRAIT_SIDE, PORTRAIT_SIDE))
        upright.save(made, "JPEG", quality=85)
    return made.getvalue()


def proof_type_of(content: bytes) -> str:
    """What a proof is: a PDF that does no harm, or a picture. Raises as `keep_proof` does."""
    if not is_paper(content):
        if len(content) > MOST_BYTES:
            raise PictureTooLarge
        return media_type_of(content)
    check_proof(content)
    return PAPER


def media_type_of(content: bytes) -> str:
    """What it is, decoded whole: a file that breaks off must not wait for the printer to be found.

    Raises PictureTooLarge, PictureUnreadable.
    """
    from PIL import Image

    with warnings.catch_warnings(), _one_sentence():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        with Image.open(BytesIO(content), formats=list(_MEDIA_TYPES)) as image:
            if max(image.size) <= MOST_PIXELS:
                image.load()
                return _MEDIA_TYPES[str(image.format)]
    raise PictureTooLarge


@contextmanager
def _one_sentence() -> Iterator[None]:
    """A decoder fails in as many ways as there are broken files: one sentence serves them all."""
    try:
        yield
    except Exception as error:
        raise PictureUnreadable from error
