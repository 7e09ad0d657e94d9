"""Reads the text exports of LINE, from phones and from the desktop program.

A phone writes columns parted by tabs, under a line for each day:

    [LINE] 花子とのトーク履歴
    保存日時：2026/05/11 21:30

    2026/05/11(月)
    21:05<TAB>花子<TAB>"二行の
    メッセージ"
    21:06<TAB>太郎<TAB>[スタンプ]

The desktop program writes spaces instead (`21:05 花子 こんにちは`), mostly without a title, under
`2026.05.11 月曜日`. Times may be `午後9:05`, `09:05PM` or `오후 9:05`; English days are
`Mon, 05/11/2026` or, in other regions, the day first.
"""

from __future__ import annotations

import re
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from device.importers.clock import TIME, Day, clock_of
from device.importers.export import Export, SkipReason, SourceKind
from device.importers.line_layout import HEAD_LINES, SPACED, TABBED, Layout, day_in, study, title_of
from device.importers.line_words import is_call, is_notice, settle
from device.importers.transcript import Transcript, split_lines

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import tzinfo

_THREE_COLUMNS: Final = re.compile(rf"{TIME}\t[^\t]{{1,200}}\t.*")

# A last line without a line feed that is the start of one: of a time or of a date.
_FRAGMENT: Final = re.compile(r"[0-9]{1,2}(?::[0-9]{0,2})?|[0-9]{4}[./][0-9./]{0,6}")


def recognises(text: str) -> bool:
    """Whether a text has the structure of a LINE export."""
    lines = split_lines(text[: 100 * HEAD_LINES])[:HEAD_LINES]
    if title_of(lines) or sum(_THREE_COLUMNS.fullmatch(line) is not None for line in lines) >= 2:
        return True
    return any(
        day_in(line, is_month_first=True) and (TABBED.fullmatch(after) or SPACED.fullmatch(after))
        for line, after in pairwise(line for line in lines if line.strip())
    )


def parse(text: str, *, zone: tzinfo, me: str | None = None) -> Export:
    """Gives the one conversation in a LINE export.

    Raises:
        BadInput: `me` is no speaker in it.
    """
    lines = split_lines(text)
    layout = study(lines, me=me)
    judge = partial(settle, is_desktop=not layout.is_tabbed)
    log = Transcript(SourceKind.LINE, key=layout.title, zone=zone, settle=judge)
    _Reader(lines, layout, log).run()
    return log.export(title=layout.title, me=me)


class _Reader:
    """Goes through the lines once; `_day` is what the last line with a day showed."""

    def __init__(self, lines: Sequence[str], layout: Layout, log: Transcript) -> None:
        self._lines = lines
        self._layout = layout
        self._log = log
        self._day: Day | None = None

    def run(self) -> None:
        """Reads all lines into the transcript."""
        index = 0
        while index < len(self._lines):
            index = self._take(index) + 1

    def _take(self, index: int) -> int:
        """Reads the line at `index`; gives the index of the last line that belongs to it."""
        line = self._lines[index]
        start = self._layout.start_of(line) if line else None
        if not line:
            self._log.extend(line)
        elif self._is_fragment(index, start):
            self._log.close()
            self._log.cut_open()
        elif start is not None:
            return self._begin(index, start)
        elif (day := self._layout.day_at(self._lines, index)) is not None:
            self._log.close()
            self._day = day
        else:
            self._log.extend(line)
        return index

    def _is_fragment(self, index: int, start: re.Match[str] | None) -> bool:
        if index < len(self._lines) - 1:
            return False
        if start is None:
            return _FRAGMENT.fullmatch(self._lines[index]) is not None
        if is_notice(start["rest"]) or is_call(start["rest"]):
            return False
        if self._layout.is_tabbed:
            return "\t" not in start["rest"]
        return not self._layout.columns(start["rest"])[1]

    def _begin(self, index: int, start: re.Match[str]) -> int:
        speaker, text = self._layout.columns(start["rest"])
        if not speaker:
            self._log.skip(SkipReason.CALL if is_call(text) else SkipReason.NOTICE)
            return index
        if not self._layout.is_clear(speaker, text):
            self._log.extend(self._lines[index])
            return index
        self._log.begin(self._day, clock_of(start), speaker, text)
        if not text.startswith('"') or text.count('"') % 2 == 0:
            return index
        end, is_closed = self._closing(index, text.count('"'))
        for line in self._lines[index + 1 : end + 1]:
            self._log.extend(line)
        if not is_closed and end == len(self._lines) - 1:
            self._log.cut_open()
        return end

    def _closing(self, index: int, quotes: int) -> tuple[int, bool]:
        """Gives the last line of a quoted message, and whether a quote closes it.

        Lines that look like a day are part of the message if the quote closes later. A line that
        starts a message shows that the quote was only a person's own; the search ends there, so
        each line is looked at once for all quotes.
        """
        last = len(self._lines) - 1
        for at in range(index + 1, last + 1):
            line = self._lines[at]
            if self._layout.start_of(line) is not None:
                return index, False
            quotes += line.count('"')
            if quotes % 2 == 0 and line.rstrip().endswith('"'):
                return at, True
        is_own = index < last and not any(line.strip() for line in self._lines[index + 1 :])
        return (index if is_own else last), False
