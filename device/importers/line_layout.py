"""How one LINE export is written: its title, its columns, the order of its dates, its names.

All of that is learned from the file before it is read, because LINE writes none of it down. The
desktop program parts a name from what was said by a space only, so names with spaces are known by
how they recur.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final

from device.importers.clock import (
    ENGLISH_WEEKDAY,
    NAMED_DATE,
    SPACE,
    TIME,
    WEEKDAY,
    YMD,
    Day,
    day_of,
)
from device.importers.export import name_in
from device.importers.line_words import is_call, is_notice

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

HEAD_LINES: Final = 5_000
_LONGEST_DATE_LINE: Final = 40
_LONGEST_NAME: Final = 4  # words

TABBED: Final = re.compile(rf"{TIME}\t(?P<rest>.*)")
SPACED: Final = re.compile(rf"{TIME}{SPACE}(?P<rest>\S.*)")

_DATED: Final = re.compile(
    rf"{YMD},?{SPACE}?[(（]?{WEEKDAY}[)）]?|{ENGLISH_WEEKDAY},?{SPACE}{NAMED_DATE}"
)
_BARE_DATE: Final = re.compile(YMD)
_NUMERIC: Final = re.compile(
    rf"(?P<weekday>{ENGLISH_WEEKDAY}),?{SPACE}(?P<one>[0-9]{{1,2}})/(?P<two>[0-9]{{1,2}})"
    rf"/(?P<year>[0-9]{{4}})(?P<thai_era>{SPACE}BE)?"
)

_TITLE: Final = re.compile(r"\[LINE\] ?(?P<marked>.+)|(?P<plain>Chat history (?:with|in) .+)")
_NAME_IN_TITLE: Final = (
    re.compile(r"Chat (?:history )?(?:with|in) (.+)"),
    re.compile(r"(.+?)(?:との|の)(?:トーク|会話)(?:履歴)?"),
    re.compile(r"(.+?) ?님과(?:의)? ?(?:나눈 )?(?:대화|채팅).{0,10}"),
    re.compile(r"(.+?)(?:의)? ?(?:대화|채팅)(?: ?(?:기록|내용|내역))?"),
    re.compile(r"[与與](.+)的(?:聊天记录|聊天記錄|對話|对话)"),
    re.compile(r"(.+)的(?:聊天记录|聊天記錄|對話|对话)"),
    re.compile(r"ประวัติการ[\u0e00-\u0e7f]{1,20}กับ ?(.+)"),
)
_MEMBER_COUNT: Final = re.compile(r"\s?[(（][0-9]{1,4}[)）]$")


@dataclass(frozen=True, slots=True)
class Layout:
    """How one file is written."""

    title: str
    is_tabbed: bool
    is_month_first: bool
    names: frozenset[str]  # only of the desktop program

    def start_of(self, line: str) -> re.Match[str] | None:
        """Gives the match of a line that starts a message or a notice."""
        return (TABBED if self.is_tabbed else SPACED).fullmatch(line)

    def day_at(self, lines: Sequence[str], index: int) -> Day | None:
        """Gives the day that a line shows, where it shows one and no more."""
        line = lines[index]
        day = day_in(line, is_month_first=self.is_month_first)
        if day is not None or len(line) > _LONGEST_DATE_LINE:
            return day
        # Without a weekday someone may have written it: it must stand between a gap and a message.
        bare = _BARE_DATE.fullmatch(line.strip())
        if bare is None or (index and lines[index - 1].strip()):
            return None
        after = next(filter(None, lines[index + 1 : index + 3]), "")
        return day_of(bare) if self.start_of(after) else None

    def columns(self, rest: str) -> tuple[str, str]:
        """Gives the speaker and the text behind a time; no speaker for a notice."""
        if self.is_tabbed:
            speaker, tab, text = rest.partition("\t")
            return (speaker.strip(), text) if tab else ("", rest.strip())
        tokens = rest.split(" ", _LONGEST_NAME)
        for count in range(len(tokens), 0, -1):
            name = " ".join(tokens[:count])
            if name in self.names:
                return name, rest[len(name) :].strip()
        if is_notice(rest) or is_call(rest):
            return "", rest
        return tokens[0], rest[len(tokens[0]) :].strip()

    def is_clear(self, speaker: str, text: str) -> bool:
        """Whether columns are a message, not `10:00 集合` in the middle of what someone wrote."""
        return self.is_tabbed or bool(text) or speaker in self.names


def study(lines: Sequence[str], *, me: str | None) -> Layout:
    """Gives the layout of a LINE export; `me` is a name that it holds, where the person told it."""
    title = title_of(lines)
    is_tabbed = any(TABBED.fullmatch(line) for line in islice(lines, HEAD_LINES))
    known = {name for name in (title, name_in(me or "")) if name}
    names = known if is_tabbed else known | _recurring_names(lines)
    return Layout(title, is_tabbed, _is_month_first(lines), frozenset(names))


def title_of(lines: Iterable[str]) -> str:
    """Gives the name of the chat in the head of an export, empty where it has none."""
    for line in islice(lines, 5):
        if match := _TITLE.fullmatch(line.strip()):
            title = match["marked"] or match["plain"]
            names = (pattern.fullmatch(title) for pattern in _NAME_IN_TITLE)
            title = next((name[1] for name in names if name), title)
            return name_in(_MEMBER_COUNT.sub("", title))
    return ""


def day_in(line: str, *, is_month_first: bool) -> Day | None:
    """Gives the day that a line shows with its weekday."""
    if len(line) > _LONGEST_DATE_LINE:
        return None
    line = line.strip()
    if dated := _DATED.fullmatch(line):
        return day_of(dated)
    if numeric := _NUMERIC.fullmatch(line):
        return _numeric_day(numeric, is_month_first=is_month_first)
    return None


def _numeric_day(match: re.Match[str], *, is_month_first: bool) -> Day:
    one, two = int(match["one"]), int(match["two"])
    month, day = (one, two) if is_month_first else (two, one)
    return Day(int(match["year"]) - (543 if match["thai_era"] else 0), month, day)


def _is_month_first(lines: Iterable[str]) -> bool:
    """Whether `05/11/2026` is 11 May: the first weekday that fits only one reading tells."""
    for line in lines:
        match = _NUMERIC.fullmatch(line.strip()) if len(line) <= _LONGEST_DATE_LINE else None
        if match is None:
            continue
        fits_month_first = _numeric_day(match, is_month_first=True).falls_on(match["weekday"])
        fits_day_first = _numeric_day(match, is_month_first=False).falls_on(match["weekday"])
        if fits_month_first != fits_day_first:
            return fits_month_first
    return True


def _recurring_names(lines: Iterable[str]) -> set[str]:
    """Gives the names with which desktop lines start, those with spaces where they recur."""
    starts = (SPACED.fullmatch(line) for line in islice(lines, 4 * HEAD_LINES))
    bodies = (start["rest"] for start in starts if start is not None)
    rows = [body.split(" ", 4) for body in bodies if not (is_notice(body) or is_call(body))]
    return set(_names_of(rows, 1))


def _names_of(rows: Sequence[Sequence[str]], length: int) -> Iterable[str]:
    """Gives the names in the first `length` words of the rows, or in more of them.

    A name is followed by ever other words. So words that always follow the same start, three times
    each or more and never at the end of a line, still belong to the name.
    """
    groups: defaultdict[str, list[Sequence[str]]] = defaultdict(list)
    for row in rows:
        groups[" ".join(row[:length])].append(row)
    for name, group in groups.items():
        further = Counter(row[length] if len(row) > length + 1 else "" for row in group)
        if length < _LONGEST_NAME and "" not in further and min(further.values()) >= 3:
            yield from _names_of(group, length + 1)
        elif len(group) >= 2:
            yield name
