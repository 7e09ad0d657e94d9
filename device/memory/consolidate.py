"""Consolidation: what of an ended episode is for the long term, and what goes when it goes.

Everything that the gate let through is a memory; most of it is talk around the few things that
matter. When an episode has ended, each of its memories is gone through once: what tells a fact, an
event, a taste, a plan, a correction, somebody, a day to come or how the owner wants something set
stays for good; small talk, questions and what a program answered stay in their episode and fade
with its days, where a budget asks for room (`fading`). Nothing is deleted here, and nothing hidden.

What only says again what was said before, in nearly the same words by the same speaker, reinforces
the older memory and stays in its episode itself: it keeps its own place, so that whichever of the
two is forgotten, the other brings nothing back.

What lies in a closed class is passed over: step-up classes never fade, so all of it lasts.

It runs when nobody waits for an answer, in small slices. Each commits as one: what became of its
memories, how far it went, and an event with the counts. Killed in between, it goes on there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from compliance.log.events import EventKind
from device.access import Guard
from device.encoder.fold import fold
from device.importers.export import SourceKind
from device.memory.echo import Gist
from device.memory.episodes import Episodes
from device.memory.forgetting import Act, after
from device.memory.records import Memory
from device.memory.sentence.kinds import Kind, tell
from device.memory.window import ASSISTANT
from device.settings import Settings
from device.vault.rows import DIMENSIONS, Rows, Vectors
from device.vault.store import Vault
from device.vault.upkeep import Usage
from policy.request import DAY_S
from policy.vocabulary import ClassName

_SLICE: Final = 128  # memories that are open together
_AGAIN: Final = 0.85  # a cosine from which two memories may say the same
_BLOCK: Final = 4_096  # rows whose vectors are wide at a time
_REASON: Final = "consolidate"
_TYPED: Final = "typed"
_PASSING: Final = {Kind.CHATTER, Kind.TRANSIENT, Kind.QUESTION}


@dataclass(frozen=True, slots=True)
class Consolidated:
    """What became of a slice: how many stay for good, in their episode, or reinforced another."""

    lasting: int = 0
    episodic: int = 0
    repeated: int = 0

    @property
    def count(self) -> int:
        """How many memories were gone through."""
        return self.lasting + self.episodic + self.repeated

    def and_those(self, other: Consolidated) -> Consolidated:
        """Gives the counts of both."""
        return Consolidated(
            self.lasting + other.lasting,
            self.episodic + other.episodic,
            self.repeated + other.repeated,
        )


class Consolidation:
    """Goes through the ended episodes of one unlocked vault."""

    def __init__(
        self, vault: Vault, guard: Guard, episodes: Episodes, clock: Callable[[], int]
    ) -> None:
        self._vault = vault
        self._guard = guard
        self._episodes = episodes
        self._clock = clock

    def step(self, settings: Settings, *, is_over: bool = False) -> tuple[Consolidated, Settings]:
        """Goes through one slice of what has ended. Counts of 0: there is nothing.

        Args:
            settings: The vault's, which say how far it went; those in force afterwards are given.
            is_over: Nobody is talking: what was said a moment ago has ended too.
        """
        done = settings.consolidated
        if done >= self._vault.newest_id:
            return Consolidated(), settings  # all that an idle moment costs
        now = self._clock()
        ids = self._episodes.ended(done, now, _SLICE, is_over=is_over)
        if not ids:
            return Consolidated(), settings
        opened = {int(row["id"][0]): (row, one) for row, one in self._guard.engine(ids, _REASON)}
        passing = [item_id for item_id, (_, memory) in opened.items() if is_passing(memory)]
        repeats = self._repeats({one: opened[one] for one in opened.keys() - set(passing)})
        changes = self._changes(repeats, passing, now)
        told = Consolidated(len(opened) - len(repeats) - len(passing), len(passing), len(repeats))
        settings = settings.model_copy(update={"consolidated": ids[-1]})
        with self._vault.transaction():
            self._guard.append(
                EventKind.ENGINE, reason=_REASON, count=told.count, accepted=told.lasting
            )
            for item_id, usage in changes.items():
                self._vault.use(item_id, usage)
            self._vault.write_settings(settings.model_dump_json().encode())
        return told, settings

    def _changes(
        self, repeats: dict[int, tuple[int, Rows, int]], passing: Sequence[int], now: int
    ) -> dict[int, Usage]:
        """Gives the usages to write: only exceptions have one."""
        older = {item_id for item_id, _, _ in repeats.values()}
        changes = self._vault.usages([*older, *repeats, *passing])
        for item_id in (*passing, *repeats):
            usage = changes.get(item_id, Usage())
            if not usage.is_pinned:
                changes[item_id] = replace(usage, is_episodic=True)
        for item_id, row, said_again in repeats.values():
            usage, at = changes.get(item_id, Usage()), int(row["at"][0])
            moment = min(max(said_again, at, usage.reviewed), now)
            strength = float(row["strength"][0])
            changes[item_id] = after(usage, Act.REPEATED, moment, strength, at)
        return changes

    def _repeats(self, opened: dict[int, tuple[Rows, Memory]]) -> dict[int, tuple[int, Rows, int]]:
        """Gives for each repetition the first memory of what it says, its row, and when.

        What says the same as a repetition says the same as what that repeats.
        """
        near = self._alike({item_id: row for item_id, (row, _) in opened.items()})
        unopened = sorted({one for found in near.values() for one in found}.difference(opened))
        known = dict(opened)
        if unopened:
            known |= {
                int(row["id"][0]): (row, one)
                for row, one in self._guard.engine(unopened, "compare")
            }
        gists = {item_id: Gist.of(memory.text) for item_id, (_, memory) in known.items()}
        repeats: dict[int, tuple[int, Rows, int]] = {}
        for item_id, one in opened.items():
            for older in near[item_id]:
                if (
                    older in known
                    and gists[item_id].is_again(gists[older])
                    and _may_repeat(one, known[older])
                ):
                    repeats[item_id] = older, known[older][0], int(one[0]["at"][0])
                    break
        return repeats

    def _alike(self, rows: Mapping[int, Rows]) -> dict[int, list[int]]:
        """Gives for each memory those of lower numbers that are nearly alike, lowest first.

        Looked at are those of its first domain: who says the same again speaks of the same.
        """
        found: dict[int, list[int]] = {item_id: [] for item_id in rows}
        by_domain: dict[int, list[int]] = {}
        for item_id, row in rows.items():
            by_domain.setdefault(int(row["domain"][0]), []).append(item_id)
        for chunk in (chunk for name in ClassName for chunk in self._vault.chunks(name)):
            older, alive = chunk.ids[: chunk.n], chunk.alive
            domain = int(chunk.columns["domain"][int(np.argmax(alive))])
            mine = by_domain.get(domain) if alive.any() else None
            if mine is None:
                continue
            numbers, vectors = np.array(mine, np.uint32), _vectors([rows[one] for one in mine])
            for start in range(0, chunk.n, _BLOCK):
                part = slice(start, min(start + _BLOCK, chunk.n))
                scale = chunk.columns["scale"][part].astype(np.float32)
                cosines = chunk.vectors[part].astype(np.float32) @ vectors.T * scale[:, None]
                for row_at, at in zip(*np.nonzero(cosines >= _AGAIN), strict=True):
                    if 0 < older[start + row_at] < numbers[at]:
                        found[mine[at]].append(int(older[start + row_at]))
        return {item_id: sorted(some) for item_id, some in found.items()}


def _vectors(rows: Sequence[Rows]) -> Vectors:
    """Gives the vectors of rows. *Shape:* (n, 256)."""
    vectors = np.zeros((len(rows), DIMENSIONS), np.float32)
    for at, row in enumerate(rows):
        vectors[at] = row["vector"][0].astype(np.float32) * np.float32(row["scale"][0])
    return vectors


def is_passing(memory: Memory) -> bool:
    """Tells whether a memory stays in its episode: small talk, a question, a program's answer.

    Whoever typed something to be remembered meant it, whatever it is.
    """
    if memory.source == _TYPED or memory.ahead or memory.replaces or memory.replaced_by:
        return False
    if _is_from_program(memory):
        return True
    return tell(memory.text, by_owner=memory.by_owner).kind in _PASSING


def _is_from_program(memory: Memory) -> bool:
    """Tells whether a program said it; what it told its owner is no memory of theirs."""
    if memory.by_owner is not False:
        return False
    return memory.source == SourceKind.CHATGPT or memory.speaker == ASSISTANT


def _may_repeat(one: tuple[Rows, Memory], other: tuple[Rows, Memory]) -> bool:
    """Tells whether the same words mean the same: "ran 5 km today" of another day does not."""
    (row, memory), (earlier, before) = one, other
    if fold(memory.speaker) != fold(before.speaker) or memory.ahead != before.ahead:
        return False
    apart = abs(int(row["at"][0]) - int(earlier["at"][0]))
    kind = tell(memory.text, by_owner=memory.by_owner).kind
    return apart < DAY_S or kind not in {Kind.EVENT, Kind.PLAN}
