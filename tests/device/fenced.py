"""A program that puts the worker's fence up and then tries to get over it. Writes what happened.

python -m tests.device.fenced HOME PORT OUTSIDE       run by test_fence.py
"""

import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import urllib.request
from pathlib import Path

import numpy as np

import device
from device.federation.fence import put_up

home, port, outside = Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])
secret = outside / "vault.bojagi"


def connect(host, to=port):
    with socket.create_connection((host, to), 2):
        pass


def listen():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))


def datagram():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
        one.sendto(b"x", ("127.0.0.1", port))


def fork():
    if os.fork() == 0:
        os._exit(0)


ATTEMPTS = {
    # What a worker needs.
    "reach the coordinator": lambda: connect("127.0.0.1"),
    "write at home": lambda: (home / "a").write_text("x"),
    "make a folder at home": (home / "b").mkdir,
    "remove at home": (home / "a").unlink,
    "read a library": lambda: Path(np.__file__).read_bytes(),
    "read own code": lambda: Path(device.__file__).read_bytes(),
    "read entropy": lambda: Path("/dev/urandom").open("rb").close(),
    "throw away": lambda: Path("/dev/null").write_text("x"),
    # What it does not do.
    "reach another port": lambda: connect("127.0.0.1", port + 1),
    "reach another address": lambda: connect("127.0.0.2"),
    "reach a neighbour": lambda: connect("192.168.0.1"),
    "look a name up": lambda: socket.getaddrinfo("example.org", 443),
    "look a name up otherwise": lambda: socket.gethostbyname("example.org"),
    "open a page": lambda: urllib.request.urlopen(f"http://127.0.0.1:{port + 1}/", timeout=2),
    "listen": listen,
    "send a datagram": datagram,
    "read a vault": secret.read_bytes,
    "read a vault by way of home": (home / "link").read_bytes,
    "read a vault by way of libraries": lambda: Path(
        f"{sys.prefix}/../{'../' * 20}{secret}"
    ).read_bytes(),
    "list a person's folder": lambda: list(outside.iterdir()),
    "walk a person's folder": lambda: list(os.scandir(outside)),
    "open a database": lambda: sqlite3.connect(secret),
    "write outside": lambda: (outside / "new").write_text("x"),
    "append outside": lambda: secret.open("a").close(),
    "write to a library": lambda: os.open(np.__file__, os.O_RDWR),
    "make a folder outside": (outside / "folder").mkdir,
    "remove outside": secret.unlink,
    "rename outside": lambda: secret.rename(outside / "other"),
    "carry out of home": lambda: shutil.copyfile(home / "c", outside / "c"),
    "remove a tree outside": lambda: shutil.rmtree(outside),
    "start a program": lambda: subprocess.run(["true"], check=False),
    "start a program by the shell": lambda: os.system("true"),
    "become a program": lambda: os.execv("/bin/true", ["true"]),
    "fork": fork,
    "end another process": lambda: os.kill(os.getppid(), 0),
}


def tried(attempt):
    try:
        attempt()
    except Exception as error:  # noqa: BLE001  # its type is the result
        cause = getattr(error, "reason", error)  # urllib wraps it
        is_fence = isinstance(cause, PermissionError) and "the worker does not" in str(cause)
        return "fence" if is_fence else type(error).__name__
    return "done"


if __name__ == "__main__":
    (home / "c").write_text("x")
    (home / "link").symlink_to(secret)
    put_up("127.0.0.1", port, home)
    results = {name: tried(attempt) for name, attempt in ATTEMPTS.items()}
    sys.stdout.write(json.dumps(results))
