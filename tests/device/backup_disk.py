"""A disk that is watched: every file operation of a backup, and what a cut at any of them leaves.

A kill leaves the folder as it is at that moment: `states_at_kills` copies it before each operation.
A power cut leaves less: contents that were not synced and names whose folder was not synced may be
gone, in any combination. `Disk.after_power_cut` builds such states from the recorded operations.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import numpy as np
import pytest


@dataclass
class _Inode:
    synced: bytes = b""


@dataclass
class _NameChange:
    """One step in a folder: names that go, and names that come, with what they stand for."""

    folder: Path
    gone: tuple[Path, ...]
    come: dict[Path, _Inode | None]  # None: a folder
    synced: bool = False


@dataclass
class Disk:
    """Operations below a root, in order; `before` is called ahead of each."""

    root: Path
    before: Callable[[int, str, Path], None] = lambda number, act, path: None
    acts: list[tuple[str, Path]] = field(default_factory=list)
    changes: list[_NameChange] = field(default_factory=list)
    names: dict[Path, _Inode | None] = field(default_factory=dict)
    handles: dict[int, Path] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for path in self.root.rglob("*"):
            self.names[path] = None if path.is_dir() else _Inode(path.read_bytes())
        self.at_start = dict(self.names)

    def _note(self, act: str, path: Path) -> None:
        self.acts.append((act, path.relative_to(self.root)))
        self.before(len(self.acts) - 1, act, path)

    def _change(self, gone: tuple[Path, ...], come: dict[Path, _Inode | None]) -> None:
        for path in gone:
            self.names.pop(path, None)
        self.names.update(come)
        (folder,) = {path.parent for path in (*gone, *come)}
        self.changes.append(_NameChange(folder, gone, come))

    @contextmanager
    def watched(self) -> Iterator[Disk]:
        """Watches the operating system's calls while the block runs."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(os, "open", partial(self._open, os.open))
            patch.setattr(os, "fsync", partial(self._fsync, os.fsync))
            patch.setattr(os, "replace", partial(self._replace, os.replace))
            patch.setattr(os, "unlink", partial(self._unlink, os.unlink))
            patch.setattr(os, "mkdir", partial(self._mkdir, os.mkdir))
            yield self

    def _is_below(self, path: Path | str, **options: object) -> bool:
        # Calls relative to a folder's handle are shutil's, in the test itself.
        return options.get("dir_fd") is None and Path(path).is_relative_to(self.root)

    def _open(self, real: Callable[..., int], path: Path, flags: int, *rest, **options) -> int:
        creates = self._is_below(path, **options) and flags & os.O_CREAT
        if creates:
            self._note("create", Path(path))
        handle = real(path, flags, *rest, **options)
        if creates and Path(path) not in self.names:
            self._change((), {Path(path): _Inode()})
        self.handles[handle] = Path(path)
        return handle

    def _fsync(self, real: Callable[..., None], handle: int) -> None:
        path = self.handles[handle]
        if not self._is_below(path):
            real(handle)
            return
        self._note("fsync", path)
        real(handle)
        inode = self.names.get(path)
        if inode is not None:
            inode.synced = path.read_bytes()
            return
        for change in self.changes:
            change.synced |= change.folder == path

    def _replace(self, real: Callable[..., None], old: Path, new: Path) -> None:
        if self._is_below(new):
            self._note("replace", Path(new))
        real(old, new)
        if self._is_below(new):
            self._change((Path(old),), {Path(new): self.names[Path(old)]})

    def _unlink(self, real: Callable[..., None], path: Path, **options) -> None:
        noted = self._is_below(path, **options) and Path(path).exists()
        if noted:
            self._note("unlink", Path(path))
        real(path, **options)
        if noted:
            self._change((Path(path),), {})

    def _mkdir(self, real: Callable[..., None], path: Path, *rest, **options) -> None:
        noted = self._is_below(path, **options) and not Path(path).exists()
        if noted:
            self._note("mkdir", Path(path))
        real(path, *rest, **options)
        if noted:
            self._change((), {Path(path): None})

    def after_power_cut(self, target: Path, rng: np.random.Generator | None, *, lost: bool) -> Path:
        """Builds what a power cut now may leave: a subset of what was not synced.

        Args:
            rng: Chooses which of the unsynced steps survive; None: all or none of them.
            lost: Where no `rng` chooses: whether the unsynced steps are lost.
        """
        names = dict(self.at_start)
        for change in self.changes:
            survives = not lost if rng is None else bool(rng.integers(2))
            if change.synced or survives:
                for path in change.gone:
                    names.pop(path, None)
                names.update(change.come)
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir()
        for path, inode in sorted(names.items()):
            there = target / path.relative_to(self.root)
            if inode is None:
                there.mkdir()
            elif there.parent.is_dir():
                there.write_bytes(inode.synced)
        return target


def states_at_kills(root: Path, states: Path, act: Callable[[], object]) -> list[Path]:
    """Runs `act` and gives a copy of `root` for each moment at which a kill could have come.

    A file that is about to be synced is copied a second time with its second half missing.
    """
    taken: list[Path] = []

    def take() -> Path:
        taken.append(states / str(len(taken)))
        shutil.copytree(root, taken[-1])
        return taken[-1]

    def before(number: int, kind: str, path: Path) -> None:
        take()
        if kind == "fsync" and path.is_file():
            torn = take() / path.relative_to(root)
            os.truncate(torn, torn.stat().st_size // 2)

    with Disk(root, before).watched():
        act()
    return taken
