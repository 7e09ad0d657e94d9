"""Loads life logs, and refuses what does not hold together.

    from benchmarks.lifelog.load import load_split
    for life in load_split("dev"): ...

Refused, each with file, line, what was expected and what was found: a file that breaks its schema,
turns out of order, a question whose evidence does not exist or comes later than the question, a
label of no turn, a person in two splits or in none.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Final, Literal, TypeVar

from pydantic import BaseModel, ValidationError

from benchmarks.lifelog.records import DATA, Label, Person, Question, Reading, Splits, Turn

Split = Literal["train", "dev", "test"]
SPLITS: Final[tuple[Split, ...]] = ("train", "dev", "test")
_RecordT = TypeVar("_RecordT", bound=BaseModel)


class BadLifelog(Exception):
    """A life log that cannot be used; the message names the file, the place and the remedy."""


@dataclass(frozen=True, slots=True)
class Life:
    """One person's log, with what is asked of it."""

    person: Person
    turns: tuple[Turn, ...]
    questions: tuple[Question, ...]
    labels: tuple[Label, ...]
    readings: tuple[Reading, ...]

    def turns_before(self, moment: datetime) -> tuple[Turn, ...]:
        """Gives what had been said by then."""
        return tuple(turn for turn in self.turns if turn.at <= moment)

    def is_cross_language(self, question: Question) -> bool:
        """Tells whether the question is in another language than all that could answer it."""
        named = {*question.evidence} or {turn.id for turn in self.turns}
        return all(turn.language != question.language for turn in self.turns if turn.id in named)


@contextmanager
def exits_when_bad() -> Iterator[None]:
    """Ends the program with a sentence where a life log cannot be used, as bad usage does."""
    try:
        yield
    except BadLifelog as error:
        print(error, file=sys.stderr)
        sys.exit(2)


def load_split(split: Split, data: Path = DATA) -> list[Life]:
    """Gives the people of one split, in the order of `splits.json`.

    Raises:
        BadLifelog: a file is missing, breaks its schema, or contradicts another.
    """
    people = load_splits(data)
    return [load_life(data / name) for name in getattr(people, split)]


def load_splits(data: Path = DATA) -> Splits:
    """Gives who belongs to which split.

    Raises:
        BadLifelog: someone is in two splits, or has a folder and no split, or no folder.
    """
    path = data / "splits.json"
    splits = _parse(Splits, _read(path), path, 1)
    seen: dict[str, str] = {}
    for split in SPLITS:
        for name in getattr(splits, split):
            if name in seen:
                raise BadLifelog(
                    f"{path}: {name} is in {seen[name]} and in {split}; expected each person in "
                    "one split, so that nothing learned from someone is tested on them. Take the "
                    "name out of one."
                )
            seen[name] = split
    folders = {str(one.parent.relative_to(data)) for one in data.glob("*/*/person.json")}
    if folders != set(seen):
        apart = ", ".join(sorted(folders ^ set(seen)))
        raise BadLifelog(
            f"{path}: expected one folder with person.json for each name, and one split for each "
            f"folder; these have only one of the two: {apart}."
        )
    return splits


def load_life(folder: Path) -> Life:
    """Gives one person's log.

    Raises:
        BadLifelog: a file is missing, breaks its schema, or contradicts another.
    """
    path = folder / "person.json"
    person = _parse(Person, _read(path), path, 1)
    life = Life(
        person,
        tuple(_lines(Turn, folder / "turns.jsonl")),
        tuple(_lines(Question, folder / "questions.jsonl")),
        tuple(_lines(Label, folder / "labels.jsonl")),
        tuple(_lines(Reading, folder / "reader.jsonl", optional=True)),
    )
    if person.id != f"{folder.parent.name}/{folder.name}" or person.language != person.id[:2]:
        raise BadLifelog(
            f"{path}: expected the id {folder.parent.name}/{folder.name} and its language, found "
            f"{person.id} and {person.language}. Rename the folder or mend the id."
        )
    _check_turns(life, folder / "turns.jsonl")
    _check_questions(life, folder / "questions.jsonl")
    _check_labels(life, folder / "labels.jsonl")
    asked = {question.id for question in life.questions}
    _names_known((one.question for one in life.readings), asked, folder / "reader.jsonl")
    return life


def _check_turns(life: Life, path: Path) -> None:
    _unique([turn.id for turn in life.turns], path)
    for before, after in pairwise(life.turns):
        if after.at < before.at:
            raise BadLifelog(
                f"{path}: expected turns in the order of time, found {after.id} at {after.at}, "
                f"which is before {before.id}. Sort them."
            )


def _check_questions(life: Life, path: Path) -> None:
    _unique([question.id for question in life.questions], path)
    spoken = {turn.id: turn.at for turn in life.turns}
    for question in life.questions:
        named = [*question.evidence, *question.stale, *question.forbidden]
        _names_known(named, spoken, path, question.id)
        late = [turn for turn in named if spoken[turn] > question.at]
        if late:
            raise BadLifelog(
                f"{path}: {question.id} is asked at {question.at} and names {', '.join(late)}, "
                "said later. Expected only what was said before; move the question or the turns."
            )


def _check_labels(life: Life, path: Path) -> None:
    _unique([label.turn for label in life.labels], path)
    spoken = {turn.id: at for at, turn in enumerate(life.turns)}
    for label in life.labels:
        _names_known([label.turn, *([label.of] if label.of else [])], spoken, path)
        if label.of and spoken[label.of] >= spoken[label.turn]:
            raise BadLifelog(
                f"{path}: {label.turn} is labelled as being of {label.of}, which is no earlier "
                "turn. Name the turn that it repeats, corrects or takes back."
            )


def _unique(names: Sequence[str], path: Path) -> None:
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise BadLifelog(f"{path}: expected each name once, found twice: {', '.join(twice)}.")


def _names_known(names: Iterable[str], known: Collection[str], path: Path, whose: str = "") -> None:
    missing = sorted({name for name in names if name not in known})
    if missing:
        raise BadLifelog(
            f"{path}: {whose or 'a line'} names {', '.join(missing)}, and the log has no such "
            "line. Mend the name, or take it out."
        )


def _lines(record: type[_RecordT], path: Path, *, optional: bool = False) -> Iterator[_RecordT]:
    if optional and not path.exists():
        return
    for number, line in enumerate(_read(path).splitlines(), 1):
        yield _parse(record, line, path, number)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadLifelog(
            f"{path}: expected a UTF-8 text file, found {type(error).__name__}. A person's folder "
            "holds person.json, turns.jsonl, questions.jsonl and labels.jsonl."
        ) from error


def _parse(record: type[_RecordT], text: str, path: Path, number: int) -> _RecordT:
    try:
        return record.model_validate_json(text)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        where = ".".join(map(str, first["loc"])) or "the line"
        schema = f"schema/{record.__name__.lower()}.schema.json"
        raise BadLifelog(
            f"{path}, line {number}: {where}: {first['msg']}. Expected what {schema} says."
        ) from error
