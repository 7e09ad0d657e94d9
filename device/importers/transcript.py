"""Collects the messages of one chat, line by line, and turns them into an export.

Shared by LINE and KakaoTalk, whose text exports are both a list of lines: some start a message,
some continue it. What differs between them (how a line starts, which words stand for a photo) stays
in their own modules; what must be alike (places, owner, counts) is here.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from device.errors import BadInput
from device.importers.clock import Clock, Day, Moment, moment
from device.importers.export import (
    Conversation,
    Export,
    SkipReason,
    SourceKind,
    Turn,
    name_in,
    plain,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from datetime import datetime, tzinfo

Settled: TypeAlias = tuple[str, SkipReason | None]
"""The words of a message, and the reason to skip it, if any."""


@dataclass(slots=True)
class _Open:
    """A message whose further lines may follow."""

    moment: Moment
    speaker: str
    place: str
    lines: list[str]


@dataclass(frozen=True, slots=True)
class _Said:
    """A message that is complete, before it is known who owns the chat."""

    text: str
    speaker: str
    sent_at: datetime | None
    place: str


class Transcript:
    """The messages read so far from one chat.

    `settle` gives the words of a complete message or the reason to skip it. `key` names the chat in
    every place; it should not change when the chat is exported again.
    """

    __slots__ = (
        "_key",
        "_kind",
        "_last",
        "_open",
        "_ordinals",
        "_said",
        "_settle",
        "_zone",
        "skipped",
        "speakers",
    )

    def __init__(
        self, kind: SourceKind, *, key: str, zone: tzinfo, settle: Callable[[str], Settled]
    ) -> None:
        self._kind = kind
        self._key = key
        self._zone = zone
        self._settle = settle
        self._ordinals: Counter[tuple[str, str]] = Counter()
        self._open: _Open | None = None
        self._last: tuple[Day | None, Clock | None, Moment] | None = None
        self._said: list[_Said] = []
        self.speakers: dict[str, None] = {}  # in order of appearance
        self.skipped: Counter[SkipReason] = Counter()

    def begin(self, day: Day | None, clock: Clock | None, speaker: str, text: str) -> None:
        """Starts a message, which ends the one before.

        The ordinal counts all that the speaker sent in that minute, photos and deleted messages
        too: a message deleted between two exports must not move its neighbours to another place.
        """
        self.close()
        speaker = name_in(speaker)
        self.speakers.setdefault(speaker)
        when = self._moment(day, clock)
        ordinal = self._ordinals[when.stamp, speaker]
        self._ordinals[when.stamp, speaker] += 1
        place = f"{self._kind}|{self._key}|{when.stamp}|{speaker}|{ordinal}"
        self._open = _Open(when, speaker, place, [text])

    def _moment(self, day: Day | None, clock: Clock | None) -> Moment:
        if self._last is None or self._last[:2] != (day, clock):  # most follow within the minute
            before = None if self._last is None else self._last[2].sent_at
            self._last = (day, clock, moment(day, clock, self._zone, after=before))
        return self._last[2]

    def extend(self, line: str) -> None:
        """Adds a further line to the message at hand; after a skipped line it is part of that."""
        if self._open is not None:
            self._open.lines.append(line)

    def close(self) -> None:
        """Ends the message at hand."""
        if self._open is None:
            return
        opened, self._open = self._open, None
        text, reason = self._settle("\n".join(opened.lines).strip())
        text = plain(text)
        if reason is None and not text:
            reason = SkipReason.EMPTY
        if reason is None:
            self._said.append(_Said(text, opened.speaker, opened.moment.sent_at, opened.place))
        else:
            self.skipped[reason] += 1

    def skip(self, reason: SkipReason) -> None:
        """Counts a line that is no message; it ends the message at hand."""
        self.close()
        self.skipped[reason] += 1

    def cut_open(self) -> None:
        """Drops the message at hand: the file ends inside it; the next export has it whole."""
        self._open = None
        self.skipped[SkipReason.CUT_OFF] += 1

    def export(self, *, title: str, me: str | None, own: Collection[str] = ()) -> Export:
        """Gives what was read, its turns marked by owner.

        Args:
            title: The name of the chat; in a chat of two that is the other person.
            me: The owner's name as the export writes it, where the person told it.
            own: Names by which the app itself means the owner.

        Raises:
            BadInput: `me` never speaks in this chat.
        """
        self.close()
        owner = owners(tuple(self.speakers), titles=(title, self._key), me=me, own=own)
        turns = tuple(
            Turn(said.text, said.speaker, owner[said.speaker], said.sent_at, said.place, None)
            for said in self._said
        )
        conversations = (Conversation(self._kind, title, turns),) if turns else ()
        return Export(self._kind, conversations, dict(self.skipped))


def owners(
    speakers: Sequence[str], *, titles: Collection[str], me: str | None, own: Collection[str] = ()
) -> dict[str, bool | None]:
    """Tells for each speaker whether they own the export; None where it does not show.

    Raises:
        BadInput: `me` is none of the speakers.
    """
    if me is not None:
        marked = {speaker: is_same_name(speaker, me) for speaker in speakers}
        if not any(marked.values()):
            raise BadInput("import.unknown_me", speakers=len(speakers))
        return {**marked}
    if any(speaker in own for speaker in speakers):
        return {speaker: speaker in own for speaker in speakers}
    named = {s for s in speakers if any(is_same_name(s, title) for title in titles)}
    if len(speakers) <= 2 and len(named) == 1:
        return {speaker: speaker not in named for speaker in speakers}
    return dict.fromkeys(speakers)


def is_same_name(one: str, other: str) -> bool:
    """Whether two spellings of a name differ at most in case, width or spaces; never if empty."""
    folded = _folded(one)
    return bool(folded) and folded == _folded(other)


def _folded(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def split_lines(text: str) -> list[str]:
    """Gives the lines of a text. Not `splitlines`: people do write U+2028 inside messages."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
