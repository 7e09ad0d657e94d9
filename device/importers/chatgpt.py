"""Reads `conversations.json`, the file with all talk in a ChatGPT data export.

Each conversation is a tree: editing a question or asking again grows a branch. What the person last
saw is the path from `current_node` up to the root, and only that is imported. Between the messages
stand nodes that were never shown: system prompts, tool calls, code, thoughts. A file may hold
damaged trees; every walk here keeps to nodes that exist and visits none twice.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from datetime import UTC, datetime, tzinfo
from typing import TYPE_CHECKING, Final

from device.importers.clock import instant
from device.importers.export import Conversation, Export, SkipReason, SourceKind, Turn
from device.importers.jsontext import items, members, number, words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_SPOKEN_TYPES: Final = ("text", "multimodal_text")
_SPEAKERS: Final = {"user": True, "assistant": False}  # whether that is the owner

# Citations stand between private-use characters: "\ue200cite\ue202turn0search1\ue201".
_CITATION: Final = re.compile("\ue200[^\ue200\ue201]{0,2000}\ue201")
_MILLISECONDS_FROM: Final = 1e11  # as seconds that is the year 5138


def is_chatgpt(document: object) -> bool:
    """Whether a JSON document holds something like a ChatGPT conversation."""
    return any(_is_conversation(entry) for entry in _entries(document))


def parse(documents: Sequence[object], *, zone: tzinfo) -> Export:
    """Gives the conversations in the parts of a ChatGPT export, in the order of the files."""
    skipped: Counter[SkipReason] = Counter()
    read = [
        _conversation(members(entry), zone, skipped)
        for document in documents
        for entry in _entries(document)
        if _is_conversation(entry)
    ]
    kept = tuple(conversation for conversation in read if conversation.turns)
    return Export(SourceKind.CHATGPT, kept, dict(skipped))


def _entries(document: object) -> Sequence[object]:
    """Gives the conversations of a file: a list, one alone, or a list under a name."""
    if _is_conversation(document):
        return [document]
    return items(document) or items(members(document).get("conversations"))


def _is_conversation(entry: object) -> bool:
    return isinstance(members(entry).get("mapping"), dict)


def _conversation(
    entry: Mapping[str, object], zone: tzinfo, skipped: Counter[SkipReason]
) -> Conversation:
    name = words(entry.get("conversation_id")) or words(entry.get("id"))
    sent_at = _time(entry.get("create_time"), zone)
    turns: list[Turn] = []
    for node, message in _path(entry):
        text, reason = _spoken(message)
        if reason is not None:
            skipped[reason] += 1
            continue
        sent_at = _time(message.get("create_time"), zone) or sent_at
        speaker = words(members(message.get("author")).get("role"))
        reference = words(message.get("id")) or node
        place = f"{SourceKind.CHATGPT}|{name}|{reference}"
        turns.append(Turn(text, speaker, _SPEAKERS[speaker], sent_at, place, reference))
    return Conversation(SourceKind.CHATGPT, words(entry.get("title")), tuple(turns))


def _path(entry: Mapping[str, object]) -> list[tuple[str, dict[str, object]]]:
    """Gives the messages that the person last saw, oldest first, each with the name of its node."""
    mapping = members(entry.get("mapping"))
    current = entry.get("current_node")
    if not isinstance(current, str) or current not in mapping:
        current = _newest_leaf(mapping)
    parents = _parents(mapping)
    path: list[tuple[str, dict[str, object]]] = []
    seen: set[str] = set()
    while current is not None and current not in seen:
        seen.add(current)
        message = members(members(mapping[current]).get("message"))
        if message:
            path.append((words(current), message))
        current = parents.get(current)
    return path[::-1]


def _parents(mapping: Mapping[str, object]) -> dict[str, str]:
    """Gives the parent of each node: its own word for it, or else the node that lists it."""
    parents = {
        child: name
        for name, node in mapping.items()
        for child in items(members(node).get("children"))
        if isinstance(child, str)
    }
    for name, node in mapping.items():
        parent = members(node).get("parent")
        if isinstance(parent, str) and parent in mapping:
            parents[name] = parent
    return parents


def _newest_leaf(mapping: Mapping[str, object]) -> str | None:
    """Gives the node to start from where the export names none: the last leaf by time."""

    def age(name: str) -> tuple[bool, float]:
        node = members(mapping[name])
        is_leaf = not any(
            child in mapping for child in items(node.get("children")) if isinstance(child, str)
        )
        seconds = number(members(node.get("message")).get("create_time"))
        return is_leaf, -1.0 if seconds is None or math.isnan(seconds) else seconds

    return max(reversed(list(mapping)), key=age, default=None)


def _spoken(message: Mapping[str, object]) -> tuple[str, SkipReason | None]:
    """Gives what was said in a message, or why nothing was."""
    content = members(message.get("content"))
    if not _is_shown(message) or content.get("content_type") not in _SPOKEN_TYPES:
        return "", SkipReason.HIDDEN
    parts = items(content.get("parts"))
    said = "\n".join(text for part in parts if (text := _part(part)))
    if said:
        return said, None
    return "", SkipReason.MEDIA if any(members(part) for part in parts) else SkipReason.HIDDEN


def _is_shown(message: Mapping[str, object]) -> bool:
    role = members(message.get("author")).get("role")
    is_hidden = members(message.get("metadata")).get("is_visually_hidden_from_conversation")
    return (
        isinstance(role, str)
        and role in _SPEAKERS
        and is_hidden is not True
        and message.get("recipient") in (None, "all")  # else it is addressed to a tool
        and message.get("channel") != "analysis"
    )


def _part(part: object) -> str:
    """Gives the words in a part: plain text, or the transcript of a voice."""
    if members(part).get("content_type") == "audio_transcription":
        part = members(part).get("text")
    return words(_CITATION.sub("", part)) if isinstance(part, str) else ""


def _time(value: object, zone: tzinfo) -> datetime | None:
    if isinstance(value, str):
        try:
            written = datetime.fromisoformat(value)
            return instant(written.replace(tzinfo=written.tzinfo or UTC).timestamp(), zone)
        except (ValueError, OverflowError):
            return None
    seconds = number(value)
    if seconds is None:
        return None
    return instant(seconds / 1000 if seconds > _MILLISECONDS_FROM else seconds, zone)
