"""Papers issued before there were more kinds are there after the register learnt them."""

from sqlalchemy import text

from mgdesk.queries.documents import register
from mgdesk.services import attestations, documents
from mgdesk.storage import migrate
from tests.cohort_scene import FRIDAY, MONDAY, make_scene


def test_issued_papers_survive_the_way_down_and_up(desk):
    scene = make_scene(desk)
    scene.mark_all_present()
    days = {"cohort_id": scene.cohort_id, "first_day": MONDAY, "last_day": FRIDAY}
    desk.do(documents.issue_sheets, **days)
    before = desk.read(register, cohort_id=scene.cohort_id)
    engine = desk._store.engine
    migrate.downgrade(engine, "0001")
    migrate.upgrade(engine)
    assert desk.read(register, cohort_id=scene.cohort_id) == before
    desk.do(attestations.issue_statements, day=FRIDAY, **days)
    with engine.connect() as connection:
        kept = connection.execute(
            text(
                "SELECT name FROM sqlite_master WHERE tbl_name = 'issued_document' AND type = 'index'"
            )
        ).scalars()
        assert "ix_issued_document_cohort_id_kind" in set(kept)
