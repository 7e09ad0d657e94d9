"""The Merkle tree of the transparency log: hashes, proofs and their verification.

The tree, its hashes and its proofs are those of RFC 6962 section 2.1 and RFC 9162 section 2.1 with
SHA-256; the public vectors of transparency-dev/merkle decide what a proof may look like. Pure: no
files, no clock, no keys.

Invariants:

1. A leaf and an inner node never hash alike: leaves start with 0x00, nodes with 0x01 (RFC 6962,
   section 2.1), so an inner node cannot be passed off as an event.
2. Every hash that enters a node is 32 bytes long; else the border between left and right could be
   moved and one node would have two readings.
3. A proof is used up exactly: one hash too many or too few fails.
4. A verifier only returns or raises `ProofError`, whatever it is handed. It returns nothing that a
   caller could forget to look at.

What an attacker tries: a proof for another position or size, a proof with hashes added, dropped,
swapped or cut, a root that belongs to another tree, a "consistent" empty tree (size 0 is a prefix
of everything and proves nothing), sizes that are negative or beyond any real log.

What this does NOT protect: it proves that a leaf is in a tree, or that one tree continues another.
It does not say whose tree that is (`note` and `checkpoint` do), nor that anything was ever logged.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self

from compliance.errors import ProofError

HASH_BYTES: Final = 32
MAX_SIZE: Final = 2**63 - 1  # a tree size is a 64-bit number in every format that carries it
_SIZE_BYTES: Final = 8


def leaf_hash(data: bytes) -> bytes:
    """Gives the hash of a leaf.

    Source: RFC 6962, section 2.1, MTH({d(0)}) = SHA-256(0x00 || d(0)).
    """
    return hashlib.sha256(b"\x00" + data).digest()


def _node_hash(left: bytes, right: bytes) -> bytes:
    """Gives the hash of an inner node. Source: RFC 6962, section 2.1."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root(leaf_hashes: Sequence[bytes]) -> bytes:
    """Gives the root of the tree over these leaf hashes.

    Source: RFC 6962, section 2.1, MTH(D[n]); the root of no leaves is the hash of the empty string.
    """
    if not leaf_hashes:
        return hashlib.sha256(b"").digest()
    return _subtree_root(leaf_hashes, 0, len(leaf_hashes))


def inclusion_proof(leaf_hashes: Sequence[bytes], index: int) -> list[bytes]:
    """Gives the hashes that lead from the leaf at `index` to the root, lowest first.

    Raises:
        ValueError: there is no such leaf.

    Source: RFC 6962, section 2.1.1, PATH(m, D[n]).
    """
    if not 0 <= index < len(leaf_hashes):
        raise ValueError(f"expected an index below {len(leaf_hashes)}, found {index}")
    proof: list[bytes] = []
    start, stop = 0, len(leaf_hashes)
    while stop - start > 1:
        middle = start + _split(stop - start)
        if index < middle:
            proof.append(_subtree_root(leaf_hashes, middle, stop))
            stop = middle
        else:
            proof.append(_subtree_root(leaf_hashes, start, middle))
            start = middle
    return proof[::-1]


def consistency_proof(leaf_hashes: Sequence[bytes], size1: int) -> list[bytes]:
    """Gives the hashes that show that the first `size1` leaves are a prefix of this tree.

    Raises:
        ValueError: `size1` is not between 1 and the number of leaves.

    Source: RFC 6962, section 2.1.2, PROOF(m, D[n]) = SUBPROOF(m, D[n], true).
    """
    if not 0 < size1 <= len(leaf_hashes):
        raise ValueError(f"expected a size from 1 to {len(leaf_hashes)}, found {size1}")
    proof: list[bytes] = []
    start, stop = 0, len(leaf_hashes)
    while size1 < stop:
        middle = start + _split(stop - start)
        if size1 <= middle:
            proof.append(_subtree_root(leaf_hashes, middle, stop))
            stop = middle
        else:
            proof.append(_subtree_root(leaf_hashes, start, middle))
            start = middle
    if (
        start > 0
    ):  # SUBPROOF's flag b is false: this subtree is no whole older tree, so name its root
        proof.append(_subtree_root(leaf_hashes, start, stop))
    return proof[::-1]


def verify_inclusion(
    leaf_hash: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes
) -> None:
    """Checks that the leaf is the one at `index` in the tree of `size` leaves with this root.

    Raises:
        ProofError: it is not, or the values are no proof at all.

    Source: RFC 9162, section 2.1.3.2.
    """
    _require_sizes(index, size)
    _require_hashes(leaf_hash, root)
    _require_proof(proof)
    if index >= size:  # step 1
        raise ProofError("evidence.proof_number", most=MAX_SIZE)
    node, last = index, size - 1  # "fn" and "sn" of the RFC
    found = leaf_hash
    for sibling in proof:
        if last == 0:  # step 4.a: more hashes than levels
            raise ProofError("evidence.proof_length", size=size, found=len(proof))
        if node & 1 or node == last:
            found = _node_hash(sibling, found)
            # A node without a right sibling moves up unhashed. It is not 0, for `last` is not.
            while not node & 1:
                node, last = node >> 1, last >> 1
        else:
            found = _node_hash(found, sibling)
        node, last = node >> 1, last >> 1
    if last != 0:  # step 5: fewer hashes than levels
        raise ProofError("evidence.proof_length", size=size, found=len(proof))
    if found != root:
        raise ProofError("evidence.inclusion_root", expected=_shown(root), found=_shown(found))


def verify_consistency(
    size1: int, size2: int, proof: Sequence[bytes], root1: bytes, root2: bytes
) -> None:
    """Checks that the tree of `size2` leaves continues the tree of `size1` leaves.

    Raises:
        ProofError: it does not, `size1` is 0, or the values are no proof at all.

    Source: RFC 9162, section 2.1.4.2, which is for 0 < first < second; two trees of one size are
    the same tree, as the public vectors have it.
    """
    _require_sizes(size1, size2)
    _require_proof(proof)
    # Every tree continues the empty one: a proof from size 0 would say nothing and is refused.
    if not 0 < size1 <= size2:
        raise ProofError("evidence.proof_number", most=MAX_SIZE)
    if size1 == size2:
        _verify_same_tree(proof, size2, root1, root2)
        return
    _require_hashes(root1, root2)
    if not proof:  # step 1
        raise ProofError("evidence.proof_length", size=size2, found=0)
    # Step 2: where size1 is a power of two, its root is a node of the newer tree: the path's first.
    path = [root1, *proof] if size1.bit_count() == 1 else proof
    node, last = size1 - 1, size2 - 1  # steps 3 and 4: "fn" and "sn" of the RFC
    while node & 1:
        node, last = node >> 1, last >> 1
    found1 = found2 = path[0]
    for sibling in path[1:]:
        if last == 0:  # step 6.a: more hashes than levels
            raise ProofError("evidence.proof_length", size=size2, found=len(proof))
        if node & 1 or node == last:
            found1, found2 = _node_hash(sibling, found1), _node_hash(sibling, found2)
            while not node & 1:
                node, last = node >> 1, last >> 1
        else:
            found2 = _node_hash(found2, sibling)  # right of the older tree: only the newer has it
        node, last = node >> 1, last >> 1
    if last != 0:  # step 7: fewer hashes than levels
        raise ProofError("evidence.proof_length", size=size2, found=len(proof))
    _require_same(root1, found1)
    _require_same(root2, found2)


def _verify_same_tree(proof: Sequence[bytes], size: int, root1: bytes, root2: bytes) -> None:
    # Nothing is hashed, so the roots may be any bytes, as long as they are the same.
    _require_bytes(root1, root2)
    if proof:
        raise ProofError("evidence.proof_length", size=size, found=len(proof))
    _require_same(root1, root2)


@dataclass(frozen=True, slots=True)
class Frontier:
    """The right edge of an append-only tree: enough to append to it and to know its root.

    The hashes of the complete subtrees, one per set bit of the size, largest (leftmost) first. A
    stored frontier proves nothing by itself: hold its root against a signed checkpoint.

    Source: RFC 9162, section 2.1.2, whose stack it keeps.
    """

    size: int
    hashes: tuple[bytes, ...]

    @classmethod
    def empty(cls) -> Self:
        """Gives the frontier of the tree without leaves."""
        return cls(0, ())

    def append(self, leaf_hash: bytes) -> Self:
        """Gives the frontier of the tree with one more leaf.

        Raises:
            ValueError: that is no leaf hash, or the tree is full.
        """
        if len(leaf_hash) != HASH_BYTES or self.size == MAX_SIZE:
            raise ValueError(f"expected a hash of {HASH_BYTES} bytes and a size below {MAX_SIZE}")
        hashes = list(self.hashes)
        carry = leaf_hash
        level = self.size
        while level & 1:  # two complete subtrees of one size become one, as in binary addition
            carry = _node_hash(hashes.pop(), carry)
            level >>= 1
        return type(self)(self.size + 1, (*hashes, carry))

    def root(self) -> bytes:
        """Gives the root of the tree."""
        if not self.hashes:
            return hashlib.sha256(b"").digest()
        found = self.hashes[-1]
        for left in reversed(self.hashes[:-1]):
            found = _node_hash(left, found)
        return found

    def to_bytes(self) -> bytes:
        """Gives the size as 8 bytes, big-endian, and the hashes after it."""
        return self.size.to_bytes(_SIZE_BYTES) + b"".join(self.hashes)

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Reads what `to_bytes` wrote.

        Raises:
            ProofError: the length does not fit the size, or the size is beyond any log.
        """
        size = int.from_bytes(data[:_SIZE_BYTES])
        expected = _SIZE_BYTES + HASH_BYTES * size.bit_count()
        if size > MAX_SIZE or len(data) != expected:
            raise ProofError("evidence.frontier_form", expected=expected, found=len(data))
        hashes = (data[at : at + HASH_BYTES] for at in range(_SIZE_BYTES, expected, HASH_BYTES))
        return cls(size, tuple(hashes))


def _split(size: int) -> int:
    """Gives the largest power of two smaller than `size` ("k" of RFC 6962, section 2.1)."""
    return 1 << (size - 1).bit_length() - 1


def _subtree_root(leaf_hashes: Sequence[bytes], start: int, stop: int) -> bytes:
    """Gives MTH(D[start:stop]) of RFC 6962, section 2.1, for at least one leaf."""
    if stop - start == 1:
        return leaf_hashes[start]
    middle = start + _split(stop - start)
    return _node_hash(
        _subtree_root(leaf_hashes, start, middle), _subtree_root(leaf_hashes, middle, stop)
    )


# The checks below take `object`: a proof comes from outside, its declared types are only a wish.


def _require_sizes(*values: object) -> None:
    for value in values:
        # Checked before anything else: a number of a million digits is never counted or printed.
        if type(value) is not int or not 0 <= value <= MAX_SIZE:
            raise ProofError("evidence.proof_number", most=MAX_SIZE)


def _require_bytes(*values: object) -> None:
    for value in values:
        if not isinstance(value, bytes):
            raise ProofError("evidence.proof_hash", expected=HASH_BYTES)


def _require_hashes(*values: object) -> None:
    for value in values:
        if not isinstance(value, bytes) or len(value) != HASH_BYTES:
            raise ProofError("evidence.proof_hash", expected=HASH_BYTES)


def _require_proof(proof: object) -> None:
    if not isinstance(proof, list | tuple):
        raise ProofError("evidence.proof_hash", expected=HASH_BYTES)
    _require_hashes(*proof)


def _require_same(expected: bytes, found: bytes) -> None:
    if expected != found:
        raise ProofError(
            "evidence.consistency_root", expected=_shown(expected), found=_shown(found)
        )


def _shown(hash_: bytes) -> str:
    """Gives enough of a hash for a person to compare; an odd root may be of any length."""
    return hash_[:8].hex()
