"""fpdf2: a call for each word, line and picture; its text is shaped by HarfBuzz."""

from pathlib import Path
from typing import Any

from tests.benchmarks.peers.shared import FILES, FONTS, code, pages


def read(kind: str, folder: Path) -> Any:
    return pages(folder)


def draw(kind: str, data: Any, folder: Path, path: Path) -> None:
    from fpdf import FPDF

    height = data["height"]
    pdf = FPDF(unit="pt", format=(data["width"], height))
    pdf.set_auto_page_break(False)
    for name, file in FILES.items():
        pdf.add_font(name, fname=str(FONTS / file))
    pdf.set_text_shaping(True)
    for page in data["pages"]:
        pdf.add_page()
        for part in (data["art"], page):
            _draw_part(pdf, part, height, folder)
    pdf.output(str(path))


def _draw_part(pdf: Any, part: Any, height: float, folder: Path) -> None:
    for shape in part["shapes"]:
        style = "D" if "stroke" in shape else "F"
        if "stroke" in shape:
            pdf.set_draw_color(shape["stroke"])
            pdf.set_line_width(shape["width"])
        else:
            pdf.set_fill_color(shape["fill"])
        for points in shape["paths"]:
            pdf.polyline([(x, height - y) for x, y in points], style=style)
    for name, x, y, wide, high in part["pictures"]:
        pdf.image(str(folder / f"{name}.png"), x, height - y - high, wide, high)
    for x, y, size, font, colour, words in part["texts"]:
        pdf.set_font(font, size=size)
        pdf.set_text_color(colour)
        pdf.text(x, height - y, words)
    for token, x, y, side in part["codes"]:
        pdf.image(code(token).convert("1"), x, height - y - side, side, side)
