"""A vault to be damaged: closed, as it was before, and copied while it was open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from compliance.errors import ProofError
from device.errors import DeviceError
from tests.device.crash.acts import Actor, Marks
from tests.device.crash.disk import Image, read_folder, write_image
from tests.device.crash.driver import Content, Secrets, Subject, read_content

_READING: Final = 3  # events that reading itself adds: unlocked, stepped up, released
SECRETS: Final = Secrets("보자기 ふろしき wrapping cloth", "두 번째 비밀 二つ目")
EARLIER: Final = (
    "import import import import import forget read rate step_up import import add rebind forget"
).split()
LATER: Final = (
    "read rate rebind add forget import forget_several rotate add step_up import compact read"
).split()


@dataclass(frozen=True)
class Made:
    """The files of one vault at three moments, and what it held at each moment that it was left.

    Attributes:
        older: Closed, before the last acts.
        closed: Closed, after them.
        live: Copied while it was open: with a WAL that holds acts that are not in the file.
        states: What a reader may find in any of them, oldest first.
    """

    older: Image
    closed: Image
    live: Image
    states: tuple[Content, ...]


def make(work: Path) -> Made:
    """Makes the vault by a script; the same acts each time, under other keys."""
    folder, marks = work / "vault", Marks(work / "marks")
    with closing(Subject.create(folder, SECRETS)) as subject:
        _play(folder, subject, marks, 1, EARLIER)
        often_read = subject.open_ids()[0]
        subject.count_read(often_read)
    older = read_folder(folder)
    states = [_content(older, work / "a")]
    with closing(Subject.open(folder, SECRETS)) as subject:
        _play(folder, subject, marks, 2, ["step_up"])
        subject.count_read(often_read)  # so that an older copy has an older count of it
        subject.end_step_up()
        _play(folder, subject, marks, 2, LATER)
    closed = read_folder(folder)
    states.append(_content(closed, work / "b"))
    with closing(Subject.open(folder, SECRETS)) as subject:
        actor = _play(folder, subject, marks, 3, [])
        for at, act in enumerate(("add", "import", "read", "add")):
            actor.do(act)
            states.append(_content(read_folder(folder), work / f"live{at}"))
        live = read_folder(folder)
    assert states[0] != states[1] != states[-1]
    assert {one.class_name for one in states[1].memories.values()} >= {
        "everyday",
        "private",
        "finance",
    }
    assert states[1].segments > 1
    assert states[1].memories[often_read].reads > states[0].memories[often_read].reads > 0
    return Made(older, closed, live, tuple(states))


def _play(folder: Path, subject: Subject, marks: Marks, seed: int, script: Sequence[str]) -> Actor:
    rng = np.random.default_rng(seed)
    subject.step_up()
    alive = subject.open_ids()
    subject.end_step_up()
    actor = Actor(folder, subject, marks, rng, alive)
    for act in script:
        assert actor.do(act), act
    return actor


def _content(image: Image, folder: Path) -> Content:
    with placed(image, folder):
        return read_content(folder, SECRETS)


@contextmanager
def placed(image: Image, folder: Path) -> Iterator[Path]:
    """Puts an image into a folder of its own while the block runs."""
    folder.mkdir(exist_ok=True)
    for path in folder.iterdir():
        path.unlink()
    write_image(image, folder)
    yield folder


@dataclass(frozen=True)
class Outcome:
    """What came of reading a changed vault: content, a refusal's key, or a stray error."""

    content: Content | None = None
    refused: str = ""
    stray: str = ""


def outcome_of(folder: Path) -> Outcome:
    """Unlocks, opens the step-up classes and reads everything."""
    try:
        return Outcome(content=read_content(folder, SECRETS))
    except DeviceError as error:
        return Outcome(refused=error.key)
    except ProofError as error:
        return Outcome(refused=type(error).__name__)
    except Exception as error:  # noqa: BLE001  # any: a test tells that there is none
        return Outcome(stray=f"{type(error).__module__}.{type(error).__name__}: {error}")


def is_true(content: Content, of: Content, *, with_log: bool = True) -> bool:
    """Tells whether what was read is what was written; less of it only where damage is named.

    Args:
        with_log: The log must be as long, too: not so where an earlier moment may be read.
    """
    log, before = content.leaves, of.leaves[:-_READING]
    if content.settings != of.settings or (with_log and log[: len(before)] != before):
        return False
    if content.damage:
        return content.memories.items() <= of.memories.items()
    return content.memories == of.memories
