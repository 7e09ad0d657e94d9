"""Steps 1 to 4: import, recall, forgetting, and the log that tells of them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from coordinator.demo.stage import INTEGRITY, Person, Stage, recalled, search
from coordinator.errors import DemoError

_LEAST_MESSAGES: Final = 150  # of each sample


def show_memories(stage: Stage, people: Sequence[Person]) -> None:
    """Runs steps 1 to 4."""
    stage.step("1_import")
    for person in people:
        _import(stage, person)
    stage.step("2_recall")
    for person in people:
        _recall(stage, person)
    stage.step("3_forget")
    _forget(stage, people[0])
    stage.step("4_verify")
    _verify(stage, people[0])


def _import(stage: Stage, person: Person) -> None:
    words = ("init", "--owner", person.story["owner"], "--market", person.story["market"])
    fast = ("--kdf-memory-mib", "64")  # the least that is allowed, so that the demo is quick
    stage.bojagi(person.words(*words, *fast, step_up=True), shown=words)
    told = stage.bojagi(
        person.words("import", str(person.sample)), shown=("import", person.story["export"])
    )
    # Two numbers lead in each language: how many messages the sample has, and how many were kept.
    counts = [int(number) for number in re.findall(r"\d+", told.splitlines()[0])]
    stage.expect(min(counts, default=0) >= _LEAST_MESSAGES, "import")


def _recall(stage: Stage, person: Person) -> None:
    for question in person.story["ask"]:
        _ask(stage, person, question)
    money = person.story["ask_finance"]
    stage.tell("finance_closed")
    query = ("recall", money["query"], "--limit", "5")
    told = stage.bojagi(person.words(*query), shown=query)
    stage.expect(money["expect"] not in told, "recall, closed")
    stage.tell("finance_opened")
    told = stage.bojagi(person.words(*query, step_up=True), shown=(*query, "--step-up-file", "…"))
    stage.expect(money["expect"] in told, "recall, after step-up")
    number = _number_of(person, money["expect"])
    stage.bojagi(person.words("rule", number, step_up=True), shown=("rule", number))


def _ask(stage: Stage, person: Person, question: Mapping[str, str]) -> None:
    query = ("recall", question["query"], "--limit", "5")
    told = stage.bojagi(person.words(*query), shown=query)
    stage.expect(question["expect"] in told, f"recall {question['query']}")


def _forget(stage: Stage, person: Person) -> None:
    story = person.story["forget"]
    words: list[str] = story["words"]
    number = _number_of(person, story["expect"])
    stage.bojagi(person.words("show", number), shown=("show", number))
    stage.bojagi(person.words("forget", number, "--yes"), shown=("forget", number, "--yes"))
    again = ("recall", story["query"], "--limit", "5")
    told = stage.bojagi(person.words(*again), shown=again)
    stage.expect(story["expect"] not in told, "forget")
    found, searched, size = search(stage.out, words)
    stage.expect(not found, "search")
    stage.tell("searched", words=", ".join(words), files=searched, size=f"{size:,}")
    control, _, _ = search(person.sample.parent, words)
    stage.expect(bool(control), "search of the sample")
    stage.tell("sample_keeps", file=str(person.sample))


def _verify(stage: Stage, person: Person) -> None:
    evidence = person.folder / "evidence"
    line = ("log", "--export", str(evidence))
    stage.bojagi(person.words(*line), shown=line)
    stage.verify(evidence, person.language)
    log = evidence / "log.jsonl"
    raw = bytearray(log.read_bytes())
    raw[len(raw) // 2] ^= 1
    log.write_bytes(raw)
    stage.tell("tampered", file=str(log), byte=len(raw) // 2)
    stage.verify(evidence, person.language, expected=INTEGRITY)
    raw[len(raw) // 2] ^= 1
    log.write_bytes(raw)
    stage.tell("mended")


def _number_of(person: Person, text: str) -> str:
    """Finds a memory's number by its words."""
    for card in recalled(person, text, limit=20):
        if text in card["text"]:
            return str(card["id"])
    raise DemoError("demo.failed", step="recall --json")
