"""What can be typed about who works at the desk."""

from pathlib import Path

from mgdesk.cli import values
from mgdesk.cli.grammar.arguments import Command, add_recovery_file, group_of
from mgdesk.i18n import gettext as _
from mgdesk.rules.people import StaffRole


def declare(command: Command) -> None:
    group = group_of(command, "staff", _("Who works at the desk: roles and PINs."))
    add = command("add", _("Add somebody; the first one is a manager."), "staffing.add", group)
    command("list", _("List the staff."), "staffing.list_staff", group)
    signed = command(
        "sign-ons",
        _("Who signed on and off, at which computer; wrong PINs too."),
        "staffing.list_sign_ons",
        group,
    )
    signed.add_argument("--limit", type=values.count, default=1_000)
    role = command("role", _("Give somebody another role."), "staffing.set_role", group)
    pin = command("pin", _("Choose a PIN anew."), "staffing.set_pin", group)
    off = command("off", _("Retire somebody: they sign on no more."), "staffing.retire", group)
    back = command("on", _("Have somebody back who was retired."), "staffing.bring_back", group)
    recover = command(
        "recover", _("Choose a manager's lost PIN anew with the recovery key."), "staffing.recover", group
    )  # fmt: skip
    for made in (add, role, pin, off, back, recover):
        made.add_argument("name", metavar=_("NAME"))
    roles = "|".join(role.value for role in StaffRole)
    role.add_argument("role", choices=list(StaffRole), type=StaffRole, metavar=roles)
    add.add_argument(
        "--role",
        choices=list(StaffRole),
        type=StaffRole,
        metavar=roles,
        default=StaffRole.RECEPTION,
    )
    add.add_argument("--campus", metavar=_("CODE"), help=_("the only campus that they see"))
    for made in (add, pin, recover):
        made.add_argument(
            "--new-pin-file",
            type=Path,
            metavar=_("FILE"),
            help=_("the new PIN; without it, it is asked for"),
        )
    add_recovery_file(recover)
    recover.set_defaults(is_for_anybody=True)
