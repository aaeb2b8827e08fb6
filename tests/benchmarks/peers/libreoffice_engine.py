"""LibreOffice: a flat ODT, everything in frames at its place, the art in the header of all pages."""

import os
import shutil
import subprocess
import tempfile
from html import escape
from pathlib import Path
from typing import Any

from tests.benchmarks.peers.shared import FONTS, code_file, pages

PROGRAM = "soffice"
FACES = {
    "text": "Noto Sans",
    "bold": "Noto Sans",
    "display": "Noto Serif Display",
}
ASCENT = 1.069  # of a line of Noto, in sizes
NAMESPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{rest}:1.0"'
    for name, rest in (
        ("office", "office"), ("style", "style"), ("text", "text"), ("draw", "drawing"),
        ("fo", "xsl-fo-compatible"), ("svg", "svg-compatible"),
    )
)  # fmt: skip


_WHERE = (
    'style:wrap="run-through" style:run-through="foreground" style:vertical-pos="from-top" '
    'style:vertical-rel="page" style:horizontal-pos="from-left" style:horizontal-rel="page"'
)
PLAIN = (
    '<style:style style:name="Tiny" style:family="paragraph">'
    '<style:text-properties fo:font-size="1pt"/></style:style>'
    '<style:style style:name="First" style:family="paragraph" style:parent-style-name="Tiny"/>'
    '<style:style style:name="Next" style:family="paragraph" style:parent-style-name="Tiny">'
    '<style:paragraph-properties fo:break-before="page"/></style:style>'
)
FRAME = (
    '<style:style style:name="Frame" style:family="graphic"><style:graphic-properties '
    f'{_WHERE} draw:fill="none" draw:stroke="none" draw:opacity="0%" fo:padding="0pt" fo:border="none" '
    'fo:background-color="transparent" style:background-transparency="100%"/></style:style>'
)


def read(kind: str, folder: Path) -> Any:
    return pages(folder)


def draw(kind: str, data: Any, folder: Path, path: Path) -> None:
    for number, page in enumerate(data["pages"]):
        for token, *_place in page["codes"]:
            code_file(token, folder / f"code{number}.png")
    source = folder / "libreoffice.fodt"
    source.write_text(document(data), encoding="utf-8")
    with tempfile.TemporaryDirectory() as home:
        command = [
            shutil.which(PROGRAM) or PROGRAM, f"-env:UserInstallation={Path(home).as_uri()}",
            "--headless", "--convert-to", "pdf:writer_pdf_Export", "--outdir", str(path.parent),
            str(source),
        ]  # fmt: skip
        environment = os.environ | {"FONTCONFIG_FILE": str(fonts_of(Path(home)))}
        subprocess.run(command, check=True, capture_output=True, env=environment)
    source.with_suffix(".pdf").rename(path)


def fonts_of(home: Path) -> Path:
    """A configuration of fontconfig that knows our fonts alone."""
    place = home / "fonts.conf"
    place.write_text(f"<fontconfig><dir>{FONTS}</dir><cachedir>{home}</cachedir></fontconfig>")
    return place


def document(data: Any) -> str:
    width, height = data["width"], data["height"]
    styles: dict[str, str] = {}
    art = _part(data["art"], width, height, 0, styles, is_art=True)
    if data["art"]["shapes"]:
        art = _picture("art.svg", 0, 0, width, height, 'text:anchor-type="paragraph"') + art
    body = "".join(
        f'<text:p text:style-name="{"First" if number == 0 else "Next"}">'
        f"{_part(page, width, height, number, styles)}</text:p>"
        for number, page in enumerate(data["pages"])
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {NAMESPACES} '
        'xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.3" '
        'office:mimetype="application/vnd.oasis.opendocument.text">'
        f"<office:styles>{PLAIN}</office:styles>"
        f"<office:automatic-styles>{_paper(data)}{''.join(styles.values())}{FRAME}"
        "</office:automatic-styles>"
        '<office:master-styles><style:master-page style:name="Standard" '
        f'style:page-layout-name="Paper"><style:header><text:p text:style-name="Tiny">{art}</text:p>'
        "</style:header></style:master-page></office:master-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document>"
    )


def _paper(data: Any) -> str:
    return (
        '<style:page-layout style:name="Paper"><style:page-layout-properties '
        f'fo:page-width="{data["width"]}pt" fo:page-height="{data["height"]}pt" fo:margin="0pt"/>'
        "</style:page-layout>"
    )


def _part(
    part: Any,
    width: float,
    height: float,
    number: int,
    styles: dict[str, str],
    *,
    is_art: bool = False,
) -> str:
    where = 'text:anchor-type="paragraph"'
    out = []
    for shape in part["shapes"] if not is_art else ():
        out += _shape(shape, height, styles, where)
    for name, x, y, wide, high in part["pictures"]:
        out.append(_picture(f"{name}.png", x, height - y - high, wide, high, where))
    for x, y, size, font, colour, words in part["texts"]:
        style = _text_style(styles, size, font, colour)
        top = height - y - ASCENT * size
        room = min(len(words) * size, width - x - 1)
        out.append(
            f'<draw:frame draw:style-name="Frame" {where} svg:x="{x}pt" svg:y="{top:.2f}pt" '
            f'svg:width="{room:.2f}pt" svg:height="{size * 1.4:.2f}pt"><draw:text-box>'
            f'<text:p text:style-name="{style}">{escape(words)}</text:p></draw:text-box></draw:frame>'
        )
    for _token, x, y, side in part["codes"]:
        out.append(_picture(f"code{number}.png", x, height - y - side, side, side, where))
    return "".join(out)


def _picture(name: str, x: float, y: float, wide: float, high: float, where: str) -> str:
    return (
        f'<draw:frame draw:style-name="Frame" {where} svg:x="{x:.2f}pt" svg:y="{y:.2f}pt" '
        f'svg:width="{wide:.2f}pt" svg:height="{high:.2f}pt"><draw:image xlink:type="simple" '
        f'xlink:href="{name}"/></draw:frame>'
    )


def _shape(shape: Any, height: float, styles: dict[str, str], where: str) -> list[str]:
    fill, stroke = shape.get("fill"), shape.get("stroke")
    name = f"s{fill}{stroke}{shape.get('width')}".replace("#", "").replace(".", "_")
    paint = f'draw:fill="solid" draw:fill-color="{fill}"' if fill else 'draw:fill="none"'
    line = (
        f'draw:stroke="solid" svg:stroke-color="{stroke}" svg:stroke-width="{shape["width"]}pt"'
        if stroke
        else 'draw:stroke="none"'
    )
    styles.setdefault(
        name,
        f'<style:style style:name="{name}" style:family="graphic">'
        f"<style:graphic-properties {_WHERE} {paint} {line}/></style:style>",
    )
    out = []
    for points in shape["paths"]:
        if len(points) == 2:
            (x, y), (x2, y2) = points
            out.append(
                f'<draw:line draw:style-name="{name}" {where} svg:x1="{x:.2f}pt" '
                f'svg:y1="{height - y:.2f}pt" svg:x2="{x2:.2f}pt" svg:y2="{height - y2:.2f}pt"/>'
            )
            continue
        xs, ys = zip(*points, strict=True)
        left, top = min(xs), height - max(ys)
        wide, high = max(xs) - left, max(ys) - min(ys)
        way = " L".join(f"{(x - left) * 100:.0f} {(height - y - top) * 100:.0f}" for x, y in points)
        out.append(
            f'<draw:path draw:style-name="{name}" {where} svg:x="{left:.2f}pt" svg:y="{top:.2f}pt" '
            f'svg:width="{max(wide, 0.01):.2f}pt" svg:height="{max(high, 0.01):.2f}pt" '
            f'svg:viewBox="0 0 {max(1, wide * 100):.0f} {max(1, high * 100):.0f}" svg:d="M{way} Z"/>'
        )
    return out


def _text_style(styles: dict[str, str], size: float, font: str, colour: str) -> str:
    name = f"t{size}{font}{colour}".replace("#", "").replace(".", "_")
    weight = "bold" if font == "bold" else "normal"
    styles.setdefault(
        name,
        f'<style:style style:name="{name}" style:family="paragraph"><style:text-properties '
        f'fo:font-family="\'{FACES[font]}\'" fo:font-size="{size}pt" fo:font-weight="{weight}" '
        f'fo:color="{colour}"/></style:style>',
    )
    return name
