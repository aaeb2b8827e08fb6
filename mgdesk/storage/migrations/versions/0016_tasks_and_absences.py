"""tasks on paper with their list, and how absences were told

Revision: 0016, after 0015
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_KINDS = (
    "contract", "house_rules", "insurance", "laptop", "leave_enrolment", "leave_attendance",
    "statement", "other",
)  # fmt: skip
_NOTICES = ("none", "in_person", "phone", "email", "message")


def upgrade() -> None:
    _add_templates()
    _add_tasks()
    op.add_column("absence", sa.Column("announced_on", sa.Date(), nullable=True))
    with op.batch_alter_table("absence") as table:
        notice = _words("absencenotice", _NOTICES)
        table.add_column(sa.Column("notice", notice, nullable=False, server_default="none"))
    with op.batch_alter_table("absence") as table:
        table.alter_column("notice", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("absence") as table:
        table.drop_constraint(op.f("ck_absence_absencenotice"), type_="check")
        table.drop_column("notice")
        table.drop_column("announced_on")
    op.drop_table("admin_task")
    op.drop_table("task_template")


def _add_templates() -> None:
    op.create_table(
        "task_template",
        sa.Column("funder_profile_id", sa.Uuid(), nullable=True),
        sa.Column("kind", _words("taskkind", _KINDS), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("of", _words("taskof", ("cohort", "each", "sent")), nullable=False),
        sa.Column(
            "moment", _words("taskmoment", ("start", "end", "month", "quarter")), nullable=False
        ),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("late_days", sa.Integer(), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("is_confirmed", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("days BETWEEN -366 AND 366", name=op.f("ck_task_template_days")),
        sa.CheckConstraint(
            "late_days IS NULL OR late_days BETWEEN 0 AND 366",
            name=op.f("ck_task_template_late_days"),
        ),
        _key("task_template", "funder_profile_id", "funder_profile", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_template")),
    )


def _add_tasks() -> None:
    op.create_table(
        "admin_task",
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("enrolment_id", sa.Uuid(), nullable=True),
        sa.Column("template_id", sa.Uuid(), nullable=True),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("waived", sa.Text(), nullable=False),
        sa.Column("proof_id", sa.Uuid(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "template_id IS NOT NULL OR title <> ''", name=op.f("ck_admin_task_title")
        ),
        _key("admin_task", "cohort_id", "cohort", "CASCADE"),
        _key("admin_task", "enrolment_id", "enrolment", "CASCADE"),
        _key("admin_task", "template_id", "task_template", "CASCADE"),
        _key("admin_task", "proof_id", "picture", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_admin_task")),
        sa.UniqueConstraint(
            "cohort_id",
            "enrolment_id",
            "template_id",
            "period",
            name=op.f("uq_admin_task_cohort_id_enrolment_id_template_id_period"),
        ),
    )
    op.create_index("ix_admin_task_enrolment_id", "admin_task", ["enrolment_id"], unique=False)


def _key(table: str, column: str, target: str, on_delete: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"), ondelete=on_delete
    )


def _words(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)
