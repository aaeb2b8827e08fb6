"""WeasyPrint: HTML with everything at its place; the art is one SVG."""

from html import escape
from pathlib import Path
from typing import Any

from tests.benchmarks.peers.shared import FILES, FONTS, code_file, pages


def read(kind: str, folder: Path) -> Any:
    return pages(folder)


def draw(kind: str, data: Any, folder: Path, path: Path) -> None:
    import weasyprint

    for number, page in enumerate(data["pages"]):
        for token, *_place in page["codes"]:
            code_file(token, folder / f"code{number}.png")
    faces = "".join(
        f"@font-face{{font-family:{name};src:url({(FONTS / file).as_uri()})}}"
        for name, file in FILES.items()
    )
    style = (
        f"{faces}@page{{size:{data['width']}pt {data['height']}pt;margin:0}}body{{margin:0}}"
        f"section{{position:relative;width:{data['width']}pt;height:{data['height'] - 1}pt;"
        "page-break-after:always}section *{position:absolute;white-space:pre;line-height:1}"
    )
    body = "".join(
        f"<section><img src=art.svg>{_part(data['art'], data['height'], number)}"
        f"{_part(page, data['height'], number)}</section>"
        for number, page in enumerate(data["pages"])
    )
    html = f"<html lang=en><meta charset=utf-8><title>Paper</title><style>{style}</style>{body}"
    base = f"{folder.as_uri()}/"
    weasyprint.HTML(string=html, base_url=base).write_pdf(str(path))


def _part(part: Any, height: float, number: int) -> str:
    out = []
    for shape in part["shapes"] if part["codes"] else ():
        for points in shape["paths"]:
            xs, ys = zip(*points, strict=True)
            colour = shape.get("fill") or shape["stroke"]
            wide = max(max(xs) - min(xs), shape.get("width", 0))
            high = max(max(ys) - min(ys), shape.get("width", 0))
            paint = f"background:{colour}"
            if "stroke" in shape and len(points) > 2:
                paint = f"border:{shape['width']}pt solid {colour}"
            out.append(
                f"<i style='left:{min(xs):.2f}pt;top:{height - max(ys):.2f}pt;"
                f"width:{wide:.2f}pt;height:{high:.2f}pt;{paint}'></i>"
            )
    for name, x, y, wide, high in part["pictures"]:
        place = f"left:{x:.2f}pt;top:{height - y - high:.2f}pt;width:{wide:.2f}pt"
        out.append(f"<img src={name}.png style='{place}'>")
    for x, y, size, font, colour, words in part["texts"]:
        place = f"left:{x}pt;top:{height - y - size * 0.93:.2f}pt;font:{size}pt/1 {font}"
        out.append(f"<span style='{place};color:{colour}'>{escape(words)}</span>")
    for _token, x, y, side in part["codes"]:
        place = f"left:{x:.2f}pt;top:{height - y - side:.2f}pt;width:{side:.2f}pt"
        out.append(f"<img src=code{number}.png style='{place};image-rendering:pixelated'>")
    return "".join(out)
