"""Reads the text exports of KakaoTalk: from phones, from Windows, and the CSV of macOS.

    지은 님과 카카오톡 대화                       KakaoTalk Chats with Jieun
    저장한 날짜 : 2026-05-11 21:30:00             Date Saved : May 11, 2026 at 9:30 PM

    --------------- 2026년 5월 11일 월요일 ---------------
    [지은] [오후 9:12] 글

A long chat comes from a phone in numbered parts, which are read as one.
"""

from __future__ import annotations

import csv
import io
import re
from itertools import chain
from typing import TYPE_CHECKING, Final

from device.errors import BadInput
from device.importers.export import Export, SkipReason, SourceKind
from device.importers.kakaotalk_layout import (
    Start,
    day_in,
    is_fragment,
    start_of,
    style_of,
    title_of,
    when,
    without_count,
)
from device.importers.kakaotalk_words import is_call, is_notice, settle
from device.importers.transcript import Transcript, split_lines

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import tzinfo

    from device.importers.clock import Day

_HEAD_CHARS: Final = 500_000
_CSV_HEADER: Final = re.compile(r'"?Date"?,"?User"?,"?Message"?', re.IGNORECASE)
_END: Final = "\x1e"  # stands behind the last row of a CSV

_OWNER: Final = frozenset({"회원님", "나"})  # how some versions write the person who exports


def recognises(text: str) -> bool:
    """Whether a text has the structure of a KakaoTalk export."""
    lines = split_lines(text[:_HEAD_CHARS])
    return _is_csv(text) or title_of(lines) is not None or style_of(lines) is not None


def parse(texts: Sequence[str], *, zone: tzinfo, me: str | None = None, file: str) -> Export:
    """Gives the one conversation in the parts of a KakaoTalk export, in their order.

    Raises:
        BadInput: `me` is no speaker in it, or a CSV is malformed.
    """
    title = "" if _is_csv(texts[0]) else title_of(split_lines(texts[0][:_HEAD_CHARS])) or ""
    key = without_count(title)
    log = Transcript(SourceKind.KAKAOTALK, key=key, zone=zone, settle=settle)
    for text in texts:
        if _is_csv(text):
            _read_csv(text, log, file)
        else:
            _read_lines(split_lines(text), log)
        log.close()
    return log.export(title=title if len(log.speakers) <= 2 else key, me=me, own=_OWNER)


def _is_csv(text: str) -> bool:
    return _CSV_HEADER.fullmatch(text[:100].lstrip().partition("\n")[0].strip()) is not None


def _read_lines(lines: Sequence[str], log: Transcript) -> None:
    style = style_of(lines)
    if style is None:
        return
    day: Day | None = None
    has_rules = False
    for index, line in enumerate(lines):
        start = start_of(line, style)
        if start is not None and start.speaker:
            log.begin(start.day or day, start.clock, start.speaker, start.text)
        elif (found := day_in(line, needs_rule=has_rules)) is not None:
            log.close()
            day = found
            has_rules = has_rules or line.startswith("---")
        elif is_notice(line if start is None else start.text, log.speakers):
            log.skip(SkipReason.NOTICE)
        elif is_fragment(lines, index):
            log.close()
            log.cut_open()
        elif start is not None:
            log.skip(_reason(start))
        else:
            log.extend(line)


def _reason(start: Start) -> SkipReason:
    return SkipReason.CALL if is_call(start.text) else SkipReason.NOTICE


def _read_csv(text: str, log: Transcript, file: str) -> None:
    rows = _rows(text, file)[1:]
    is_closed = bool(rows) and rows[-1] == [_END]
    if is_closed:
        rows.pop()
    for row in rows:
        date, speaker, *message = [*row, "", ""] if len(row) < 2 else row
        if speaker.strip():
            # A comma in an unquoted message does not end it.
            log.begin(*when(date), speaker, ",".join(message))
        elif row is rows[-1] and len(row) < 3 and not text.endswith("\n"):
            log.close()
            log.cut_open()
        elif any(row):
            log.skip(SkipReason.NOTICE)
    if not is_closed:
        log.cut_open()


def _rows(text: str, file: str) -> list[list[str]]:
    """Gives the rows of a CSV, `_END` last; a quote that nothing closes swallows that."""
    stream = io.StringIO(text.replace("\r\n", "\n").replace("\r", "\n"), newline="")
    reader = csv.reader(chain(stream, [_END]))
    try:
        return list(reader)
    except csv.Error as fault:
        raise BadInput("import.broken_csv", file=file, line=reader.line_num) from fault
