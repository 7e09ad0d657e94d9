"""A market's law packs, answered from a bundle, in the reader's words."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from compliance.bundle import Bundle
from compliance.checks import Finding, Reference, Result, answer
from compliance.lawpacks import Applies, Pack, Row, View, packs_for
from compliance.reader import Reader


@dataclass(frozen=True, slots=True)
class SanctionLine:
    """What follows where the duty is not met. `maximum` is empty where no amount is named."""

    kind: str
    word: str
    maximum: str
    conditions: str


@dataclass(frozen=True, slots=True)
class RowLine:
    """One duty and what the evidence shows.

    Attributes:
        why: What the result rests on.
        note: What a person has to judge beside what `why` says; empty where nothing is left.
    """

    id: str
    article: str
    duty: str
    applies_if: str
    in_force_from: str
    in_force_day: str
    result: Result
    result_word: str
    why: str
    note: str
    needs_person: bool
    evidence: tuple[Reference, ...]
    source: str
    source_quality: str
    source_word: str
    sanction: SanctionLine


@dataclass(frozen=True, slots=True)
class PackLine:
    """One law: which text of it, when the facts were gathered, and its rows."""

    id: str
    jurisdiction: str
    title: str
    short: str
    act: str
    version: str
    as_of: str
    as_of_day: str
    results: dict[str, int]
    rows: tuple[RowLine, ...]


def judge(bundle: Bundle, view: View, reader: Reader) -> tuple[PackLine, ...]:
    """Gives the packs of the bundle's market, with a result for every row of this view.

    An operator without a market is shown every pack; a person without one, none.
    """
    market = bundle.about.market
    if market == "other" and view == "consumer":
        return ()
    return tuple(_judge_pack(pack, bundle, view, reader) for pack in packs_for(market))


def _judge_pack(pack: Pack, bundle: Bundle, view: View, reader: Reader) -> PackLine:
    language = reader.language
    rows = tuple(_judge_row(row, pack, bundle, reader) for row in pack.rows if view in row.views)
    found = Counter(row.result for row in rows)
    year, month = map(int, pack.as_of.split("-"))
    return PackLine(
        id=pack.id,
        jurisdiction=pack.jurisdiction,
        title=pack.title[language],
        short=pack.short[language],
        act=pack.act[language],
        version=pack.version[language],
        as_of=pack.as_of,
        as_of_day=reader.month(year, month),
        results={result.value: found[result] for result in Result},
        rows=rows,
    )


def _judge_row(row: Row, pack: Pack, bundle: Bundle, reader: Reader) -> RowLine:
    language = reader.language
    finding = _find(row, pack, bundle)
    source, sanction = pack.sources[row.source], pack.sanctions[row.sanction]
    applies = finding.result is not Result.NOT_APPLICABLE
    return RowLine(
        id=row.id,
        article=row.article[language],
        duty=row.duty[language],
        applies_if=row.applies_if.value,
        in_force_from=row.in_force_from.isoformat(),
        in_force_day=reader.day(row.in_force_from),
        result=finding.result,
        result_word=reader.word("result", finding.result.value),
        why=reader.say(finding.key, **_values(finding, row, reader)),
        note=_note(row, finding, reader) if applies and row.needs_person else "",
        needs_person=applies and (row.needs_person or finding.result is Result.REVIEW),
        evidence=finding.references,
        source=source.text[language],
        source_quality=source.quality,
        source_word=reader.word("quality", source.quality),
        sanction=SanctionLine(
            kind=sanction.kind.value,
            word=reader.word("sanction", sanction.kind.value),
            maximum=sanction.maximum[language] if sanction.maximum else "",
            conditions=sanction.conditions[language],
        ),
    )


def _find(row: Row, pack: Pack, bundle: Bundle) -> Finding:
    midnight = datetime.combine(row.in_force_from, datetime.min.time(), UTC)
    began = midnight - timedelta(hours=pack.utc_offset_h)
    if bundle.verdict.last_at < began.timestamp():
        return Finding(Result.NOT_APPLICABLE, "check.not_in_force")
    return answer(row.check, bundle)


def _values(finding: Finding, row: Row, reader: Reader) -> dict[str, int | str]:
    if finding.key == "check.not_in_force":
        return {"day": reader.day(row.in_force_from)}
    return dict(finding.values)


def _note(row: Row, finding: Finding, reader: Reader) -> str:
    match row.applies_if:
        case Applies.HIGH_IMPACT:
            return reader.say("law.note_high_impact")
        case Applies.PERSON_DECIDES:
            return reader.say("law.note_applies")
        case Applies.ALWAYS | Applies.GENERATES | Applies.COMPUTE:
            # Where no evidence is named, there is nothing of which a person could say it is enough.
            is_shown = finding.result is not Result.FAIL and finding.references
            return reader.say("law.note_person") if is_shown else ""
