"""How this computer likes things: language, colours, size, motion, sounds, a printer for each paper."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from mgdesk.i18n import LANGUAGES, spoken_language
from mgdesk.i18n import gettext as _
from mgdesk.rules.paper import PAPER_KIND_LABELS
from mgdesk.settings import Settings
from mgdesk.ui.kit import labels, printing
from mgdesk.ui.kit.background import Background
from mgdesk.ui.kit.buttons import Button
from mgdesk.ui.kit.fields import CheckField, ChoiceField
from mgdesk.ui.kit.form import Form
from mgdesk.ui.kit.layout import Card, box, keep_width, row
from mgdesk.ui.kit.sound import Sounds

SIZES = (90, 100, 110, 125, 150, 175, 200)
LOUDNESS = (20, 40, 60, 80, 100)


class ComputerForm(Form):
    """Each choice holds at once; there is nothing to save. `apply(name, value)` does it."""

    def __init__(self, settings: Settings, apply: Callable[[str, object], None]) -> None:
        super().__init__()
        self._apply, self._sounds = apply, Sounds(settings)
        self.language = self.add(
            _("Language"), _field(ChoiceField(LANGUAGES.items(), spoken_language()))
        )
        self.theme = self.add(
            _("Colours"),
            _field(
                ChoiceField(
                    [("system", _("As the system")), ("light", _("Light")), ("dark", _("Dark"))],
                    settings.theme,
                )
            ),
        )
        self.scale = self.add(
            _("Size of everything"),
            _field(ChoiceField([(size, f"{size} %") for size in SIZES], settings.scale)),
            help_text=_("Ctrl with the wheel changes it too."),
        )
        self.motion = self.add("", CheckField(_("Reduce motion"), value=settings.reduce_motion))
        self.sound = self.add("", CheckField(_("Sound at check-in"), value=settings.sound))
        self.volume = self.add(
            _("Loudness"),
            _field(ChoiceField([(part, f"{part} %") for part in LOUDNESS], settings.volume)),
        )
        self.volume.setEnabled(settings.sound)
        self.sound.edited.connect(self._on_sound)
        self.volume.edited.connect(self._on_volume)
        self.language.edited.connect(lambda: apply("language", self.language.value))
        self.theme.edited.connect(lambda: apply("theme", self.theme.value))
        self.scale.edited.connect(lambda: apply("scale", self.scale.value))
        self.motion.edited.connect(lambda: apply("reduce_motion", self.motion.value))

    def _on_sound(self) -> None:
        self.volume.setEnabled(self.sound.value)
        self._apply("sound", self.sound.value)
        self._sounds.play("ok")

    def _on_volume(self) -> None:
        """What was chosen is heard."""
        self._apply("volume", self.volume.value)
        self._sounds.play("ok")


class ScannerForm(Form):
    """The trial of the scanner, and whether a camera reads codes too."""

    def __init__(
        self,
        settings: Settings,
        apply: Callable[[str, object], None],
        try_scanner: Callable[[], object],
    ) -> None:
        super().__init__()
        self._apply = apply
        self.try_button = Button(_("Try your scanner"), "scan-line", on_click=try_scanner)
        self.add_part(box(row(self.try_button, None)))
        self.camera = self.add(
            "",
            CheckField(_("Read codes with the camera too"), value=settings.camera),
            help_text=_("Pictures are looked at on this computer and never kept."),
        )
        self.camera.edited.connect(self._on_camera)

    def _on_camera(self) -> None:
        self._apply("camera", self.camera.value)


class PrinterForm(Form):
    """One printer for each kind of paper; the first time, the preview asks."""

    def __init__(
        self, settings: Settings, keep: Callable[[], None], background: Background
    ) -> None:
        super().__init__()
        self._settings, self._keep = settings, keep
        self.fields: dict[str, ChoiceField] = {}
        self._words = labels.muted(_("Looking for printers…"))
        self.add_part(self._words)
        background.run(printing.printers, done=self._show)  # a silent print system takes its time

    def _show(self, names: list[str]) -> None:
        if not names:
            self._words.setText(str(printing.NoPrinter()))
            return
        self._words.hide()
        for kind, words in PAPER_KIND_LABELS.items():
            choices = [("", _("Ask when printing")), *((name, name) for name in names)]
            chosen = self._settings.printers.get(kind.value, "")
            field = self.add(_(words), _field(ChoiceField(choices, chosen)))
            self.fields[kind.value] = field
        self.changed.connect(self._on_change)

    def _on_change(self) -> None:
        chosen = {kind: field.value for kind, field in self.fields.items() if field.value}
        self._settings.printers.clear()
        self._settings.printers.update(chosen)
        self._keep()


def computer_part(
    settings: Settings,
    apply: Callable[[str, object], None],
    keep: Callable[[], None],
    background: Background,
    try_scanner: Callable[[], object],
) -> QWidget:
    """The forms on their cards."""
    return box(
        Card(_("This window"), None, ComputerForm(settings, apply)),
        Card(_("Scanner"), None, ScannerForm(settings, apply, try_scanner)),
        Card(_("Printers"), None, PrinterForm(settings, keep, background)),
        None,
        gap=16,
    )


def _field(field: ChoiceField) -> ChoiceField:
    keep_width(field, 320)
    return field
