"""Icons: every one that the code names is shipped, and arrows turn round in Arabic."""

import re
from pathlib import Path

from PySide6.QtCore import Qt

import mgdesk.ui
from mgdesk.paths import resource
from mgdesk.ui.kit import icons

CODE = Path(mgdesk.ui.__file__).parent
ARGUMENT = re.compile(
    r'(?:icon_name=|button_icon=|pixmap\(|IconLabel\(|(?:Icon)?Button\((?:_\("[^"]*"\)|"[^"]*"),\s*)"([a-z0-9-]+)"'
)


def test_every_icon_that_is_named_is_shipped():
    named = {name for file in CODE.rglob("*.py") for name in ARGUMENT.findall(file.read_text())}
    assert len(named) > 10
    missing = {name for name in named if not resource("icons", f"{name}.svg").exists()}
    assert missing == set()


def test_the_licence_lies_beside_the_icons():
    assert "ISC License" in resource("icons", "LICENSE").read_text()


def test_an_icon_is_drawn_in_the_colour_asked_for(qapp):
    image = icons.pixmap("check", "#0b6e69", 48).toImage()
    inks = {
        image.pixelColor(x, y).name()
        for x in range(48)
        for y in range(48)
        if image.pixelColor(x, y).alpha() == 255
    }
    assert inks == {"#0b6e69"}


def centre_of_ink(image):
    """Of the point of a chevron: where its middle row has ink."""
    inked = [x for x in range(32) if image.pixelColor(x, 16).alpha() > 128]
    return sum(inked) / len(inked)


def test_arrows_along_the_text_are_mirrored_and_nothing_else(qapp):
    plain = {
        name: icons.pixmap(name, "#000000", 32).toImage() for name in ("chevron-right", "printer")
    }
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        turned = {name: icons.pixmap(name, "#000000", 32).toImage() for name in plain}
    finally:
        qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    assert centre_of_ink(plain["chevron-right"]) > 16 > centre_of_ink(turned["chevron-right"])
    assert turned["printer"] == plain["printer"]
