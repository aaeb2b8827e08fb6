"""The photo of a person: small, upright, without what the file told beside it; undone by name."""

from io import BytesIO
from uuid import UUID

import pytest
from PIL import Image
from sqlalchemy import select

from mgdesk.desk import Desk
from mgdesk.model import Person, Picture
from mgdesk.services import people, pictures
from tests.cohort_scene import add_people


def photo(size: tuple[int, int] = (1200, 800), orientation: int = 6) -> bytes:
    image = Image.new("RGB", size, "teal")
    exif = image.getexif()
    exif[0x0112], exif[0x010F] = orientation, "a camera that tells"
    made = BytesIO()
    image.save(made, "JPEG", exif=exif)
    return made.getvalue()


def kept(desk: Desk, person_id: UUID) -> bytes | None:
    wanted = (
        select(Picture.content)
        .join(Person, Person.photo_id == Picture.id)
        .where(Person.id == person_id)
    )
    return desk.read(lambda session: session.scalar(wanted))


def test_a_photo_is_kept_small_upright_and_silent(desk: Desk) -> None:
    (amina,) = add_people(desk, ("Amina", "El Idrissi"))
    desk.do(people.set_photo, person_id=amina, content=photo())
    content = kept(desk, amina)
    assert content is not None
    with Image.open(BytesIO(content)) as image:
        assert image.size == (320, 480)
        assert dict(image.getexif()) == {}
    assert b"a camera that tells" not in content
    assert desk.undo_title == "Photo d’Amina El Idrissi modifiée"
    desk.undo()
    assert kept(desk, amina) is None


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", photo()[:400]])
def test_what_is_no_picture_is_refused_whole(desk: Desk, content: bytes) -> None:
    (amina,) = add_people(desk, ("Amina", "El Idrissi"))
    with pytest.raises(pictures.PictureUnreadable):
        desk.do(people.set_photo, person_id=amina, content=content)
    assert kept(desk, amina) is None
