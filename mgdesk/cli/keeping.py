"""Commands that look after the data: its health, a verified copy, back from one."""

from argparse import Namespace

from mgdesk.cli.output import complain, say
from mgdesk.cli.printing import check_output
from mgdesk.desk import Desk
from mgdesk.i18n import gettext as _


def check(desk: Desk, arguments: Namespace) -> int:
    if arguments.rebuild_search:
        desk.rebuild_search()
    for warning in desk.warnings:
        complain(str(warning))
    faults = desk.check()
    for fault in faults:
        complain(fault)
    if faults:
        complain(_("The data is damaged. Restore a copy: {folder}", folder=str(desk.home.backups)))
        return 1
    astray = desk.check_search()
    for fault in astray:
        complain(fault)
    if astray:
        complain(
            _(
                "The data is sound, but search does not find all of it: mgdesk check --rebuild-search"
            )
        )
        return 1
    say(_("The data is sound."))
    return 0


def back_up(desk: Desk, arguments: Namespace) -> int:
    if arguments.file:
        check_output(arguments.file)
    say(_("A verified copy is in {path}", path=str(desk.back_up(arguments.file))))
    return 0


def restore(desk: Desk, arguments: Namespace) -> int:
    before = desk.restore(arguments.file)
    say(_("Restored. The data of before is kept in {path}", path=str(before)))
    return 0
