"""outcomes: situations after a training, calls, companies founded; a profile's milestones

Revision: 0015, after 0014
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_MILESTONES = ("exit", "weeks_4", "months_3", "months_6", "months_12")
_KINDS = (
    "job", "short_job", "founded", "internship", "training", "searching", "not_searching",
    "unreachable", "unknown",
)  # fmt: skip
_CONTRACTS = ("permanent", "fixed_term", "agency", "freelance", "other")
_RESULTS = ("reached", "no_answer", "wrong_number", "message_left", "call_back")


def upgrade() -> None:
    _widen_profiles()
    _add_outcomes()
    _add_attempts()
    _add_companies()


def downgrade() -> None:
    for table in ("founder", "company", "contact_attempt", "outcome"):
        op.drop_table(table)
    op.drop_column("funder_profile", "milestones")
    op.drop_column("funder_profile", "statement_months")


def _widen_profiles() -> None:
    kind = sa.JSON(none_as_null=True)
    op.add_column(
        "funder_profile", sa.Column("milestones", kind, nullable=False, server_default="[]")
    )
    months = sa.CheckConstraint(
        "statement_months IN (1, 3)", name=op.f("ck_funder_profile_statement_months")
    )
    op.add_column(
        "funder_profile",
        sa.Column("statement_months", sa.Integer(), months, nullable=False, server_default="1"),
    )


def _add_outcomes() -> None:
    op.create_table(
        "outcome",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("enrolment_id", sa.Uuid(), nullable=True),
        sa.Column("milestone", _words("milestone", _MILESTONES), nullable=True),
        sa.Column("kind", _words("outcomekind", _KINDS), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("is_in_field", sa.Boolean(), nullable=True),
        sa.Column("employer_id", sa.Uuid(), nullable=True),
        sa.Column("hours_a_week", sa.Integer(), nullable=True),
        sa.Column("contract", _words("contractkind", _CONTRACTS), nullable=True),
        sa.Column(
            "evidence", _words("evidence", ("declared", "document", "confirmed")), nullable=False
        ),
        sa.Column("proof_id", sa.Uuid(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_by_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "hours_a_week IS NULL OR hours_a_week BETWEEN 1 AND 80", name=op.f("ck_outcome_hours")
        ),
        sa.CheckConstraint(
            "milestone IS NULL OR enrolment_id IS NOT NULL", name=op.f("ck_outcome_of_enrolment")
        ),
        _key("outcome", "person_id", "person", "CASCADE"),
        _key("outcome", "enrolment_id", "enrolment", "CASCADE"),
        _key("outcome", "employer_id", "employer", "SET NULL"),
        _key("outcome", "proof_id", "picture", "SET NULL"),
        _key("outcome", "noted_by_id", "staff", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outcome")),
    )
    _index("outcome", "person_id", "noted_at")
    _index("outcome", "enrolment_id", "milestone")
    _index("outcome", "employer_id")


def _add_attempts() -> None:
    op.create_table(
        "contact_attempt",
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("milestone", _words("milestone", _MILESTONES), nullable=False),
        sa.Column("result", _words("attemptresult", _RESULTS), nullable=False),
        sa.Column("call_back_on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        _key("contact_attempt", "enrolment_id", "enrolment", "CASCADE"),
        _key("contact_attempt", "person_id", "person", "CASCADE"),
        _key("contact_attempt", "by_id", "staff", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_attempt")),
    )
    _index("contact_attempt", "enrolment_id", "milestone")
    _index("contact_attempt", "person_id")


def _add_companies() -> None:
    op.create_table(
        "company",
        sa.Column("employer_id", sa.Uuid(), nullable=False),
        sa.Column("campus_id", sa.Uuid(), nullable=False),
        sa.Column("founded_on", sa.Date(), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        _key("company", "employer_id", "employer", "CASCADE"),
        _key("company", "campus_id", "campus", "RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_company")),
        sa.UniqueConstraint("employer_id", name=op.f("uq_company_employer_id")),
    )
    op.create_table(
        "founder",
        sa.Column("company_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        _key("founder", "company_id", "company", "CASCADE"),
        _key("founder", "person_id", "person", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_founder")),
        sa.UniqueConstraint("company_id", "person_id", name=op.f("uq_founder_company_id_person_id")),
    )
    _index("founder", "person_id")


def _words(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def _key(table: str, column: str, target: str, ondelete: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"), ondelete=ondelete
    )


def _index(table: str, *columns: str) -> None:
    op.create_index("_".join(("ix", table, *columns)), table, list(columns), unique=False)
