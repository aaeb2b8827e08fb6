"""PDFs brought as a proof: read page by page, and refused where they act, hide files or are bombs."""

import pytest

from mgdesk.exchange.proof_paper import ProofActs, ProofTooLarge, ProofUnreadable, check_proof
from tests.proof_papers import note, packed, paper, stream

JS = b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>"
LINK = b"<< /Type /Annot /Subtype /Link /Rect [0 0 99 99] /A %s >>"
ANNOTS = {"page": b"/Annots [4 0 R]"}
FILE = (
    stream(b"MZ", b"/Type /EmbeddedFile"),
    b"<< /Type /Filespec /F (a.exe) /EF << /F 4 0 R >> >>",
)


def test_a_scan_and_a_page_with_a_web_link_are_kept():
    check_proof(note())
    check_proof(paper(pages=30))
    check_proof(paper(LINK % b"<< /S /URI /URI (https://example.org) >>", **ANNOTS))


@pytest.mark.parametrize(
    "content",
    [
        paper(catalog=b"/OpenAction " + JS),
        paper(JS.replace(b"/JavaScript", b"/J#61vaScript"), catalog=b"/OpenAction 4 0 R"),
        paper(b"<< /Names [(a) %s] >>" % JS, catalog=b"/Names << /JavaScript 4 0 R >>"),
        paper(catalog=b"/OpenAction << /S /Launch /F (cmd.exe) >>"),
        paper(LINK % b"<< /S /Launch /F (cmd.exe) >>", **ANNOTS),
        paper(LINK % b"<< /S /SubmitForm /F (https://example.org) >>", **ANNOTS),
        paper(page=b"/AA << /O %s >>" % JS),
        paper(*FILE, catalog=b"/Names << /EmbeddedFiles << /Names [(a.exe) 5 0 R] >> >>"),
        paper(*FILE, LINK.replace(b"Link", b"FileAttachment") % b"null", page=b"/Annots [6 0 R]"),
        paper(b"<< /XFA (x) /Fields [] >>", catalog=b"/AcroForm 4 0 R"),
    ],
)
def test_what_acts_by_itself_or_carries_files_is_refused(content):
    with pytest.raises(ProofActs):
        check_proof(content)


@pytest.mark.parametrize(
    "made",
    [
        lambda: paper(pages=31),
        lambda: paper(side=9000),
        lambda: note(filler=b"x" * 5_000_000),
        lambda: paper(packed(bytes(310_000_000)), page=b"/Contents 4 0 R"),
        lambda: paper(stream(b"", b"/Filter [/FlateDecode /FlateDecode]"), page=b"/Contents 4 0 R"),
    ],
    ids=["pages", "side", "bytes", "bomb", "bomb in a bomb"],
)
def test_what_is_too_large_on_the_disk_or_when_unpacked_is_refused(made):
    with pytest.raises(ProofTooLarge):
        check_proof(made())


@pytest.mark.parametrize("content", [b"%PDF-1.7 nothing", note()[:120], b"%PDF-" + bytes(999)])
def test_what_breaks_off_is_refused(content):
    with pytest.raises(ProofUnreadable):
        check_proof(content)
