"""The short-term window: the last messages of one conversation, in RAM and nowhere else.

It holds eight to sixteen messages. Short ones leave room for more; long ones, or a turn to another
topic, for fewer; a pause of hours ends what was being talked about, and empties it. What leaves it
goes to the vault. What is taken back while it is in here ("off the record", 방금 한 말은 잊어줘)
never reaches the disk: no row, no tombstone. A request reaches back six hours and a few messages
(`off_record`), and both lie within the window, so nothing that can be taken back has left it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from device.memory.block import tokens_in
from device.memory.sentence.off_record import Said, not_to_keep
from device.vault.rows import Vectors

ASSISTANT: Final = "assistant"  # as a talk names the program that answers
LEAST: Final = 8  # messages
MOST: Final = 16
PAUSE_S: Final = 6 * 3600  # no request reaches back further (`off_record`)
_TOKENS: Final = 768  # beyond it, no more than the least are held
_TOPIC: Final = 3  # messages that show what is being talked about now
_UNLIKE: Final = 0.25  # a cosine of these and those before below it is another topic


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a conversation as it was heard.

    Attributes:
        number: Its place in the conversation, from 0.
        by_owner: Whether the vault's owner said it.
        at: Unix seconds.
        vector: Unit vector; None where there is no encoder. *Shape:* (256,).
        kept: What of it is to be remembered; empty: nothing.
        strength: How firmly it was meant, from 0 to 1.
    """

    number: int
    text: str
    speaker: str
    by_owner: bool
    by_assistant: bool
    at: int
    kept: str
    strength: float
    vector: Vectors | None = None

    def __repr__(self) -> str:
        return f"Message({self.number})"


class Window:
    """The last messages of one conversation, oldest first."""

    def __init__(self) -> None:
        """Starts empty."""
        self.messages: tuple[Message, ...] = ()
        self._last_struck = -1

    def __len__(self) -> int:
        """How many messages it holds."""
        return len(self.messages)

    def add(self, message: Message) -> tuple[int, ...]:
        """Takes a message in. Gives the numbers of those that were taken back by it, or with it.

        What was taken back is gone from here. What has no room any more stays until it is stored
        and `let_go`: so it is always in one of the two places.
        """
        said = (*self.messages, message)
        if message.by_assistant:
            # What a program answers to something that is not kept tells of it.
            struck = {message.number} if self._last_struck == message.number - 1 >= 0 else set()
        else:
            talk = [Said(one.text, one.speaker, one.by_assistant, one.at) for one in said]
            struck = {said[at].number for at in not_to_keep(talk)}
        self._last_struck = max(struck, default=self._last_struck)
        self.messages = tuple(one for one in said if one.number not in struck)
        return tuple(sorted(struck))

    @property
    def room(self) -> int:
        """How many messages it holds now."""
        tokens = 0
        for count, message in enumerate(reversed(self.messages)):
            tokens += tokens_in(message.text)
            if tokens > _TOKENS:
                return max(count, LEAST)
        return LEAST if _turns_elsewhere(self.messages) else MOST

    @property
    def leaving(self) -> tuple[Message, ...]:
        """The messages that have no room, oldest first; after a pause all that were before it."""
        for at in range(len(self.messages) - 1, 0, -1):
            if self.messages[at].at - self.messages[at - 1].at > PAUSE_S:
                return self.messages[:at]
        return self.messages[: max(len(self.messages) - self.room, 0)]

    def let_go(self, messages: Sequence[Message]) -> None:
        """Drops messages that are in the vault now, or not to be kept."""
        gone = {one.number for one in messages}
        self.messages = tuple(one for one in self.messages if one.number not in gone)


def _turns_elsewhere(messages: Sequence[Message]) -> bool:
    """Tells whether the last messages are about something else than those before."""
    vectors = [one.vector for one in messages if one.vector is not None]
    if len(vectors) < LEAST:
        return False
    before, now = np.sum(vectors[:-_TOPIC], axis=0), np.sum(vectors[-_TOPIC:], axis=0)
    return float(before @ now) < _UNLIKE * float(np.linalg.norm(before) * np.linalg.norm(now))
