"""What goals bring, for `benchmarks.encoder`: the right goal guessed, and the right memories found.

One invented person a language; sentences that show a goal in passing, and what a thoughtful friend
would want to have in mind then. Everything goes through a vault and its index, with and without the
goals' words; so do LoCoMo's questions, which show no goal and should lose nothing.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from benchmarks.encoder_sets import (
    CATEGORIES,
    OURS,
    OWN,
    Row,
    Talk,
    read_lines,
)
from device.compose import Device, create_device
from device.encoder.encode import Encoder
from device.encoder.goals import Goals
from device.importers.export import Conversation, Export, SourceKind, Turn
from device.memory.rank import Asked
from device.settings import Settings
from device.vault.kdf import KdfParameters
from policy.catalog import Language
from policy.vocabulary import Purpose


def goal_figures(talks: Sequence[Talk]) -> Row:
    """Gives by language how often the goal is guessed and what its words bring."""
    figures: Row = {language: _of_language(language) for language in OURS}
    if talks:
        figures["locomo"] = _locomo(talks)
    return figures


def _of_language(language: Language) -> Row:
    asked = read_lines(OWN / "goals" / f"{language}.jsonl")
    memories = read_lines(OWN / "memories" / f"{language}.jsonl")
    goals = Goals.shipped()
    guesses = [[one.goal for one in goals.guess(row["text"])] for row in asked]
    wanted = [row["goal"] for row in asked]
    evidence = [
        {at for at, memory in enumerate(memories) if goal in memory["goals"]} for goal in wanted
    ]
    shown = np.mean([goals.shows_goal(row["text"]) for row in asked])
    found = _found(language, [row["text"] for row in memories], [row["text"] for row in asked])
    return {
        "top1": _share([goal == found[0] for goal, found in zip(wanted, guesses, strict=True)]),
        "top3": _share([goal in found for goal, found in zip(wanted, guesses, strict=True)]),
        "shown": round(float(shown), 3),
        "n": len(asked),
    } | {
        name: round(100 * _recall(ranking, evidence), 1)
        for name, ranking in zip(("recall@10", "recall@10_expanded"), found, strict=True)
    }


def _locomo(talks: Sequence[Talk]) -> Row:
    """Gives recall of categories 1 to 4 without and with expansion."""
    shares: tuple[list[float], list[float]] = ([], [])
    for talk in talks:
        keep = [at for at, one in enumerate(talk.categories) if one in CATEGORIES["1-4"]]
        evidence = [talk.evidence[at] for at in keep]
        found = _found("en", talk.turns, [talk.questions[at] for at in keep])
        for so_far, ranking in zip(shares, found, strict=True):
            so_far.extend(_shares(ranking, evidence))
    plain, expanded = (round(100 * float(np.mean(one)), 1) for one in shares)
    return {"recall@10": plain, "recall@10_expanded": expanded}


def _found(
    language: Language, texts: Sequence[str], questions: Sequence[str]
) -> tuple[list[list[int]], list[list[int]]]:
    """Gives for each question the first ten texts: as it stands, and with its goal's words."""
    turns = tuple(
        Turn(text, "me", is_owner=True, sent_at=None, place=f"m{at}", reference=str(at))
        for at, text in enumerate(texts)
    )
    export = Export(
        SourceKind.LOCOMO, (Conversation(SourceKind.LOCOMO, "benchmark", turns),), skipped={}
    )
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(language=language, zone="UTC")
        device = create_device(Path(folder), "benchmark", None, settings, kdf=KdfParameters())
        try:
            device.intake.take_in(export, gate=False)
            places = _places(device)
            return (
                [_ask(device, places, text, language, expand=False) for text in questions],
                [_ask(device, places, text, language, expand=True) for text in questions],
            )
        finally:
            device.close()


def _ask(
    device: Device, places: dict[int, int], text: str, language: Language, *, expand: bool
) -> list[int]:
    (query,) = device.encoder.encoder.encode_query([text])
    expansion = Goals.shipped().expand(text, language, Encoder.default()) if expand else None
    hits = device.recall.index.rank(Asked(text, query, expansion), Purpose.RECALL, 10)
    return [places[hit.id] for hit in hits if hit.id in places]


def _places(device: Device) -> dict[int, int]:
    """Gives by a memory's id which text it was."""
    cards = device.recall.all(Purpose.RECALL, "en")
    return {card.id: int(card.reference) for card in cards if card.reference}


def _recall(ranking: Sequence[Sequence[int]], wanted: Sequence[set[int]]) -> float:
    return float(np.mean(_shares(ranking, wanted)))


def _shares(ranking: Sequence[Sequence[int]], wanted: Sequence[set[int]]) -> list[float]:
    return [len(one & set(row)) / len(one) for one, row in zip(wanted, ranking, strict=True)]


def _share(values: Sequence[bool]) -> float:
    return round(float(np.mean(values)), 3)
