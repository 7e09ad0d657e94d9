"""Signed notes against the vectors of golang.org/x/mod/sumdb/note (key, seed, text, signature)."""

import base64
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.errors import ProofError
from compliance.log.note import MAX_NOTE_BYTES, MAX_SIGNATURES, Signer, Verifier, open_note

GO_VKEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
GO_SEED = base64.b64decode("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz")[1:]
GO_TEXT = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
)
GO_LINE = (
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXg"
    "KvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
GO_NOTE = f"{GO_TEXT}\n{GO_LINE}"
OTHER_VKEY = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop"
OTHER_LINE = (
    "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTG"
    "wnWLox33WWd1RvMc+QQ=\n"
)

SIGNER = Signer("device.example/1", bytes(range(32)))
PETER = Verifier.parse(GO_VKEY)


def vkey_of(name: str, key: bytes) -> str:
    """Gives a verifier key whose key ID fits, whatever name and key are."""
    key_id = hashlib.sha256(name.encode() + b"\n" + key).hexdigest()[:8]
    return f"{name}+{key_id}+{base64.b64encode(key).decode()}"


def line_of(signature: bytes, *, name: str = SIGNER.name) -> str:
    return f"— {name} {base64.b64encode(signature).decode()}\n"


def test_go_key_signs_the_go_note_byte_for_byte():
    assert Signer("PeterNeumann", GO_SEED).sign(GO_TEXT) == GO_NOTE


def test_go_note_opens_with_the_go_key():
    assert open_note(GO_NOTE, PETER) == GO_TEXT


def test_go_note_of_two_signers_opens_with_either_key():
    note = GO_NOTE + OTHER_LINE
    assert open_note(note, PETER) == open_note(note, Verifier.parse(OTHER_VKEY)) == GO_TEXT


def test_key_reads_back_as_it_is_written():
    assert str(PETER) == GO_VKEY
    assert Verifier.parse(str(SIGNER.verifier)) == SIGNER.verifier
    assert SIGNER.name == SIGNER.verifier.name == "device.example/1"


def test_signer_never_shows_its_seed():
    shown = repr(SIGNER) + str(SIGNER)
    assert bytes(range(32)).hex() not in shown
    assert not hasattr(SIGNER, "__dict__")


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]) | st.just("\n")))
def test_any_signed_text_opens_again(text):
    assert open_note(SIGNER.sign(text + "\n"), SIGNER.verifier) == text + "\n"


@pytest.mark.parametrize("text", ["\n", "\n\n", "a\n\nb\n", "a\n\n", "é\n", "— a b\n"])
def test_text_with_blank_lines_opens_as_it_was_signed(text):
    assert open_note(SIGNER.sign(text), SIGNER.verifier) == text


def test_note_with_any_byte_changed_is_refused():
    data = SIGNER.sign("origin\n3\nroot\n").encode()
    for at in range(len(data)):
        for mask in (0x01, 0x20, 0x80):
            changed = bytearray(data)
            changed[at] ^= mask
            with pytest.raises(ProofError):
                open_note(changed.decode(errors="surrogateescape"), SIGNER.verifier)


def test_key_with_any_character_changed_or_cut_is_refused():
    for at, char in enumerate(GO_VKEY):
        for other in (chr(ord(char) + 1), chr(ord(char) ^ 0x20), ""):
            with pytest.raises(ProofError):
                Verifier.parse(GO_VKEY[:at] + other + GO_VKEY[at + 1 :])
    for start in range(len(GO_VKEY)):
        for stop in range(start, len(GO_VKEY) - (start == 0)):
            with pytest.raises(ProofError):
                Verifier.parse(GO_VKEY[start:stop])


@pytest.mark.parametrize(
    "vkey",
    [
        "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",
        "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        GO_VKEY.replace("c74f20a3", "C74F20A3"),
        f"{GO_VKEY}\n",
        f" {GO_VKEY}",
        vkey_of("", b"\x01" + PETER.public_key),
        vkey_of("two words", b"\x01" + PETER.public_key),
        vkey_of("no\N{NO-BREAK SPACE}break", b"\x01" + PETER.public_key),
        vkey_of("a\N{RIGHT-TO-LEFT OVERRIDE}b", b"\x01" + PETER.public_key),
        vkey_of("a\x1b[2Jb", b"\x01" + PETER.public_key),
        vkey_of("n" * 256, b"\x01" + PETER.public_key),
        vkey_of("short", b"\x01" + PETER.public_key[:-1]),
        vkey_of("long", b"\x01" + PETER.public_key + b"\x00"),
        vkey_of("nothing", b""),
        "\udcff",
    ],
)
def test_key_of_another_form_is_refused(vkey):
    with pytest.raises(ProofError) as caught:
        Verifier.parse(vkey)
    assert caught.value.key == "evidence.vkey_form"


@pytest.mark.parametrize(
    "note",
    [
        "",
        "\n",
        GO_TEXT,
        f"{GO_TEXT}\n",
        f"{GO_TEXT}{GO_LINE}",
        GO_NOTE[:-1],
        f"\n{GO_LINE}",
        f"\x01{GO_NOTE}",
        f"\udcff{GO_NOTE}",
        GO_NOTE.replace("\n", "\r\n"),
        f"{GO_NOTE}\n",
        f"{GO_NOTE}Unexpected line.\n",
        f"{GO_TEXT}\n{GO_LINE.replace('PeterNeumann', 'Bad Name')}",
        f"{GO_TEXT}\n{GO_LINE.replace('PeterNeumann', 'Bad+Name')}",
        f"{GO_TEXT}\n{GO_LINE.replace('PeterNeumann', '')}",
        f"{GO_TEXT}\n{GO_LINE.replace('—', '-')}",
        f"{GO_TEXT}\n{GO_LINE.replace('— ', '—  ')}",
        f"{GO_NOTE}{line_of(b'1234')}",
        f"{GO_NOTE}— other !!!!\n",
        f"{GO_NOTE}— other \n",
        f"{GO_NOTE}— other ééééé\n",
        GO_TEXT + "\n" + GO_LINE * (MAX_SIGNATURES + 1),
        f"{'x' * MAX_NOTE_BYTES}\n\n{GO_LINE}",
    ],
)
def test_text_that_is_no_note_is_refused(note):
    with pytest.raises(ProofError) as caught:
        open_note(note, PETER)
    assert caught.value.key == "evidence.note_form"


def test_base64_with_stray_bits_is_refused():
    stray = GO_LINE.replace("nAM=", "nAN=")  # the same bytes to a reader that ignores unused bits
    assert base64.b64decode(stray.rsplit(maxsplit=1)[-1]) == base64.b64decode(
        GO_LINE.rsplit(maxsplit=1)[-1]
    )
    with pytest.raises(ProofError):
        open_note(f"{GO_TEXT}\n{stray}", PETER)


def test_sixteen_signatures_of_others_are_no_obstacle():
    others = "".join(line_of(b"1234" + bytes([n]) * 5000, name=f"w{n}") for n in range(16))
    assert open_note(f"{GO_TEXT}\n{others}{GO_LINE}", PETER) == GO_TEXT


def test_note_without_the_expected_key_is_refused():
    same_name = Signer("PeterNeumann", bytes(32)).sign(GO_TEXT)
    same_id = f"{GO_TEXT}\n{GO_LINE.replace('PeterNeumann', 'Paul')}"
    for note in (same_name, same_id, f"{GO_TEXT}\n{OTHER_LINE}"):
        with pytest.raises(ProofError) as caught:
            open_note(note, PETER)
        assert caught.value.key == "evidence.note_unsigned"


@pytest.mark.parametrize("length", [1, 63, 64, 65])
def test_second_line_of_the_expected_key_has_to_fit_too(length):
    forged = line_of(SIGNER.verifier.key_id + b"\x01" * length)
    good = SIGNER.sign("text\n")
    for note in (good + forged, good.replace("\n\n", f"\n\n{forged}")):
        with pytest.raises(ProofError) as caught:
            open_note(note, SIGNER.verifier)
        assert caught.value.key == "evidence.note_signature"


def test_key_off_the_curve_verifies_nothing():
    verifier = Verifier("odd", b"\xff" * 32)
    with pytest.raises(ProofError):
        open_note(f"text\n\n{line_of(verifier.key_id + bytes(64), name='odd')}", verifier)


@pytest.mark.parametrize(
    "text", ["", "no newline", "a\tb\n", "a\x00\n", "x" * MAX_NOTE_BYTES + "\n"]
)
def test_text_that_cannot_stand_in_a_note_is_not_signed(text):
    with pytest.raises(ValueError, match="expected"):
        SIGNER.sign(text)


@pytest.mark.parametrize(("name", "seed"), [("", bytes(32)), ("a b", bytes(32)), ("a", bytes(31))])
def test_signer_of_a_bad_name_or_seed_is_a_mistake_of_ours(name, seed):
    with pytest.raises(ValueError, match=r".+"):
        Signer(name, seed)


def test_verifier_of_a_bad_key_is_a_mistake_of_ours():
    with pytest.raises(ValueError, match="32"):
        Verifier("name", b"")


@given(st.text())
def test_any_text_opens_or_is_refused(text):
    with pytest.raises(ProofError):
        open_note(text, PETER)
    with pytest.raises(ProofError):
        Verifier.parse(text)
