"""What can be typed about campuses: to add them, their keys, a whole one as a file."""

from pathlib import Path
from typing import Any

from mgdesk.cli.grammar.arguments import Command, group_of
from mgdesk.i18n import gettext as _


def declare(command: Command) -> None:
    command("demo", _("Make the demo campuses in this home."), "making.make_demo")
    group = group_of(command, "campus", _("Campuses: add one, list all, exchange keys."))
    add = command("add", _("Add a campus."), "making.add_campus", group)
    add.add_argument("code", metavar=_("CODE"), help=_("short, such as MOL; begins its numbers"))
    add.add_argument("--name", required=True, metavar=_("NAME"))
    add.add_argument("--country", required=True, metavar="BE", help=_("two letters"))
    # --language is the language spoken by this command and, here, of the campus's paper.
    add.add_argument(
        "--languages",
        default="",
        metavar="fr,nl",
        help=_("those of its paper, the usual one first; without them, --language"),
    )
    add.add_argument("--zone", default="", metavar="Europe/Brussels")
    add.add_argument("--organisation", default="", metavar=_("NAME"))
    add.add_argument("--city", default="", metavar=_("NAME"))
    command("list", _("List the campuses."), "making.list_campuses", group)
    keys = command(
        "keys",
        _("Write the public keys that papers are checked with."),
        "proving.export_keys",
        group,
    )
    keys.add_argument("--output", required=True, type=Path, metavar="FILE.json")
    certificate = command(
        "certificate",
        _("Write the certificate that signed files are checked with."),
        "proving.export_certificate",
        group,
    )
    certificate.add_argument("code", metavar=_("CODE"))
    certificate.add_argument("--output", required=True, type=Path, metavar="FILE.pem")
    switch = command(
        "signing",
        _("Sign the files of certificates and statements electronically, or no more."),
        "proving.switch_signing",
        group,
    )
    switch.add_argument("code", metavar=_("CODE"))
    switch.add_argument("switch", choices=["on", "off"])
    trust = command(
        "trust",
        _("Believe the papers of other campuses, by their keys."),
        "proving.trust_keys",
        group,
    )
    trust.add_argument("file", type=Path, metavar="FILE.json")


def declare_taking_in(command: Command, group: Any) -> None:
    made = command(
        "campus", _("Take in a whole campus (JSON)."), "campus_files.import_campus", group
    )
    made.add_argument("file", type=Path, metavar="FILE.json")
    made.add_argument(
        "--dry-run", action="store_true", help=_("tell what would happen; write nothing")
    )


def declare_giving_out(command: Command, group: Any) -> None:
    made = command(
        "campus", _("Export a whole campus (JSON)."), "campus_files.export_campus", group
    )
    made.add_argument("code", metavar=_("CODE"))
    made.add_argument("file", type=Path, metavar="FILE.json")
    made.add_argument("--with-pictures", action="store_true", help=_("with photos and scans"))
