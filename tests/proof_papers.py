"""PDFs that people bring as a proof, good and bad, written by hand: each object as it is given."""

import zlib


def paper(
    *objects: bytes, catalog: bytes = b"", page: bytes = b"", pages: int = 1, side: int = 200
) -> bytes:
    """A PDF of so many like pages; `objects` begin with number 4."""
    kids = b" ".join([b"3 0 R"] * pages)
    box = b"/MediaBox [0 0 %d %d]" % (side, side)
    body = [
        b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog,
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, pages),
        b"<< /Type /Page /Parent 2 0 R %s %s >>" % (box, page),
        *objects,
    ]
    made, places = b"%PDF-1.7\n", []
    for number, one in enumerate(body, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    lines = b"".join(b"%010d 00000 n \n" % place for place in places)
    table = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(body) + 1, lines)
    end = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return made + table + end % (len(body) + 1, len(made))


def stream(content: bytes, rest: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), rest, content)


def packed(content: bytes) -> bytes:
    return stream(zlib.compress(content, 1), b"/Filter /FlateDecode")


def note(text: bytes = b"Attest", filler: bytes = b"") -> bytes:
    """A page with a word on it, and a comment that makes it larger."""
    words = b"BT /F1 12 Tf 20 100 Td (%s) Tj ET\n%%%s" % (text, filler)
    fonts = (
        b"/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"
    )
    return paper(stream(words), page=fonts + b" /Contents 4 0 R")
