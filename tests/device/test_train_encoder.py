"""The training script: it goes on where it was stopped, and never sees what is measured."""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch")
pytest.importorskip("sentencepiece")
pytest.importorskip("opencc")

from device.encoder import train, train_fit, train_teacher
from device.encoder.static import StaticEncoder
from device.encoder.train_text import (
    NOT_TRANSLATED,
    OWN,
    SHARE_ALIKE,
    SHIPPED,
    TRADITIONAL,
    draw_weights,
    held_out_hashes,
    read_pairs,
    text_hash,
)

SHARED = Path(os.environ.get("BOJAGI_SHARED", Path(__file__).parents[3] / "shared"))
SETS = SHARED / "data" / "encoder"
STEPS = 30
PIECES = 3_000  # our own sentences have more letters than a smaller list could hold

TRANSLATED = [
    {"source": "tanaka", "lang": "ja", "en": "I am allergic to eggs.", "text": "卵アレルギーだ。"},
    {"source": "stsb", "lang": "de", "en": "A man plays the flute.", "text": "Ein Mann flötet."},
    {"source": "tanaka", "lang": "ja", "en": "Measured, never learned!", "text": "測るだけ。"},
]
MORE = [
    {"src": "tatoeba", "lang": "ko", "en": "It rains.", "text": "비가 온다.", "licence": "CC BY"},
    {"src": "xpersona", "lang": "zh", "en": "I like this book.", "text": "我喜欢这本书。"},
]


class Teacher:
    """Puts every text somewhere, always at the same place."""

    asked = 0

    def encode(self, texts, **_):
        Teacher.asked += len(texts)
        seeds = [int.from_bytes(text_hash(text)[:4], "big") for text in texts]
        rows = np.stack([np.random.default_rng(seed).normal(size=384) for seed in seeds])
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@pytest.fixture
def data(tmp_path, monkeypatch):
    monkeypatch.setattr(train_teacher, "_load_teacher", Teacher)
    monkeypatch.setattr(train, "_PIECES", PIECES)
    # The heads are fitted on what ships, whatever the table: seconds that say nothing here.
    monkeypatch.setattr(train, "export_heads", lambda *_: None)
    folder = tmp_path / "data"
    folder.mkdir()
    # More directions than texts there are not: the teacher's basis needs some hundreds.
    plenty = [
        {"source": "ami", "lang": "ja", "en": f"We met {at} people on that day", "text": f"{at} 人"}
        for at in range(400)
    ]
    for name, rows in (("pairs", TRANSLATED + plenty), ("pairs_more", MORE)):
        with gzip.open(folder / f"{name}.jsonl.gz", "wt", encoding="utf-8") as out:
            out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    held_out = {"lang": "ja", "text": "そのほか", "en": "measured, ＮＥＶＥＲ learned"}
    (folder / "dev_tatoeba.jsonl").write_text(json.dumps(held_out) + "\n")
    judged = {"set": "STS-B", "a": "It rains!!", "b": "x", "score": 1}
    (folder / "dev_sts.jsonl").write_text(json.dumps(judged) + "\n")
    return folder


def test_what_equals_a_measured_sentence_is_left_out(data):
    pairs = read_pairs(data, permissive=False)
    texts = {text for pair in pairs for text in (pair.first, pair.second)}
    assert "I am allergic to eggs." in texts
    assert not {"Measured, never learned!", "測るだけ。", "It rains.", "비가 온다."} & texts


def test_the_permissive_variant_has_no_share_alike_text(data):
    assert "stsb" in {pair.source for pair in read_pairs(data, permissive=False)}
    assert not SHARE_ALIKE & {pair.source for pair in read_pairs(data, permissive=True)}


def test_chinese_is_learned_in_both_ways_of_writing_it(data):
    written = {
        pair.second
        for pair in read_pairs(data, permissive=False)
        if pair.language in {"zh", TRADITIONAL}
    }
    assert written == {"我喜欢这本书。", "我喜歡這本書。"}


def test_weights_sum_to_one_and_favour_the_languages_that_this_is_for(data):
    pairs = read_pairs(data, permissive=False)
    weights = draw_weights(pairs)
    assert weights.sum() == pytest.approx(1)
    assert (weights > 0).all()


@pytest.mark.prove
def test_a_run_that_was_stopped_goes_on_to_the_same_table(data, tmp_path, monkeypatch):
    monkeypatch.setattr(train_fit, "_SAVED_EVERY", 10)
    whole, stopped = tmp_path / "whole", tmp_path / "stopped"
    words = [str(data), "--steps", str(STEPS), "--threads", "1"]
    assert train.main([*words, "--work", str(whole), "--out", str(whole / "model")]) == 0
    asked = Teacher.asked
    assert asked > 0

    told = train_fit.F.normalize
    calls = 0

    def stops(*arguments, **options):
        nonlocal calls
        calls += 1
        if calls > 25:
            raise KeyboardInterrupt
        return told(*arguments, **options)

    monkeypatch.setattr(train_fit.F, "normalize", stops)
    with pytest.raises(KeyboardInterrupt):
        train.main([*words, "--work", str(stopped), "--out", str(stopped / "model")])
    monkeypatch.setattr(train_fit.F, "normalize", told)
    asked = Teacher.asked
    assert train.main([*words, "--work", str(stopped), "--out", str(stopped / "model")]) == 0
    assert Teacher.asked == asked  # what it said is kept
    for name in ("table.bin", "scales.bin", "pieces.tsv", "encoder.onnx"):
        assert (whole / "model" / name).read_bytes() == (stopped / "model" / name).read_bytes()
    vectors = StaticEncoder(whole / "model").encode(["I am allergic to eggs.", "비가 온다."])
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_a_folder_without_the_text_is_told(tmp_path, capsys):
    assert train.main([str(tmp_path), "--work", str(tmp_path / "work")]) == 2
    assert "dev_tatoeba.jsonl is missing" in capsys.readouterr().out


@pytest.mark.skipif(not SETS.exists(), reason="the development sets are not here")
def test_nothing_that_we_wrote_equals_a_measured_sentence():
    held_out = held_out_hashes(SETS)
    assert len(held_out) > 5_000
    for file in [*sorted(OWN.glob("*.jsonl")), *sorted(SHIPPED.glob("*.json"))]:
        content = file.read_text(encoding="utf-8")
        parsed = (
            [json.loads(line) for line in content.splitlines()]
            if file.suffix == ".jsonl"
            else json.loads(content)
        )
        long = [text for text in _texts(parsed) if len(text) > 12]
        assert not [text for text in long if text_hash(text) in held_out], file.name


@pytest.mark.prove
@pytest.mark.skipif(not SETS.exists(), reason="the development sets are not here")
def test_no_pair_that_is_trained_on_equals_a_measured_sentence():
    held_out = held_out_hashes(SETS)
    pairs = read_pairs(SETS, permissive=False)
    assert len(pairs) > 500_000
    assert {pair.source for pair in pairs} >= SHARE_ALIKE | NOT_TRANSLATED
    assert not [
        pair for pair in pairs if {text_hash(pair.first), text_hash(pair.second)} & held_out
    ]


def _texts(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)
