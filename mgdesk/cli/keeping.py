"""Commands that look after the data: its health, a verified copy, back from one."""

from argparse import Namespace
from pathlib import Path

from mgdesk.cli.locking import copy_secret
from mgdesk.cli.output import complain, say, show
from mgdesk.cli.printing import check_output
from mgdesk.desk import Desk
from mgdesk.errors import DeskError
from mgdesk.i18n import N_, format_moment, number
from mgdesk.i18n import gettext as _
from mgdesk.rules.keeping import HONEST


class WhichCopy(DeskError):
    sentence = N_("Name the copy to restore: a file, or a number of “mgdesk list copies”.")


def check(desk: Desk, arguments: Namespace) -> int:
    if arguments.rebuild_search:
        desk.rebuild_search()
    for warning in desk.warnings:
        complain(str(warning))
    if arguments.repair:
        return _repair(desk, arguments)
    faults = desk.check()
    for fault in faults:
        complain(fault)
    if faults:
        complain(_("The data is damaged. Restore a copy: {folder}", folder=str(desk.home.backups)))
        complain(_("Some of it may be mended: mgdesk check --repair"))
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
    head = desk.audit_head()
    if head.at is not None:
        said = _(
            "The audit is whole up to change {n} of {moment}. Its seal: {seal}",
            n=number(head.position),
            moment=format_moment(head.at.astimezone()),
            seal=head.short,
        )
        say(said)
    say(_(HONEST))
    return 0


def _repair(desk: Desk, arguments: Namespace) -> int:
    """Exit code 1 when something is left that no repair can mend."""
    report = desk.repair()
    rows = [
        {"mended": True, "kind": one.kind, "table": one.table, "row": one.row, "said": one.said}
        for one in report.mended
    ] + [
        {"mended": False, "kind": "", "table": "", "row": "", "said": fault}
        for fault in report.left
    ]
    if arguments.json:
        show(rows, as_json=True, nothing="")
        return 1 if report.left else 0
    for one in report.mended:
        say(f"{one.said} {one.row}".rstrip())
    for fault in report.left:
        complain(fault)
    if report.copy is not None:
        say(_("The data of before is kept in {path}", path=str(report.copy)))
    if not report.mended:
        say(_("There is nothing to mend."))
    if report.left:
        complain(
            _(
                "What is left cannot be mended without guessing. Restore a copy: {folder}",
                folder=str(desk.home.backups),
            )
        )
    return 1 if report.left else 0


def back_up(desk: Desk, arguments: Namespace) -> int:
    if arguments.file:
        check_output(arguments.file)
    made = desk.back_up(arguments.file)
    say(_("A verified copy is in {path}", path=str(made)))
    if arguments.file and not made.with_name(f"{made.name}.key").exists():
        complain(
            _(
                "It opens only with the key file of this computer. With a passphrase it opens"
                " anywhere: mgdesk passphrase set"
            )
        )
    return 0


def list_copies(desk: Desk, arguments: Namespace) -> int:
    rows = [
        {
            "number": copy.sequence,
            "made": copy.made_at,
            "purpose": copy.purpose,
            "bytes": copy.size,
            "rows": copy.rows,
            "verified": copy.is_verified,
            "file": str(copy.path),
        }
        for copy in desk.keeping_state().copies
    ]
    show(rows, as_json=arguments.json, nothing=_("There is no copy yet."), whole={"file"})
    return 0


def restore(desk: Desk, arguments: Namespace) -> int:
    if arguments.test:
        return _test(desk)
    before = desk.restore(_meant(desk, arguments.file), copy_secret(desk, arguments))
    say(_("Restored. The data of before is kept in {path}", path=str(before)))
    return 0


def _test(desk: Desk) -> int:
    tested = desk.try_restore()
    for fault in tested.faults:
        complain(fault)
    if tested.faults:
        complain(_("The copy {name} cannot be restored. Make a new one.", name=tested.name))
        return 1
    said = _("The copy {name} can be restored: {n} rows.", name=tested.name, n=number(tested.rows))
    say(said)
    return 0


def _meant(desk: Desk, file: Path | None) -> Path:
    """A file, or the copy of that number."""
    if file is None:
        raise WhichCopy
    if file.exists() or not file.name.isdecimal() or not file.name.isascii():
        return file
    copies = desk.keeping_state().copies
    return next((copy.path for copy in copies if copy.sequence == int(file.name)), file)
