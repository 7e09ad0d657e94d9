"""How a KakaoTalk text export is written: its head, its lines with a day, its three styles.

    [지은] [오후 9:12] 글                   bracketed: Windows
    2026년 5월 11일 오후 9:12, 지은 : 글    dated: phones; also 2026. 5. 11. and May 11, 2026 at
    오후 9:12, 지은 : 글                    timed: phones, under a line with the day

One file has one style, which its first message shows: a line in another style is what somebody
pasted into a message.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING, Final

from device.importers.clock import DATE, SPACE, TIME, WEEKDAY, Clock, Day, clock_of, day_of, shape
from device.importers.export import name_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_LONGEST_DATE_LINE: Final = 100
_LONGEST_TITLE: Final = 300

_AT: Final = rf"(?:,| at)?{SPACE}"
_BRACKETED: Final = re.compile(rf"\[(?P<speaker>.{{1,200}}?)\] \[{TIME}\](?: (?P<text>.*))?")
_DATED: Final = re.compile(rf"{DATE}{_AT}{TIME}(?P<mark>[,:])(?P<rest>.*)")
_TIMED: Final = re.compile(rf"{TIME}, (?P<rest>.*)")
_DAY: Final = re.compile(
    rf"(?P<rule>-{{3,40}}{SPACE}?)?(?P<weekday>{WEEKDAY},?{SPACE})?{DATE}"
    rf"(?P<weekday_after>,?{SPACE}\(?{WEEKDAY}\)?)?(?:{SPACE}?-{{3,40}})?"
)
_DAY_AND_TIME: Final = re.compile(rf"{DATE}{_AT}{TIME}")

_SAVED: Final = re.compile(
    r"(?:저장한 날짜|Date Saved|Saved Date|保存した日付|保存日時) ?[:：].{0,100}", re.IGNORECASE
)
_TITLES: Final = (
    re.compile(r"(.+?) ?님과(?:의)? ?카카오톡 ?대화"),
    re.compile(r".+ saved KakaoTalk Chats with (.+)", re.IGNORECASE),
    re.compile(r"KakaoTalk Chats with (.+)", re.IGNORECASE),
    re.compile(r"(.+?) with KakaoTalk Chats", re.IGNORECASE),
    re.compile(r"(.+?) 카카오톡 ?대화"),
    re.compile(r"(.+?) ?(?:さん)?とのカカオトーク.{0,20}"),
)
_PART_OF_EXPORT: Final = re.compile(r"Talk_.{1,60}\.txt", re.IGNORECASE)  # named by export time
_MEMBER_COUNT: Final = re.compile(r"\s(?:[0-9]{1,4}|[(（][0-9]{1,4}명?[)）])$")

# A last line without a line feed that is the start of one.
_FRAGMENT: Final = re.compile(
    r"\[[^\]]{0,200}\]?|\[[^\]]{1,200}\] (?:\[[^\]]{0,20})?|-{1,40}.{0,40}"
    rf"|[0-9]{{1,4}}[년.-].{{0,12}}|{shape(DATE)}.{{0,20}}"
    rf"|(?:{shape(DATE)}{_AT})?{shape(TIME)}(?:, .{{0,60}})?"
)


class Style(Enum):
    """How the messages of a file begin."""

    BRACKETED = auto()
    DATED = auto()
    TIMED = auto()


@dataclass(frozen=True, slots=True)
class Start:
    """A line that starts a message, or a notice where it has no speaker."""

    day: Day | None
    clock: Clock
    speaker: str
    text: str


def style_of(lines: Iterable[str]) -> Style | None:
    """Gives the style of the first message; times alone count only under a line with the day."""
    has_day = False
    for line in lines:
        for style in Style:
            if style is Style.TIMED and not has_day:
                continue
            start = start_of(line, style)
            if start is not None and start.speaker:
                return style
        has_day = has_day or day_in(line, needs_rule=False) is not None
    return None


def start_of(line: str, style: Style) -> Start | None:
    """Gives the start of a message in a line, if there is one."""
    match style:
        case Style.BRACKETED:
            if found := _BRACKETED.fullmatch(line):
                return Start(None, clock_of(found), found["speaker"].strip(), found["text"] or "")
        case Style.DATED:
            if found := _DATED.fullmatch(line):
                # "… 10:45: 지은님이 나갔습니다." has a colon behind the time, a message a comma.
                is_message, rest = found["mark"] == ",", found["rest"]
                speaker, text = _sender(rest) if is_message else ("", rest.strip())
                return Start(day_of(found), clock_of(found), speaker, text)
        case Style.TIMED:
            if found := _TIMED.fullmatch(line):
                return Start(None, clock_of(found), *_sender(found["rest"]))
    return None


def _sender(rest: str) -> tuple[str, str]:
    """Gives the speaker and the text behind the time; no speaker for a notice."""
    speaker, mark, text = f"{rest} ".partition(" : ")
    return (speaker.strip(), text.rstrip()) if mark else ("", rest.strip())


def day_in(line: str, *, needs_rule: bool) -> Day | None:
    """Gives the day that a line shows and no more.

    Without dashes around it, it must tell the weekday or the time too: people write dates.
    """
    if not line or len(line) > _LONGEST_DATE_LINE or (needs_rule and not line.startswith("---")):
        return None
    line = line.strip()
    if match := _DAY.fullmatch(line):
        is_marked = match["rule"] or match["weekday"] or match["weekday_after"]
        return day_of(match) if is_marked else None
    match = _DAY_AND_TIME.fullmatch(line)
    return day_of(match) if match else None


def when(text: str) -> tuple[Day | None, Clock | None]:
    """Gives the day and time of day in a column of a CSV."""
    if both := _DAY_AND_TIME.fullmatch(text.strip()):
        return day_of(both), clock_of(both)
    day = _DAY.fullmatch(text.strip())
    return (day_of(day) if day else None), None


def is_fragment(lines: Sequence[str], index: int) -> bool:
    """Whether a line is the last, and only the start of one."""
    return index == len(lines) - 1 and _FRAGMENT.fullmatch(lines[index]) is not None


def title_of(lines: Sequence[str]) -> str | None:
    """Gives the name of the chat, empty where the head hides it; None where there is no head."""
    filled = [line[:_LONGEST_TITLE].strip() for line in lines[:6] if line.strip()][:2]
    if not filled:
        return None
    if _SAVED.fullmatch(filled[0]):
        return ""
    is_saved = len(filled) > 1 and _SAVED.fullmatch(filled[1]) is not None
    if _PART_OF_EXPORT.fullmatch(filled[0]):
        return "" if is_saved else None
    first = filled[0].removesuffix(".txt")
    names = (pattern.fullmatch(first) for pattern in _TITLES)
    if name := next((name[1] for name in names if name), None):
        return name_in(name)
    # LINE has the line with 保存日時 too, under a title of its own.
    is_own = is_saved and not first.startswith(("[LINE]", "Chat history "))
    return name_in(first) if is_own else None


def without_count(title: str) -> str:
    """Gives a title without the number of members, which changes when someone joins."""
    return _MEMBER_COUNT.sub("", title)
