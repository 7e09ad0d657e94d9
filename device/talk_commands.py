"""`bojagi talk`: what an assistant needs, message by message, while the conversation goes on."""

from __future__ import annotations

import json
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from functools import partial
from types import FrameType
from typing import Any, BinaryIO, Final

import click
from pydantic import BaseModel, ConfigDict, ValidationError

from device.compose import Device
from device.errors import BadInput
from device.memory.block import LEAST_BUDGET, MOST_BUDGET
from device.memory.intake import MAX_TEXT_BYTES
from device.memory.talk import Reply, Talk
from device.session import Session, help_text, in_session
from device.settings import Settings
from device.telling import closed_data, one_line, printable, told_closed
from policy.console import DAMAGED, DONE, REFUSED
from policy.load import load_catalog
from policy.vocabulary import Purpose

_TOKENS: Final = 1_024
_ESCAPED: Final = 6  # times as long as a text may be as JSON: "\u0000" for each byte
_QUOTED: Final = 80  # characters of a memory in a question
_GONE_THROUGH: Final = 1_000  # memories beside its own that the end of a talk consolidates
_EXAMPLE: Final = '{"speaker": "me", "text": "..."}'
_SIGNALS: Final = ("SIGTERM", "SIGHUP")  # a terminal that is closed sends the second


class _Line(BaseModel):
    """One message as a program sends it.

    Attributes:
        speaker: "me" is the owner, "assistant" the program that answers.
        at: A date and time; without a zone, by the owner's clock. None: now.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, hide_input_in_errors=True)

    text: str
    speaker: str = "me"
    at: str | None = None


@click.command("talk", help=help_text("talk"))
@click.option("--title", default="", help=help_text("talk_title"))
@click.option(
    "--tokens",
    type=click.IntRange(LEAST_BUDGET, MOST_BUDGET),
    default=_TOKENS,
    help=help_text("context_tokens"),
)
@partial(in_session, purpose=Purpose.REMIND)
def talk(session: Session, title: str, tokens: int) -> int:
    """Reads a conversation from standard input, and answers each message with the block for it.

    However it ends, what was said is stored; only a kill loses what is still in the window.
    """
    stream = sys.stdin.buffer
    is_refused = False
    with session.device() as device:
        title = _text_of(title).strip() or load_catalog("device").say(
            device.settings.language, "talk.title"
        )
        held = device.talk(title, tokens, session.purpose, session.language)
        if stream.isatty():
            click.echo(_say(session, "begin"), err=True)
        fault: BadInput | None = None
        stored: list[int] = []
        try:
            with _ends_when_asked():
                for number, line in enumerate(_lines(stream), 1):
                    message = _message(line, number, device.settings, as_json=session.as_json)
                    if message is None:
                        continue
                    reply = held.hear(*message)
                    stored += reply.stored
                    is_refused = is_refused or reply.is_refused
                    _answer(session, held, reply, is_first=number == 1)
        except KeyboardInterrupt:
            pass  # who ends it so wants what was said to be kept
        except BadInput as error:
            fault = error
        finally:
            stored += held.end()
        damage = _finish(session, device, stored)
    if fault is not None:
        raise fault
    if damage:
        return DAMAGED
    return REFUSED if is_refused else DONE


def _finish(session: Session, device: Device, stored: list[int]) -> list[str]:
    """Consolidates, and tells what became of a talk. Gives what does not open, in sentences."""
    done = device.consolidate(len(stored) + _GONE_THROUGH, is_over=True)
    damage = session.damage_lines(device.vault.damage, device.guard.damaged)
    told = _say(session, "ended", stored=len(set(stored)), count=done.count, lasting=done.lasting)
    data = {"ended": True, "stored": sorted(set(stored)), "consolidated": asdict(done)}
    session.tell("\n".join([told, *damage]), data)
    return damage


def _answer(session: Session, held: Talk, reply: Reply, *, is_first: bool) -> None:
    """Prints the block for a message, and what is to be said beside it."""
    question = reply.question
    asked = []
    if question is not None:
        before, now = (_short(text) for text in (question.before, question.now))
        asked.append(_say(session, "ask", before=before, now=now))
    data: dict[str, Any] = {
        "block": held.block.text,
        "tokens": held.block.tokens,
        "memories": list(reply.memories),
        "window": reply.window,
        "left_out": reply.left_out or None,
        "taken_back": reply.taken_back,
        "stored": list(reply.stored),
        "asks": [{"memory": question.older, "text": asked[0]}] if question is not None else [],
        "unsure": reply.unsure or None,
        "answered": None if reply.verdict is None else reply.verdict.value,
        "closed": closed_data(reply.closed),
    }
    lines = [printable(held.block.text), *([printable(reply.unsure)] if reply.unsure else [])]
    if reply.verdict is not None:
        lines.append(_say(session, f"answered_{reply.verdict}"))
    elif reply.left_out:
        reason = session.say(f"reason_{reply.left_out}")
        lines.append(_say(session, "left_out", reason=reason))
    if reply.taken_back:
        lines.append(_say(session, "taken_back", count=reply.taken_back))
    lines += asked
    if is_first:
        lines += [told_closed(session, one) for one in reply.closed]
    session.tell("\n".join(lines), data)


def _lines(stream: BinaryIO) -> Iterator[bytes]:
    """Gives the lines of a stream; one that is too long is given as far as it was read."""
    while line := stream.readline(_ESCAPED * MAX_TEXT_BYTES):
        yield line


def _message(
    line: bytes, number: int, settings: Settings, *, as_json: bool
) -> tuple[str, str, int | None] | None:
    """Gives text, speaker and moment of a line; None of an empty one.

    Raises:
        BadInput: it is no message.
    """
    try:
        text = line.decode("utf-8").rstrip("\r\n")
    except UnicodeDecodeError as error:
        raise BadInput("talk.not_text", line=number) from error
    if not text.strip():
        return None
    said = _parsed(text, number) if as_json else _Line(text=text)
    if len(_text_of(said.text).encode()) > MAX_TEXT_BYTES:
        raise BadInput("talk.too_long", line=number, limit=MAX_TEXT_BYTES >> 20)
    at = None if said.at is None else settings.moment(said.at)
    return _text_of(said.text), " ".join(_text_of(said.speaker).split()), at


def _parsed(text: str, number: int) -> _Line:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadInput("talk.bad_json", line=number, example=_EXAMPLE) from error
    if not isinstance(data, dict):
        raise BadInput("talk.bad_json", line=number, example=_EXAMPLE)
    try:
        return _Line.model_validate(data)
    except ValidationError as error:
        raise BadInput("talk.bad_fields", line=number) from error


@contextmanager
def _ends_when_asked() -> Iterator[None]:
    """Has the block end as by Ctrl-C where the terminal is closed or the process asked to end."""

    def end(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    known = [getattr(signal, name) for name in _SIGNALS if hasattr(signal, name)]
    before = [(one, signal.signal(one, end)) for one in known]
    try:
        yield
    finally:
        for one, handler in before:
            signal.signal(one, handler)


def _say(session: Session, key: str, **values: str | int) -> str:
    return load_catalog("device").say(session.language, f"talk.{key}", **values)


def _short(text: str) -> str:
    flat = one_line(text)
    return flat if len(flat) <= _QUOTED else flat[: _QUOTED - 1] + "…"


def _text_of(text: str) -> str:
    """Gives a text without halves of characters and NUL, which no vault can hold."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", "")


COMMANDS = (talk,)
