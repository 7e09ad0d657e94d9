"""A life log of a few lines, to be broken one line at a time."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

Row = dict[str, Any]


def person(name: str = "ja/hana") -> Row:
    return {
        "id": name,
        "language": name[:2],
        "name": "花",
        "zone": "Asia/Tokyo",
        "born": 1990,
        "about": "花屋で働く。",
        "about_en": "Works at a florist's.",
        "voice": "Plain Japanese.",
        "people": [{"name": "健", "who": "弟"}],
    }


def turn(number: int, text: str, **more: Any) -> Row:
    return {
        "id": f"t{number:03}",
        "at": f"2025-06-{number:02}T08:00:00+09:00",
        "where": "diary",
        "speaker": "self",
        "language": "ja",
        "text": text,
    } | more


def question(number: int, evidence: Sequence[str], **more: Any) -> Row:
    return {
        "id": f"q{number:02}",
        "at": "2025-07-01T08:00:00+09:00",
        "language": "ja",
        "kind": "one_fact" if evidence else "never_said",
        "text": "あれは何だった",
        "evidence": list(evidence),
        "answer": "牛肉" if evidence else "",
    } | more


def label(number: int, **more: Any) -> Row:
    return {"turn": f"t{number:03}", "kind": "fact", "keep": True, "about": "self"} | more


TURNS = [turn(1, "牛肉が好き"), turn(2, "昼寝した"), turn(3, "牛肉でじんましんが出た")]


def write_life(
    data: Path,
    name: str = "ja/hana",
    *,
    about: Row | None = None,
    turns: Sequence[Row] = TURNS,
    questions: Sequence[Row] = (question(1, ["t003"]),),
    labels: Sequence[Row] = (label(1),),
) -> Path:
    """Writes one person's folder and gives it."""
    folder = data / name
    folder.mkdir(parents=True)
    write_lines(folder / "person.json", [about or person(name)])
    write_lines(folder / "turns.jsonl", turns)
    write_lines(folder / "questions.jsonl", questions)
    write_lines(folder / "labels.jsonl", labels)
    return folder


def write_lines(path: Path, rows: Sequence[Row]) -> None:
    lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    path.write_text("".join(lines), encoding="utf-8")


def write_splits(data: Path, **splits: Sequence[str]) -> None:
    write_lines(data / "splits.json", [{"train": [], "dev": [], "test": []} | splits])
