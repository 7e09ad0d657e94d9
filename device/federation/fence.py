"""A fence around the worker: what its process may open, reach and start, whatever code runs in it.

The worker's code is fixed, but it stands on large libraries that speak to the network. Python tells
an audit hook of each file that is opened, each address that is connected to and each process that
is started, before it happens; the hook says no by raising. It cannot be taken off again.

Invariants, once `put_up` returned:
1. The only network address is the coordinator's. No name is looked up, nothing is listened on, no
   redirect or proxy leads elsewhere.
2. No process is started.
3. Nothing is written, moved or removed outside the worker's own home.
4. Nothing is read but libraries, the worker's home and the system's own folders: not a vault, and
   not a person's files.
5. It takes little more memory than it has by then (on Linux): an answer that unfolds without end
   ends the worker, not the machine.

What this does NOT protect: machine code in a library (or `ctypes`) calls the system without telling
Python. It stops what honest libraries do, and what Python code that was smuggled in would do first;
it is no sandbox of the operating system.

Source: PEP 578 (runtime audit hooks).
"""

from __future__ import annotations

import os
import resource
import sys
import sysconfig
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import compliance
import device
import policy

_SYSTEM: Final = ("/proc", "/sys", "/dev", "/etc", "/usr", "/lib", "/lib64", "/System/Library")
_ROOM_BYTES: Final = 512 << 20  # training takes a fifth of it
_LIBRARIES: Final = ("site-packages", "dist-packages")
_WRITES: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_DEVICES: Final = ("/dev/null", "/dev/tty")
_NEVER: Final = frozenset(
    {
        "os.exec",
        "os.fork",
        "os.forkpty",
        "os.kill",
        "os.killpg",
        "os.posix_spawn",
        "os.spawn",
        "os.startfile",
        "os.system",
        "pty.spawn",
        "socket.bind",
        "socket.gethostbyaddr",
        "socket.gethostbyname",
        "socket.getnameinfo",
        "socket.sendmsg",
        "socket.sendto",
        "sqlite3.connect",
        "subprocess.Popen",
    }
)
_CHANGES: Final = frozenset(
    {
        "os.chmod",
        "os.chown",
        "os.mkdir",
        "os.remove",
        "os.removexattr",
        "os.rmdir",
        "os.setxattr",
        "os.truncate",
        "os.utime",
        "shutil.copyfile",
        "shutil.move",
        "shutil.rmtree",
    }
)
# From one place to another; a link reaches from the second to the first.
_CARRIES: Final = frozenset({"os.link", "os.rename", "os.symlink"})


def put_up(host: str, port: int, home: Path) -> None:
    """Puts the fence up around this process, for good.

    Args:
        host: The coordinator's numeric address.
        port: Its port.
        home: The only folder that may be written to.
    """
    fence = _Fence(host, port, home)
    _bound_memory()
    sys.addaudithook(fence.heed)


def _bound_memory() -> None:
    status = Path("/proc/self/status")
    if not status.is_file():
        return
    lines = [line.split() for line in status.read_text("ascii").splitlines()]
    used_kb = next((int(line[1]) for line in lines if line[0] == "VmData:"), 0)
    most = used_kb * 1024 + _ROOM_BYTES
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))


class _Fence:
    def __init__(self, host: str, port: int, home: Path) -> None:
        self._host, self._address = host, (host, port)
        self._home = os.path.realpath(home)
        libraries = (
            sys.prefix,
            sys.base_prefix,
            *(sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")),
            *(package.__path__[0] for package in (compliance, device, policy)),
            # Where an environment borrows its libraries from another one.
            *(path for path in sys.path if Path(path).name in _LIBRARIES),
        )
        self._readable = (*map(os.path.realpath, libraries), *_SYSTEM, self._home)
        self._pid = os.getpid()
        self._heeds: Mapping[str, Callable[[tuple[Any, ...]], bool]] = {
            "open": lambda args: self._may_open(args[0], args[2]),
            "os.chdir": lambda args: self._is_home(args[0]),
            "os.listdir": lambda args: self._may_read(args[0]),
            "os.scandir": lambda args: self._may_read(args[0]),
            "socket.connect": lambda args: args[1] == self._address,
            "socket.getaddrinfo": lambda args: args[0] in {self._host, self._host.encode()},
            # Flower ends its own process so when the coordinator does not know its key.
            "os.kill": lambda args: args[0] == self._pid,
            **{name: lambda args: self._is_home(args[0]) for name in _CHANGES},
            **{name: lambda args: all(map(self._is_home, args[:2])) for name in _CARRIES},
        }

    def heed(self, event: str, args: tuple[Any, ...]) -> None:
        """Raises where an act is beyond the fence."""
        may = self._heeds.get(event)
        if (may is not None and not may(args)) or (may is None and event in _NEVER):
            raise PermissionError(f"the worker does not do this: {event}")

    def _may_open(self, path: object, flags: object) -> bool:
        if isinstance(path, int):
            return True
        if isinstance(flags, int) and flags & _WRITES:
            return self._is_home(path) or path in _DEVICES
        return self._may_read(path)

    def _may_read(self, path: object) -> bool:
        if path is None or isinstance(path, int):
            return True  # the current folder, which is the home; a folder that is open already
        real = _real(path)
        return any(real == root or real.startswith(root + os.sep) for root in self._readable)

    def _is_home(self, path: object) -> bool:
        if isinstance(path, int):
            return True
        real = _real(path)
        return real == self._home or real.startswith(self._home + os.sep)


def _real(path: object) -> str:
    if not isinstance(path, (str, bytes, os.PathLike)):
        return "\0"  # nothing that this fence knows, and so nowhere
    return os.path.realpath(os.fsdecode(path))
