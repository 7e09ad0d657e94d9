"""Invitations and admissions: what is in them, what is refused, what the log keeps."""

import hashlib
import json
from datetime import UTC, datetime

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.x509.oid import NameOID

from compliance.log.events import Event, EventKind
from coordinator.cli import main
from coordinator.enrolment import (
    check_public_key,
    invite,
    prepare_state,
    read_public_key,
    write_invitation,
)
from coordinator.errors import OperatorError
from coordinator.folder import Folder
from coordinator.pki import prepare_certificates
from coordinator.state import State
from coordinator.superlink import processes
from device.errors import BadInput
from device.federation.allowed import ALLOWED_APPS, CURRENT_APP
from device.federation.invitation import MAX_BYTES, Invitation, read_invitation
from device.federation.keys import new_node_key


def ssh_line(key):
    return key.public_key().public_bytes(
        serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH
    )


def admitted(folder):
    with State.open(folder.root) as state:
        events = [Event.from_leaf(leaf) for leaf in state.evidence()["log.jsonl"].splitlines()]
    return [event for event in events if event.kind is EventKind.ADMITTED]


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path / "state")


# Invitations.


def test_an_invitation_goes_out_before_anything_serves_and_stays_the_same(folder, tmp_path):
    out = tmp_path / "invitation.json"
    written = write_invitation(folder, out)
    assert read_invitation(out) == written == invite(folder)
    assert set(written.apps) <= ALLOWED_APPS, CURRENT_APP
    assert processes(folder) == []


def test_an_invitation_holds_nothing_secret(folder, tmp_path):
    write_invitation(folder, tmp_path / "invitation.json")
    found = json.loads((tmp_path / "invitation.json").read_text())
    assert set(found) == {"v", "server", "ca_pem", "apps"}
    assert "PRIVATE" not in found["ca_pem"]


def test_an_invitation_never_overwrites_a_file(folder, tmp_path):
    out = tmp_path / "precious.txt"
    out.write_text("precious")
    with pytest.raises(OperatorError) as told:
        write_invitation(folder, out)
    assert told.value.exit_code == 2
    assert out.read_text() == "precious"


def test_the_command_tells_that_an_invitation_admits_nobody(folder, tmp_path, capsys):
    words = ["--state", str(folder.root), "--out", str(tmp_path / "i.json")]
    assert main(["invite", *words, "--lang", "ko"]) == 5  # nothing was served here yet
    assert not folder.root.exists()
    prepare_state(folder, datetime.now(UTC))
    assert main(["invite", *words, "--lang", "ko"]) == 0
    assert "admit" in capsys.readouterr().out
    assert main(["invite", *words, "--lang", "ko"]) == 2


CHANGES = {
    "another host": ("server", lambda valid: {"server": "192.0.2.1:4000"}),
    "a name that begins like ours": ("server", lambda valid: {"server": "127.0.0.1.example:4000"}),
    "port 0": ("server", lambda valid: {"server": "127.0.0.1:0"}),
    "port 65536": ("server", lambda valid: {"server": "127.0.0.1:65536"}),
    "a line more": ("server", lambda valid: {"server": valid["server"] + "\n"}),
    "no certificate": ("ca_pem", lambda valid: {"ca_pem": "x"}),
    "two certificates": ("ca_pem", lambda valid: {"ca_pem": valid["ca_pem"] * 2}),
    "not ASCII": ("ca_pem", lambda valid: {"ca_pem": "証明書" + valid["ca_pem"]}),
    "no app": ("apps", lambda valid: {"apps": []}),
    "an app that is no hash": ("apps", lambda valid: {"apps": ["*"]}),
    "a field more": ("token", lambda valid: {"token": "x"}),
    "a later version": ("v", lambda valid: {"v": 2}),
    "a version in words": ("v", lambda valid: {"v": "1"}),
}


@pytest.mark.parametrize("how", CHANGES)
def test_an_invitation_that_was_changed_is_refused_and_its_field_is_told(folder, tmp_path, how):
    field, change = CHANGES[how]
    valid = invite(folder).model_dump(mode="json")
    file = tmp_path / "changed.json"
    file.write_text(json.dumps(valid | change(valid)))
    with pytest.raises(BadInput) as told:
        read_invitation(file)
    assert field in str(told.value.values["field"])
    assert all(file.name in told.value.tell(language) for language in ("en", "ja", "ko"))


@pytest.mark.parametrize("field", ["server", "ca_pem", "apps"])
def test_an_invitation_that_lacks_a_field_is_refused(folder, tmp_path, field):
    valid = invite(folder).model_dump(mode="json")
    del valid[field]
    (tmp_path / "short.json").write_text(json.dumps(valid))
    with pytest.raises(BadInput, match=field):
        read_invitation(tmp_path / "short.json")


def test_an_invitation_with_a_private_key_in_it_is_refused(folder, tmp_path):
    valid = invite(folder).model_dump(mode="json")
    certificates = prepare_certificates(folder.flower, datetime.now(UTC))
    file = tmp_path / "leaky.json"
    file.write_text(json.dumps(valid | {"ca_pem": certificates.server.read_text()}))
    with pytest.raises(BadInput):
        read_invitation(file)


def test_a_certificate_whose_base64_has_the_word_key_in_it_is_as_good_as_any():
    """Found by CI: one certificate in some hundreds was taken for a private key."""
    key = ec.generate_private_key(ec.SECP256R1())
    now = datetime.now(UTC)
    texts = []
    for at in range(3):  # "(F0" is "KEYw" where three bytes begin
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "x" * at + "(F0")])
        builder = x509.CertificateBuilder(name, name, key.public_key(), 1, now, now)
        made = builder.sign(key, hashes.SHA256())
        texts.append(made.public_bytes(serialization.Encoding.PEM).decode())
    with_word = [text for text in texts if "KEY" in text]
    assert with_word
    for text in with_word:
        assert Invitation(server="127.0.0.1:4000", ca_pem=text, apps=(CURRENT_APP,)).ca_pem == text


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"[]", b"null", b"[" * 60_000])
def test_a_file_that_is_no_invitation_is_refused(tmp_path, content):
    (tmp_path / "x").write_bytes(content)
    with pytest.raises(BadInput) as told:
        read_invitation(tmp_path / "x")
    assert told.value.key == "invitation.bad"


def test_a_file_that_is_too_long_or_not_there_is_told(tmp_path):
    (tmp_path / "long").write_bytes(b" " * (MAX_BYTES + 1))
    for name, key in (("long", "too_long"), ("none", "unreadable"), (".", "unreadable")):
        with pytest.raises(BadInput) as told:
            read_invitation(tmp_path / name)
        assert told.value.key == f"invitation.{key}"


# Admissions.


@pytest.mark.parametrize(
    "key",
    [
        b"",
        b"\n\n",
        b"ecdsa-sha2-nistp384",
        b"ecdsa-sha2-nistp384 AAAA",
        ssh_line(ec.generate_private_key(ec.SECP256R1())),
        ssh_line(ed25519.Ed25519PrivateKey.generate()),
        new_node_key().private_pem.encode(),
        b"\n".join(new_node_key().public_line.encode() for _ in range(2)),
        b'command="x" ' + new_node_key().public_line.encode(),
        new_node_key().public_line.encode() + b" " + b"x" * 5_000,
        new_node_key().public_line.encode()[:-9],
        b"\xff" * 100,
    ],
    ids=range(12),  # fresh keys would give each test process other names
)
def test_what_is_not_one_p384_key_is_refused_before_anything_starts(folder, key, tmp_path):
    with pytest.raises(OperatorError) as told:
        check_public_key(key)
    assert told.value.key == "serve.bad_key"
    (tmp_path / "key.pub").write_bytes(key)
    assert main(["admit", str(tmp_path / "key.pub"), "--state", str(folder.root)]) == 2
    assert not folder.flower.exists()


def test_a_key_is_the_same_with_a_comment_spaces_or_another_line_end():
    line = new_node_key().public_line.encode()
    assert {check_public_key(line + end) for end in (b"", b"\n", b"\r\n", b" phone\n")} == {
        line + b"\n"
    }


def test_a_key_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(OperatorError) as told:
        read_public_key(tmp_path / "none.pub")
    assert "none.pub" in told.value.tell("ja")


def test_a_device_is_admitted_once_and_the_log_names_its_key_by_hash(folder, tmp_path, capsys):
    line = new_node_key().public_line.encode()
    file = tmp_path / "key.pub"
    file.write_bytes(line + b" phone\n")
    words = ["admit", str(file), "--state", str(folder.root), "--lang", "en"]
    assert main(words) == 0
    digest = hashlib.sha256(line + b"\n").hexdigest()
    assert digest[:16] in capsys.readouterr().out
    (event,) = admitted(folder)
    assert event.details == {"digest": digest}
    assert event.principal == "operator"
    assert main(words) == 2
    assert "admitted before" in capsys.readouterr().err
    assert processes(folder) == []
    assert list(folder.flower.glob("admit-*")) == []


def test_a_new_state_begins_with_a_model_of_its_own_and_is_made_once(tmp_path):
    now = datetime.now(UTC)
    digests = []
    for name in ("a", "b"):
        folder = Folder(tmp_path / name)
        prepare_state(folder, now)
        digests.append(State.read(folder.root).digest)
        prepare_state(folder, now)
        assert State.read(folder.root).digest == digests[-1]
    assert digests[0] != digests[1]
