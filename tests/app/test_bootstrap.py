"""What the app says where it cannot draw, and what it has read before it first draws."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from benchmarks.app_first_frame import measure

BLOCKED = """
import importlib.abc, sys
class Blocked(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name == {name!r} or name.startswith({name!r} + "."):
            raise {error}
sys.meta_path.insert(0, Blocked())
from pathlib import Path
from device.app.__main__ import main
sys.exit(main(Path(sys.argv[1]), {language!r}))
"""
GONE = "ModuleNotFoundError(\"No module named 'kivy'\", name='kivy')"
NO_LIBRARY = "ImportError('libGL.so.1: cannot open shared object file')"


def run(code, folder, **environment):
    return subprocess.run(
        [sys.executable, "-c", code, str(folder / "vault")],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "DISPLAY": ":99", **environment},
    )


@pytest.mark.parametrize(("language", "words"), [("en", "pip install"), ("ko", "설치되어")])
def test_missing_kivy_names_what_to_install(tmp_path, language, words):
    done = run(BLOCKED.format(name="kivy", error=GONE, language=language), tmp_path)
    assert done.returncode == 5
    assert "bojagi[app]" in done.stderr
    assert words in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("module", ["kivy.config", "kivy.core.window", "kivy.graphics"])
def test_missing_opengl_names_what_to_install(tmp_path, module):
    done = run(BLOCKED.format(name=module, error=NO_LIBRARY, language="ja"), tmp_path)
    assert done.returncode == 5, done.stderr
    assert "OpenGL" in done.stderr
    assert "libgl1" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "environment",
    [
        {"SDL_VIDEODRIVER": "dummy"},
        {"DISPLAY": "", "WAYLAND_DISPLAY": "", "SDL_VIDEODRIVER": ""},
        {"SDL_VIDEODRIVER": "x11", "DISPLAY": ":98765"},
    ],
    ids=["driver without GL", "no screen", "screen that is not there"],
)
def test_machine_that_cannot_show_a_window_is_told(tmp_path, environment):
    code = "import sys; from device.app.__main__ import main; from pathlib import Path;"
    done = run(f"{code} sys.exit(main(Path(sys.argv[1]), 'en'))", tmp_path, **environment)
    assert done.returncode == 5, (done.stdout, done.stderr)
    assert "OpenGL" in done.stderr
    assert "Traceback" not in done.stderr


def test_interrupt_ends_the_app_without_a_stack_trace(tmp_path):
    code = (
        "import os, signal, sys, threading; from pathlib import Path;"
        # Whoever started these tests in the background had the signal ignored.
        "signal.signal(signal.SIGINT, signal.default_int_handler);"
        "threading.Timer(2, os.kill, (os.getpid(), signal.SIGINT)).start();"
        "from device.app.__main__ import main; sys.exit(main(Path(sys.argv[1]), 'en'))"
    )
    done = run(code, tmp_path, SDL_VIDEODRIVER="offscreen")
    assert done.returncode == 130, done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("language", ["en", "ko"])
def test_first_frame_needs_no_heavy_package(language):
    words = ["-m", "benchmarks.app_first_frame", "--one", "app", "--lang", language]
    done = subprocess.run([sys.executable, *words], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout)["heavy"] == []


def test_first_frame_needs_nothing_of_the_vault_or_its_keys():
    late = ("faiss", "fido2", "keyring", "tantivy", "device.vault.store")
    code = (
        f"import benchmarks.app_first_frame as b; b.HEAVY = {late!r}; b._first_frame('app', 'ja')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout)["heavy"] == []


def test_kivy_writes_nothing_to_its_home(tmp_path):
    code = (
        "import sys; from pathlib import Path;"
        "from device.app.bootstrap import *; home = Path(sys.argv[1]);"
        "prepare(Stage(home=home, is_headless=True)); open_window(); sys.exit(home.exists())"
    )
    done = run(code, tmp_path)
    assert done.returncode == 0, done.stderr


@pytest.mark.prove
@pytest.mark.parametrize("language", ["en", "ja", "ko"])
def test_first_frame_costs_at_most_half_more_than_an_empty_window(language):
    assert measure(9, language)["ratio"] <= 1.5
