"""What makes a PDF last: PDF/A-2b marks, colours that are defined, metadata that agree."""

from datetime import UTC, date, datetime, time
from typing import Any, ClassVar, Final

from reportlab.pdfbase import pdfdoc

from mgdesk.paths import resource

_XMP: Final = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{creator}</rdf:li></rdf:Seq></dc:creator>
<xmp:CreatorTool>{creator}</xmp:CreatorTool>
<xmp:CreateDate>{moment}</xmp:CreateDate><xmp:ModifyDate>{moment}</xmp:ModifyDate>
<pdf:Producer>{producer}</pdf:Producer>
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""


class Moment:
    """The day of the record as ReportLab's time stamp, so that a reprint has the same bytes."""

    def __init__(self, day: date) -> None:
        self.moment = datetime.combine(day, time(), UTC)
        self.YMDhms = self.moment.timetuple()[:6]
        self.dhh = self.dmm = 0


class Stream(pdfdoc.PDFStream):  # type: ignore[misc]  # ReportLab has no types
    """A stream with the line end before `endstream` that archives demand."""

    def format(self, document: Any) -> bytes:
        body: bytes = super().format(document)
        return body.removesuffix(b"endstream\n") + b"\nendstream\n"

    @classmethod
    def packed(cls, content: bytes, **entries: Any) -> "Stream":
        return cls(pdfdoc.PDFDictionary(entries), content, [pdfdoc.PDFZCompress])

    @classmethod
    def of_packed(cls, packed: bytes, **entries: Any) -> "Stream":
        """A stream of what zlib has compressed before."""
        filters = pdfdoc.PDFArray([pdfdoc.PDFName("FlateDecode")])
        return cls(pdfdoc.PDFDictionary({**entries, "Filter": filters}), packed, [])


class Metadata(Stream):
    """The XMP packet; it must say what the document's information dictionary says."""

    def __init__(self, title: str, moment: Moment, producer: str) -> None:
        packet = _XMP.format(
            title=_escaped(title),
            creator="MolenGeek Desk",
            moment=moment.moment.isoformat(),
            producer=_escaped(producer),
        )
        kind = {"Type": pdfdoc.PDFName("Metadata"), "Subtype": pdfdoc.PDFName("XML")}
        super().__init__(pdfdoc.PDFDictionary(kind), packet.encode("utf-8"), [])


def _escaped(text: str) -> str:
    """As text of XML; xml.sax would bring half of the network modules along."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


class ArchiveCatalog(pdfdoc.PDFCatalog):  # type: ignore[misc]  # ReportLab has no types
    """The catalog with its output intent: the colours of our pages are sRGB."""

    __NoDefault__: ClassVar = [*pdfdoc.PDFCatalog.__NoDefault__, "OutputIntents"]
    __Refs__ = pdfdoc.PDFCatalog.__Refs__

    def __init__(self, pages: Any, language: str, title: str) -> None:
        self.Pages = pages
        self.Lang = pdfdoc.PDFString(language)
        self.title = title
        self.ViewerPreferences = pdfdoc.PDFDictionary({"DisplayDocTitle": "true"})
        self.OutputIntents = pdfdoc.PDFArray([_output_intent()])


def _output_intent() -> Any:
    profile = resource("art", "srgb.icc").read_bytes()
    return pdfdoc.PDFDictionary(
        {
            "Type": pdfdoc.PDFName("OutputIntent"),
            "S": pdfdoc.PDFName("GTS_PDFA1"),
            "OutputConditionIdentifier": pdfdoc.PDFString("sRGB IEC61966-2.1"),
            "Info": pdfdoc.PDFString("sRGB IEC61966-2.1"),
            "DestOutputProfile": Stream.packed(profile, N=3),
        }
    )
