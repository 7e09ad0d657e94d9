"""Trains the encoder that ships, from the text in a folder.

    python -m device.encoder.train DATA --work DIR [--out DIR] [--permissive] [--steps N]

DATA holds pairs.jsonl.gz and pairs_more.jsonl.gz, and the development sets, whose sentences are
kept out. DIR keeps what was done (pieces, the teacher's vectors, checkpoints): a run that was
stopped goes on there. Half an hour on two cores the first time, most of it the teacher's.

Recipe, text, licences and figures: docs/encoder.md.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Final

import numpy as np
import sentencepiece
import torch

from device.encoder.fold import fold
from device.encoder.rotation import rotation
from device.encoder.static import MODEL
from device.encoder.tokenise import Tokeniser
from device.encoder.train_export import export
from device.encoder.train_fit import Bags, Corpus, Recipe, fit
from device.encoder.train_heads import export_heads
from device.encoder.train_teacher import teach
from device.encoder.train_text import NOT_TRANSLATED, TRADITIONAL, Pair, draw_weights, read_pairs
from device.vault.rows import DIMENSIONS

IDENTITY: Final = "bojagi-static-256/1"
_PIECES: Final = 32_000
_SEED_PIECES: Final = 400_000
_LONGEST_PIECE: Final = 12


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs every stage that was not done yet; gives an exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="the folder with the text")
    parser.add_argument("--work", type=Path, required=True, help="where the stages are kept")
    parser.add_argument("--out", type=Path, default=MODEL, help="the model folder to write")
    parser.add_argument("--permissive", action="store_true", help="without share-alike sources")
    parser.add_argument("--steps", type=int, default=Recipe().steps)
    parser.add_argument("--seed", type=int, default=Recipe().seed)
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args(arguments)
    torch.set_num_threads(options.threads)
    options.work.mkdir(parents=True, exist_ok=True)
    try:
        pairs = read_pairs(options.data, permissive=options.permissive)
    except FileNotFoundError as error:
        _tell(f"{error.filename} is missing: expected the folder of text, see docs/encoder.md")
        return 2
    _tell(f"{len(pairs):,} pairs")
    recipe = Recipe(steps=options.steps, seed=options.seed)
    pieces = _read_pieces(pairs, options.work)
    tokeniser = Tokeniser(pieces, recipe.letter_rows)
    corpus = _corpus(pairs, tokeniser, options.work)
    began = time.process_time()
    table = fit(corpus, recipe, options.work, _tell)
    table = ((table * corpus.row_weights(recipe.rare)[:, None]) @ rotation()).astype(np.float32)
    about = {
        "identity": IDENTITY,
        "pairs": len(pairs),
        "permissive": options.permissive,
        "recipe": asdict(recipe),
        "cpu_s": round(time.process_time() - began),
    }
    export(table, pieces, recipe.letter_rows, options.out, about)
    export_heads(options.out, _tell)
    return 0


def _tell(line: str) -> None:
    print(line, flush=True)  # noqa: T201


def _read_pieces(pairs: Sequence[Pair], work: Path) -> list[tuple[str, float]]:
    """Gives the pieces of a unigram model of all the text, from `work` where it is there."""
    # Traditional Chinese is left to the letters: its characters would crowd out words.
    texts = {pair.first for pair in pairs} | {
        pair.second for pair in pairs if pair.language != TRADITIONAL
    }
    lines = sorted({fold(" ".join(text.split())) for text in texts})
    name = hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]
    prefix = work / f"pieces-{name}"
    if not prefix.with_suffix(".vocab").exists():
        _tell("cutting words into pieces")
        sentencepiece.SentencePieceTrainer.train(
            sentence_iterator=iter(lines),
            model_prefix=os.fspath(prefix),
            vocab_size=_PIECES,
            model_type="unigram",
            normalization_rule_name="identity",
            character_coverage=0.9995,
            split_digits=True,
            max_sentencepiece_length=_LONGEST_PIECE,
            seed_sentencepiece_size=_SEED_PIECES,
            bos_id=-1,
            eos_id=-1,
            minloglevel=2,
        )
    text = prefix.with_suffix(".vocab").read_text(encoding="utf-8")
    split = (line.split("\t") for line in text.splitlines())
    return [(piece, float(score)) for piece, score in split]


def _corpus(pairs: Sequence[Pair], tokeniser: Tokeniser, work: Path) -> Corpus:
    texts = sorted({text for pair in pairs for text in (pair.first, pair.second)})
    number = {text: at for at, text in enumerate(texts)}
    rows = [tokeniser.rows(text) for text in texts]
    bags = Bags(
        rows=np.concatenate(rows).astype(np.int32),
        begins=np.concatenate([[0], np.cumsum([len(one) for one in rows])]),
    )
    english = sorted({pair.first for pair in pairs if pair.source not in NOT_TRANSLATED})
    targets = np.zeros((len(texts), DIMENSIONS), np.float32)
    targets[[number[text] for text in english]] = teach(english, work, _tell)
    return Corpus(
        bags=bags,
        pairs=np.array([(number[pair.first], number[pair.second]) for pair in pairs]),
        taught=np.array([pair.source not in NOT_TRANSLATED for pair in pairs]),
        weights=draw_weights(pairs),
        targets=targets,
        row_count=len(tokeniser),
    )


if __name__ == "__main__":
    sys.exit(main())
