"""applications: who asks to join, how the campus chooses, and which employer sent whom

Revision: 0013, after 0012
"""

import sqlalchemy as sa
from alembic import op
from uuid_utils.compat import uuid7

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_TABLES = (
    "criterion", "selection_day", "application", "decision", "interview", "interview_score",
    "convocation",
)  # fmt: skip
_EMPLOYER_TEXTS = (
    "number", "contact", "email", "phone", "street", "postcode", "municipality", "country",
)  # fmt: skip
_enrolment = sa.table(
    "enrolment", sa.column("employer", sa.Text()), sa.column("employer_id", sa.Uuid())
)
_employer = sa.table(
    "employer",
    sa.column("id", sa.Uuid()),
    sa.column("version", sa.Integer()),
    *(sa.column(text, sa.Text()) for text in ("name", *_EMPLOYER_TEXTS)),
)


def upgrade() -> None:
    _add_criteria()
    _add_selection_days()
    _add_applications()
    _add_decisions()
    _add_interviews()
    _add_interview_scores()
    _add_convocations()
    with op.batch_alter_table("enrolment") as table:
        table.add_column(sa.Column("employer_id", sa.Uuid(), nullable=True))
        table.create_foreign_key(
            op.f("fk_enrolment_employer_id"),
            "employer",
            ["employer_id"],
            ["id"],
            ondelete="SET NULL",
        )
        table.create_index("ix_enrolment_employer_id", ["employer_id"])
    _name_employers()
    with op.batch_alter_table("enrolment") as table:
        table.drop_column("employer")


def downgrade() -> None:
    with op.batch_alter_table("enrolment") as table:
        table.add_column(sa.Column("employer", sa.Text(), nullable=False, server_default=""))
    named = sa.select(_employer.c.name).where(_employer.c.id == _enrolment.c.employer_id)
    op.execute(
        _enrolment.update()
        .where(_enrolment.c.employer_id.is_not(None))
        .values(employer=named.scalar_subquery())
    )
    with op.batch_alter_table("enrolment") as table:
        table.alter_column("employer", server_default=None)
        table.drop_index("ix_enrolment_employer_id")
        table.drop_constraint(op.f("fk_enrolment_employer_id"), type_="foreignkey")
        table.drop_column("employer_id")
    for name in reversed(_TABLES):
        op.drop_table(name)


def _name_employers() -> None:
    """Each employer that was a text becomes a record, once, however its case was written."""
    connection = op.get_bind()
    known = {row.name.casefold(): row.id for row in connection.execute(sa.select(_employer))}
    texts = sa.select(_enrolment.c.employer).where(_enrolment.c.employer != "").distinct()
    for text in sorted(connection.scalars(texts)):
        name = text.strip()
        if name and name.casefold() not in known:
            known[name.casefold()] = key = uuid7()
            empty = dict.fromkeys(_EMPLOYER_TEXTS, "")
            op.execute(_employer.insert().values(id=key, version=1, name=name, **empty))
        op.execute(
            _enrolment.update()
            .where(_enrolment.c.employer == text)
            .values(employer_id=known.get(name.casefold()))
        )


def _add_criteria() -> None:
    op.create_table(
        "criterion",
        sa.Column("training_id", sa.Uuid(), nullable=False),
        sa.Column("campus_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("kind", _words("criterionkind", "points", "yes_no"), nullable=False),
        sa.Column("guidance", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("name <> ''", name=op.f("ck_criterion_name")),
        sa.CheckConstraint("weight BETWEEN 0 AND 100", name=op.f("ck_criterion_weight")),
        _key("criterion", "campus_id", "campus", "CASCADE"),
        _key("criterion", "training_id", "training", "CASCADE"),
        sa.UniqueConstraint(
            "training_id", "campus_id", "name", name=op.f("uq_criterion_training_id_campus_id_name")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_criterion")),
    )
    op.create_index("ix_criterion_campus_id", "criterion", ["campus_id"])


def _add_selection_days() -> None:
    op.create_table(
        "selection_day",
        sa.Column("training_id", sa.Uuid(), nullable=False),
        sa.Column("cohort_id", sa.Uuid(), nullable=True),
        sa.Column("campus_id", sa.Uuid(), nullable=False),
        sa.Column("room_id", sa.Uuid(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("starts_at", sa.Time(), nullable=False),
        sa.Column("ends_at", sa.Time(), nullable=False),
        sa.Column("slot_minutes", sa.Integer(), nullable=False),
        sa.Column("slot_places", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_selection_day_hours")),
        sa.CheckConstraint(
            "slot_minutes BETWEEN 5 AND 480", name=op.f("ck_selection_day_slot_minutes")
        ),
        sa.CheckConstraint(
            "slot_places BETWEEN 1 AND 500", name=op.f("ck_selection_day_slot_places")
        ),
        _key("selection_day", "campus_id", "campus", "RESTRICT"),
        _key("selection_day", "cohort_id", "cohort", "SET NULL"),
        _key("selection_day", "room_id", "room", "SET NULL"),
        _key("selection_day", "training_id", "training", "RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_selection_day")),
    )
    op.create_index("ix_selection_day_campus_id_day", "selection_day", ["campus_id", "day"])


def _add_applications() -> None:
    op.create_table(
        "application",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("training_id", sa.Uuid(), nullable=False),
        sa.Column("cohort_id", sa.Uuid(), nullable=True),
        sa.Column("campus_id", sa.Uuid(), nullable=False),
        sa.Column("enrolment_id", sa.Uuid(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "channel",
            _words("channel", "walk_in", "form", "phone", "event", "referral"),
            nullable=False,
        ),
        sa.Column("prescriber", sa.Text(), nullable=False),
        sa.Column("heard_of", sa.Text(), nullable=False),
        sa.Column("motivation", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("availability", sa.Text(), nullable=False),
        sa.Column("schooling", sa.Integer(), nullable=True),
        sa.Column(
            "status",
            _words(
                "applicationstatus",
                "new",
                "contacted",
                "interview",
                "accepted",
                "reserve",
                "refused",
                "withdrawn",
            ),
            nullable=False,
        ),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "schooling IS NULL OR schooling BETWEEN 1 AND 8", name=op.f("ck_application_schooling")
        ),
        _key("application", "campus_id", "campus", "RESTRICT"),
        _key("application", "cohort_id", "cohort", "SET NULL"),
        _key("application", "enrolment_id", "enrolment", "SET NULL"),
        _key("application", "person_id", "person", "CASCADE"),
        _key("application", "training_id", "training", "RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application")),
    )
    op.create_index(
        "ix_application_campus_id_received_at", "application", ["campus_id", "received_at"]
    )
    op.create_index("ix_application_cohort_id", "application", ["cohort_id"])
    op.create_index("ix_application_enrolment_id", "application", ["enrolment_id"])
    op.create_index(
        "ix_application_person_id_received_at", "application", ["person_id", "received_at"]
    )
    op.create_index(
        "ix_application_training_id_received_at", "application", ["training_id", "received_at"]
    )


def _add_decisions() -> None:
    op.create_table(
        "decision",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column(
            "status",
            _words(
                "applicationstatus",
                "new",
                "contacted",
                "interview",
                "accepted",
                "reserve",
                "refused",
                "withdrawn",
            ),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        _key("decision", "application_id", "application", "CASCADE"),
        _key("decision", "staff_id", "staff", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
    )
    op.create_index("ix_decision_application_id_at", "decision", ["application_id", "at"])


def _add_interviews() -> None:
    op.create_table(
        "interview",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("interviewer", sa.Text(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=True),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("interviewer <> ''", name=op.f("ck_interview_interviewer")),
        _key("interview", "application_id", "application", "CASCADE"),
        _key("interview", "staff_id", "staff", "SET NULL"),
        sa.UniqueConstraint(
            "application_id", "interviewer", name=op.f("uq_interview_application_id_interviewer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interview")),
    )


def _add_interview_scores() -> None:
    op.create_table(
        "interview_score",
        sa.Column("interview_id", sa.Uuid(), nullable=False),
        sa.Column("criterion_id", sa.Uuid(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("points BETWEEN 0 AND 5", name=op.f("ck_interview_score_points")),
        _key("interview_score", "criterion_id", "criterion", "CASCADE"),
        _key("interview_score", "interview_id", "interview", "CASCADE"),
        sa.UniqueConstraint(
            "interview_id",
            "criterion_id",
            name=op.f("uq_interview_score_interview_id_criterion_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interview_score")),
    )
    op.create_index("ix_interview_score_criterion_id", "interview_score", ["criterion_id"])


def _add_convocations() -> None:
    op.create_table(
        "convocation",
        sa.Column("selection_day_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", sa.Time(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        _key("convocation", "application_id", "application", "CASCADE"),
        _key("convocation", "selection_day_id", "selection_day", "CASCADE"),
        sa.UniqueConstraint(
            "selection_day_id",
            "application_id",
            name=op.f("uq_convocation_selection_day_id_application_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_convocation")),
    )
    op.create_index("ix_convocation_application_id", "convocation", ["application_id"])


def _words(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def _key(table: str, column: str, other: str, ondelete: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"), ondelete=ondelete
    )
