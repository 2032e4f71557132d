"""The shop's own authority: browsers accept what it vouches for, and it cannot vouch for anybody else."""

import socket
import ssl
import threading
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from django.conf import settings
from django.test import Client

from vaxel.doors.https import authority

NAMES = ["127.0.0.1", "kassa.local", "kassa", "localhost"]


def shake_hands(data: Path, name: str) -> str:
    """What a client that trusts the authority says of a server with the certificate, asked for by `name`."""
    here = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    here.load_cert_chain(authority.folder(data) / "server.pem", authority.folder(data) / "server.key")
    there = ssl.create_default_context(cafile=str(authority.folder(data) / "authority.pem"))
    ours, theirs = socket.socketpair()

    def serve() -> None:
        try:
            here.wrap_socket(ours, server_side=True).close()
        except OSError:
            ours.close()

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        with there.wrap_socket(theirs, server_hostname=name) as line:
            return str(line.version())
    except ssl.SSLError as error:
        return type(error).__name__
    finally:
        theirs.close()
        thread.join()


@pytest.mark.parametrize("name", NAMES)
def test_a_tablet_that_trusts_the_authority_reaches_the_shop(tmp_path: Path, name: str) -> None:
    authority.certify(tmp_path, NAMES)
    assert shake_hands(tmp_path, name) == "TLSv1.3"


def test_another_name_is_not_vouched_for(tmp_path: Path) -> None:
    authority.certify(tmp_path, NAMES)
    assert shake_hands(tmp_path, "bank.local") == "SSLCertVerificationError"


@pytest.mark.parametrize("name", ["bank.example", "8.8.8.8", "two words", "a..b", ""])
def test_only_names_of_the_shop_s_network_are(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="not a"):
        authority.certify(tmp_path, ["kassa.local", name])


def test_a_new_certificate_is_of_the_same_authority(tmp_path: Path) -> None:
    first = authority.certify(tmp_path, NAMES)
    before = (authority.folder(tmp_path) / "server.pem").read_bytes()
    second = authority.certify(tmp_path, [*NAMES, "192.168.1.9"])
    assert second.fingerprint == first.fingerprint
    after = (authority.folder(tmp_path) / "server.pem").read_bytes()
    assert after != before
    names = x509.load_pem_x509_certificate(after).extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert ip_address("192.168.1.9") in names.get_values_for_type(x509.IPAddress)
    with pytest.raises(ValueError, match="another machine"):
        authority.certify(tmp_path, ["pc7"])


def test_keys_are_their_owner_s_alone(tmp_path: Path) -> None:
    authority.certify(tmp_path, NAMES)
    for key in authority.folder(tmp_path).glob("*.key"):
        assert key.stat().st_mode & 0o077 == 0


@pytest.mark.django_db
def test_the_authority_is_there_to_be_installed(tmp_path: Path) -> None:
    kept = settings.DATA
    settings.DATA = tmp_path
    try:
        assert Client().get("/authority.crt").status_code == 404
        made = authority.certify(tmp_path, NAMES)
        answer = Client().get("/authority.crt")
    finally:
        settings.DATA = kept
    assert answer["Content-Type"] == "application/x-x509-ca-cert"
    assert authority.fingerprint(x509.load_der_x509_certificate(answer.content)) == made.fingerprint
