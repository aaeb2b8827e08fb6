"""typst: one template that reads the pages as data; the art is one drawing, shown on each page."""

from pathlib import Path
from typing import Any

from tests.benchmarks.peers.shared import FONTS, code_file, pages

_TEMPLATE = """
#let d = json("pages.json")
#let H = d.height
#set page(width: d.width * 1pt, height: H * 1pt, margin: 0pt)
#set text(top-edge: "baseline", bottom-edge: "baseline", lang: "en", hyphenate: false)
#let fonts = (text: ("Noto Sans", 400), bold: ("Noto Sans", 700), display: ("Noto Serif Display", 400))
#let at(x, y, what) = place(top + left, dx: x * 1pt, dy: (H - y) * 1pt, what)
#let words(t) = {
  let (family, weight) = fonts.at(t.at(3))
  at(t.at(0), t.at(1),
    text(font: family, weight: weight, size: t.at(2) * 1pt, fill: rgb(t.at(4)), t.at(5)))
}
#let shape(s) = for p in s.paths {
  let pts = p.map(q => (q.at(0) * 1pt, (H - q.at(1)) * 1pt))
  if "fill" in s { place(top + left, polygon(fill: rgb(s.fill), ..pts)) }
  else {
    place(top + left, curve(stroke: s.width * 1pt + rgb(s.stroke),
      curve.move(pts.first()), ..pts.slice(1).map(q => curve.line(q))))
  }
}
#let logo(p) = at(p.at(1), p.at(2) + p.at(4),
  image(p.at(0) + ".png", width: p.at(3) * 1pt, height: p.at(4) * 1pt))
#let code(n, c) = at(c.at(1), c.at(2) + c.at(3),
  image("code" + str(n) + ".png", width: c.at(3) * 1pt, scaling: "pixelated"))
#let art = {
  for p in d.art.pictures { logo(p) }
  for t in d.art.texts { words(t) }
}
#set page(background: if d.art.shapes.len() > 0 { image("art.svg", width: 100%) })
#for (n, p) in d.pages.enumerate() {
  if n > 0 { pagebreak() }
  art
  for s in p.shapes { shape(s) }
  for i in p.pictures { logo(i) }
  for t in p.texts { words(t) }
  for c in p.codes { code(n, c) }
}
"""


def read(kind: str, folder: Path) -> Any:
    return pages(folder)


def draw(kind: str, data: Any, folder: Path, path: Path) -> None:
    import typst

    for number, page in enumerate(data["pages"]):
        for token, *_place in page["codes"]:
            code_file(token, folder / f"code{number}.png")
    source = folder / "pages.typ"
    source.write_text(_TEMPLATE)
    typst.compile(
        str(source), output=str(path), root=str(folder), font_paths=[str(FONTS)],
        ignore_system_fonts=True,
    )  # fmt: skip
