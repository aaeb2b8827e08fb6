"""Where it starts: `mgdesk` alone opens the window, a command does its work without one."""

import sys
from collections.abc import Sequence

from mgdesk import i18n, paths


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
    from mgdesk import app

    return int(app.run(home, language=arguments.language, arguments=[sys.argv[0], *others]))


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
