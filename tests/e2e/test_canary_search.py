"""The canary can fail: whatever is planted where the program writes, its search finds it."""

from __future__ import annotations

import os
import sqlite3
import struct
import unicodedata

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.traces import RUN, find, size_bytes, texts_left, vectors_left
from tests.e2e.test_canary import ENCODINGS, WORDS, House

# A fault as a careless library could bring it: a crash report and a cache of what it was given.
LEAK = """
import sys, tempfile
from pathlib import Path
if "remember" in sys.orig_argv:
    Path(tempfile.gettempdir(), "report").write_text(repr(sys.orig_argv), encoding="utf-16")
    Path.home().joinpath(".cache").mkdir(exist_ok=True)
    Path.home().joinpath(".cache", "last").write_text(str(sys.orig_argv), encoding="utf-8")
"""

WORD_FORMS = [
    *(pytest.param(lambda word, c=code: word.encode(c), id=code) for code in ENCODINGS),
    pytest.param(lambda word: unicodedata.normalize("NFD", word).encode(), id="nfd"),
    pytest.param(lambda word: word.encode("unicode-escape"), id="json"),
]


def unit(seed: int) -> np.ndarray:
    vector = np.random.default_rng(seed).normal(size=256).astype(np.float32)
    return vector / np.linalg.norm(vector)


@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("place", ["vault/vault.db-wal", "tmp/x", ".cache/deep/er/y", "core.1"])
def test_the_canary_finds_a_word_that_is_planted_anywhere(tmp_path, word, encoding, place):
    house = House(tmp_path)
    file = house.written / place
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"\x00\xff" * 999 + word.encode(encoding) + b"\x07")
    assert house.holding(WORDS) == [str(file)]


def test_the_canary_finds_what_the_real_program_is_made_to_drop(tmp_path, monkeypatch):
    (tmp_path / "fault").mkdir()
    (tmp_path / "fault" / "sitecustomize.py").write_text(LEAK, encoding="utf-8")
    inherited = os.environ.get("PYTHONPATH", "")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path / "fault"), inherited]))
    house = House(tmp_path)
    house.run("init", "--kdf-memory-mib", "64")
    assert house.holding(WORDS) == []
    house.run("remember", f"The name of the boat is {WORDS[2]}, by the way")
    dropped = {house.written / "tmp" / "report", house.written / ".cache" / "last"}
    assert set(house.holding(WORDS)) == {str(file) for file in dropped}


def test_the_canary_finds_what_plain_sqlite_leaves_of_a_deleted_row(tmp_path):
    house = House(tmp_path)
    base = sqlite3.connect(house.written / "memories.db", isolation_level=None)
    base.execute("PRAGMA secure_delete = OFF")
    base.execute("CREATE TABLE memory (text)")
    base.execute("INSERT INTO memory VALUES (?)", (f"The word is {WORDS[1]}",))
    base.execute("DELETE FROM memory")
    base.close()
    assert house.holding(WORDS)
    assert texts_left(dict(enumerate(WORDS)), [house.written]) == {1: {"memories.db"}}


def test_the_canary_does_not_pass_where_nothing_was_written(tmp_path):
    with pytest.raises(AssertionError):
        House(tmp_path).holding(WORDS)
    with pytest.raises(ValueError, match="no file"):
        texts_left({1: WORDS[0]}, [tmp_path / "written"])


@pytest.mark.parametrize("form", WORD_FORMS)
@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize("at", [0, 1, 5, 4_095])
def test_a_word_is_found_in_every_form_at_every_offset(tmp_path, form, word, at):
    (tmp_path / "file").write_bytes(bytes(at) + form(word) + b"\x01")
    assert texts_left({7: word, 8: "unbekanntes"}, [tmp_path]) == {7: {"file"}}


def test_half_a_word_is_not_the_word(tmp_path):
    (tmp_path / "file").write_bytes(WORDS[1].encode()[:-1] + b"---------")
    assert texts_left({1: WORDS[1]}, [tmp_path]) == {}


@given(start=st.integers(0, 1024 - RUN), before=st.integers(0, 40), seed=st.integers(0, 9))
def test_any_run_of_a_vector_is_found(tmp_path_factory, start, before, seed):
    folder = tmp_path_factory.mktemp("run")
    run = unit(seed).tobytes()[start : start + RUN]
    # Its neighbours in the file do not agree by chance.
    other = bytes(255 - one for one in unit(seed).tobytes())
    (folder / "file").write_bytes(b"\xaa" * before + run + other[start + RUN : start + RUN + 1])
    assert vectors_left({seed: unit(seed), 99: unit(99)}, [folder]) == {seed: {"file"}}


@pytest.mark.parametrize(
    "form",
    [
        pytest.param(lambda v: v.astype("<f8").tobytes(), id="doubles"),
        pytest.param(lambda v: v.astype("<f2").tobytes(), id="halves"),
        pytest.param(
            lambda v: b"".join(b"G" + struct.pack(">d", one) for one in v.tolist()), id="pickled"
        ),
        pytest.param(lambda v: np.rint(v * (127 / abs(v).max())).astype("i1").tobytes(), id="int8"),
        pytest.param(lambda v: np.packbits(v > 0).tobytes(), id="signs"),
    ],
)
def test_a_vector_is_found_in_every_form_that_a_store_may_use(tmp_path, form):
    (tmp_path / "file").write_bytes(b"12345" + form(unit(3)) + b"67")
    assert vectors_left({3: unit(3), 4: unit(4)}, [tmp_path]) == {3: {"file"}}


def test_a_run_that_is_a_byte_too_short_and_a_page_of_zeros_are_no_finding(tmp_path):
    sparse = np.zeros(256, np.float32)
    sparse[200] = 1.0
    data = unit(3).tobytes()[: RUN - 1]
    (tmp_path / "file").write_bytes(data + bytes(8_192))
    assert vectors_left({3: unit(3), 5: sparse}, [tmp_path]) == {}


def test_a_finding_across_two_pieces_of_a_large_file_is_found(tmp_path, monkeypatch):
    monkeypatch.setattr("benchmarks.traces._READ", 1_000)
    (tmp_path / "file").write_bytes(bytes(990) + WORDS[2].encode() + bytes(50))
    assert texts_left({1: WORDS[2]}, [tmp_path]) == {1: {"file"}}
    assert size_bytes(tmp_path) == 990 + len(WORDS[2].encode()) + 50


def test_a_form_that_chance_could_make_is_refused(tmp_path):
    (tmp_path / "file").write_bytes(b"anything at all")
    with pytest.raises(ValueError, match="too short"):
        find({1: [b"short"]}, [tmp_path], run=None)
