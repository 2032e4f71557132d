"""The shop's own authority: it vouches for this machine on the shop's network, and for nothing else.

Its key never leaves the data folder. It is bound to private addresses and names of local networks, so whoever has it
it cannot pretend to be anybody's bank.
"""

import ipaddress
import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from vaxel.kernel import clock

LASTS = timedelta(days=3650)
CERTIFICATE_LASTS = timedelta(days=800)  # iPads take no longer one
NETWORKS = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8", "169.254.0.0/16", "100.64.0.0/10")
ENDINGS = ("local", "lan", "home", "internal", "home.arpa", "localhost")


@dataclass(frozen=True, slots=True)
class Certified:
    """A certificate that was made: until when it holds, and by what the authority is recognised."""

    until: datetime
    fingerprint: str


def folder(data: Path) -> Path:
    """Where keys and certificates lie."""
    return data / "https"


def certify(data: Path, names: list[str]) -> Certified:
    """The machine has a certificate for these names and addresses, of the shop's authority, which is made when there
    is none. Raises ValueError for a name that is not of a local network."""
    alternatives = [_alternative(name) for name in names]
    if not alternatives:
        raise ValueError("a certificate needs a name")
    folder(data).mkdir(mode=0o700, parents=True, exist_ok=True)
    now = clock.now()
    key, root = _authority(data, names, now)
    _refuse_beyond(root, names)
    own = ec.generate_private_key(ec.SECP256R1())
    until = min(now + CERTIFICATE_LASTS, root.not_valid_after_utc)
    made = (
        _begun(_name(names[0]), root.subject, own.public_key(), now, until)
        .add_extension(x509.SubjectAlternativeName(alternatives), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    _write(folder(data) / "server.key", _key_bytes(own))
    chain = made.public_bytes(serialization.Encoding.PEM) + root.public_bytes(serialization.Encoding.PEM)
    _write(folder(data) / "server.pem", chain)
    return Certified(until, fingerprint(root))


def fingerprint(certificate: x509.Certificate) -> str:
    """By what people recognise it: the SHA-256 in pairs, as tablets show it."""
    return certificate.fingerprint(hashes.SHA256()).hex(":").upper()


def root_of(data: Path) -> x509.Certificate | None:
    """The authority's certificate; None when there is none."""
    try:
        return x509.load_pem_x509_certificate((folder(data) / "authority.pem").read_bytes())
    except OSError:
        return None


def _authority(data: Path, names: list[str], now: datetime) -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    held = root_of(data)
    path = folder(data) / "authority.key"
    if held is not None and held.not_valid_after_utc > now + timedelta(days=30):
        key = serialization.load_pem_private_key(path.read_bytes(), None)
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            raise ValueError(f"{path} is not a key of ours")
        return key, held
    key = ec.generate_private_key(ec.SECP256R1())
    machine = next((name for name in names if "." not in name and not _is_address(name)), names[0])
    subject = _name(f"Växel {machine}")
    made = (
        _begun(subject, subject, key.public_key(), now, now + LASTS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.NameConstraints(_permitted(names), None), critical=True)
        .add_extension(
            x509.KeyUsage(
                digital_signature=False, content_commitment=False, key_encipherment=False, data_encipherment=False,
                key_agreement=False, key_cert_sign=True, crl_sign=True, encipher_only=False, decipher_only=False,
            ),
            critical=True,
        )
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    _write(path, _key_bytes(key))
    _write(folder(data) / "authority.pem", made.public_bytes(serialization.Encoding.PEM))
    return key, made


def _permitted(names: list[str]) -> list[x509.GeneralName]:
    own = [name for name in names if "." not in name and not _is_address(name)]
    return [
        *(x509.DNSName(one) for one in (*ENDINGS, *own)),
        *(x509.IPAddress(ipaddress.ip_network(one)) for one in NETWORKS),
    ]


def _refuse_beyond(root: x509.Certificate, names: list[str]) -> None:
    """Raises ValueError for a machine name that the authority, made before, may not vouch for."""
    constraints = root.extensions.get_extension_for_class(x509.NameConstraints).value
    known = {one.value for one in constraints.permitted_subtrees or [] if isinstance(one, x509.DNSName)}
    for name in names:
        if "." not in name and not _is_address(name) and name not in known:
            raise ValueError(f"the authority was made for another machine than {name}")


def _alternative(name: str) -> x509.GeneralName:
    if _is_address(name):
        address = ipaddress.ip_address(name)
        if not any(address in ipaddress.ip_network(one) for one in NETWORKS):
            raise ValueError(f"{name} is not an address of a local network")
        return x509.IPAddress(address)
    tidy = name.lower()
    if not all(part.replace("-", "").isalnum() and part.isascii() for part in tidy.split(".")):
        raise ValueError(f"{name} is not a name")
    if "." in tidy and not tidy.endswith(tuple(f".{one}" for one in ENDINGS)):
        raise ValueError(f"{name} is not a name of a local network")
    return x509.DNSName(tidy)


def _is_address(text: str) -> bool:
    try:
        return ipaddress.ip_address(text).version == 4
    except ValueError:
        return False


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text[:64])])


def _begun(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, now: datetime, until: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key)
        .serial_number(x509.random_serial_number()).not_valid_before((now - timedelta(days=1)).astimezone(UTC))
        .not_valid_after(until.astimezone(UTC))
    )  # fmt: skip


def _key_bytes(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _write(path: Path, data: bytes) -> None:
    """The file is whole, and its owner's alone, from the first byte."""
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)
    draft.replace(path)
