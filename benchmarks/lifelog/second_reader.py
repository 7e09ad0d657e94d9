"""The second pair of eyes: what they are shown, and how far they agree with the author.

    python -m benchmarks.lifelog.second_reader sheet ja/akari    the log, and ten questions, bare
    python -m benchmarks.lifelog.second_reader key ja/akari      the author's answers to these ten
    python -m benchmarks.lifelog.second_reader agreement         one JSON line over everyone

A reader answers from the sheet alone, with the turns that say so, before they see the key. Their
answers are kept in `reader.jsonl`; whether an answer says what the author's does is judged
afterwards. A question counts as agreed where it does and a turn is named by both, or where both say
that it was never said.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import defaultdict
from itertools import zip_longest
from typing import Final

from benchmarks.lifelog.load import SPLITS, Life, load_life, load_split
from benchmarks.lifelog.records import DATA, Question, Reading

ASKED: Final = 10


def main() -> None:
    """Prints a sheet, its key, or the agreement."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["sheet", "key", "agreement"])
    parser.add_argument("person", nargs="?", help="a folder below benchmarks/data/lifelog")
    options = parser.parse_args()
    if options.what == "agreement":
        lives = [life for split in SPLITS for life in load_split(split)]
        print(json.dumps(agreement(lives)))
    elif options.person is None:
        parser.error("whose? name a person, as ja/akari")
    elif options.what == "sheet":
        print(sheet(load_life(DATA / options.person)))
    else:
        for question in chosen(load_life(DATA / options.person)):
            print(question.model_dump_json(include={"id", "answer", "evidence", "stale"}))


def chosen(life: Life) -> list[Question]:
    """Gives ten of a person's questions: by turns one of each kind, in an order no one chose."""
    by_kind: dict[str, list[Question]] = defaultdict(list)
    for question in sorted(life.questions, key=lambda one: _drawn(life, one)):
        by_kind[question.kind].append(question)
    rounds = zip_longest(*(by_kind[kind] for kind in sorted(by_kind)))
    taken = [one for of_each_kind in rounds for one in of_each_kind if one is not None]
    return sorted(taken[:ASKED], key=lambda one: one.id)


def sheet(life: Life) -> str:
    """Gives the log and the ten questions, without anything that an author marked."""
    lines = [f"{life.person.name}: {life.person.about}", ""]
    for turn in life.turns:
        where = f"{turn.where}:{turn.chat}" if turn.chat else str(turn.where)
        lines.append(f"{turn.id} {turn.at:%Y-%m-%d %H:%M %a} {where} {turn.speaker}: {turn.text}")
    lines += ["", "Questions"]
    lines += [f"{one.id} (asked {one.at:%Y-%m-%d %H:%M}): {one.text}" for one in chosen(life)]
    return "\n".join(lines)


def agreement(lives: list[Life]) -> dict[str, float]:
    """Gives the share of agreed questions, and how much of the evidence both named."""
    pairs = [
        (question, reading)
        for life in lives
        for reading in life.readings
        for question in life.questions
        if question.id == reading.question
    ]
    agreed = sum(reading.agrees and _same_turn(question, reading) for question, reading in pairs)
    shared = [_shared(question, reading) for question, reading in pairs]
    count = max(len(pairs), 1)
    return {
        "agreement": round(agreed / count, 4),
        "answers_agree": round(sum(reading.agrees for _, reading in pairs) / count, 4),
        "evidence_jaccard": round(sum(shared) / count, 4),
        "questions": len(pairs),
        "people": sum(bool(life.readings) for life in lives),
    }


def _same_turn(question: Question, reading: Reading) -> bool:
    if not question.evidence:
        return not reading.evidence
    return bool(set(question.evidence) & set(reading.evidence))


def _shared(question: Question, reading: Reading) -> float:
    author, reader = set(question.evidence), set(reading.evidence)
    return len(author & reader) / len(author | reader) if author | reader else 1.0


def _drawn(life: Life, question: Question) -> bytes:
    return hashlib.sha256(f"{life.person.id} {question.id}".encode()).digest()


if __name__ == "__main__":
    main()
