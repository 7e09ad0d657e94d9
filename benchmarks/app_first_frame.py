"""Claim: the app's first frame costs at most 1.5 times the CPU time of an empty kivy window's.

Each run is a process of its own: an empty window, or the app with its unlock screen, drawn off
screen by the same driver at the same size. They take turns, so that a busy machine slows both; the
figures are medians. CPU time counts from the start of the process to the first frame on screen.

    python -m benchmarks.app_first_frame [--runs 7] [--lang en|ja|ko]
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Final

from device.app.bootstrap import PHONE, Stage, open_window, prepare
from device.app.later import load
from device.app.viewmodels.session import VAULT_FILE
from policy.catalog import LANGUAGES

KINDS: Final = ("empty", "app")
# What the app must not have read before its first frame.
HEAVY: Final[tuple[str, ...]] = (
    "cedarpy", "cryptography", "device.compose", "faiss", "fido2", "flwr", "grpc", "keyring",
    "matplotlib", "numpy", "onnxruntime", "tantivy", "torch",
)  # fmt: skip


def main() -> None:
    """Prints one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7, help="of each kind; the first is left out")
    parser.add_argument("--lang", choices=LANGUAGES, default="en")
    parser.add_argument("--one", choices=KINDS, help="measure one kind in this process")
    options = parser.parse_args()
    if options.one:
        _first_frame(options.one, options.lang)
    else:
        print(json.dumps(measure(options.runs, options.lang)))


def measure(runs: int, language: str) -> dict[str, Any]:
    """Gives the medians over `runs` processes of each kind, and their ratio."""
    times: dict[str, list[float]] = {kind: [] for kind in KINDS}
    for turn in range(runs + 1):
        for kind in KINDS:
            found = _in_process(kind, language)
            if turn:  # the first fills the disk's cache, and writes what python compiles
                times[kind].append(found["cpu_s"])
    medians = {kind: statistics.median(times[kind]) for kind in KINDS}
    return {
        "empty_cpu_s": round(medians["empty"], 3),
        "app_cpu_s": round(medians["app"], 3),
        "ratio": round(medians["app"] / medians["empty"], 2),
        "runs": runs,
        "lang": language,
        "commit": _commit(),
        "machine": platform.machine(),
    }


def _in_process(kind: str, language: str) -> dict[str, Any]:
    words = ["-m", "benchmarks.app_first_frame", "--one", kind, "--lang", language]
    # An installed app has its compiled files; a machine that keeps none would time the compiler.
    keeps = {name: text for name, text in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(
        [sys.executable, *words], capture_output=True, text=True, check=True, env=keeps
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _first_frame(kind: str, language: str) -> None:
    with tempfile.TemporaryDirectory() as home:
        prepare(Stage(home=Path(home), size=PHONE, is_headless=True))
        window = open_window()
        base = load("base")
        if kind == "app":
            (Path(home) / VAULT_FILE).touch()  # the screen that asks for the passphrase
            app = load("application").BojagiApp(Path(home), language)
        else:
            app = load("app").App()
            app.root = load("widget").Widget()
        app._run_prepare()  # noqa: SLF001  # kivy's way to start without its loop
        seen: list[tuple[float, list[str]]] = []

        def flipped(*_: object) -> None:
            loaded = [name for name in HEAVY if name in sys.modules]
            seen.append((time.process_time(), loaded))

        window.bind(on_flip=flipped)
        while not seen:
            base.EventLoop.idle()
    cpu_s, loaded = seen[0]
    print(json.dumps({"cpu_s": cpu_s, "heavy": loaded}), flush=True)
    os._exit(0)  # kivy's window has no end of its own that is worth the wait


def _commit() -> str:
    done = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False
    )
    return done.stdout.strip() or "unknown"


if __name__ == "__main__":
    main()
