"""Checkpoints against the example of C2SP tlog-checkpoint."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.errors import ProofError
from compliance.log.checkpoint import Checkpoint
from compliance.log.merkle import MAX_SIZE

EXAMPLE = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
ROOT = base64.b64encode(bytes(32)).decode()


def test_example_of_the_format_reads_and_writes_alike():
    checkpoint = Checkpoint.parse(EXAMPLE)
    assert checkpoint.origin == "example.com/behind-the-sofa"
    assert checkpoint.size == 20_852_163
    assert checkpoint.root.hex().startswith("0ac5186a")
    assert checkpoint.to_text() == EXAMPLE


@given(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1, max_size=255),
    st.integers(0, MAX_SIZE),
    st.binary(min_size=32, max_size=32),
)
def test_any_checkpoint_reads_back(origin, size, root):
    checkpoint = Checkpoint(origin, size, root)
    assert Checkpoint.parse(checkpoint.to_text()) == checkpoint


@pytest.mark.parametrize(
    "text",
    [
        "",
        EXAMPLE[:-1],
        EXAMPLE + "\n",
        EXAMPLE + "extension\n",
        EXAMPLE.replace("\n", "\r\n"),
        f"\n1\n{ROOT}\n",
        f"o\n01\n{ROOT}\n",
        f"o\n+1\n{ROOT}\n",
        f"o\n-1\n{ROOT}\n",
        f"o\n 1\n{ROOT}\n",
        f"o\n1_0\n{ROOT}\n",
        f"o\n１\n{ROOT}\n",
        f"o\n{MAX_SIZE + 1}\n{ROOT}\n",
        f"o\n{'9' * 5000}\n{ROOT}\n",
        f"o\n1\n{ROOT[:-1]}\n",
        f"o\n1\n{ROOT[:-2]}B=\n",
        f"o\n1\n{base64.b64encode(bytes(31)).decode()}\n",
        f"o\n1\n{base64.b64encode(bytes(33)).decode()}\n",
        f"o\x1b[2J\n1\n{ROOT}\n",
        f"{'o' * 256}\n1\n{ROOT}\n",
    ],
)
def test_checkpoint_of_another_form_is_refused(text):
    with pytest.raises(ProofError):
        Checkpoint.parse(text)


@given(st.text())
def test_any_text_is_refused(text):
    with pytest.raises(ProofError):
        Checkpoint.parse(text)


@pytest.mark.parametrize(
    ("origin", "size", "root"),
    [
        ("", 0, bytes(32)),
        ("two\nlines", 0, bytes(32)),
        ("o", -1, bytes(32)),
        ("o", MAX_SIZE + 1, bytes(32)),
        ("o", 0, bytes(31)),
    ],
)
def test_checkpoint_of_bad_values_is_a_mistake_of_ours(origin, size, root):
    with pytest.raises(ValueError, match="expected"):
        Checkpoint(origin, size, root)
