"""Ends Flower's processes when the coordinator ends, however it ends.

`python -m coordinator.watchdog COMMAND… -- COMMAND…` leads a process group, starts the commands in
it, and reads a pipe whose other end the coordinator holds: the kernel closes that on any death,
kill -9 included. When the pipe ends, or one of the commands does, the whole group ends, together
with what the commands started.

It imports nothing but the standard library, so it is up in a moment and stays small.
"""

from __future__ import annotations

import itertools
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from typing import Final

GRACE_S: Final = 1.0  # nothing is lost without: databases commit, rounds resume
_LOOK_S: Final = 0.2
_SEPARATOR: Final = "--"


def watch(commands: Sequence[Sequence[str]]) -> None:
    """Runs the commands until standard input ends or one of them does, then ends the group.

    It does not return: the last signal to the group is for this process too.
    """
    # Handlers, not SIG_IGN: what is ignored stays ignored in a started program, a handler does not.
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: None)
    children = [
        subprocess.Popen(command, stdin=subprocess.DEVNULL)  # noqa: S603  # commands of our own
        for command in commands
    ]
    while all(child.poll() is None for child in children) and not _ended(sys.stdin.fileno()):
        pass
    os.killpg(0, signal.SIGTERM)
    give_up = time.monotonic() + GRACE_S
    while any(child.poll() is None for child in children) and time.monotonic() < give_up:
        time.sleep(_LOOK_S / 4)
    os.killpg(0, signal.SIGKILL)


def _ended(handle: int) -> bool:
    readable, _, _ = select.select([handle], [], [], _LOOK_S)
    return bool(readable) and not os.read(handle, 4_096)


def main(words: Sequence[str]) -> None:
    """Watches over the commands, which `--` separates. What they write is the user's alone."""
    os.umask(0o077)
    groups = itertools.groupby(words, lambda word: word == _SEPARATOR)
    watch([list(command) for separates, command in groups if not separates])


if __name__ == "__main__":
    main(sys.argv[1:])
