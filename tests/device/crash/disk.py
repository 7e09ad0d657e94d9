"""A disk that loses power: what was synced stays, what was not is there, torn, or gone.

The model, as SQLite's own crash tests have it:

- A file's bytes and length are sure up to its last sync. Of every write and truncation since, any
  subset has reached the disk; a write reaches it sector by sector (512 bytes), and a sector that
  was under way may hold garbage in the bytes that were written to it.
- A name (made, removed, renamed) is sure once its folder was synced. Of the others a prefix in
  their order has reached the disk: journalling file systems keep that order, and nothing promises
  more.
- Nothing else on the disk changes ("powersafe overwrite", SQLite's and every modern disk's).

Not modelled: a disk that lies about its syncs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeAlias

import numpy as np

from tests.device.crash.recorder import Op, Record

SECTOR: Final = 512
Image: TypeAlias = Mapping[str, bytes]  # file by its name under the watched folder


@dataclass(frozen=True, slots=True)
class Write:
    """Bytes on their way to a file."""

    offset: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Truncate:
    """A length on its way to a file."""

    size: int


Change: TypeAlias = Write | Truncate


@dataclass(slots=True)
class File:
    """One file: what the process sees of it, what is sure, and what is on its way."""

    live: bytearray = field(default_factory=bytearray)
    sure: bytes = b""
    waiting: list[Change] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Naming:
    """A change of names on its way: `old` names nothing then, and `new` names `file`."""

    folder: str
    old: str | None
    new: str | None
    file: int


def _apply(data: bytearray, change: Change) -> None:
    match change:
        case Truncate(size):
            del data[size:]
            data.extend(bytes(size - len(data)))
        case Write(offset, new):
            data.extend(bytes(max(0, offset + len(new) - len(data))))
            data[offset : offset + len(new)] = new


class Disk:
    """Follows a journal and gives what a power cut could leave at any moment of it.

    Args:
        root: The watched folder; what is in it now is sure.
    """

    def __init__(self, root: Path) -> None:
        self._root = str(root.resolve())
        self.files: list[File] = []
        self.names: dict[str, int] = {}
        self._sure_names: dict[str, int] = {}
        self._namings: list[Naming] = []
        self._handles: dict[int, str | int] = {}  # of an open fd: a folder's name, or a file
        for path in sorted(root.rglob("*")):
            if path.is_file():
                data = path.read_bytes()
                self.names[str(path.relative_to(root))] = len(self.files)
                self.files.append(File(bytearray(data), data))
        self._sure_names = dict(self.names)

    def feed(self, record: Record) -> None:
        """Takes the next record."""
        if record.error:
            return  # it never happened
        match record.op:
            case Op.OPEN:
                self._open(record)
            case Op.CLOSE:
                self._handles.pop(record.fd, None)
            case Op.WRITE:
                self._change(record.fd, Write(record.offset, record.data))
            case Op.TRUNCATE:
                self._change(record.fd, Truncate(record.size))
            case Op.SYNC:
                self._sync(record.fd)
            case Op.UNLINK | Op.RENAME:
                self._move(*map(self._name, record.path.split("\0")))
            case Op.MARK | Op.MKDIR | Op.RMDIR | Op.UNKNOWN:
                pass  # an empty folder holds nothing to lose; the reader refuses the unknown

    def live(self) -> Image:
        """Gives what the process sees: how the folder is if power stays."""
        return {name: bytes(self.files[file].live) for name, file in self.names.items()}

    def end_process(self) -> None:
        """Forgets what was open: the next journal is another process's."""
        self._handles.clear()

    @property
    def waiting(self) -> int:
        """How many changes are not sure."""
        return sum(len(file.waiting) for file in self.files) + len(self._namings)

    def least(self) -> Image:
        """Gives the disk with nothing but what is sure."""
        return {name: self.files[file].sure for name, file in self._sure_names.items()}

    def torn(self, rng: np.random.Generator) -> Image:
        """Gives the disk with everything but the last write, of which a part came through."""
        image = dict(self.live())
        for name, file in self.names.items():
            waiting = self.files[file].waiting
            if waiting and isinstance(waiting[-1], Write):
                image[name] = self._file(self.files[file], rng, chance=1.0, torn_last=True)
        return image

    def cut(self, rng: np.random.Generator) -> Image:
        """Gives the disk with some of what is not sure: a random subset, random sectors of it."""
        names = dict(self._sure_names)
        for naming in self._namings[: int(rng.integers(len(self._namings) + 1))]:
            if naming.old is not None:
                names.pop(naming.old, None)
            if naming.new is not None:
                names[naming.new] = naming.file
        chance = float(rng.choice([0.1, 0.5, 0.9]))
        return {
            name: self._file(self.files[file], rng, chance=chance) for name, file in names.items()
        }

    def images(self, rng: np.random.Generator, subsets: int) -> Iterator[tuple[str, Image]]:
        """Gives images of a cut at this moment, each with the name of its kind."""
        yield "all", self.live()
        if self.waiting:
            yield "least", self.least()
            yield "torn", self.torn(rng)
            for _ in range(subsets):
                yield "subset", self.cut(rng)

    # -- inside

    def _name(self, path: str) -> str:
        return path.removeprefix(self._root).lstrip("/")

    def _open(self, record: Record) -> None:
        name = self._name(record.path)
        if record.is_folder:
            self._handles[record.fd] = name
            return
        if record.is_new:
            self.files.append(File())
            self._rename(None, name, len(self.files) - 1)
        self._handles[record.fd] = self.names[name]

    def _change(self, fd: int, change: Change) -> None:
        file = self.files[self._file_of(fd)]
        _apply(file.live, change)
        file.waiting.append(change)

    def _sync(self, fd: int) -> None:
        handle = self._handles[fd]
        if isinstance(handle, int):
            file = self.files[handle]
            file.sure, file.waiting = bytes(file.live), []
            return
        kept = []
        for naming in self._namings:
            if naming.folder != handle:
                kept.append(naming)
                continue
            if naming.old is not None:
                self._sure_names.pop(naming.old, None)
            if naming.new is not None:
                self._sure_names[naming.new] = naming.file
        self._namings = kept

    def _rename(self, old: str | None, new: str | None, file: int) -> None:
        if old is not None:
            del self.names[old]
        if new is not None:
            self.names[new] = file
        folder = str(Path(new or old or "").parent)
        self._namings.append(Naming("" if folder == "." else folder, old, new, file))

    def _move(self, old: str, new: str | None = None) -> None:
        if old in self.names:
            self._rename(old, new, self.names[old])
            return
        for name in [name for name in self.names if name.startswith(f"{old}/")]:
            self._rename(name, f"{new}{name.removeprefix(old)}", self.names[name])

    def _file_of(self, fd: int) -> int:
        handle = self._handles[fd]
        assert isinstance(handle, int), "a folder was written to"
        return handle

    @staticmethod
    def _file(
        file: File, rng: np.random.Generator, *, chance: float, torn_last: bool = False
    ) -> bytes:
        data = bytearray(file.sure)
        for at, change in enumerate(file.waiting):
            is_torn = torn_last and at == len(file.waiting) - 1
            if isinstance(change, Truncate):
                if rng.random() < chance:
                    _apply(data, change)
            elif not is_torn and rng.random() < chance:
                _apply(data, change)
            elif is_torn or rng.random() < 0.5:
                for part in _sectors(change, rng):
                    _apply(data, part)
        return bytes(data)


def _sectors(change: Write, rng: np.random.Generator) -> Iterator[Write]:
    """Gives what came through of one write: each sector whole, not at all, or as garbage."""
    start, end = change.offset, change.offset + len(change.data)
    for sector in range(start // SECTOR, (end - 1) // SECTOR + 1):
        low, high = max(start, sector * SECTOR), min(end, (sector + 1) * SECTOR)
        fate = rng.random()
        if fate < 0.45:
            yield Write(low, change.data[low - start : high - start])
        elif fate < 0.6:
            yield Write(low, rng.bytes(high - low))


def write_image(image: Image, folder: Path) -> None:
    """Writes an image into an empty folder."""
    for name, data in image.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


def read_folder(folder: Path) -> Image:
    """Reads a folder as an image."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
