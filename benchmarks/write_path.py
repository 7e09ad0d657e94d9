"""Claim: the write gate keeps what is worth keeping, leaves small talk out, and hears emphasis.

    python -m benchmarks.write_path --split dev --json

The labels of the life logs say of a turn whether a good memory keeps it, what kind of thing it is
and whom it is about; turns said off the record belong to `off_record` and are left
out of all figures here, and so are repeats from those of kinds. `plain_*` are the same figures of
the gate as it was before: it left out nothing but empty talk. The emphasis pairs say one fact
twice, plainly and with emphasis; a pair counts where the gate holds the emphasised one stronger.
"""

from __future__ import annotations

import argparse
import json
import platform
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, get_args

from benchmarks.lifelog.load import load_split
from benchmarks.lifelog.records import Label, Language, Turn, TurnKind
from benchmarks.provenance import commit_name
from device.encoder.fold import fold
from device.memory.gate import GateVerdict, judge
from device.memory.sentence.kinds import Told, tell
from device.memory.sentence.small_talk_words import EMPTY_TALK, WORD

PAIRS: Final = Path(__file__).parent / "data" / "emphasis"
SPLITS: Final = ("train", "dev")
_LIGHT: Final = (TurnKind.CHATTER, TurnKind.TRANSIENT)


@dataclass(frozen=True, slots=True)
class Judged:
    """A labelled turn, with what the gate made of it."""

    turn: Turn
    label: Label
    verdict: GateVerdict
    told: Told
    is_empty: bool


def judged(split: str) -> list[Judged]:
    """Judges every labelled turn of a split, but those said off the record."""
    found = []
    for life in load_split(split):  # type: ignore[arg-type]
        turns = {turn.id: turn for turn in life.turns}
        for label in life.labels:
            if label.kind is TurnKind.OFF_RECORD:
                continue
            turn = turns[label.turn]
            by_assistant = turn.speaker == "assistant"
            by_owner = None if by_assistant else turn.speaker == "self"
            verdict = judge(turn.text, by_assistant=by_assistant, by_owner=by_owner)
            said = WORD.findall(fold(turn.text))
            empty = all(EMPTY_TALK.fullmatch(word) for word in said)
            told = tell(turn.text, by_owner=by_owner)
            found.append(Judged(turn, label, verdict, told, empty))
    return found


def figures(cases: Sequence[Judged]) -> dict[str, Any]:
    """Gives the shares of one language, or of all."""
    kept = [case for case in cases if case.label.keep]
    dropped = [case for case in cases if not case.label.keep]
    light = [case for case in dropped if case.label.kind in _LIGHT]
    return {
        "n": len(cases),
        "kept_share_of_keep": _share(case.verdict.store for case in kept),
        "left_out_share_of_drop": _share(not case.verdict.store for case in light),
        "left_out_by_kind": {
            kind.value: _share(not one.verdict.store for one in dropped if one.label.kind is kind)
            for kind in sorted({case.label.kind for case in dropped})
        },
        "plain_kept_share_of_keep": _share(not case.is_empty for case in kept),
        "plain_left_out_share_of_drop": _share(case.is_empty for case in light),
        "about_accuracy": _share(case.told.about.value == case.label.about for case in cases),
        "kind_macro_f1": _macro_f1(cases),
        "strength_of_keep": _mean(case.verdict.strength for case in kept),
        "strength_of_drop": _mean(case.verdict.strength for case in dropped),
        "emphasised": _share(case.verdict.reason == "emphasised" for case in cases),
    }


def emphasis(language: str) -> dict[str, Any]:
    """Tells of how many pairs the emphasised one is held for stronger, and how many are lost."""
    lines = (PAIRS / f"{language}.jsonl").read_text(encoding="utf-8").splitlines()
    pairs = [json.loads(line) for line in lines]
    won = [judge(pair["emphasised"]).strength > judge(pair["plain"]).strength for pair in pairs]
    stored = (judge(pair["plain"]).store for pair in pairs)
    return {"n": len(pairs), "stronger": _share(won), "plain_kept": _share(stored)}


def _macro_f1(cases: Sequence[Judged]) -> float | None:
    """Averages F1 over the kinds that the labels know; a question counts as nothing's hit."""
    pairs = Counter(
        (case.label.kind.value, case.told.kind.value)
        for case in cases
        if case.label.kind is not TurnKind.REPEAT
    )
    known = {named for named, _ in pairs}
    scores = []
    for kind in known:
        hits = pairs[kind, kind]
        named = sum(count for (label, _), count in pairs.items() if label == kind)
        told = sum(count for (_, said), count in pairs.items() if said == kind)
        scores.append(2 * hits / (named + told))
    return _mean(scores)


def _share(of: Iterable[bool]) -> float | None:
    return _mean(map(float, of))


def _mean(of: Iterable[float]) -> float | None:
    numbers = list(of)
    return round(sum(numbers) / len(numbers), 4) if numbers else None


def main() -> None:
    """Prints one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--split", choices=(*SPLITS, "test"), default="dev")
    parser.add_argument("--json", action="store_true", help="one line, for results files")
    chosen = parser.parse_args()
    cases = judged(chosen.split)
    languages = get_args(Language)
    report = {
        "benchmark": "write_path",
        "commit": commit_name(),
        "machine": platform.machine(),
        "split": chosen.split,
        "all": figures(cases),
        **{
            language: figures([case for case in cases if case.turn.language == language])
            for language in languages
        },
        "emphasis": {language: emphasis(language) for language in languages},
    }
    print(json.dumps(report, ensure_ascii=False, indent=None if chosen.json else 2))


if __name__ == "__main__":
    main()
