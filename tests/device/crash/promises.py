"""What a program promised before it was stopped, and whether the disk keeps it.

The program writes marks: one line of JSON before an act and one after. A mark after an act is a
promise. An act that was begun and not finished may have happened or not, whole.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from tests.device.crash.driver import Content, Secrets, digest_of


@dataclass
class Promises:
    """What all marks so far promise.

    Attributes:
        added: The digest of each memory's text, by id.
        begun: The act under way: it may have happened or not.
        doubts: Acts that were refused half way: a write that failed may still reach the disk.
        done: How often each act was finished.
    """

    secrets: Secrets
    added: dict[int, str] = field(default_factory=dict)
    classes: dict[int, set[str]] = field(default_factory=dict)
    reads: dict[int, int] = field(default_factory=dict)
    erased: set[int] = field(default_factory=set)
    begun: dict[str, Any] = field(default_factory=dict)
    doubts: list[dict[str, Any]] = field(default_factory=list)
    done: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)

    def copy(self) -> Promises:
        """Gives a copy that further marks do not change."""
        return deepcopy(self)

    def take(self, lines: Iterable[str]) -> None:
        """Takes marks in their order; a line that was cut off by the end is no mark."""
        for line in lines:
            try:
                mark = json.loads(line)
            except ValueError:
                continue
            kind = mark.pop("mark")
            if kind == "begin":
                self.begun = mark
            elif kind == "done":
                self._finish(mark)
            else:
                self.refused[mark["key"]] += 1
                self.doubts.append(self.begun)
                self.begun = {}

    def _finish(self, mark: dict[str, Any]) -> None:
        begun, self.begun = self.begun, {}
        act = mark["act"]
        self.done[act] += 1
        match act:
            case "add" | "import":
                self.added.update({int(k): v for k, v in mark["ids"].items()})
            case "forget":
                self.erased |= set(begun["ids"])
                for item_id in begun["ids"]:
                    self.added.pop(item_id, None)
                    self.reads.pop(item_id, None)
            case "rebind":
                self.classes[begun["id"]] = {mark["class"]}
            case "read":
                self.reads[begun["id"]] = mark["reads"]
            case "passphrase":
                self.secrets = Secrets(begun["new"], self.secrets.step_up)
            case "step_up_set":
                self.secrets = Secrets(self.secrets.passphrase, begun["new"])
            case _:
                pass  # nothing but the mark itself

    def possible_secrets(self) -> list[Secrets]:
        """Gives what may open the vault: more than one where a change was under way."""
        found = [self.secrets]
        for one in self._open_questions():
            match one.get("act"):
                case "passphrase":
                    found.append(Secrets(one["new"], self.secrets.step_up))
                case "step_up_set":
                    found.append(Secrets(self.secrets.passphrase, one["new"]))
                case _:
                    pass
        return found

    def _open_questions(self) -> list[dict[str, Any]]:
        return [*self.doubts, self.begun]

    def held_by(self, content: Content) -> None:
        """Checks every promise.

        Raises:
            AssertionError: one is broken.
        """
        asked = self._open_questions()
        may_be_there = {digest for one in asked for digest in one.get("texts", ())}
        may_be_gone = {item_id for one in asked for item_id in one.get("ids", ())}
        may_be_moved = {one.get("id") for one in asked}
        found = {item_id: digest_of(one.text) for item_id, one in content.memories.items()}
        for item_id, digest in self.added.items():
            if item_id in found:
                assert found[item_id] == digest, f"{item_id} holds another text"
            else:
                assert item_id in may_be_gone, f"the acknowledged {item_id} is lost"
        for item_id in self.erased:
            assert item_id not in found, f"the erased {item_id} came back"
        for item_id, digest in found.items():
            if item_id not in self.added:
                assert digest in may_be_there, f"nobody added {item_id}"
        assert content.orphans == 0, "an item without a row, or a row without an item"
        texts = list(found.values())
        assert len(texts) == len(set(texts)), "a memory is there twice"
        for item_id, names in self.classes.items():
            if item_id in found and item_id not in may_be_moved:
                told = content.memories[item_id].class_name
                assert told in names, f"{item_id} is {told} again"
        for item_id, reads in self.reads.items():
            if item_id in found:
                assert content.memories[item_id].reads >= reads, f"reads of {item_id} are lost"
        assert content.told_stored >= len(self.added) + len(self.erased), "an add without its leaf"
        assert content.told_erased >= self.done["forget"], "an erasure without its leaf"

    def settle(self, content: Content, secrets: Secrets) -> None:
        """Takes what was found after a stop for promised: it was read, so it must stay."""
        for item_id, one in content.memories.items():
            self.added.setdefault(item_id, digest_of(one.text))
        for asked in self._open_questions():
            for item_id in set(asked.get("ids", ())) - set(content.memories):
                self.added.pop(item_id, None)
                self.reads.pop(item_id, None)
                self.erased.add(item_id)
            moved = asked.get("id")
            if asked.get("act") == "rebind" and moved in content.memories:
                self.classes[moved] = {content.memories[moved].class_name}
        self.secrets = secrets
        self.begun, self.doubts = {}, []
