"""Keys and signatures: one spelling, one domain, and a private key that stays private."""

import base64
import os
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from policy.bundles.signing import DOMAIN, SigningKey, key_id, parse_trusted, verify
from policy.catalog import LANGUAGES
from policy.errors import PolicyError

SEED = bytes(range(32))
KEY = SigningKey(SEED)
OTHER = SigningKey.create()
TRUSTED = {key_id(KEY.public): KEY.public}
MANIFEST = b'{"name":"jp"}'


def refusal(act, *given) -> PolicyError:
    with pytest.raises(PolicyError) as caught:
        act(*given)
    assert all(caught.value.tell(language) for language in LANGUAGES)
    return caught.value


def judge(manifest: bytes, signature: bytes, trusted=TRUSTED) -> PolicyError:
    return refusal(verify, manifest, signature, trusted, "jp")


def line(key: str, data: bytes) -> bytes:
    return f"{key} {base64.b64encode(data).decode()}\n".encode()


# --- signatures


def test_signature_of_a_trusted_key_names_the_key():
    assert verify(MANIFEST, KEY.sign(MANIFEST), TRUSTED, "jp") == key_id(KEY.public)


def test_signature_fits_what_any_ed25519_says_of_the_domain_and_the_manifest():
    signature = base64.b64decode(KEY.sign(MANIFEST).split()[1])
    public = Ed25519PublicKey.from_public_bytes(KEY.public)
    public.verify(signature, b"bojagi policy bundle v1\n" + MANIFEST)


@given(st.integers(0, len(MANIFEST) - 1), st.integers(1, 255))
def test_any_changed_byte_of_the_manifest_is_noticed(at, by):
    changed = bytearray(MANIFEST)
    changed[at] ^= by
    assert judge(bytes(changed), KEY.sign(MANIFEST)).key == "bundles.bad_signature"


@given(st.integers(0, 105), st.integers(1, 255))
def test_any_changed_byte_of_the_signature_file_is_noticed(at, by):
    changed = bytearray(KEY.sign(MANIFEST))
    changed[at] ^= by
    assert judge(MANIFEST, bytes(changed)).key in {
        "bundles.bad_signature",
        "bundles.unknown_signer",
    }


def test_signature_of_an_untrusted_key_is_refused_with_the_known_ones():
    error = judge(MANIFEST, OTHER.sign(MANIFEST))
    assert error.key == "bundles.unknown_signer"
    assert error.values["signer"] == key_id(OTHER.public)
    assert error.values["known"] == key_id(KEY.public)


def test_signature_of_another_key_under_a_trusted_name_is_refused():
    stolen_name = OTHER.sign(MANIFEST).replace(
        key_id(OTHER.public).encode(), key_id(KEY.public).encode()
    )
    assert judge(MANIFEST, stolen_name).key == "bundles.bad_signature"


def test_signature_of_the_same_bytes_for_another_end_is_refused():
    bare = Ed25519PrivateKey.from_private_bytes(SEED).sign(MANIFEST)
    assert judge(MANIFEST, line(key_id(KEY.public), bare)).key == "bundles.bad_signature"
    assert judge(DOMAIN + MANIFEST, KEY.sign(MANIFEST)).key == "bundles.bad_signature"


@pytest.mark.parametrize(
    "signature",
    [
        b"",
        b"\xff\xfe",
        KEY.sign(MANIFEST) + b"\n",
        KEY.sign(MANIFEST) * 2,
        KEY.sign(MANIFEST).replace(b" ", b"  "),
        KEY.sign(MANIFEST).replace(b"==", b""),
        KEY.sign(MANIFEST).upper(),
        line(key_id(KEY.public), b"short"),
    ],
)
def test_signature_file_of_another_form_is_refused(signature):
    assert judge(MANIFEST, signature).key == "bundles.bad_signature"


def test_key_that_is_no_point_of_the_curve_vouches_for_nothing():
    # A list that was edited by hand: the id fits, the key is none.
    off_curve = b"\x02" + bytes(31)
    signature = line(key_id(off_curve), bytes(64))
    trusted = {key_id(off_curve): off_curve}
    assert judge(MANIFEST, signature, trusted).key == "bundles.bad_signature"


# --- the list of trusted keys


def test_trusted_keys_are_read_between_comments():
    text = f"# who\n\n{KEY.public_line}  # since 2026\n{OTHER.public_line}\n"
    assert parse_trusted(text) == {key_id(one.public): one.public for one in (KEY, OTHER)}
    assert parse_trusted("") == {}


@pytest.mark.parametrize(
    "wrong",
    [
        "bojagi",
        KEY.public_line.split()[1],
        KEY.public_line.replace("=", ""),
        f"{key_id(OTHER.public)} {KEY.public_line.split()[1]}",
        line(key_id(b"short"), b"short").decode(),
    ],
    ids=["word", "no id", "no padding", "another's id", "short key"],
)
def test_line_that_is_no_key_is_refused_by_its_number(wrong):
    error = refusal(parse_trusted, f"# who\n{KEY.public_line}\n{wrong}\n")
    assert (error.key, error.values["line"]) == ("bundles.bad_trusted", 3)


# --- private keys


def test_private_key_comes_back_from_its_file(tmp_path):
    file = tmp_path / "release.key"
    OTHER.write(file)
    assert file.stat().st_mode & 0o777 == 0o600
    assert SigningKey.read(file).public == OTHER.public


def test_private_key_is_never_written_over(tmp_path):
    file = tmp_path / "release.key"
    KEY.write(file)
    assert refusal(OTHER.write, file).key == "bundles.key_exists"
    assert SigningKey.read(file).public == KEY.public


def test_private_key_that_cannot_be_written_is_told_with_its_reason(tmp_path):
    error = refusal(KEY.write, tmp_path / "nowhere" / "release.key")
    assert (error.key, error.values["reason"]) == ("bundles.unwritable", "FileNotFoundError")


@pytest.mark.skipif(os.name != "posix", reason="modes tell nothing there")
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_private_key_that_others_can_read_is_not_used(tmp_path, mode):
    file = tmp_path / "release.key"
    KEY.write(file)
    file.chmod(mode)
    assert refusal(SigningKey.read, file).key == "bundles.key_open"


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"\xff" * 66,
        b"bojagi policy key v2\n" + base64.b64encode(SEED) + b"\n",
        b"bojagi policy key v1\n" + base64.b64encode(SEED[:31]) + b"\n",
        b"bojagi policy key v1\n" + base64.b64encode(SEED)[:-1] + b"\n",
        b"bojagi policy key v1\n" + base64.b64encode(SEED) + b"\nmore\n",
    ],
)
def test_file_that_is_no_private_key_is_refused(tmp_path, text):
    file = tmp_path / "release.key"
    file.write_bytes(text)
    file.chmod(0o600)
    assert refusal(SigningKey.read, file).key == "bundles.bad_key"


def test_missing_private_key_is_told(tmp_path):
    assert refusal(SigningKey.read, tmp_path / "release.key").key == "policy.unreadable"


def test_key_shows_no_private_part_in_any_text_form():
    secret = base64.b64encode(SEED).decode()
    assert secret not in f"{KEY!r} {KEY!s} {KEY.public_line}"
    assert not hasattr(KEY, "__dict__")


def test_no_private_key_lies_in_the_project():
    root = Path(__file__).parents[2]
    heads = (b"bojagi policy key v1\n", b"-----BEGIN PRIVATE KEY-----")
    suspects = [*root.glob("*"), *root.glob("policy/**/*"), *root.glob("tests/policy/**/*")]
    files = [file for file in suspects if file.is_file() and file.suffix not in {".py", ".pyc"}]
    assert len(files) > 50
    assert not [file.name for file in files if file.read_bytes().startswith(heads)]
