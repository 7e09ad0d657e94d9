"""Cuts the power at every moment of a recorded run, and opens what is left.

Usable for any program that writes marks: `cuts` gives the images with the marks that stood before
each; what holds of an image is the caller's to check.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from tests.device.crash.disk import Disk, Image, read_folder
from tests.device.crash.recorder import CHANGES, Op, read_journal


@dataclass(frozen=True, slots=True)
class Cut:
    """One image of a power cut.

    Attributes:
        at: The record after which it happened.
        lines: The marks that are new since the cut before.
    """

    at: int
    kind: str
    image: Image
    lines: list[str]


@dataclass(slots=True)
class CutCounts:
    """What a run of cuts was made of, so that an empty one is seen."""

    records: int = 0
    ops: Counter[Op] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    not_sure: int = 0  # images that differ from what the process saw


def cuts(
    disk: Disk,
    journal: Path,
    rng: np.random.Generator,
    counts: CutCounts,
    *,
    subsets: int,
    share: float = 1.0,
) -> Iterator[Cut]:
    """Gives the images of every moment of a run, none twice between two marks.

    Args:
        disk: As it was before the run; it is fed here.
        subsets: How many random subsets of the unsynced changes each moment is tried with.
        share: The share of moments to try, drawn at random.
    """
    lines: list[str] = []
    seen: set[bytes] = set()
    for at, record in enumerate(read_journal(journal)):
        disk.feed(record)
        counts.records += 1
        counts.ops[record.op] += 1
        if record.op is Op.MARK:
            lines += record.data.decode().splitlines()
            seen.clear()  # the same image, under another promise
        elif record.op not in CHANGES and not record.is_new:
            continue
        if rng.random() >= share:
            continue
        live = _digest(disk.live())
        for kind, image in disk.images(rng, subsets):
            digest = _digest(image)
            if digest in seen:
                continue
            seen.add(digest)
            counts.kinds[kind] += 1
            counts.not_sure += digest != live
            yield Cut(at, kind, image, lines)
            lines = []


def require_complete(disk: Disk, folder: Path) -> None:
    """Checks that the recorder saw everything: what it followed is what the folder holds.

    Raises:
        AssertionError: something was written past it.
    """
    live, found = disk.live(), read_folder(folder)
    assert live.keys() == found.keys()
    for name, data in found.items():
        assert live[name] == data, f"the recorder missed a change of {name}"


def needles_of(lines: list[str]) -> dict[str, bytes]:
    """Gives ciphertext of what the marks say is forgotten, to be looked for in images."""
    found = {}
    for line in lines:
        mark = json.loads(line)
        if mark["mark"] == "done" and mark.get("act") == "forget":
            found.update({one: bytes.fromhex(one) for one in mark["needles"]})
    return found


def _digest(image: Image) -> bytes:
    hashed = hashlib.blake2b(digest_size=16)
    for name in sorted(image):
        hashed.update(f"{name}\0{len(image[name])}\0".encode())
        hashed.update(image[name])
    return hashed.digest()
