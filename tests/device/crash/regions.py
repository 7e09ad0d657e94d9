"""Where in a vault's files what lies: pages by table and kind, the free list, the WAL by its parts.

Source: SQLite's file format, https://sqlite.org/fileformat2.html, sections 1.3, 1.6 and 4.1.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from typing import Final

import numpy as np

from tests.device.crash.disk import Image
from tests.device.crash.driver import VAULT_FILE, WAL_FILE

_FILE_HEADER: Final = 100
_WAL_HEADER: Final = 32
_FRAME_HEADER: Final = 24


@dataclass(frozen=True, slots=True)
class Region:
    """A part of a file. `name` tells what it is to SQLite: "item leaf", "free", "wal frame"."""

    name: str
    file: str
    start: int
    end: int


def page_size(database: bytes) -> int:
    """Gives the size of a page (offset 16; 1 stands for 65,536)."""
    size = int.from_bytes(database[16:18], "big")
    return 65_536 if size == 1 else size


def regions(image: Image) -> list[Region]:
    """Gives every part of a vault's files, none twice, all of it."""
    database = image[VAULT_FILE]
    size = page_size(database)
    kinds = {}
    with closing(sqlite3.connect(":memory:")) as connection:
        # As a file that needs no WAL beside it: offset 18.
        connection.deserialize(database[:18] + b"\x01\x01" + database[20:])
        for name, number, kind in connection.execute("SELECT name, pageno, pagetype FROM dbstat"):
            kinds[number] = f"{name} {kind}"
    found = [Region("header", VAULT_FILE, 0, _FILE_HEADER)]
    for at in range(0, len(database), size):
        start = _FILE_HEADER if at == 0 else at
        found.append(Region(kinds.get(at // size + 1, "free"), VAULT_FILE, start, at + size))
    wal = image.get(WAL_FILE, b"")
    if wal:
        found.append(Region("wal header", WAL_FILE, 0, _WAL_HEADER))
        for at in range(_WAL_HEADER, len(wal), _FRAME_HEADER + size):
            found.append(Region("wal frame header", WAL_FILE, at, at + _FRAME_HEADER))
            end = min(at + _FRAME_HEADER + size, len(wal))
            found.append(Region("wal frame", WAL_FILE, at + _FRAME_HEADER, end))
    return found


def sample(image: Image, region: Region, rng: np.random.Generator, count: int) -> list[int]:
    """Gives places of a region: mostly where something is written, and its first byte."""
    data = np.frombuffer(image[region.file], np.uint8)[region.start : region.end]
    used = np.flatnonzero(data)
    pool = used if len(used) else np.arange(len(data))
    chosen = rng.choice(pool, min(count, len(pool)), replace=False)
    return sorted({0, *map(int, chosen)})


def flipped(image: Image, region: Region, at: int, bit: int) -> Image:
    """Gives the image with one bit changed."""
    data = bytearray(image[region.file])
    data[region.start + at] ^= 1 << bit
    return {**image, region.file: bytes(data)}
