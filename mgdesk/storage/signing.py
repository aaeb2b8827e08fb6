"""What a campus signs PDF files with: an RSA key and its own certificate, beside the seal.

One PEM file per campus and key folder, readable by its owner only, made when first needed; its private
half is encrypted under the data's key, as seals are. Only a bare one of before is written over. RSA of
2,048 bits, because a newer kind would make the file something else than PDF/A-2 (measured:
TYPESETTING.md, part 3). Nobody but the campus vouches for the certificate: whoever wants to rely on it
gets it from the campus.
"""

import hashlib
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from mgdesk.rules.clock import wall_clock
from mgdesk.storage.chain import derived
from mgdesk.storage.keyfile import KeyFolder, sweep, write_once, write_over
from mgdesk.storage.seals import SealDamaged

if TYPE_CHECKING:
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

BITS: Final = 2_048
VALID: Final = timedelta(days=20 * 365)
_LONGEST: Final = 64  # characters of a name in a certificate: RFC 5280, appendix A
_BARE: Final = b"-----BEGIN PRIVATE KEY-----"
_NAME: Final = re.compile(r"signature-(?P<campus>[A-Z0-9-]+)\.pem")


@dataclass(frozen=True, repr=False)
class SigningKey:
    """The private key (PKCS #8) and the certificate (X.509) of a campus, both as DER."""

    campus: str  # its code
    private: bytes
    certificate: bytes


@dataclass(frozen=True)
class Holder:
    """Whom the certificate names. The country is two letters; the others may be empty."""

    name: str
    organisation: str
    country: str


def fingerprint(certificate: bytes) -> str:
    """The SHA-256 of a certificate, hexadecimal: by which people and programs compare it."""
    return hashlib.sha256(certificate).hexdigest()


def pem(certificate: bytes) -> str:
    """A certificate as text, as other programs read it."""
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import Encoding

    return x509.load_der_x509_certificate(certificate).public_bytes(Encoding.PEM).decode("ascii")


def signing_path(folder: Path, campus: str) -> Path:
    return folder / f"signature-{campus}.pem"


def signing_key_of(place: KeyFolder, campus: str, holder: Holder) -> SigningKey:
    """The key of a campus (by code), made now if there is none. Raises SealDamaged, FileCannotBeWritten."""
    path = signing_path(place.folder, campus)
    if not path.exists():
        write_once(path, _made(holder, place.secret))
    return _load(path, campus, place.secret)


def own_certificates(place: KeyFolder) -> list[SigningKey]:
    """The keys that this home holds; a file that cannot be read is left out."""
    keys = []
    for path, campus in _files(place.folder):
        with suppress(SealDamaged):
            keys.append(_load(path, campus, place.secret))
    return keys


def wrap_signing_keys(place: KeyFolder) -> None:
    """Wrap the keys that an older program left bare. Raises FileCannotBeWritten."""
    for path, campus in _files(place.folder) if place.secret else ():
        with suppress(OSError, SealDamaged):
            if _BARE in path.read_bytes():
                found = _load(path, campus, None)
                write_over(
                    path, _pem(found.private, place.secret) + pem(found.certificate).encode()
                )
                sweep(path)


def _files(folder: Path) -> Iterator[tuple[Path, str]]:
    for path in sorted(folder.glob("signature-*.pem")):
        if named := _NAME.fullmatch(path.name):
            yield path, named["campus"]


def _made(holder: Holder, secret: bytes | None) -> bytes:
    """A new key and its certificate."""
    from cryptography.hazmat.primitives.asymmetric import rsa
    from cryptography.hazmat.primitives.serialization import (
        Encoding,
        NoEncryption,
        PrivateFormat,
    )

    key = rsa.generate_private_key(public_exponent=65_537, key_size=BITS)
    private = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return _pem(private, secret) + _certificate(key, holder).public_bytes(Encoding.PEM)


def _pem(private: bytes, secret: bytes | None) -> bytes:
    """A private key as a file holds it: encrypted, where there is something to encrypt it under."""
    from cryptography.hazmat.primitives.serialization import (
        BestAvailableEncryption,
        Encoding,
        NoEncryption,
        PrivateFormat,
        load_der_private_key,
    )

    key = load_der_private_key(private, password=None)
    opened_by = BestAvailableEncryption(_password(secret)) if secret else NoEncryption()
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, opened_by)


def _password(secret: bytes) -> bytes:
    return derived(secret, "signature").hex().encode("ascii")


def _certificate(key: "RSAPrivateKey", holder: Holder) -> "x509.Certificate":
    """Says whose the key is, and that it signs documents and nothing else."""
    from cryptography import x509
    from cryptography.hazmat.primitives.hashes import SHA256

    name, today = _distinguished(holder), wall_clock()
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + VALID)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .sign(key, SHA256())
    )


def _distinguished(holder: Holder) -> "x509.Name":
    from cryptography import x509
    from cryptography.x509.oid import NameOID

    parts = [
        (NameOID.COUNTRY_NAME, holder.country),
        (NameOID.ORGANIZATION_NAME, holder.organisation[:_LONGEST]),
        (NameOID.COMMON_NAME, holder.name[:_LONGEST]),
    ]
    return x509.Name([x509.NameAttribute(oid, text) for oid, text in parts if text])


def _load(path: Path, campus: str, secret: bytes | None) -> SigningKey:
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import (
        Encoding,
        NoEncryption,
        PrivateFormat,
        load_pem_private_key,
    )

    try:
        content = path.read_bytes()
        is_bare = _BARE in content
        password = _password(secret) if secret and not is_bare else None
        key = load_pem_private_key(content, password=password)
        certificate = x509.load_pem_x509_certificate(content)
    except (OSError, ValueError, TypeError) as error:
        raise SealDamaged(path=str(path)) from error
    if certificate.public_key() != key.public_key():
        raise SealDamaged(path=str(path))
    private = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return SigningKey(campus, private, certificate.public_bytes(Encoding.DER))
