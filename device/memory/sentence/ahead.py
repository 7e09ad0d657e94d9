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
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo
from itertools import pairwise
from typing import Final

from device.encoder.fold import fold
from device.memory.sentence import ahead_words as words
from device.memory.sentence.ahead_words import Occasion as Occasion
from device.memory.sentence.clock_times import INSTEAD_AFTER, INSTEAD_BEFORE, minute_named
from device.memory.sentence.day_grammar import CLOCKS
from device.memory.sentence.day_names import DATED, Mention, day_of, mentions_in
from device.memory.sentence.day_words import Kind, in_digits
from device.memory.sentence.pattern import Pattern

_LONGEST: Final = 20_000  # characters that are read; no turn is longer
_MOST: Final = 100  # days of one text; who names more lists no plans
_NEAR: Final = 200  # characters beside a day in which the rest of its sentence is looked for


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
    for sentence, is_question in _sentences(in_digits(fold(text[:_LONGEST]))):
        mentions = mentions_in(sentence, today, month_first=month_first)
        if is_question:
            mentions = _told_before_asking(sentence, mentions)
        elif not mentions and last is not None and words.STARTS.search(sentence):
            last = replace(last, minute=last.minute or minute_named(sentence, last.occasion))
            found[last.day, last.occasion] = last
        month = next((one.day for one in mentions if one.kind is Kind.CALENDAR), month)
        mentions = [_carried(one, month) for one in mentions]
        dated |= {one.day.weekday() for one in mentions if one.day and one.kind in DATED}
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
            day = day_of(year, ahead.day.month, ahead.day.day) or date(year, 2, 28)
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


def _carried(mention: Mention, named: date | None) -> Mention:
    """Gives "the 15th" the month that was named before it: 1月14日に入院して15日に切る."""
    if mention.kind is not Kind.BARE or mention.weekday_alone or named is None:
        return mention
    day = mention.month_day[1]
    same = day_of(named.year, named.month, day) if day > named.day else None
    return replace(mention, day=same, month_day=(same.month, day)) if same else mention


_ENDS: Final = Pattern(
    r"[。!?\n]+|(?<![ㅋㅎㅠㅜ])[ㅋㅎㅠㅜ]+(?=\s)|(?<![ap]\.m)(?<!\bdr)(?<!\bmr)\.(?=\s|$)"
)
_CUTS: Final = Pattern(
    r"[,、;]|\band\b|\bthen\b|\bbut\b|けど|ので|が、|[하이]?고\s|는데|지만|그리고|で、|그다음"
)
_CLAUSES: Final = Pattern(
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


_ASKS_NEXT: Final = Pattern(
    r"けど|けれど|ので|から、|が、|지만|는데|니까|\bbut\b|\bso\b|\bbecause\b"
)


def _told_before_asking(sentence: str, mentions: list[Mention]) -> list[Mention]:
    """Keeps the days that a question tells before it asks: "the gig's on Friday, so will you?"."""
    told = max((cut.start() for cut in _ASKS_NEXT.finditer(sentence)), default=0)
    before = sentence[:told]
    if _occasion_in(before) is Occasion.OTHER and not words.ARRANGED.search(before):
        return []
    return [one for one in mentions if one.end <= told]


def _parts(sentence: str, mentions: list[Mention]) -> Iterator[tuple[Mention, tuple[int, int]]]:
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


_FROM: Final = Pattern(r"\s?(?:から|より|부터|에서)")
_OR: Final = Pattern(
    r"\s?(?:,? or (?:on |maybe )?|[か]|이나\s?|(?:,\s)?아니면\s?|または|,? could be )\s?"
)
_RANGE: Final = Pattern(r"\s?(?:から|부터|[-–—~〜]|to |till |until |through |and )\s?")
_TIED: Final = Pattern(r"日?(?:に|まで|から|の|\d)|에|까지|부터|로| at\b| \d")
_TIED_BEFORE: Final = Pattern(r"\b(?:on|by|next|from|for)\s$")
_TO: Final = Pattern(r"(?:\bto|\buntil|\btill|\bfor|\bnow|\bby|\bon|=>|→)\s?$")


def _chosen(sentence: str, mentions: list[Mention]) -> list[Mention]:
    """Leaves out old dates, the ends of stretches, and choices that are still open."""
    kept: list[Mention] = []
    moved = words.MOVED.search(sentence)
    dropped: set[int] = set()
    for at, one in enumerate(mentions):
        after = sentence[one.end : one.end + 12]
        ahead = sentence[max(0, one.start - 16) : one.start]
        if INSTEAD_AFTER.match(after) or INSTEAD_BEFORE.search(ahead):
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


def _is_range(sentence: str, second: Mention, ahead: str, gap: str) -> bool:
    if "and" in gap:
        return ahead.endswith(("between ", "between the "))
    return bool(
        gap.strip() in {"-", "–", "—", "~", "〜", "to", "till", "until", "through"}
    ) or bool(words.UNTIL.match(sentence[second.end : second.end + 4]))


def _judged(
    sentence: str, mention: Mention, part: tuple[int, int], before: str, today: date
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
    return Ahead(mention.day, minute_named(rest, occasion), occasion, yearly)


def _is_committed(mention: Mention, clause: str, ahead: str, after: str, rest: str) -> bool:
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


def _is_coming(mention: Mention, sentence: str, clause: str, today: date) -> bool:
    """Tells whether a weekday alone is the coming one: not a habit's, and not today's own name."""
    near = sentence[max(0, mention.start - _NEAR) : mention.end + _NEAR]
    if words.HABIT.search(near) or words.FEELING.search(clause):
        return False
    is_todays = mention.day is not None and (mention.day - today).days == 7  # "Friday, hooray"
    return not is_todays or bool(
        _TIED.match(sentence, mention.end)
        or _TIED_BEFORE.search(sentence, max(0, mention.start - 8), mention.start)
    )


def _each_year(mention: Mention, occasion: Occasion, today: date) -> Ahead | None:
    month, day_of_month = mention.month_day
    for year in range(today.year, min(today.year + 9, date.max.year)):
        day = day_of(year, month, day_of_month)
        if day is not None and day > today:
            return Ahead(day, None, occasion, yearly=True)
    return None


def _occasion(said: str, rest: str, near: str, before: str) -> Occasion:
    own = _occasion_in(said)
    if own is not Occasion.OTHER:
        return own
    content = re.sub(r"[\W\d]|時|分|半|시|분|from|at|it's|that's|on|the", "", CLOCKS.sub("", rest))
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
