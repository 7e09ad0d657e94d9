"""The vaults of earlier formats as a test wants them: unpacked, with what must be found in them."""

from __future__ import annotations

import gzip
import json
import shutil
from pathlib import Path
from typing import Any, Final

HERE: Final = Path(__file__).parent
FORMAT1: Final = ("everything", "without_step_up", "empty", "left_open")


def unpack(name: str, folder: Path) -> dict[str, Any]:
    """Puts a vault of format 1 into a new folder. Gives what must be found in it."""
    folder.mkdir(mode=0o700)
    for packed in HERE.glob(f"format1_{name}.*.gz"):
        part = packed.name.removeprefix(f"format1_{name}").removesuffix(".gz")
        (folder / f"vault{part}").write_bytes(gzip.decompress(packed.read_bytes()))
    return facts(name)


def facts(name: str) -> dict[str, Any]:
    """Gives what must be found in a vault of format 1."""
    found: dict[str, Any] = json.loads((HERE / f"format1_{name}.json").read_text("utf-8"))
    return found


def put_chat(folder: Path) -> Path:
    """Copies the export that `everything` was fed with. Gives its path."""
    return Path(shutil.copy(HERE / "chat.txt", folder))
