"""The dictionary of search terms: what ships, how it is kept, and how it is learned."""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from device.encoder import train_dictionary
from device.encoder.dictionary import FILE, SHIPPED, Dictionary, key_term, term_key
from device.encoder.train_text import Pair, held_out_hashes, text_hash

SHARED = Path(os.environ.get("BOJAGI_SHARED", Path(__file__).parents[3] / "shared"))
SETS = SHARED / "data" / "encoder"
MOST_BYTES = 6_000_000
EVERYDAY = """
病院 hospit
1:猫 cat
誕生 birthday
引っ move
牡蠣 oyster
家賃 rent
병원 hospit
고양 cat
생일 birthday
이사 move
혈압 blood
의사 doctor
월세 rent
1:개 dog
""".strip().splitlines()
SAID = [
    Pair("tanaka", "ja", "The cat sleeps", "猫が寝る"),
    Pair("tanaka", "ja", "The cat eats", "猫が食べる"),
    Pair("tanaka", "ja", "The dog eats", "犬が食べる"),
    Pair("tanaka", "ja", "The dog sleeps", "犬が寝る"),
    Pair("tatoeba", "ko", "The cat sleeps", "고양이 잔다"),
    Pair("tatoeba", "ko", "The cat eats", "고양이 먹는다"),
    Pair("wikt", "ko", "Landlord", "집주인"),
]


@pytest.fixture(scope="module")
def learned():
    return train_dictionary.learn(SAID)


@pytest.mark.parametrize("line", EVERYDAY)
def test_everyday_words_are_known_both_ways(line):
    term, stem = line.split()
    shipped = Dictionary.shipped()
    assert dict(shipped.meanings(term))[stem] > 0.5
    language = "ko" if term > "가" or term == "1:개" else "ja"
    assert term in dict(shipped.sayings(stem, language, 48))


def test_what_ships_is_small_and_names_its_sources():
    assert (SHIPPED / FILE).stat().st_size < MOST_BYTES
    licence = (SHIPPED / "LICENSE").read_text(encoding="utf-8")
    assert "CC BY-SA" in licence
    assert "Wiktionary" in licence


@pytest.mark.parametrize(
    "term", ["", "cat", "東京都", "1:", "1:a", "1:東京", "🐈猫", "1:𠮷", "猫a"]
)
def test_what_is_no_pair_and_no_single_character_has_no_meaning(term):
    assert term_key(term) == 0
    assert Dictionary.shipped().meanings(term) == []


@given(st.text(st.characters(min_codepoint=0x3041, max_codepoint=0xD7A3), min_size=1, max_size=2))
def test_a_term_is_kept_as_a_number_and_read_back(letters):
    term = letters if len(letters) == 2 else f"1:{letters}"
    assert key_term(term_key(term)) == term


def test_a_word_is_learned_from_the_sentences_that_have_it(learned):
    assert learned.meanings("1:猫")[0][0] == "cat"
    assert learned.meanings("1:犬")[0][0] == "dog"
    assert learned.meanings("고양")[0][0] == "cat"
    assert {"고양", "양이"} <= set(dict(learned.sayings("cat", "ko", 10)))


def test_a_word_of_a_list_is_learned_from_one_line(learned):
    assert {term for term, _ in learned.sayings("landlord", "ko", 10)} == {"집주", "주인"}


def test_our_own_words_are_pairs_of_japanese_and_of_korean():
    words = list(train_dictionary.everyday_words())
    assert {word.language for word in words} == {"ja", "ko"}
    assert all(text == text.strip() != "" for word in words for text in (word.first, word.second))
    assert Pair("everyday", "ko", "monthly rent", "월세") in words


@pytest.mark.skipif(not SETS.is_dir(), reason="needs the shared development sets")
def test_our_own_words_hold_no_sentence_that_is_measured_on():
    words = train_dictionary.everyday_words()
    ours = {text_hash(text) for word in words for text in (word.first, word.second)}
    assert ours.isdisjoint(held_out_hashes(SETS))


def test_the_most_usual_terms_come_first_and_no_more_than_asked_for(learned):
    every = learned.sayings("cat", "ja", 10)
    assert learned.sayings("cat", "ja", 1) == every[:1]
    assert learned.sayings("zebra", "ja", 10) == []


def test_endings_in_hiragana_are_no_terms(learned):
    assert learned.meanings("べる") == []


def test_the_same_sentences_give_the_same_file_and_it_reads_back(learned, tmp_path):
    learned.write(tmp_path / "one" / FILE)
    train_dictionary.learn(SAID).write(tmp_path / "two" / FILE)
    one, two = ((tmp_path / name / FILE).read_bytes() for name in ("one", "two"))
    assert one == two
    read = Dictionary.read(tmp_path / "one" / FILE)
    assert len(read) == len(learned) > 0
    assert read.meanings("고양") == learned.meanings("고양")
    assert read.sayings("cat", "ja", 9) == learned.sayings("cat", "ja", 9)


def test_sentences_that_are_measured_on_are_never_learned_from(tmp_path, capsys):
    pytest.importorskip("opencc")
    rows = [
        {"source": "wikt", "lang": "ko", "en": "astronaut", "text": "우주인"},
        {"source": "wikt", "lang": "ko", "en": "Judge!", "text": "판사"},
        {"source": "wikt", "lang": "ja", "en": "oyster", "text": "牡蠣"},
    ]
    for name, part in (("pairs", rows), ("pairs_more", [])):
        with gzip.open(tmp_path / f"{name}.jsonl.gz", "wt", encoding="utf-8") as out:
            out.writelines(json.dumps(row) + "\n" for row in part)
    (tmp_path / "dev_tatoeba.jsonl").write_text(
        json.dumps({"en": "ｊｕｄｇｅ", "text": "x"}) + "\n"
    )
    (tmp_path / "dev_sts.jsonl").write_text("")
    out = tmp_path / "out"
    assert train_dictionary.main([str(tmp_path), "--out", str(out)]) == 0
    made = Dictionary.read(out / FILE)
    assert [stem for stem, _ in made.meanings("우주")] == ["astronaut"]
    assert made.meanings("판사") == []
    assert "pairs of terms" in capsys.readouterr().out


def test_a_folder_without_the_text_is_told_and_nothing_is_written(tmp_path, capsys):
    pytest.importorskip("opencc")
    assert train_dictionary.main([str(tmp_path), "--out", str(tmp_path / "out")]) == 2
    assert "is missing" in capsys.readouterr().out
    assert not (tmp_path / "out").exists()
