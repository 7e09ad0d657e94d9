"""The directory of a class: its segments, what each holds, and the keys that open them.

It is one sealed page under the class key, about 100 bytes a segment. So a delete, which gives the
class a new key, seals one page anew instead of wrapping a thousand segment keys one by one.

Its generation, which the roster vouches for, is part of its place: an older directory does not
open.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from device.errors import IntegrityError
from device.vault.database import Database
from device.vault.keyring import Keyring
from device.vault.rows import Rows
from device.vault.seal import KEY_BYTES, pad, seal, unpad, unseal

PARTITIONS: Final = 16  # primary domains that a row's column can name
PAGE_ROWS: Final = 128  # secrets that are sealed together
PAGES: Final = 8  # of a segment, at most
NO_PAGE: Final = 2**32 - 1

ENTRY: Final = np.dtype(
    [
        ("seg", "<u4"),
        ("key", f"V{KEY_BYTES}"),
        ("n", "<u4"),  # slots
        ("count", "<u4"),  # slots that hold an item
        ("total", "<u8"),  # sum of their ids
        ("first", "<u4"),  # lowest and highest id that were put in, so that an id finds its segment
        ("last", "<u4"),
        ("domains", "<u2", (PARTITIONS,)),  # slots by primary domain, in this order
        (
            "pages",
            "<u4",
            (PAGES,),
        ),  # lowest id of each page of secrets; NO_PAGE where there is none
    ]
)


def empty_directory() -> Rows:
    """Gives a directory without segments. *Shape:* (0,) of ENTRY."""
    return np.zeros(0, ENTRY)


def read_directory(database: Database, keyring: Keyring, cid: bytes, generation: int) -> Rows:
    """Gives the directory of an open class. *Shape:* (segments,) of ENTRY.

    Raises:
        IntegrityError: it is missing, was changed, or is an older one.
    """
    row = database.one("SELECT sealed FROM directory WHERE cid = ?", cid)
    key = keyring.classes[cid].key
    assert key is not None
    if row is None or not isinstance(row[0], bytes):
        raise IntegrityError("vault.damaged")
    raw = unpad(unseal(key, row[0], keyring.place("directory", cid, generation)))
    if len(raw) % ENTRY.itemsize:
        raise IntegrityError("vault.damaged")
    return np.frombuffer(raw, ENTRY)


def write_directory(
    database: Database, keyring: Keyring, cid: bytes, generation: int, entries: Rows
) -> None:
    """Seals the directory of an open class under its present key."""
    key = keyring.classes[cid].key
    assert key is not None
    sealed = seal(key, pad(entries.tobytes()), keyring.place("directory", cid, generation))
    database.run("INSERT OR REPLACE INTO directory (cid, sealed) VALUES (?, ?)", cid, sealed)


@dataclass(frozen=True, slots=True)
class Bounds:
    """Between which ids the segments of a directory lie, laid out to be asked often."""

    entries: Rows
    first: npt.NDArray[np.uint32]
    last: npt.NDArray[np.uint32]

    @classmethod
    def of(cls, entries: Rows) -> Bounds:
        """Takes the bounds of a directory."""
        return cls(entries, entries["first"].copy(), entries["last"].copy())

    def holding(self, item_id: int) -> Rows:
        """Gives the entries of segments that may hold an item; its own among them, if any."""
        return self.entries[np.flatnonzero((self.first <= item_id) & (item_id <= self.last))]
