"""Which days ahead a statement commits to: 来週の土曜に歯医者, 다음 달 3일, "a week on Friday".

Everything is resolved against the moment of saying. Nothing is taken from questions, habits,
wishes, cancelled plans, forecasts and what has been; of a moved date only the new one is given. A
day without a year is the next such day, unless the last one is so near that it is rather the one
meant. Birthdays and anniversaries come every year, also when they are told in the past. Today
counts only with a clock time that is still to come. Of a stretch (a weekend, 5日から7日) the first
day is given.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo
from itertools import pairwise
from typing import Final

from device.encoder.fold import fold
from device.memory import ahead_words as words
from device.memory.ahead_words import Kind
from device.memory.ahead_words import Occasion as Occasion
from device.memory.times_words import MONTH_NAMES

_LONGEST: Final = 20_000  # characters that are read; no turn is longer
_MOST: Final = 100  # days that one sentence names, and one text; who names more lists no plans
_NEAR: Final = 200  # characters beside a day in which the rest of its sentence is looked for
_PAST_DAYS: Final = 95  # a day without a year that passed so lately is the one that was
_FAR_DAYS: Final = 300  # and one that is so far ahead is more likely last year's


@dataclass(frozen=True, slots=True)
class Ahead:
    """A day ahead.

    Attributes:
        day: The day, in the zone of the saying; of a yearly one the first to come.
        minute: Of the day, 0 to 1439, on the clock of that zone; None where none is named.
        yearly: Whether it comes again each year.
    """

    day: date
    minute: int | None
    occasion: Occasion
    yearly: bool


_DATED: Final = frozenset({Kind.CALENDAR, Kind.SURE})


@dataclass(frozen=True, slots=True)
class _Mention:
    start: int
    end: int
    kind: Kind
    day: date | None  # None of 29 February in a common year
    month_day: tuple[int, int]
    weekday_alone: bool = False


def days_ahead(text: str, said_at: int, zone: tzinfo) -> tuple[Ahead, ...]:
    """Gives the days after the saying that a text commits to, the next first.

    Args:
        text: One message, entry or voice note.
        said_at: Unix seconds.
        zone: The zone that the person lives in; it also tells what 7/12 means in English.
    """
    try:
        now = datetime.fromtimestamp(said_at, zone)
    except (OverflowError, OSError, ValueError):
        return ()  # no calendar has that day
    today, minute_now = now.date(), now.hour * 60 + now.minute
    month_first = str(zone).startswith(("America/", "US/", "Pacific/Honolulu"))
    found: dict[tuple[date, Occasion], Ahead] = {}
    by_weekday: set[tuple[date, Occasion]] = set()
    dated: set[int] = set()
    last: Ahead | None = None
    month: date | None = None
    before = ""
    for sentence, is_question in _sentences(words.in_digits(fold(text[:_LONGEST]))):
        mentions = _mentions(sentence, today, month_first=month_first)
        if is_question:
            mentions = _told_before_asking(sentence, mentions)
        elif not mentions and last is not None and words.STARTS.search(sentence):
            last = replace(last, minute=last.minute or _minute(sentence, last.occasion))
            found[last.day, last.occasion] = last
        month = next((one.day for one in mentions if one.kind is Kind.CALENDAR), month)
        mentions = [_carried(one, month) for one in mentions]
        dated |= {one.day.weekday() for one in mentions if one.day and one.kind in _DATED}
        for mention, part in _parts(sentence, mentions):
            one = _judged(sentence, mention, part, before, today)
            if one is None or (one.day == today and (one.minute or -1) <= minute_now):
                continue
            key = one.day, one.occasion
            if key not in found or found[key].minute is None:
                found[key] = last = one
            if mention.weekday_alone:
                by_weekday.add(key)
        before = sentence
        if len(found) >= _MOST:
            break
    # "The 30th now. Sunday still": the weekday only repeats the date.
    kept = [
        one for key, one in found.items() if key not in by_weekday or key[0].weekday() not in dated
    ]
    return tuple(sorted(_without_echoes(kept), key=lambda one: (one.day, one.minute or 0)))


def next_time(ahead: Ahead, after: date) -> date | None:
    """Gives the next day it comes, `after` itself included, or None where it has passed.

    Who was born on 29 February is remembered on the 28th in common years: rather early than late.
    """
    if not ahead.yearly:
        return ahead.day if ahead.day >= after else None
    for year in (after.year, after.year + 1):
        if year <= date.max.year:
            day = _date(year, ahead.day.month, ahead.day.day) or date(year, 2, 28)
            if day >= after:
                return day
    return None


def coming(
    known: Iterable[tuple[int, Ahead]], today: date, within_days: int
) -> list[tuple[date, int, Ahead]]:
    """Gives what comes from today to `within_days` days on, sorted, each item and day once.

    Args:
        known: Item ids with what they say of days ahead.
        within_days: 0 is today alone.
    """
    kept: dict[tuple[date, int], Ahead] = {}
    for item, ahead in known:
        day = next_time(ahead, today)
        if day is None or (day - today).days > within_days:
            continue
        other = kept.get((day, item))
        if other is None or (other.minute is None and ahead.minute is not None):
            kept[day, item] = ahead
    ordered = sorted(kept.items(), key=lambda one: (one[0][0], one[1].minute or 0, one[0][1]))
    return [(day, item, ahead) for (day, item), ahead in ordered]


# -- a sentence and its parts


def _carried(mention: _Mention, named: date | None) -> _Mention:
    """Gives "the 15th" the month that was named before it: 1月14日に入院して15日に切る."""
    if mention.kind is not Kind.BARE or mention.weekday_alone or named is None:
        return mention
    day = mention.month_day[1]
    same = _date(named.year, named.month, day) if day > named.day else None
    return replace(mention, day=same, month_day=(same.month, day)) if same else mention


_ENDS: Final = re.compile(
    r"[。!?\n]+|(?<![ㅋㅎㅠㅜ])[ㅋㅎㅠㅜ]+(?=\s)|(?<![ap]\.m)(?<!\bdr)(?<!\bmr)\.(?=\s|$)"
)
_CUTS: Final = re.compile(
    r"[,、;]|\band\b|\bthen\b|\bbut\b|けど|ので|が、|[하이]?고\s|는데|지만|그리고|で、|그다음"
)
_CLAUSES: Final = re.compile(
    r"[;。]|, |\bbut\b|\bso\b|\bbecause\b|\band\b|けど|けれど"
    r"|ので|から、|が、|し、|지만|는데|니까|길래|어서\s|아서\s"
    r"|(?<=[냈했갔왔았었됐졌샀봤났])고\s"
)


def _sentences(text: str) -> Iterator[tuple[str, bool]]:
    """Gives each sentence, and whether it asks."""
    at = 0
    for end in [*_ENDS.finditer(text), None]:
        sentence = text[at : end.start() if end else len(text)]
        asks = (end is not None and "?" in end[0]) or words.QUESTION.search(sentence.rstrip())
        if sentence.strip():
            yield sentence, bool(asks) and words.ASKED_TO.search(sentence) is None
        at = end.end() if end else len(text)


_ASKS_NEXT: Final = re.compile(
    r"けど|けれど|ので|から、|が、|지만|는데|니까|\bbut\b|\bso\b|\bbecause\b"
)


def _told_before_asking(sentence: str, mentions: list[_Mention]) -> list[_Mention]:
    """Keeps the days that a question tells before it asks: "the gig's on Friday, so will you?"."""
    told = max((cut.start() for cut in _ASKS_NEXT.finditer(sentence)), default=0)
    before = sentence[:told]
    if _occasion_in(before) is Occasion.OTHER and not words.ARRANGED.search(before):
        return []
    return [one for one in mentions if one.end <= told]


def _parts(sentence: str, mentions: list[_Mention]) -> Iterator[tuple[_Mention, tuple[int, int]]]:
    """Gives each day named with the stretch of the sentence that speaks of it."""
    mentions = _chosen(sentence, mentions)
    if not mentions:
        return
    edges = [0]
    for one, following in pairwise(mentions):
        cuts = [cut.end() for cut in _CUTS.finditer(sentence, one.end, following.start)]
        edges.append(cuts[-1] if cuts else following.start)
    edges.append(len(sentence))
    yield from zip(mentions, pairwise(edges), strict=True)


_FROM: Final = re.compile(r"\s?(?:から|より|부터|에서)")
_INSTEAD_AFTER: Final = re.compile(
    r"(?:の.{0,4}|で)?(?:じゃな|ではな|でな|やな)|\s?(?:말고|이?\s?아니)"
)
_INSTEAD_BEFORE: Final = re.compile(
    r"(?:\bnot|\binstead of|\brather than|\boriginally)\s(?:on )?(?:the )?$"
)
_OR: Final = re.compile(
    r"\s?(?:,? or (?:on |maybe )?|[か]|이나\s?|(?:,\s)?아니면\s?|または|,? could be )\s?"
)
_RANGE: Final = re.compile(r"\s?(?:から|부터|[-–—~〜]|to |till |until |through |and )\s?")
_TIED: Final = re.compile(r"日?(?:に|まで|から|の|\d)|에|까지|부터|로| at\b| \d")
_TIED_BEFORE: Final = re.compile(r"\b(?:on|by|next|from|for)\s$")
_TO: Final = re.compile(r"(?:\bto|\buntil|\btill|\bfor|\bnow|\bby|\bon|=>|→)\s?$")


def _chosen(sentence: str, mentions: list[_Mention]) -> list[_Mention]:
    """Leaves out old dates, the ends of stretches, and choices that are still open."""
    kept: list[_Mention] = []
    moved = words.MOVED.search(sentence)
    dropped: set[int] = set()
    for at, one in enumerate(mentions):
        after = sentence[one.end : one.end + 12]
        ahead = sentence[max(0, one.start - 16) : one.start]
        if _INSTEAD_AFTER.match(after) or _INSTEAD_BEFORE.search(ahead):
            dropped.add(at)
        if at + 1 < len(mentions):
            gap = sentence[one.end : mentions[at + 1].start]
            if _OR.fullmatch(gap):
                dropped |= {at, at + 1}
            elif moved:
                dropped.add(at)
            elif _RANGE.fullmatch(gap) and _is_range(sentence, mentions[at + 1], ahead, gap):
                dropped.add(at + 1)
    kept = [one for at, one in enumerate(mentions) if at not in dropped]
    if sum(one.weekday_alone for one in kept) > 2:  # Tuesdays, Wednesdays and Fridays
        kept = [one for one in kept if not one.weekday_alone]
    if len(mentions) == 1 and words.POSTPONED.search(sentence):
        to_it = re.match(r"\s?(?:に|へ|으?로|까지)", sentence[mentions[0].end :][:4])
        if not to_it and not _TO.search(sentence[: mentions[0].start][-8:]):
            return []
    return kept


def _is_range(sentence: str, second: _Mention, ahead: str, gap: str) -> bool:
    if "and" in gap:
        return ahead.endswith(("between ", "between the "))
    return bool(
        gap.strip() in {"-", "–", "—", "~", "〜", "to", "till", "until", "through"}
    ) or bool(words.UNTIL.match(sentence[second.end : second.end + 4]))


def _judged(
    sentence: str, mention: _Mention, part: tuple[int, int], before: str, today: date
) -> Ahead | None:
    said = sentence[part[0] : part[1]]
    start, end = mention.start - part[0], mention.end - part[0]
    rest = said[:start] + " " * (end - start) + said[end:]
    near = sentence[max(0, mention.start - _NEAR) : mention.end + _NEAR]
    occasion = _occasion(said, rest, near, before)
    yearly = occasion in words.YEARLY
    clause, clause_end = _clause(said, start, end)
    # What is said after the day's own clause seldom makes the day unsure: "if" right after it does.
    if words.MAYBE.search(rest[: clause_end + 10]) or words.LUNAR.search(said):
        return None
    if yearly and mention.kind is not Kind.BARE:
        return _each_year(mention, occasion, today)
    if not _is_committed(mention, clause, said[:start], said[end:], rest) or (
        mention.weekday_alone and not _is_coming(mention, sentence, clause, today)
    ):
        return None
    if words.UNTIL.match(said[end:]):
        if occasion is not Occasion.DEADLINE and not words.SENT_OFF.search(said):
            return None
        occasion = Occasion.DEADLINE
    if mention.day is None or mention.day < today:
        return None
    return Ahead(mention.day, _minute(rest, occasion), occasion, yearly)


def _is_committed(mention: _Mention, clause: str, ahead: str, after: str, rest: str) -> bool:
    """Tells whether a clause says that something will be: no wish, habit, forecast or past."""
    return not (
        words.NOT_TO_BE.search(clause)
        or words.NEWS.search(rest)
        or words.HABIT.search(clause)
        or words.SINCE.search(ahead)
        or words.BEFORE.match(after)
        or (mention.kind is Kind.FEAST and words.PLAN.search(rest) is None)
        or (mention.kind is not Kind.SURE and _has_been(clause))
    )


def _is_coming(mention: _Mention, sentence: str, clause: str, today: date) -> bool:
    """Tells whether a weekday alone is the coming one: not a habit's, and not today's own name."""
    near = sentence[max(0, mention.start - _NEAR) : mention.end + _NEAR]
    if words.HABIT.search(near) or words.FEELING.search(clause):
        return False
    is_todays = mention.day is not None and (mention.day - today).days == 7  # "Friday, hooray"
    return not is_todays or bool(
        _TIED.match(sentence, mention.end)
        or _TIED_BEFORE.search(sentence, max(0, mention.start - 8), mention.start)
    )


def _each_year(mention: _Mention, occasion: Occasion, today: date) -> Ahead | None:
    month, day_of_month = mention.month_day
    for year in range(today.year, min(today.year + 9, date.max.year)):
        day = _date(year, month, day_of_month)
        if day is not None and day > today:
            return Ahead(day, None, occasion, yearly=True)
    return None


def _occasion(said: str, rest: str, near: str, before: str) -> Occasion:
    own = _occasion_in(said)
    if own is not Occasion.OTHER:
        return own
    content = re.sub(
        r"[\W\d]|時|分|半|시|분|from|at|it's|that's|on|the", "", words.CLOCKS.sub("", rest)
    )
    if len(content) <= (8 if content.isascii() else 3):
        whole = _occasion_in(near)
        return whole if whole is not Occasion.OTHER else _occasion_in(before[-80:])
    return own


def _occasion_in(text: str) -> Occasion:
    return next((it for it, words_of in words.OCCASIONS if words_of.search(text)), Occasion.OTHER)


def _clause(text: str, start: int, end: int) -> tuple[str, int]:
    """Gives the clause that names the day, with its conjunction, and where it ends."""
    first = max((cut.end() for cut in _CLAUSES.finditer(text, 0, start)), default=0)
    last = next((cut.end() for cut in _CLAUSES.finditer(text, end)), len(text))
    # "The 9th, half past two": what stands alone between commas borrows the rest's verb.
    if re.search(r"\w{2}", text[first:start] + text[end:last]):
        return text[first:last], last
    return text, len(text)


def _has_been(clause: str) -> bool:
    if words.ARRANGED.search(clause):
        return False
    if words.PAST_CJK.search(clause):
        return True
    return bool(words.PAST_EN.search(clause)) and not words.PRESENT_EN.search(clause)


def _without_echoes(found: Iterable[Ahead]) -> list[Ahead]:
    """Leaves out what only repeats the day of something better known."""
    all_found = list(found)
    better = {one.day for one in all_found if one.occasion is not Occasion.OTHER}
    return [one for one in all_found if one.occasion is not Occasion.OTHER or one.day not in better]


# -- days that are named


def _mentions(sentence: str, today: date, *, month_first: bool) -> list[_Mention]:
    """Gives the days named in a sentence, in its order."""
    taken = bytearray(len(sentence))
    found: list[_Mention] = []
    for kind, pattern in words.GRAMMAR:
        for one in pattern.finditer(sentence):
            if not any(taken[one.start() : one.end()]):
                parts = {name.rstrip("234"): had for name, had in one.groupdict().items() if had}
                if "slash" in parts:
                    first, second = parts["slash"], parts["second"]
                    is_month_first = month_first or not sentence.isascii()
                    parts["month"], parts["day"] = (
                        (first, second) if is_month_first else (second, first)
                    )
                mention = _resolved(one, kind, parts, today)
                if mention is not None or kind is Kind.CALENDAR:  # 31 June is no "31st" either
                    taken[one.start() : one.end()] = b"\1" * (one.end() - one.start())
                if mention is not None:
                    found.append(mention)
    found += _feasts(sentence, taken, today)
    joined = _joined(sentence, sorted(found, key=lambda one: one.start)[:_MOST])
    dated = {one.day.weekday() for one in joined if one.day and one.kind in _DATED}
    return [
        one for one in joined if not (one.weekday_alone and one.day and one.day.weekday() in dated)
    ]


def _feasts(sentence: str, taken: bytearray, today: date) -> Iterator[_Mention]:
    for pattern, days in words.FEASTS:
        for one in pattern.finditer(sentence):
            near = (days(today.year), days(today.year + 1))
            day = next((day for day in near if day is not None and day > today), None)
            if day is not None and not any(taken[one.start() : one.end()]):
                taken[one.start() : one.end()] = b"\1" * (one.end() - one.start())
                yield _Mention(one.start(), one.end(), Kind.FEAST, day, (day.month, day.day))


_BESIDE: Final = re.compile(r"[\s,、(の]*(?:the |on )?")


def _joined(sentence: str, mentions: list[_Mention]) -> list[_Mention]:
    """Makes one of a date and the weekday beside it."""
    joined: list[_Mention] = []
    for one in mentions:
        last = joined[-1] if joined else None
        if (
            last
            and last.weekday_alone != one.weekday_alone
            and _BESIDE.fullmatch(sentence, last.end, one.start)
        ):
            told = one if last.weekday_alone else last
            joined[-1] = replace(told, start=last.start, end=one.end)
        else:
            joined.append(one)
    return joined


def _resolved(
    found: re.Match[str], kind: Kind, parts: Mapping[str, str], today: date
) -> _Mention | None:
    month_day: tuple[int, int] | None = None
    try:
        if {"month", "name", "months", "end"} & parts.keys():
            day, month_day = _in_month(parts, today)
            kind = (
                Kind.SURE
                if day is not None and {"year", "era", "years"} & parts.keys() and day > today
                else kind
            )
        else:
            day = _near(parts, today)
    except (OverflowError, ValueError):
        return None  # the 31st of June, or ten thousand years on: no day
    if day is None and month_day is None:
        return None
    if month_day is None or day is not None:
        assert day is not None
        month_day = day.month, day.day
    alone = kind is Kind.BARE and "weekday" in parts and "day" not in parts
    if day == today or (day and "weekends" in parts and (day - today).days < 7):
        kind = Kind.COUNTED  # what has been today is told with the same word
    return _Mention(found.start(), found.end(), kind, day, month_day, alone)


def _near(parts: Mapping[str, str], today: date) -> date | None:
    """Gives a day that is named by its distance, its weekday or its number alone."""
    if "near" in parts:
        return today + timedelta(days=words.DAYS[_spaced(parts["near"])])
    if "days" in parts:
        return today + timedelta(days=words.SPANS[parts["days"]])
    if "n" in parts:
        return _counted(parts["n"], words.UNITS[parts["unit"]], today)
    if "weekends" in parts:
        weeks = words.WEEKENDS[_spaced(parts["weekends"])]
        return today + timedelta(days=5 - today.weekday() + 7 * weeks)
    return _numbered(parts, today) if "day" in parts else _on_weekday(parts, today)


def _counted(number: str, unit: str, today: date) -> date:
    n = int(number) if number.isdecimal() else words.NUMBERS[number]
    if unit in {"m", "y"}:
        return _months_on(today, n * (12 if unit == "y" else 1))
    return today + timedelta(days=n * {"d": 1, "w": 7, "f": 14}[unit])


def _on_weekday(parts: Mapping[str, str], today: date) -> date:
    number, after = _weekday_of(parts["weekday"]), parts.get("after")
    monday = today - timedelta(days=today.weekday())
    if "weeks" in parts:
        weeks = {"next": 1, "this": 0}.get(parts["weeks"])
        weeks = words.WEEKS[_spaced(parts["weeks"])] if weeks is None else weeks
        return monday + timedelta(days=7 * weeks + number)
    if after == "after next":
        return monday + timedelta(days=14 + number)
    more = 0 if after is None else 7 if after in {"a week", "week"} else 14
    return today + timedelta(days=((number - today.weekday()) % 7 or 7) + more)


def _numbered(parts: Mapping[str, str], today: date) -> date | None:
    """Gives the next day of a number, 15日, which falls on the weekday if one is named."""
    day = _ordinal(parts["day"])
    weekday = _weekday_of(parts["weekday"]) if "weekday" in parts else None
    gone = _date(today.year, today.month, day)
    if gone is not None and gone <= today and gone.weekday() == weekday:
        return None
    for at in range(12):
        year, month = divmod(today.year * 12 + today.month - 1 + at, 12)
        one = _date(year, month + 1, day)
        if one is not None and one > today and weekday in {None, one.weekday()}:
            return one
    return None


def _in_month(parts: Mapping[str, str], today: date) -> tuple[date | None, tuple[int, int] | None]:
    """Gives a day in a month that is named; without a year, the one that is meant."""
    year, month = today.year, 0
    if "months" in parts:
        shift = 0 if parts["months"] == "the month" else words.MONTHS[_spaced(parts["months"])]
        year, month = divmod(today.year * 12 + today.month - 1 + shift, 12)
        return _day_in(year, month + 1, parts), None
    if "end" in parts and "month" not in parts and "name" not in parts:
        return _day_in(year, today.month, parts), None
    if "name" in parts:
        month = next(
            at for at, full in enumerate(MONTH_NAMES, 1) if full.startswith(parts["name"][:3])
        )
    else:
        month = int(parts["month"])
    if "year" in parts:
        year = int(parts["year"])
    elif "era" in parts:
        year = {"令和": 2018, "平成": 1988, "昭和": 1925}[parts["era"]] + int(parts["of_era"])
    elif "years" in parts:
        year += words.YEARS[_spaced(parts["years"])]
    else:
        return _meant(month, parts, today)
    day = _day_in(year, month, parts)
    return day, (day.month, day.day)


def _meant(
    month: int, parts: Mapping[str, str], today: date
) -> tuple[date | None, tuple[int, int]]:
    if month == 2 and parts.get("day", "").startswith("29") and _date(today.year, 2, 29) is None:
        return _date(today.year + 1, 2, 29), (2, 29)
    day = _day_in(today.year, month, parts)
    known = day.month, day.day
    if (today - day).days > _PAST_DAYS:
        return _day_in(today.year + 1, month, parts), known
    return (None if (day - today).days > _FAR_DAYS else day), known


def _day_in(year: int, month: int, parts: Mapping[str, str]) -> date:
    if "end" in parts:
        return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    if "weekday" in parts:
        nth = -1 if "last" in parts else _nth(parts["nth"])
        return words.nth_weekday(year, month, nth, _weekday_of(parts["weekday"]))
    return date(year, month, _ordinal(parts["day"]))


def _nth(word: str) -> int:
    word = word.replace(" ", "")
    return int(word[0]) if word[0].isdecimal() else words.NTH[word]


def _ordinal(word: str) -> int:
    digits = re.match(r"\d+", word)
    return int(digits[0]) if digits else words.ORDINALS[re.sub(r"\s", " ", word)]


def _spaced(word: str) -> str:
    return re.sub(r"\s", " ", word)


def _weekday_of(word: str) -> int:
    for days in ("月火水木金土日", "월화수목금토일"):
        if word in days:
            return days.index(word)
    return ("mon", "tue", "wed", "thu", "fri", "sat", "sun").index(word[:3])


def _months_on(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    one = _date(year, month + 1, day.day)
    return one or date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1) - timedelta(days=1)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


# -- clocks

_TO_CLOCK: Final = re.compile(r"(?:\bto|から|より|에서|→|->)\s?$")


def _minute(text: str, occasion: Occasion) -> int | None:
    """Gives the minute of the day that a part of a sentence names, of several the first."""
    moved = words.MOVED.search(text) is not None
    minute: int | None = None
    for one in words.CLOCKS.finditer(text):
        if _INSTEAD_AFTER.match(text, one.end()) or _INSTEAD_BEFORE.search(
            text[: one.start()][-16:]
        ):
            continue
        if minute is None or (moved and _TO_CLOCK.search(text[: one.start()][-12:])):
            minute = _minute_of(one, text, occasion)
    return minute


def _minute_of(found: re.Match[str], text: str, occasion: Occasion) -> int | None:
    had = found.groupdict()
    if had["noon"]:
        return 12 * 60
    if had["h12"]:
        return (_hour(had["h12"]) % 12 + 12 * (had["ap"] == "p")) * 60 + int(had["m12"] or 0)
    if had["part"]:
        past = {"half": 30, "quarter": 15, "five": 5, "ten": 10, "twenty": 20}.get(had["part"], 25)
        if had["to"] is None and had["part"] != "half":
            return None
        hour, minute = _hour(had["base"]), -past if had["to"] == "to" else past
    elif had["h"]:
        hour, minute = int(had["h"]), int(had["m"] or had["m24"] or (30 if had["half"] else 0))
        if had["h"].startswith("0"):
            return hour * 60 + minute
    else:
        spelled = {"fifteen": 15, "thirty": 30, "forty-five": 45}.get(had["at_word"] or "", 0)
        hour, minute = _hour(had["at"] or had["oc"]), int(had["at_m"] or spelled)
    if hour < 12 and _is_afternoon(hour, had["pre"], text, occasion):
        hour += 12
    return (hour * 60 + minute) % (24 * 60)


def _is_afternoon(hour: int, prefix: str | None, text: str, occasion: Occasion) -> bool:
    for near in (prefix, text):
        if near and (words.AM.search(near) or words.PM.search(near)):
            return (
                hour > 0 and words.PM.search(near) is not None and not words.AM.search(prefix or "")
            )
    if hour in {7, 8}:
        return occasion is Occasion.EVENT and words.EVENING.search(text) is not None
    return 1 <= hour <= 6


def _hour(word: str) -> int:
    return int(word) if word.isdecimal() else words.HOURS_EN[word]
