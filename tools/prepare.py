"""Sets up the project's environment on a fresh machine. Standard library only; `make` calls it.

    python3 tools/prepare.py VENV

1. System libraries that Kivy needs, fonts with Japanese, Korean and emoji: installed with apt-get
   where this is root on Debian or Ubuntu; else the line to run is printed and the step is shown as
   skipped.
2. A virtual environment with the core and the development tools. This step must succeed.
3. The extras (torch, flwr, kivy). torch is taken as its plain CPU build on Linux without a GPU:
   from the configured index where that has one, else from PyTorch's CPU index if it answers within
   two seconds, else from the configured index after saying how large the download is. Where it
   fails, the step is shown as skipped.
"""

from __future__ import annotations

import ctypes.util
import json
import os
import platform
import shutil
import socket
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LIBRARIES = {"GL": "libgl1", "EGL": "libegl1"}
FONT_FOLDERS = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path.home() / ".local/share/fonts",
)
# A package, and how files are called that make it needless.
FONTS = {
    "fonts-noto-cjk": "cjk notosansjp notosanskr nanum ipag takao unfonts vlgothic".split(),
    "fonts-noto-color-emoji": ["coloremoji", "color-emoji"],
}
TORCH = "torch==2.13.0"
TORCH_CPU_HOST = "download.pytorch.org"
TORCH_CPU_INDEX = f"https://{TORCH_CPU_HOST}/whl/cpu"
TORCH_FULL_DOWNLOAD = "about 3 GB (with CUDA libraries that a machine without a GPU never uses)"


def main() -> int:
    """Runs the steps; gives an exit code."""
    folder = Path(sys.argv[1]).resolve()
    install_system_libraries()
    python = make_environment(folder)
    say("installing Bojagi and its development tools")
    if pip(python, "install", "-qq", "--editable", f"{ROOT}[dev]") != 0:
        say("FAILED: the core packages could not be installed; the lines above say why")
        return 1
    install_extras(python)
    return 0


def say(sentence: str) -> None:
    """Shows progress."""
    print(f"· {sentence}", flush=True)


def install_system_libraries() -> None:
    """Step 1."""
    if platform.system() != "Linux":
        return
    missing = [
        package for name, package in LIBRARIES.items() if ctypes.util.find_library(name) is None
    ]
    missing += [package for package, hints in FONTS.items() if not has_font(hints)]
    if not missing:
        return
    line = f"apt-get install -y --no-install-recommends {' '.join(missing)}"
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        say(f"SKIPPED: system libraries for the app. As root on Debian or Ubuntu: {line}")
        return
    say(f"installing system libraries: {' '.join(missing)}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    commands = (["apt-get", "update", "-qq"], line.split())
    for command in commands:
        if (
            subprocess.run(
                command, env=environment, stdout=subprocess.DEVNULL, check=False
            ).returncode
            != 0
        ):
            say(f"SKIPPED: '{' '.join(command)}' failed; the app may lack a font or OpenGL")
            return


def has_font(hints: list[str]) -> bool:
    """Tells whether a font seems to be installed whose file is called like one of these."""
    return any(
        hint in file.name.lower()
        for folder in FONT_FOLDERS
        if folder.is_dir()
        for file in folder.rglob("*.[to]t[fc]")
        for hint in hints
    )


def make_environment(folder: Path) -> Path:
    """Makes the virtual environment, or keeps the one that is there. Gives its Python."""
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not python.exists():
        say(f"making a virtual environment with Python {platform.python_version()}")
        venv.EnvBuilder(with_pip=True).create(folder)
    return python


def pip(python: Path, *words: str) -> int:
    """Runs pip under the project's constraints. Gives its exit code."""
    environment = {
        **os.environ,
        "PIP_CONSTRAINT": str(ROOT / "constraints.txt"),
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    }
    return subprocess.run(
        [str(python), "-m", "pip", *words], env=environment, check=False
    ).returncode


def install_extras(python: Path) -> None:
    """Step 3."""
    words = ["install", "-qq", "--editable", f"{ROOT}[all,dev]"]
    if platform.system() == "Linux" and not has_gpu() and not index_has_cpu_torch(python):
        if answers(TORCH_CPU_HOST):
            say("taking torch's CPU build from PyTorch's own index")
            words += ["--extra-index-url", TORCH_CPU_INDEX]
        else:
            say(f"torch's CPU build is not to be had here; the download is {TORCH_FULL_DOWNLOAD}")
    say("installing torch, flwr and kivy (a few minutes the first time)")
    if pip(python, *words) != 0:
        say(
            "SKIPPED: torch, flwr and kivy. Recall, rules, forgetting and the log work without them"
        )


def has_gpu() -> bool:
    """Tells whether this machine has an NVIDIA GPU that a CUDA build would use."""
    return Path("/dev/nvidia0").exists() or shutil.which("nvidia-smi") is not None


def index_has_cpu_torch(python: Path) -> bool:
    """Asks pip what the configured index would give for torch: a build without CUDA packages?"""
    command = [
        str(python), "-m", "pip", "install", "--dry-run", "--quiet", "--no-deps",
        "--ignore-installed", "--report", "-", TORCH,
    ]  # fmt: skip
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        (torch,) = json.loads(answer.stdout)["install"]
    except (ValueError, KeyError):
        return False
    needs = torch["metadata"].get("requires_dist", [])
    return not any(need.startswith(("nvidia-", "cuda-", "triton")) for need in needs)


def answers(host: str) -> bool:
    """Tells whether a host takes a connection within two seconds."""
    try:
        socket.create_connection((host, 443), timeout=2).close()
    except OSError:
        return False
    return True


if __name__ == "__main__":
    sys.exit(main())
