"""Claim: nothing of a deleted memory is in any byte that Bojagi wrote; a kept one is unreadable.

Sentences in English, Japanese and Korean, each with a word that is found nowhere else, go into each
store. A third of them are deleted in the way that the store's own manual gives, and the store is
closed. Then every byte that it wrote (its folder, its home, its temp folder, which are its own) is
searched for the words and for the embeddings, before and after. `benchmarks.traces` says what is
searched for, and what such a search cannot see.

Bojagi runs from its command line with the settings of a new vault (no step-up, so that nothing is
left out). mem0 has its default local stores, Chroma its persistent client; SQLite and sqlite-vec
run with `secure_delete` off, which is SQLite's own default, and on. What is not installed is
skipped and says so.

    python -m benchmarks.deletion_canary [--table] [--python peers/bin/python]
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from benchmarks.peer_stores import SYSTEMS as PEERS
from benchmarks.peers import Peer
from benchmarks.provenance import commit_name
from benchmarks.traces import Vectors, texts_left, vectors_left
from device.encoder.encode import Encoder

EVERY: Final = 3  # one of so many is deleted
_ROOT: Final = Path(__file__).resolve().parents[1]
_SYLLABLES: Final = tuple("ka lo mi run tes vor dax pel zin quo fjo hab".split())
_KANJI: Final = tuple("鷲繭鱗錨櫂蔦硯霰鮎簪鼬籠")
_HANGUL: Final = tuple("뷁괭냅뒝럄묑볕샅읊쟌촐튀")

# Sentences as people keep them; the word is all that tells one from another.
_ENGLISH: Final = (
    "The password hint for the garden shed is {word}, Dad painted it on the rake",
    "My sister named her new boat {word} and it leaks on the left side",
    "We agreed to meet at the {word} bakery every second Sunday in spring",
    "The doctor called the rash {word} and said that it goes away by itself",
)
_JAPANESE: Final = (
    "美咲が飼い始めた猫の名前は{word}で、夜になると押し入れで寝ている",
    "祖母の家の合言葉は{word}だから、誰にも教えないでほしいと言われた",
    "来月の同窓会は{word}という店で、健太が予約してくれることになった",
    "通院している皮膚科で{word}という薬をもらって、朝だけ塗っている",
)
_KOREAN: Final = (
    "지은이가 새로 산 자전거 이름을 {word}라고 지었고 창고에 넣어 두었다",
    "할머니 댁 현관 암호는 {word}인데 아무에게도 말하지 말라고 하셨다",
    "다음 달 모임은 {word}라는 식당에서 하기로 했고 민서가 예약한다",
    "요즘 다니는 한의원에서 {word}라는 약을 지어 줘서 아침마다 먹는다",
)


@dataclass(frozen=True, slots=True)
class Sentences:
    """What is stored, numbered from 1. *Shape:* vectors (n, 256)."""

    words: dict[int, str]
    texts: dict[int, str]
    vectors: Vectors

    @property
    def deleted(self) -> list[int]:
        """The numbers of those that are to be deleted: one of three, in each language alike."""
        return [number for number in self.texts if number % EVERY == 0]


def make_sentences(each: int, rng: np.random.Generator) -> Sentences:
    """Gives so many sentences in each language, with a made-up word in each."""
    words: dict[int, str] = {}
    texts: dict[int, str] = {}
    parts = ((_ENGLISH, _SYLLABLES, 5), (_JAPANESE, _KANJI, 5), (_KOREAN, _HANGUL, 5))
    for lines, pieces, length in parts:
        for turn in range(each):
            word = ""
            while not word or word in words.values():
                word = "".join(rng.choice(pieces, size=length).tolist())
            number = len(words) + 1
            words[number] = word
            texts[number] = lines[turn % len(lines)].format(word=word)
    return Sentences(words, texts, Encoder.default().encode(list(texts.values())))


class Bojagi:
    """Bojagi's command line in a folder of its own, one process for each command."""

    def __init__(self, folder: Path) -> None:
        self.written = [folder / "vault", folder / "home", folder / "tmp"]
        for one in (*self.written[1:], folder / "given"):
            one.mkdir(parents=True)
        self._passphrase = folder / "given" / "passphrase"
        self._passphrase.write_text("correct horse 보자기 風呂敷\n", encoding="utf-8")
        told = self._run("init", "--owner", "健太", "--market", "JP", "--kdf-memory-mib", "64")
        self.settings = f"`bojagi`, a new vault, step-up {told['step_up']}, KDF 64 MiB"

    def fill(self, sentences: Sentences) -> dict[int, int]:
        """Keeps every sentence, and gives the id of each."""
        return {n: self._run("remember", text)["id"] for n, text in sentences.texts.items()}

    def prune(self, sentences: Sentences, ids: dict[int, int]) -> None:
        """Forgets, and makes sure that recall gives what was kept and not what was forgotten.

        Raises:
            RuntimeError: it does not.
        """
        for number in sentences.deleted:
            self._run("forget", str(ids[number]), "--yes")
        for number in (*sentences.deleted[:2], 1, 2):
            word = sentences.words[number]
            cards = self._run("recall", word)["memories"]
            if any(word in card["text"] for card in cards) == (number in sentences.deleted):
                raise RuntimeError(f"sentence {number} is not as it should be after forgetting")

    def _run(self, *words: str) -> Any:
        _, home, tmp = (str(folder) for folder in self.written)
        homes = dict.fromkeys(("HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"), home)
        paths = {"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(_ROOT), "TMPDIR": tmp}
        done = subprocess.run(
            [
                *(sys.executable, "-m", "device", *words, "--json", "--lang", "en"),
                *("--vault", str(self.written[0]), "--passphrase-file", str(self._passphrase)),
            ],
            env=paths | homes,
            cwd=home,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"bojagi {words[0]}: {done.stderr.strip()[-300:]}")
        return json.loads(done.stdout)


def canary_of_bojagi(sentences: Sentences, folder: Path) -> dict[str, Any]:
    """Gives what is left of Bojagi's deleted memories, and what can be read of the others."""
    bojagi = Bojagi(folder)
    ids = bojagi.fill(sentences)
    at_rest = _look(sentences, list(sentences.texts), bojagi.written)
    bojagi.prune(sentences, ids)
    return _told(bojagi.settings, sentences, at_rest, bojagi.written)


def canary_of_peer(peer: Peer, sentences: Sentences) -> dict[str, Any]:
    """Gives the same of another store, or `{"skipped": reason}`."""
    texts = np.array(list(sentences.texts.values()))
    filled = peer.run("fill", texts=texts, vectors=sentences.vectors, singly=len(texts))
    if "skipped" in filled:
        return filled
    at_rest = _look(sentences, list(sentences.texts), peer.written)
    pruned = peer.run("prune", vectors=sentences.vectors, deleted=np.array(sentences.deleted))
    if "skipped" in pruned:
        return pruned
    return _told(filled["settings"], sentences, at_rest, peer.written)


def _look(
    sentences: Sentences, numbers: Sequence[int], folders: Sequence[Path]
) -> tuple[dict[int, set[str]], dict[int, set[str]]]:
    """Gives which of some sentences' words and vectors stand in which files."""
    words = {number: sentences.words[number] for number in numbers}
    vectors = {number: sentences.vectors[number - 1] for number in numbers}
    return texts_left(words, folders), vectors_left(vectors, folders)


def _told(
    settings: str,
    sentences: Sentences,
    at_rest: tuple[dict[int, set[str]], dict[int, set[str]]],
    folders: Sequence[Path],
) -> dict[str, Any]:
    words, vectors = _look(sentences, sentences.deleted, folders)
    return {
        "sentences": len(sentences.texts),
        "readable_at_rest": len(at_rest[0]),
        "vectors_at_rest": len(at_rest[1]),
        "deleted": len(sentences.deleted),
        "deleted_sentences_left": len(words),
        "deleted_vectors_left": len(vectors),
        "left_in": sorted(set().union(*words.values(), *vectors.values())),
        "settings": settings,
    }


def run_canary(
    each: int, *, seed: int = 0, python: str | None = None, systems: Sequence[str]
) -> dict[str, dict[str, Any]]:
    """Gives the canary of each system, each in a folder of its own that is gone afterwards."""
    sentences = make_sentences(each, np.random.default_rng(seed))

    def peer(name: str) -> Callable[[Path], dict[str, Any]]:
        return lambda folder: canary_of_peer(
            Peer(name, folder, python or sys.executable), sentences
        )

    told = {}
    for name in systems:
        act = peer(name) if name in PEERS else lambda folder: canary_of_bojagi(sentences, folder)
        with tempfile.TemporaryDirectory(prefix="canary-") as folder:
            told[name] = act(Path(folder))
    return told


def table(told: dict[str, dict[str, Any]]) -> str:
    """Gives the canary as a table to read."""
    heads = ("system", "readable", "vectors", "deleted: text left", "vectors left", "in")
    rows = [heads]
    for name, one in told.items():
        if "skipped" in one:
            rows.append((name, "-", "-", "-", "-", f"skipped, {one['skipped']}"))
            continue
        counts = [
            f"{one[count]}/{one[of]}"
            for count, of in (
                ("readable_at_rest", "sentences"),
                ("vectors_at_rest", "sentences"),
                ("deleted_sentences_left", "deleted"),
                ("deleted_vectors_left", "deleted"),
            )
        ]
        rows.append((name, counts[0], counts[1], counts[2], counts[3], ", ".join(one["left_in"])))
    widths = [max(len(row[column]) for row in rows) for column in range(len(heads))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
    settings = [f"{name}: {one['settings']}" for name, one in told.items() if "settings" in one]
    return "\n".join([*lines, "", *settings])


def main() -> None:
    """Prints one JSON line, or a table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--each", type=int, default=10, help="sentences in each language")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--python", help="an interpreter that has the peers installed")
    every = ("bojagi", *PEERS)
    parser.add_argument("--systems", nargs="+", choices=every, default=every)
    parser.add_argument("--table", action="store_true", help="a table to read")
    options = parser.parse_args()
    told = run_canary(
        options.each, seed=options.seed, python=options.python, systems=options.systems
    )
    if options.table:
        print(table(told))
        return
    line = {"canary": told, "seed": options.seed, "commit": commit_name()}
    print(json.dumps(line | {"machine": platform.machine()}, ensure_ascii=False))


if __name__ == "__main__":
    main()
