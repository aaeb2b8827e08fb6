"""Where it starts: `mgdesk` alone opens the window, a command does its work without one."""

import os
import sys
from collections.abc import Sequence

from mgdesk import i18n, paths
from mgdesk.errors import DeskError
from mgdesk.i18n import N_


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program as typed; the exit code. Raises SystemExit on wrong usage, and for --help."""
    from mgdesk import cli
    from mgdesk.cli.output import speak_utf8
    from mgdesk.cli.parser import parser

    typed = list(sys.argv[1:] if argv is None else argv)
    speak_utf8()
    i18n.speak(
        cli.spoken_language(_after("--language", typed), paths.home(_after("--home", typed)))
    )
    reader = parser()
    arguments, others = reader.parse_known_args(typed)
    home = paths.home(arguments.home)
    # What Qt itself understands begins with one dash: -platform, -style…
    strange = [word for word in others if arguments.command or word.startswith("--")]
    if strange:
        reader.error(i18n.gettext("unrecognized arguments: %s") % " ".join(strange))
    if arguments.command:
        return cli.run(arguments, home)
    if not _has_display(others):
        sys.stderr.write(f"{NoDisplay()}\n")
        return 1
    from mgdesk import app

    return int(app.run(home, language=arguments.language, arguments=[sys.argv[0], *others]))


class NoDisplay(DeskError):
    sentence = N_(
        "There is no display to open the window on. Start it from a desktop, or give a command:"
        " mgdesk --help lists them."
    )


def _has_display(options: Sequence[str]) -> bool:
    """Whether Qt finds a screen; without one it would end the program in the middle of a line."""
    if not sys.platform.startswith("linux") or "-platform" in options:
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def _after(option: str, typed: list[str]) -> str | None:
    """The value of an option, read early: help and complaints speak the language asked for."""
    for place, word in enumerate(typed):
        if word.startswith(f"{option}="):
            return word.partition("=")[2]
        if word == option and place + 1 < len(typed):
            return typed[place + 1]
    return None


if __name__ == "__main__":
    sys.exit(main())
