"""The coordinator's certificates: whom they vouch for, when they change, how they are kept."""

import ipaddress
import socket
import ssl
import stat
import threading
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509

from coordinator.errors import StateDamaged
from coordinator.pki import (
    AUTHORITY_LIFE,
    RENEW_BEFORE,
    SERVER_LIFE,
    prepare_certificates,
    write_secret,
)

NOW = datetime.now(UTC).replace(microsecond=0)


def pem(path):
    return x509.load_pem_x509_certificate(path.read_bytes())


def greeting(server, authority, name):
    """Shakes hands with a server that shows `server` over loopback; gives what it says."""
    inside = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    inside.load_cert_chain(server)
    listener = socket.create_server(("127.0.0.1", 0))

    def answer():
        with listener, listener.accept()[0] as raw:
            try:
                with inside.wrap_socket(raw, server_side=True) as secure:
                    secure.sendall(b"hello")
            except (ssl.SSLError, ConnectionError):
                pass

    thread = threading.Thread(target=answer)
    thread.start()
    try:
        trust = ssl.create_default_context(cafile=authority)
        with (
            socket.create_connection(listener.getsockname()) as raw,
            trust.wrap_socket(raw, server_hostname=name) as secure,
        ):
            return secure.recv(5)
    finally:
        thread.join()


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost"])
def test_a_device_that_trusts_the_authority_accepts_the_server(tmp_path, name):
    made = prepare_certificates(tmp_path, NOW)
    assert greeting(made.server, made.authority, name) == b"hello"


def test_a_device_refuses_a_server_of_another_authority(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    ours = prepare_certificates(tmp_path / "a", NOW)
    foreign = prepare_certificates(tmp_path / "b", NOW)
    with pytest.raises(ssl.SSLCertVerificationError):
        greeting(foreign.server, ours.authority, "127.0.0.1")


def test_the_authority_can_vouch_for_this_machine_only(tmp_path):
    made = prepare_certificates(tmp_path, NOW)
    authority = pem(made.authority)
    found = authority.extensions.get_extension_for_class(x509.NameConstraints)
    assert found.critical
    assert found.value.permitted_subtrees == [
        x509.DNSName("localhost"),
        x509.IPAddress(ipaddress.ip_network("127.0.0.1/32")),
    ]
    limits = authority.extensions.get_extension_for_class(x509.BasicConstraints).value
    assert (limits.ca, limits.path_length) == (True, 0)


def test_keys_are_readable_to_the_operator_alone_and_invitations_carry_none(tmp_path):
    made = prepare_certificates(tmp_path, NOW)
    files = [path for path in tmp_path.iterdir() if b"PRIVATE KEY" in path.read_bytes()]
    assert {path.name for path in files} == {"authority.pem", "server.pem"}
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in files)
    assert made.ca_pem.count("BEGIN") == 1


def test_certificates_stay_while_they_are_good(tmp_path):
    made = prepare_certificates(tmp_path, NOW)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    again = prepare_certificates(tmp_path, NOW + SERVER_LIFE - RENEW_BEFORE)
    assert again == made
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_the_server_certificate_is_renewed_before_it_runs_out_by_the_same_authority(tmp_path):
    made = prepare_certificates(tmp_path, NOW)
    authority, server = made.authority.read_bytes(), made.server.read_bytes()
    later = NOW + SERVER_LIFE - RENEW_BEFORE + timedelta(seconds=1)
    again = prepare_certificates(tmp_path, later)
    assert again.authority.read_bytes() == authority
    assert again.server.read_bytes() != server
    assert pem(again.server).not_valid_after_utc == later + SERVER_LIFE


def test_an_authority_that_a_new_server_certificate_would_outlive_is_replaced_with_it(tmp_path):
    made = prepare_certificates(tmp_path, NOW)
    authority = made.ca_pem
    later = NOW + AUTHORITY_LIFE - SERVER_LIFE
    again = prepare_certificates(tmp_path, later)
    assert again.ca_pem != authority
    pem(again.server).verify_directly_issued_by(pem(again.authority))


@pytest.mark.parametrize("name", ["authority.pem", "server.pem"])
@pytest.mark.parametrize("content", [b"", b"not a key", b"-----BEGIN PRIVATE KEY-----\nAA==\n"])
def test_a_damaged_certificate_file_is_told_and_never_overwritten(tmp_path, name, content):
    prepare_certificates(tmp_path, NOW)
    (tmp_path / name).write_bytes(content)
    with pytest.raises(StateDamaged) as told:
        prepare_certificates(tmp_path, NOW)
    assert name in told.value.tell("en")
    assert (tmp_path / name).read_bytes() == content


def test_a_key_of_one_pair_with_the_certificate_of_another_is_damage(tmp_path):
    (tmp_path / "b").mkdir()
    prepare_certificates(tmp_path, NOW)
    other = prepare_certificates(tmp_path / "b", NOW).server.read_bytes()
    path = tmp_path / "server.pem"
    key, _, _ = path.read_bytes().partition(b"-----BEGIN CERTIFICATE-----")
    path.write_bytes(key + other[other.index(b"-----BEGIN CERTIFICATE-----") :])
    with pytest.raises(StateDamaged):
        prepare_certificates(tmp_path, NOW)


def test_a_public_half_that_was_exchanged_is_put_right(tmp_path):
    made = prepare_certificates(tmp_path, NOW)
    right = made.ca_pem
    made.authority.write_text("something else", encoding="ascii")
    assert prepare_certificates(tmp_path, NOW).ca_pem == right


def test_a_secret_replaces_what_was_there_and_leaves_no_second_file(tmp_path):
    path = tmp_path / "secret"
    path.write_bytes(b"old")
    path.chmod(0o644)
    (tmp_path / "secret.new").write_bytes(b"left by a crash")
    write_secret(path, b"new")
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [entry.name for entry in tmp_path.iterdir()] == ["secret"]
