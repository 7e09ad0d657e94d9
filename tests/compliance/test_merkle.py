"""The Merkle tree against public vectors, RFC 6962's reference tree and its own properties."""

import base64
import hashlib
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.errors import ProofError
from compliance.log.merkle import (
    MAX_SIZE,
    Frontier,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    root,
    verify_consistency,
    verify_inclusion,
)

VECTORS = Path(__file__).parents[3] / "shared" / "data" / "merkle"
CASES = sorted(VECTORS.glob("*.json"))

# The leaves that the public tests of Certificate Transparency have shared since RFC 6962.
REFERENCE_LEAVES = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
REFERENCE_ROOT = "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"

leaf_lists = st.integers(min_value=1, max_value=40).map(
    lambda size: [leaf_hash(bytes([number])) for number in range(size)]
)
garbage = st.one_of(
    st.none(),
    st.booleans(),
    st.floats(),
    st.text(),
    st.binary(),
    st.integers(),
    st.just(10**5000),
    st.lists(st.one_of(st.binary(min_size=32, max_size=32), st.integers(), st.binary())),
)


def told(check) -> str:
    """Gives the sentence of the refusal; anything but a refusal by the book falls through."""
    try:
        check()
    except ProofError as error:
        return str(error)
    return "accepted"


def flip(data: bytes, bit: int) -> bytes:
    changed = bytearray(data)
    changed[bit // 8 % len(data)] ^= 1 << bit % 8
    return bytes(changed)


@pytest.mark.skipif(not CASES, reason=f"no public vectors at {VECTORS}")
def test_public_vectors_are_many():
    assert len(CASES) > 100


@pytest.mark.skipif(not CASES, reason=f"no public vectors at {VECTORS}")
@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_public_vector_verifies_or_is_refused_as_it_says(path):
    case = json.loads(path.read_text(encoding="utf-8"))
    proof = [base64.b64decode(item) for item in case["proof"] or []]
    hashes = {
        key: base64.b64decode(case[key])
        for key in ("root", "leafHash", "root1", "root2")
        if key in case
    }

    def check():
        if "leafHash" in case:
            verify_inclusion(
                hashes["leafHash"], case["leafIdx"], case["treeSize"], proof, hashes["root"]
            )
        else:
            verify_consistency(
                case["size1"], case["size2"], proof, hashes["root1"], hashes["root2"]
            )

    if case["wantErr"]:
        with pytest.raises(ProofError):
            check()
    else:
        check()


def test_reference_tree_has_the_root_of_the_rfc():
    assert root([leaf_hash(leaf) for leaf in REFERENCE_LEAVES]).hex() == REFERENCE_ROOT


def test_empty_tree_has_the_hash_of_nothing_as_root():
    assert root([]) == Frontier.empty().root() == hashlib.sha256(b"").digest()


def test_leaf_that_looks_like_a_node_hashes_unlike_the_node():
    left, right = leaf_hash(b"left"), leaf_hash(b"right")
    assert leaf_hash(left + right) != root([left, right])


@given(leaf_lists, st.data())
def test_every_inclusion_proof_verifies(leaves, data):
    index = data.draw(st.integers(0, len(leaves) - 1))
    proof = inclusion_proof(leaves, index)
    verify_inclusion(leaves[index], index, len(leaves), proof, root(leaves))
    verify_inclusion(leaves[index], index, len(leaves), tuple(proof), root(leaves))


@given(leaf_lists, st.data())
def test_inclusion_proof_with_any_flipped_bit_is_refused(leaves, data):
    index = data.draw(st.integers(0, len(leaves) - 1))
    parts = [leaves[index], root(leaves), *inclusion_proof(leaves, index)]
    which = data.draw(st.integers(0, len(parts) - 1))
    parts[which] = flip(parts[which], data.draw(st.integers(0, 255)))
    with pytest.raises(ProofError):
        verify_inclusion(parts[0], index, len(leaves), parts[2:], parts[1])


@given(leaf_lists, st.data())
def test_inclusion_proof_of_another_length_is_refused(leaves, data):
    index = data.draw(st.integers(0, len(leaves) - 1))
    proof = inclusion_proof(leaves, index)
    place = data.draw(st.integers(0, len(proof)))
    longer = [*proof[:place], leaves[0], *proof[place:]]
    shorter = proof[:-1] if proof else longer
    for other in (longer, shorter):
        with pytest.raises(ProofError):
            verify_inclusion(leaves[index], index, len(leaves), other, root(leaves))


@given(leaf_lists, st.data())
def test_inclusion_proof_at_another_position_is_refused(leaves, data):
    index = data.draw(st.integers(0, len(leaves) - 1))
    other = data.draw(st.integers(0, len(leaves) + 1).filter(lambda value: value != index))
    with pytest.raises(ProofError):
        verify_inclusion(
            leaves[index], other, len(leaves), inclusion_proof(leaves, index), root(leaves)
        )


@given(leaf_lists, st.data())
def test_every_consistency_proof_verifies(leaves, data):
    size1 = data.draw(st.integers(1, len(leaves)))
    proof = consistency_proof(leaves, size1)
    verify_consistency(size1, len(leaves), proof, root(leaves[:size1]), root(leaves))


@given(leaf_lists, st.data())
def test_consistency_proof_with_any_flipped_bit_is_refused(leaves, data):
    size1 = data.draw(st.integers(1, len(leaves)))
    parts = [root(leaves[:size1]), root(leaves), *consistency_proof(leaves, size1)]
    which = data.draw(st.integers(0, len(parts) - 1))
    parts[which] = flip(parts[which], data.draw(st.integers(0, 255)))
    with pytest.raises(ProofError):
        verify_consistency(size1, len(leaves), parts[2:], parts[0], parts[1])


@given(leaf_lists, st.data())
def test_consistency_proof_of_another_length_is_refused(leaves, data):
    size1 = data.draw(st.integers(1, len(leaves)))
    proof = consistency_proof(leaves, size1)
    place = data.draw(st.integers(0, len(proof)))
    longer = [*proof[:place], leaves[0], *proof[place:]]
    shorter = proof[:-1] if proof else longer
    for other in (longer, shorter):
        with pytest.raises(ProofError):
            verify_consistency(size1, len(leaves), other, root(leaves[:size1]), root(leaves))


@given(leaf_lists, st.data())
def test_rewritten_history_is_not_consistent(leaves, data):
    size1 = data.draw(st.integers(1, len(leaves)))
    changed = data.draw(st.integers(0, size1 - 1))
    rewritten = [*leaves]
    rewritten[changed] = leaf_hash(b"something else")
    with pytest.raises(ProofError):
        verify_consistency(
            size1,
            len(leaves),
            consistency_proof(rewritten, size1),
            root(leaves[:size1]),
            root(rewritten),
        )


def test_consistency_from_an_empty_tree_is_refused():
    empty, one = root([]), root([leaf_hash(b"")])
    for size2, root2, proof in ((0, empty, []), (1, one, []), (1, one, [one])):
        with pytest.raises(ProofError):
            verify_consistency(0, size2, proof, empty, root2)


def test_consistency_of_one_size_takes_any_equal_roots_and_no_proof():
    verify_consistency(1, 1, [], b"odd", b"odd")
    for proof, root2 in (([], b"other"), ([leaf_hash(b"")], b"odd"), ([], "odd")):
        with pytest.raises(ProofError):
            verify_consistency(1, 1, proof, b"odd", root2)


@given(st.lists(garbage, min_size=5, max_size=5), st.sets(st.integers(0, 4), min_size=1))
def test_verifiers_raise_nothing_but_proof_errors_on_garbage(values, places):
    leaves = [leaf_hash(b"1"), leaf_hash(b"2")]
    good = {
        verify_inclusion: [leaves[0], 0, 2, [leaves[1]], root(leaves)],
        verify_consistency: [1, 2, [leaves[1]], leaves[0], root(leaves)],
    }
    for verify, arguments in good.items():
        mixed = [values[at] if at in places else arguments[at] for at in range(5)]
        assert told(lambda verify=verify, mixed=mixed: verify(*mixed))


@pytest.mark.parametrize(
    "proof", [None, b"", b"x" * 32, "", 0, {}, [b"x" * 31], [None], ["x" * 32]]
)
def test_proof_that_is_no_list_of_hashes_is_refused(proof):
    one = leaf_hash(b"")
    with pytest.raises(ProofError):
        verify_inclusion(one, 0, 1, proof, one)
    with pytest.raises(ProofError):
        verify_consistency(1, 2, proof, one, one)


@given(
    st.integers(-3, MAX_SIZE + 3),
    st.integers(-3, MAX_SIZE + 3),
    st.lists(st.binary(min_size=32, max_size=32), max_size=70),
)
def test_verifiers_refuse_made_up_proofs_of_any_size(one, other, proof):
    some, some_other = leaf_hash(b"1"), leaf_hash(b"2")
    with pytest.raises(ProofError):
        verify_inclusion(some, one, other, proof, some_other)
    with pytest.raises(ProofError):
        verify_consistency(one, other, proof, some, some_other)


@pytest.mark.parametrize("index", [-1, 3])
def test_inclusion_proof_of_a_leaf_that_is_not_there_is_a_mistake_of_ours(index):
    with pytest.raises(ValueError, match="index"):
        inclusion_proof([leaf_hash(b"")] * 3, index)


@pytest.mark.parametrize("size1", [0, 4])
def test_consistency_proof_of_a_size_that_never_was_is_a_mistake_of_ours(size1):
    with pytest.raises(ValueError, match="size"):
        consistency_proof([leaf_hash(b"")] * 3, size1)


@given(st.lists(st.binary(max_size=8), max_size=40))
def test_frontier_has_the_root_of_the_whole_tree(datas):
    frontier = Frontier.empty()
    leaves = []
    for data in datas:
        leaves.append(leaf_hash(data))
        frontier = frontier.append(leaves[-1])
    assert frontier.size == len(leaves)
    assert frontier.root() == root(leaves)


@given(leaf_lists)
def test_frontier_reads_back_what_it_wrote_and_goes_on(leaves):
    frontier = Frontier.empty()
    for leaf in leaves:
        frontier = frontier.append(leaf)
    again = Frontier.from_bytes(frontier.to_bytes())
    assert again == frontier
    assert again.append(leaves[0]).root() == root([*leaves, leaves[0]])


@given(st.binary(max_size=120))
def test_frontier_of_any_bytes_reads_back_or_is_refused(data):
    def check():
        assert Frontier.from_bytes(data).to_bytes() == data

    assert told(check)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00" * 7,
        (1).to_bytes(8),
        (1).to_bytes(8) + b"x" * 31,
        (1).to_bytes(8) + b"x" * 33,
        (0).to_bytes(8) + b"x" * 32,
        (2**63).to_bytes(8) + b"x" * 32,
    ],
    ids=["empty", "cut size", "no hash", "cut hash", "more", "hash of nothing", "too large"],
)
def test_frontier_of_malformed_bytes_is_refused(data):
    with pytest.raises(ProofError):
        Frontier.from_bytes(data)


def test_frontier_takes_only_hashes_and_never_overflows():
    with pytest.raises(ValueError, match="32"):
        Frontier.empty().append(b"short")
    full = Frontier.from_bytes(MAX_SIZE.to_bytes(8) + b"x" * 32 * 63)
    with pytest.raises(ValueError, match="below"):
        full.append(leaf_hash(b""))
