"""The electronic signature of a PDF file (PAdES, ETSI.CAdES.detached): set, and looked at.

One signature over the whole file, however many pages it has; nothing is shown on them. It is
pyHanko's work, which is an extra of the installation and is imported only here. The moment of
signing is in the signature, so that two signed files of the same paper differ in it.
"""

import io
from dataclasses import dataclass
from typing import Any, Final

from mgdesk.errors import DeskError
from mgdesk.i18n import N_

_FIELD: Final = "Signature"
_MARK: Final = b"/ByteRange"  # never packed: every signed file has it as it stands


class SigningNotInstalled(DeskError):
    sentence = N_(
        "Files cannot be signed electronically on this computer yet: install “mgdesk[signing]”, or"
        " switch this off in the settings of the campus."
    )


@dataclass(frozen=True, slots=True)
class FoundSignature:
    """A signature in a file: whose certificate it names, and whether the file is as it was signed."""

    certificate: bytes  # DER
    is_whole: bool  # made with that certificate's key, over every byte of the file


def demand_signing() -> None:
    """Raise SigningNotInstalled where files cannot be signed."""
    try:
        import pyhanko.sign.signers  # noqa: F401 - only whether it is there
    except ImportError as error:
        raise SigningNotInstalled from error


def signed(content: bytes, private: bytes, certificate: bytes) -> bytes:
    """A PDF with a signature behind it: the key as PKCS #8, its certificate as X.509, both DER.

    Raises SigningNotInstalled.
    """
    demand_signing()
    from asn1crypto import keys, x509
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import fields, signers
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    signer = signers.SimpleSigner(
        signing_cert=x509.Certificate.load(certificate),
        signing_key=keys.PrivateKeyInfo.load(private),
        cert_registry=SimpleCertificateStore.from_certs([]),
    )
    how = signers.PdfSignatureMetadata(
        field_name=_FIELD, md_algorithm="sha256", subfilter=fields.SigSeedSubFilter.PADES
    )
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    output = io.BytesIO()
    signers.PdfSigner(how, signer).sign_pdf(writer, output=output)
    return output.getvalue()


def has_signature(content: bytes) -> bool:
    """Whether a file claims to be signed; asks no library."""
    return _MARK in content


def signatures(content: bytes) -> list[FoundSignature]:
    """The signatures of a stranger's PDF; none where they cannot be read. Raises SigningNotInstalled."""
    demand_signing()
    from pyhanko.pdf_utils.reader import PdfFileReader

    try:
        reader = PdfFileReader(io.BytesIO(content), strict=False)
        return [_looked_at(one) for one in reader.embedded_signatures]
    except Exception:  # noqa: BLE001 - a stranger's file may break its reader anywhere
        return []


def _looked_at(one: Any) -> FoundSignature:
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.status import SignatureCoverageLevel
    from pyhanko_certvalidator import ValidationContext

    certificate = bytes(one.signer_cert.dump())
    # Whom to believe is not asked here: the certificate itself is compared with those known.
    alone = ValidationContext(trust_roots=[one.signer_cert], allow_fetching=False)
    try:
        status = validate_pdf_signature(one, alone)
    except Exception:  # noqa: BLE001 - what cannot be checked is not whole
        return FoundSignature(certificate, is_whole=False)
    is_all = status.coverage is SignatureCoverageLevel.ENTIRE_FILE
    return FoundSignature(certificate, bool(status.intact and status.valid and is_all))
