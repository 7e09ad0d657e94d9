"""What a process under test does: random acts for ever, or one script; every act is marked.

A mark before an act tells what it may leave; the mark after it is a promise. Marks are written in
one `write`: a mark is whole or it is not there.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from device.errors import DeviceError
from policy.vocabulary import Label
from tests.device.crash.driver import Secrets, Subject, digest_of, new_text

_ACTS = {
    "add": 30,
    "import": 8,
    "forget": 17,
    "forget_several": 4,
    "rebind": 9,
    "compact": 4,
    "rotate": 4,
    "step_up": 8,
    "step_up_set": 5,
    "passphrase": 3,
    "read": 5,
    "rate": 4,
    "reopen": 2,
}
_MOST = 48  # memories: above, deletes have the upper hand
_LABELS = (Label.HEALTH, Label.FINANCE, Label.IDENTITY)


class Marks:
    """The file that outlives the process."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def write(self, mark: str, **values: Any) -> None:
        """Writes one mark."""
        os.write(self._file, (json.dumps({"mark": mark, **values}) + "\n").encode())


class Actor:
    """Does acts on one vault and marks them.

    Args:
        is_open: Whether the step-up classes are.
        survives: Whether a refusal is marked and the next act follows, or ends the process.
    """

    def __init__(
        self,
        folder: Path,
        subject: Subject,
        marks: Marks,
        rng: np.random.Generator,
        alive: list[int],
        *,
        survives: bool = False,
    ) -> None:
        self._folder = folder
        self.subject = subject
        self._marks = marks
        self._rng = rng
        self.alive = alive
        self._survives = survives
        self._is_open = False

    def do(self, name: str) -> bool:
        """Does one act. Gives whether it was done: there may be nothing to do it on."""
        act: Callable[[], bool] = getattr(self, f"_{name}")
        try:
            return act()
        except DeviceError as error:
            told = error.tell("en")
            assert told
            assert "Traceback" not in told
            self._marks.write("refused", key=error.key, act=name)
            if not self._survives:
                raise
            if name == "reopen":  # closed, or never opened again
                self.subject = Subject.open(self._folder, self.subject.secrets)
                self._is_open = False
            return False

    def start_stepped(self) -> None:
        """Opens the step-up classes before anything is promised."""
        self.subject.step_up()
        self._is_open = True

    def _begin(self, act: str, **values: Any) -> None:
        self._marks.write("begin", act=act, **values)

    def _done(self, act: str, **values: Any) -> bool:
        self._marks.write("done", act=act, **values)
        return True

    def _any(self) -> int | None:
        return self.alive[int(self._rng.integers(len(self.alive)))] if self.alive else None

    def _any_open(self) -> int | None:
        ids = self.subject.open_ids()
        return ids[int(self._rng.integers(len(ids)))] if ids else None

    # -- acts

    def _add(self) -> bool:
        text = new_text(self._rng)
        self._begin("add", texts=[digest_of(text)])
        item_id = self.subject.remember(text)
        self.alive.append(item_id)
        return self._done("add", ids={item_id: digest_of(text)})

    def _import(self) -> bool:
        texts = [new_text(self._rng) for _ in range(int(self._rng.integers(2, 12)))]
        digests = [digest_of(text) for text in texts]
        self._begin("import", texts=digests)
        ids = self.subject.take_in(texts, f"talk{int(self._rng.integers(1 << 40))}")
        assert len(ids) == len(texts)
        self.alive += ids
        return self._done("import", ids=dict(zip(ids, digests, strict=True)))

    def _forget(self) -> bool:
        return self._forget_some(1)

    def _forget_several(self) -> bool:
        return self._forget_some(int(self._rng.integers(2, 6)))

    def _forget_some(self, count: int) -> bool:
        if len(self.alive) < count:
            return False
        at = self._rng.choice(len(self.alive), count, replace=False)
        ids = [self.alive[int(one)] for one in at]
        needles = [self.subject.sealed_bytes(item_id).hex() for item_id in ids]
        self._begin("forget", ids=ids)
        self.subject.forget(ids)
        self.alive = [item_id for item_id in self.alive if item_id not in ids]
        return self._done("forget", ids=ids, needles=needles)

    def _rebind(self) -> bool:
        item_id = self._any_open()
        if item_id is None:
            return False
        label = _LABELS[int(self._rng.integers(len(_LABELS)))]
        self._begin("rebind", id=item_id)
        name = self.subject.rebind(item_id, label)
        return self._done("rebind", **{"class": name})

    def _compact(self) -> bool:
        self._begin("compact")
        self.subject.compact()
        return self._done("compact")

    def _rotate(self) -> bool:
        self._begin("rotate")
        self.subject.rotate()
        return self._done("rotate")

    def _step_up(self) -> bool:
        self._begin("step_up")
        if self._is_open:
            self.subject.end_step_up()
        else:
            self.subject.step_up()
        self._is_open = not self._is_open
        return self._done("step_up" if self._is_open else "step_up_end")

    def _step_up_set(self) -> bool:
        if not self._is_open:
            return False
        new = f"두 번째 암호 {int(self._rng.integers(1 << 30))}"
        self._begin("step_up_set", new=new)
        self.subject.set_step_up(new)
        self._is_open = False
        return self._done("step_up_set")

    def _passphrase(self) -> bool:
        new = f"新しいパスフレーズ {int(self._rng.integers(1 << 30))}"
        self._begin("passphrase", new=new)
        self.subject.change_passphrase(new)
        return self._done("passphrase")

    def _read(self) -> bool:
        item_id = self._any_open()
        if item_id is None:
            return False
        self._begin("read", id=item_id)
        return self._done("read", reads=self.subject.count_read(item_id))

    def _rate(self) -> bool:
        item_id = self._any_open()
        if item_id is None:
            return False
        self._begin("rate", id=item_id)
        self.subject.rate(item_id)
        return self._done("rate")

    def _reopen(self) -> bool:
        self._begin("reopen")
        secrets = self.subject.secrets
        self.subject.close()
        self.subject = Subject.open(self._folder, secrets)
        self._is_open = False
        return self._done("reopen")


def churn(actor: Actor, rng: np.random.Generator, after_first: Callable[[], None]) -> None:
    """Acts at random for ever; somebody stops it.

    Args:
        after_first: Called when the first act is done: from there on it may be killed.
    """
    names, weights = list(_ACTS), np.array(list(_ACTS.values()), float)
    is_first = True
    while True:
        name = names[int(rng.choice(len(names), p=weights / weights.sum()))]
        if len(actor.alive) > _MOST:
            name = "forget_several" if rng.random() < 0.5 else name
        if actor.do(name) and is_first:
            is_first = False
            after_first()


def play(actor: Actor, script: list[str]) -> None:
    """Does the acts of a script, in order."""
    for name in script:
        actor.do(name)


def opened(folder: Path, marks: Marks, args: dict[str, Any]) -> Actor:
    """Unlocks the vault that an actor works on."""
    secrets = Secrets(args["passphrase"], args["step_up"])
    rng = np.random.default_rng(args["seed"])
    subject = Subject.open(folder, secrets)
    actor = Actor(
        folder, subject, marks, rng, list(args["alive"]), survives=args.get("survives", False)
    )
    if args.get("stepped"):
        actor.start_stepped()
    return actor
