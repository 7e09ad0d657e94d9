"""Claim: a million memories are found by their words in milliseconds, from RAM alone.

Word salad of Japanese, Korean and English, words by Zipf's law, about 90 bytes a text. tantivy, our
plain index (up to 200,000) and SQLite's FTS5 (contentless, in memory, the same bigrams) are built
and asked one after the other, each in a process of its own, so that its RSS is its own.

    python -m benchmarks.keywords --n 100000 --json

`rss_mb` is RSS over what the process had before the index, `rss_settled_mb` the same two seconds
after the last question. CPU times are of the whole process, its threads too, without the
making of texts. `overlap_at_10`: the share of tantivy's best ten that are the plain index's.
"""

from __future__ import annotations

import argparse
import gc
import json
import platform
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np

from benchmarks.provenance import commit_name
from device.memory.keywords import Found, Ids, Keywords, PlainKeywords, Shown, asked_terms
from device.memory.keywords_tantivy import TantivyKeywords
from device.memory.terms import SINGLE, terms

MOST_PLAIN: Final = 200_000
_BLOCK: Final = 10_000
_AT_ONCE: Final = 1_000  # documents in one call of `add`
_LIMIT: Final = 400
_QUESTIONS: Final = 300
_RESCORED: Final = 1_000  # ids in one call of `scores_of`
_CHANGES: Final = 100  # single adds, and single removals

_ONSETS: Final = "b c d f g h k l m n p r s t v w st tr ch br".split()
_VOWELS: Final = "a e i o u ai ea oo".split()
_CODAS: Final = ("", "n", "r", "s", "t")
_GLUE: Final = {"en": " ", "ja": "", "ko": " "}
_PARTICLES: Final = {
    "en": [""] * 10,
    "ja": "は が を に で と の も から まで".split(),
    "ko": "은 는 이 가 을 를 도 에서 한테 까지".split(),
}
_ENDINGS: Final = {
    "en": ["."],
    "ja": "した。 している。 だった。 ました。 たい。 だよね。 かもしれない。".split(),
    "ko": " 했어, 하고 있어, 였다, 했습니다, 하고 싶어, 인 것 같아, 할까?".split(","),
}


class Salad:
    """Texts and questions of made-up words; seeds differ in the texts, not in the words."""

    def __init__(self, seed: int) -> None:
        self._rng = np.random.default_rng(seed)
        self._words = _vocabulary()

    def texts(self, count: int) -> list[str]:
        """Gives texts, the three languages in turn by chance."""
        return [text for block in self.blocks(count) for text in block]

    def blocks(self, count: int) -> Iterator[list[str]]:
        """Gives the same texts, 10,000 at a time."""
        for start in range(0, count, _BLOCK):
            size = min(_BLOCK, count - start)
            yield [text + end for text, end in self._drawn(size, {"en": 9, "ja": 5, "ko": 5}, 9)]

    def questions(self, count: int) -> list[str]:
        """Gives questions of two to four words."""
        return [text + "?" for text, _ in self._drawn(count, {"en": 2, "ja": 2, "ko": 2}, 3)]

    def _drawn(self, count: int, least: dict[str, int], spread: int) -> list[tuple[str, str]]:
        """Gives sentences of at least so many words and fewer than `spread` more; their endings."""
        names = list(self._words)
        languages = self._rng.integers(0, len(names), count).tolist()
        lengths = self._rng.integers(0, spread, count).tolist()
        most = max(least.values()) + spread
        # One over the rank: Zipf's law.
        share = self._rng.random((count, most))
        tails = self._rng.integers(0, 10, (count, most)).tolist()
        drawn = []
        for language, length, shares, tail in zip(languages, lengths, share, tails, strict=True):
            name = names[language]
            words, ends = self._words[name], _ENDINGS[name]
            used = least[name] + (length if name == "en" else length // 2)
            ranks = ((len(words) + 1) ** shares[:used]).astype(np.intp) - 1
            glued = [
                words[rank] + _PARTICLES[name][at] for rank, at in zip(ranks, tail, strict=False)
            ]
            drawn.append((_GLUE[name].join(glued), ends[tail[0] % len(ends)]))
        return drawn


@cache
def _vocabulary() -> dict[str, list[str]]:
    rng = np.random.default_rng(7)
    parts = [f"{onset}{vowel}" for onset in _ONSETS for vowel in _VOWELS]
    katakana = [chr(code) for code in range(0x30A2, 0x30ED)]
    kana = _made(rng, 5_000, katakana, slope=0, most=5, least=2)
    kanji = _made(rng, 15_000, _letters(rng, 0x4E00, 2_000), slope=0.9, most=3)
    japanese = [*kana, *kanji]
    return {
        "en": [word + end for word in _made(rng, 6_000, parts, slope=0, most=3) for end in _CODAS],
        "ja": [japanese[at] for at in rng.permutation(len(japanese)).tolist()],
        "ko": _made(rng, 20_000, _letters(rng, 0xAC00, 900), slope=0.8, most=3),
    }


def _letters(rng: np.random.Generator, first: int, count: int) -> list[str]:
    return [chr(first + at) for at in rng.permutation(5_000)[:count].tolist()]


def _made(
    rng: np.random.Generator,
    count: int,
    parts: Sequence[str],
    *,
    slope: float,
    most: int,
    least: int = 1,
) -> list[str]:
    """Words of `least` to `most` parts; the steeper the slope, the more common the first parts."""
    share = 1 / np.arange(5, len(parts) + 5) ** slope
    drawn = rng.choice(len(parts), (count, most), p=share / share.sum()).tolist()
    sizes = rng.integers(least, most + 1, count).tolist()
    return ["".join(parts[at] for at in row[:size]) for row, size in zip(drawn, sizes, strict=True)]


def overlap(one: Keywords, other: Keywords, questions: Sequence[str]) -> float:
    """Gives the share of the ten best that two indexes have in common, mean over questions."""
    shares = []
    for question in questions:
        best, theirs = (set(index.best(question, 10)[0].tolist()) for index in (one, other))
        if best or theirs:
            shares.append(len(best & theirs) / max(len(best), len(theirs)))
    return float(np.mean(shares))


class Fts5:
    """SQLite's full-text search over the same terms: contentless, in memory."""

    def __init__(self) -> None:
        self._database = sqlite3.connect(":memory:", isolation_level=None)
        made = "fts5(words, singles, content='', tokenize='unicode61 remove_diacritics 0')"
        self._database.execute(f"CREATE VIRTUAL TABLE memory USING {made}")

    def add(self, documents: Sequence[tuple[int, str]]) -> None:
        """Takes in documents: item id and text."""
        rows = []
        for item, text in documents:
            words, singles = terms(text)
            bare = " ".join(single.removeprefix(SINGLE) for single in singles)
            rows.append((item, " ".join(words), bare))
        self._database.execute("BEGIN")
        insert = "INSERT INTO memory(rowid, words, singles) VALUES (?, ?, ?)"
        self._database.executemany(insert, rows)
        self._database.execute("COMMIT")

    def best(self, question: str, limit: int, shown: Shown | None = None) -> Found:
        """Gives the best by FTS5's BM25."""
        assert shown is None
        match = " OR ".join(
            f'{"singles" if term.startswith(SINGLE) else "words"}:"{term.removeprefix(SINGLE)}"'
            for term in asked_terms(question)
        )
        if not match:
            return np.zeros(0, np.uint32), np.zeros(0, np.float32)
        ask = "SELECT rowid, -rank FROM memory WHERE memory MATCH ? ORDER BY rank LIMIT ?"
        rows = self._database.execute(ask, (match, limit)).fetchall()
        table = np.array(rows, np.float64).reshape(-1, 2)
        return table[:, 0].astype(np.uint32), table[:, 1].astype(np.float32)


ENGINES: Final[dict[str, Callable[[], Any]]] = {
    "tantivy": TantivyKeywords,
    "plain": PlainKeywords,
    "fts5": Fts5,
}


def measure(engine: str, n: int) -> dict[str, float]:
    """Builds one engine with n texts and asks it."""
    questions = Salad(2).questions(_QUESTIONS)
    salad = Salad(1)
    gc.collect()
    before = _rss_mb()
    index = ENGINES[engine]()
    making = 0.0
    start, wall = time.process_time(), time.perf_counter()
    item = peak = 0.0
    blocks = salad.blocks(n)
    while True:
        made = time.thread_time()
        block = next(blocks, None)
        making += time.thread_time() - made
        if block is None:
            break
        for at in range(0, len(block), _AT_ONCE):
            part = block[at : at + _AT_ONCE]
            index.add([(int(item) + number, text) for number, text in enumerate(part, 1)])
            item += len(part)
        peak = max(peak, _rss_mb() - before)
    index.best("settled", 1)
    build = time.process_time() - start - making
    figures = {
        "build_cpu_s": build,
        "build_cpu_s_per_100k": build / n * 100_000,
        "build_wall_s": time.perf_counter() - wall,
        "rss_mb": _rss_mb() - before,
        "rss_peak_mb": peak,
    }
    figures |= _spread("best", _timed(lambda question: index.best(question, _LIMIT), questions))
    if isinstance(index, Fts5):
        return _rounded(figures)
    ids = np.random.default_rng(3).choice(n, _RESCORED) + 1
    figures |= _spread("scores_of", _scored(index, questions, ids.astype(np.uint32)))
    fresh = list(enumerate(Salad(4).texts(_CHANGES), n + 1))
    figures |= _spread("add_one", _timed(lambda one: index.add([one]), fresh))
    figures |= _spread(
        "remove_one", _timed(lambda one: index.remove([one]), ids[:_CHANGES].tolist())
    )
    time.sleep(2)  # merges that the removals' commits began
    index.best("settled", 1)
    figures["rss_settled_mb"] = _rss_mb() - before
    index.close()
    figures["rss_closed_mb"] = _rss_mb() - before
    return _rounded(figures)


def compare(n: int) -> dict[str, float]:
    """Builds tantivy's index and the plain one, and compares what they find."""
    plain, tantivy = PlainKeywords(), TantivyKeywords()
    first = 1
    for block in Salad(1).blocks(n):
        documents = list(enumerate(block, first))
        plain.add(documents)
        tantivy.add(documents)
        first += len(block)
    return {"overlap_at_10": round(overlap(plain, tantivy, Salad(2).questions(_QUESTIONS)), 4)}


def _scored(index: Keywords, questions: Sequence[str], ids: Ids) -> list[float]:
    return _timed(lambda question: index.scores_of(question, ids), questions)


def _timed(act: Callable[[Any], object], things: Sequence[Any]) -> list[float]:
    spent = []
    for thing in things:
        start = time.process_time()
        act(thing)
        spent.append((time.process_time() - start) * 1e3)
    return spent


def _spread(name: str, spent_ms: Sequence[float]) -> dict[str, float]:
    low, high = np.percentile(spent_ms, [50, 95])
    return {f"{name}_cpu_ms_p50": float(low), f"{name}_cpu_ms_p95": float(high)}


def _rounded(figures: dict[str, float]) -> dict[str, float]:
    return {name: round(figure, 3) for name, figure in figures.items()}


def _rss_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * 4096 / 1e6


def main() -> None:
    """Prints one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--n", type=int, default=100_000, help="texts")
    parser.add_argument("--json", action="store_true", help="one JSON line (the only form)")
    parser.add_argument("--part", choices=[*ENGINES, "compare"], help="measures this alone")
    options = parser.parse_args()
    if options.part:
        compared = options.part == "compare"
        print(json.dumps(compare(options.n) if compared else measure(options.part, options.n)))
        return
    line: dict[str, Any] = {"n": options.n}
    for part in [*ENGINES, "compare"]:
        if options.n > MOST_PLAIN and part in {"plain", "compare"}:
            continue
        own = [sys.executable, "-m", "benchmarks.keywords", "--n", str(options.n), "--part", part]
        told = subprocess.run(own, capture_output=True, text=True, check=True)
        line[part] = json.loads(told.stdout)
    print(json.dumps(line | {"commit": commit_name(), "machine": platform.machine()}))


if __name__ == "__main__":
    main()
