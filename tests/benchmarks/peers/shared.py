"""What several peers need: the pages of a job, our fonts, and codes made by zxing-cpp."""

import json
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[3]
FONTS = ROOT / "resources" / "fonts"
FILES = {
    "text": "NotoSans-Regular.ttf",
    "bold": "NotoSans-Bold.ttf",
    "display": "NotoSerifDisplay-Regular.ttf",
}


def pages(folder: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((folder / "pages.json").read_text())
    return read


def code(token: str) -> Any:
    """A QR code as a grey picture, a pixel a module."""
    import zxingcpp
    from PIL import Image

    made = zxingcpp.create_barcode(token, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    return Image.fromarray(made.to_image(add_quiet_zones=False, scale=1))


def code_file(token: str, path: Path) -> None:
    code(token).convert("1").save(path)
