"""What a store has left on disk: sentences, words and vectors, found in the bytes of its files.

Every file under the folders is read whole, whatever its name or format, and searched at every byte
offset. A text counts as left when all of it stands in a file in one of `text_forms`; a vector when
any run of 64 bytes of one of `vector_forms` does (the whole form where that is shorter), unless
three quarters of it are zeros, which say nothing. Not seen: what is compressed, encrypted, base64
or cut into pieces (a trigram index, bigrams, an FTS5 index that leaves out what two words share).
So a count of zero means "not in these forms", and any other count is a leak.
"""

from __future__ import annotations

import json
import struct
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

Vectors: TypeAlias = npt.NDArray[np.float32]
# What is looked for, by its number: the byte forms in which it could stand in a file.
Forms: TypeAlias = Mapping[int, Iterable[bytes]]

RUN: Final = 64  # bytes of a vector, one after the other
_BLOCK: Final = 8  # bytes that are compared at once, as one number
_STEP: Final = 16  # bytes between the blocks that are taken of a vector
_HASH_BITS: Final = 22
_READ: Final = 1 << 26  # bytes of a file that are held at once


def text_forms(text: str) -> set[bytes]:
    """Gives a text as it could stand in a file: composed or not, folded, and in four encodings."""
    spelled = {unicodedata.normalize(form, text) for form in ("NFC", "NFD", "NFKC")}
    spelled |= {text.casefold(), text.lower()}
    coded = {one.encode(code) for one in spelled for code in ("utf-8", "utf-16-le", "utf-16-be")}
    return coded | {json.dumps(one)[1:-1].encode() for one in spelled}


def vector_forms(vector: Vectors) -> set[bytes]:
    """Gives a vector as it could stand in a file: floats of three widths, pickled, int8, signs.

    *Shape:* vector (dim,). int8 is against the largest number of the vector; the signs are packed.
    """
    peak = float(np.abs(vector).max()) or 1.0
    # Cosine indexes divide by the length once more, and rounding changes the last bits.
    length = np.sqrt(np.cumsum(vector * vector, dtype=np.float32)[-1]) or np.float32(1)
    return {
        vector.astype("<f4").tobytes(),
        (vector * (np.float32(1) / length)).astype("<f4").tobytes(),
        vector.astype("<f8").tobytes(),
        vector.astype("<f2").tobytes(),
        b"".join(b"G" + struct.pack(">d", number) for number in vector.tolist()),  # a pickled list
        np.rint(vector * (127 / peak)).astype(np.int8).tobytes(),
        np.packbits(vector > 0).tobytes(),
    }


def texts_left(texts: Mapping[int, str], folders: Iterable[Path]) -> dict[int, set[str]]:
    """Gives, for each text that stands whole in a file, the names of these files."""
    return find({key: text_forms(text) for key, text in texts.items()}, folders, run=None)


def vectors_left(vectors: Mapping[int, Vectors], folders: Iterable[Path]) -> dict[int, set[str]]:
    """Gives, for each vector of which a run stands in a file, the names of these files."""
    return find({key: vector_forms(vector) for key, vector in vectors.items()}, folders, run=RUN)


def find(forms: Forms, folders: Iterable[Path], *, run: int | None) -> dict[int, set[str]]:
    """Gives, for each key of which a form stands in a file, the names of these files.

    Args:
        run: How many bytes of a form, one after the other, are enough; None: all of it.

    Raises:
        ValueError: a form is too short to be told from chance (under 8 bytes), or there is no file.
    """
    search = _Search([(key, form) for key, all_of in forms.items() for form in all_of], run)
    found: dict[int, set[str]] = {}
    files = [file for folder in folders for file in sorted(folder.rglob("*")) if file.is_file()]
    if not files:
        raise ValueError("there is no file to search")
    for file in files:
        for data in _pieces(file, search.longest):
            for key in search.keys_in(data):
                found.setdefault(key, set()).add(file.name)
    return found


def size_bytes(folder: Path) -> int:
    """Gives how many bytes the files of a folder hold."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def _pieces(file: Path, overlap: int) -> Iterator[bytes]:
    """Gives a file piece by piece, each beginning with the end of the one before."""
    kept = b""
    with file.open("rb") as source:
        while data := source.read(_READ):
            yield kept + data
            kept = (kept + data)[-overlap:]


class _Search:
    """Many byte strings, looked for together.

    Blocks of 8 bytes are taken from each so that every run of the wanted length holds whole ones;
    where a file has one of them, the run around it is measured byte by byte. A block of zeros is
    not taken: files are full of them.
    """

    def __init__(self, needles: Sequence[tuple[int, bytes]], run: int | None) -> None:
        self.longest = max((len(needle) for _, needle in needles), default=_BLOCK)
        self._places: dict[int, list[tuple[int, bytes, int, int]]] = {}
        for key, needle in needles:
            wanted = len(needle) if run is None else min(run, len(needle))
            if wanted < _BLOCK:
                raise ValueError(f"a form of {wanted} bytes is too short to look for")
            step = len(needle) if run is None else min(_STEP, wanted - _BLOCK + 1)
            for at in range(0, len(needle) - _BLOCK + 1, step):
                if block := int.from_bytes(needle[at : at + _BLOCK], "little"):
                    self._places.setdefault(block, []).append((key, needle, at, wanted))
        self._blocks = np.array(sorted(self._places), np.uint64)
        self._table = np.zeros(1 << _HASH_BITS, bool)  # a quick look before the exact one
        self._table[_hashed(self._blocks)] = True

    def keys_in(self, data: bytes) -> set[int]:
        """Gives the keys of what stands in these bytes."""
        found: set[int] = set()
        for shift in range(min(_BLOCK, len(data) - _BLOCK + 1)):
            here = np.frombuffer(data, "<u8", (len(data) - shift) // _BLOCK, shift)
            likely = np.flatnonzero(self._table[_hashed(here)])
            for place in likely[np.isin(here[likely], self._blocks)].tolist():
                for key, needle, at, wanted in self._places[int(here[place])]:
                    if key not in found:
                        run = _run(data, shift + place * _BLOCK - at, needle, at)
                        if len(run) >= wanted and run.count(0) <= len(run) * 3 / 4:
                            found.add(key)
        return found


def _hashed(blocks: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """Gives a place in the quick table for each block; Fibonacci hashing, Knuth vol. 3, 6.4."""
    return (blocks * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(64 - _HASH_BITS)


def _run(data: bytes, origin: int, needle: bytes, at: int) -> bytes:
    """Gives the bytes around needle[at] that agree, were the needle to begin at data[origin]."""
    lowest = max(0, -origin)
    highest = min(len(needle), len(data) - origin)
    first, last = at, at + _BLOCK
    while first > lowest and data[origin + first - 1] == needle[first - 1]:
        first -= 1
    while last < highest and data[origin + last] == needle[last]:
        last += 1
    return needle[first:last]
