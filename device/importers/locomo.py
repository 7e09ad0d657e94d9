"""Reads LoCoMo files: long two-person talk over many sessions, made to measure memory.

Source: Maharana et al., "Evaluating Very Long-Term Conversational Memory of LLM Agents", ACL 2024;
github.com/snap-research/locomo. Questions, summaries and other annotations in a sample are not
read, so an evaluation cannot leak its answers into a vault.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING, Final

from device.errors import BadInput
from device.importers.clock import NAMED_DATE, TIME, clock_of, day_of, moment
from device.importers.export import Conversation, Export, SkipReason, SourceKind, Turn, plain
from device.importers.jsontext import items, members, words
from device.importers.transcript import is_same_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_SESSION: Final = re.compile(r"session_([0-9]{1,9})")
_SESSION_TIME: Final = re.compile(rf"{TIME} on {NAMED_DATE}", re.IGNORECASE)


def is_locomo(document: object) -> bool:
    """Whether a JSON document holds something like a LoCoMo sample."""
    return any(_sessions(_talk(sample)) for sample in _samples(document))


def parse(document: object, *, zone: tzinfo, me: str | None = None) -> Export:
    """Gives one conversation for each sample.

    Raises:
        BadInput: `me` speaks in no sample.
    """
    skipped: Counter[SkipReason] = Counter()
    speakers: set[str] = set()
    read: list[Conversation] = []
    for sample in _samples(document):
        conversation = _conversation(members(sample), zone, me, skipped)
        speakers.update(turn.speaker for turn in conversation.turns)
        read.append(conversation)
    if me is not None and not any(is_same_name(speaker, me) for speaker in speakers):
        raise BadInput("import.unknown_me", speakers=len(speakers))
    kept = tuple(conversation for conversation in read if conversation.turns)
    return Export(SourceKind.LOCOMO, kept, dict(skipped))


def _samples(document: object) -> Sequence[object]:
    return [document] if isinstance(document, dict) else items(document)


def _talk(sample: object) -> dict[str, object]:
    """Gives the part of a sample that holds the sessions; some variants have them at its top."""
    return members(members(sample).get("conversation")) or members(sample)


def _sessions(talk: Mapping[str, object]) -> list[tuple[int, str]]:
    """Gives the number and key of each session, in order."""
    found = (
        (_SESSION.fullmatch(key), key) for key, value in talk.items() if isinstance(value, list)
    )
    return sorted((int(match[1]), key) for match, key in found if match)


def _conversation(
    sample: Mapping[str, object], zone: tzinfo, me: str | None, skipped: Counter[SkipReason]
) -> Conversation:
    talk = _talk(sample)
    owner = plain(me) if me is not None else words(talk.get("speaker_a"))
    pair = (words(talk.get("speaker_a")), words(talk.get("speaker_b")))
    title = words(sample.get("sample_id")) or " & ".join(filter(None, pair))
    ordinals: Counter[tuple[str, str]] = Counter()
    turns: list[Turn] = []
    for said, stamp, sent_at in _said(talk, zone):
        speaker, text = words(said.get("speaker")), _text(said)
        if not text or not speaker:
            skipped[SkipReason.EMPTY] += 1
            continue
        place = f"{SourceKind.LOCOMO}|{title}|{stamp}|{speaker}|{ordinals[stamp, speaker]}"
        ordinals[stamp, speaker] += 1
        is_owner = is_same_name(speaker, owner) if owner else None
        reference = words(said.get("dia_id")) or None
        turns.append(Turn(text, speaker, is_owner, sent_at, place, reference))
    return Conversation(SourceKind.LOCOMO, title, tuple(turns))


def _said(
    talk: Mapping[str, object], zone: tzinfo
) -> Iterator[tuple[dict[str, object], str, datetime | None]]:
    """Gives every turn with its time: that of the session, and a minute for each turn before it."""
    for number, key in _sessions(talk):
        opened = _opened(talk, number)
        for index, turn in enumerate(items(talk.get(key))):
            if opened is None:
                yield members(turn), f"session_{number}+{index}", None
            else:
                wall = opened + timedelta(minutes=index)
                sent_at = wall.replace(tzinfo=zone).astimezone(UTC).astimezone(zone)
                yield members(turn), f"{wall:%Y-%m-%dT%H:%M}", sent_at


def _opened(talk: Mapping[str, object], number: int) -> datetime | None:
    """Gives what the wall clock showed when a session began; UTC only stands for no zone yet."""
    match = _SESSION_TIME.fullmatch(words(talk.get(f"session_{number}_date_time")))
    return moment(day_of(match), clock_of(match), UTC).sent_at if match else None


def _text(turn: Mapping[str, object]) -> str:
    """Gives what was said, and what a shared picture shows: LoCoMo asks about pictures too."""
    caption = words(turn.get("blip_caption"))
    return plain(words(turn.get("text")) + (f" [picture: {caption}]" if caption else ""))
