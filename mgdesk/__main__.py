"""Where it starts: `mgdesk` alone opens the window, a command does its work without one."""

import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from mgdesk import paths

KIOSK = "--kiosk"


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program as typed; the exit code. Raises SystemExit on wrong usage, and for --help."""
    typed = list(sys.argv[1:] if argv is None else argv)
    is_kiosk = KIOSK in typed
    plain = [word for word in typed if word != KIOSK]
    if _only_opens_the_window(plain):  # start-up is sacred: no parser, no words yet
        home, language = _after("--home", typed), _after("--language", typed)
        return _open_window(home, language, [], is_kiosk=is_kiosk)
    return _do_as_typed(typed)


def _only_opens_the_window(typed: Sequence[str]) -> bool:
    """Whether nothing is typed but the home and a language that there is."""
    plain = len(typed) % 2 == 0 and set(typed[::2]) <= {"--home", "--language"}
    language = _after("--language", typed)
    if language in {None, "en"}:
        return plain
    return plain and paths.resource("locale", str(language), "LC_MESSAGES").is_dir()


def _do_as_typed(typed: list[str]) -> int:
    from mgdesk import cli, i18n
    from mgdesk.cli.output import speak_utf8
    from mgdesk.cli.parser import parser

    speak_utf8()
    i18n.speak(
        cli.spoken_language(_after("--language", typed), paths.home(_after("--home", typed)))
    )
    reader = parser()
    arguments, others = reader.parse_known_args(typed)
    # What Qt itself understands begins with one dash: -platform, -style…
    strange = [word for word in others if arguments.command or word.startswith("--")]
    if strange:
        reader.error(i18n.gettext("unrecognized arguments: %s") % " ".join(strange))
    if arguments.command:
        return cli.run(arguments, paths.home(arguments.home))
    return _open_window(
        arguments.home,
        arguments.language,
        others,
        is_kiosk=arguments.kiosk,
        passphrase_file=arguments.passphrase_file,
    )


def _open_window(
    home: str | None,
    language: str | None,
    options: list[str],
    *,
    is_kiosk: bool,
    passphrase_file: Path | None = None,
) -> int:
    gc.disable()  # nothing that a start makes goes away: `WindowThreadCollector` looks later
    place = paths.home(home)
    if not _has_display(options):
        from mgdesk import cli

        return cli.complain_of_no_display(language, place)
    from mgdesk import app

    started = app.run(
        place,
        language=language,
        arguments=[sys.argv[0], *options],
        is_kiosk=is_kiosk,
        passphrase_file=passphrase_file,
    )
    return int(started)


def _has_display(options: Sequence[str]) -> bool:
    """Whether Qt finds a screen; without one it would end the program in the middle of a line."""
    if not sys.platform.startswith("linux") or "-platform" in options:
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def _after(option: str, typed: Sequence[str]) -> str | None:
    """The value of an option, read early: help and complaints speak the language asked for."""
    for place, word in enumerate(typed):
        if word.startswith(f"{option}="):
            return word.partition("=")[2]
        if word == option and place + 1 < len(typed):
            return typed[place + 1]
    return None


if __name__ == "__main__":
    sys.exit(main())
