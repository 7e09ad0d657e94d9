"""Both keyword engines: what is added is found, what is removed is gone, the best come first."""

from __future__ import annotations

import json
from pathlib import Path
from threading import Thread

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.keywords import Salad, overlap
from device.memory import terms as terms_module
from device.memory.keywords import PlainKeywords
from device.memory.keywords_tantivy import _COMMIT_AT, _TAIL, TantivyKeywords
from device.memory.terms import forget_words, terms

SAMPLES = Path(__file__).parents[2] / "coordinator" / "samples"
ENGINES = [PlainKeywords, TantivyKeywords]
each_engine = pytest.mark.parametrize("engine", ENGINES)
TEXTS = st.text(st.sampled_from("ab 東京都犬 한국어"), max_size=8)


def index_of(engine, *texts):
    """Gives an index whose ids are 1, 2, 3 and so on."""
    index = engine()
    index.add(list(enumerate(texts, 1)))
    return index


def ids_of(index, question, limit=10, shown=None):
    ids, scores = index.best(question, limit, shown)
    assert ids.dtype == np.uint32
    assert scores.dtype == np.float32
    assert ids.shape == scores.shape
    assert (np.diff(scores) <= 0).all()
    return ids.tolist()


def commit(index):
    """Empties tantivy's tail."""
    if isinstance(index, TantivyKeywords):
        index._commit(index._core)


# --- Finding ---


@each_engine
def test_how_many_documents_have_a_term_is_told_wherever_they_lie(engine):
    index = index_of(engine, "late train", "the late late train")
    commit(index)
    index.add([(3, "late ferry")])
    assert index.counts(["late", "train", "ferri", "zebra"]) == {
        "late": 3, "train": 2, "ferri": 1, "zebra": 0,
    }  # fmt: skip


@each_engine
def test_best_come_first_and_no_more_than_asked_for(engine):
    index = index_of(engine, "train", "late train", "the late late train", "ferry")
    assert ids_of(index, "late train") == [3, 2, 1]
    assert ids_of(index, "late train", limit=2) == [3, 2]
    assert ids_of(index, "late train", limit=0) == []
    assert ids_of(index, "zebra") == ids_of(index, "") == []
    assert ids_of(engine(), "train") == []


@each_engine
@pytest.mark.parametrize("committed", [False, True])
def test_scores_of_the_best_are_the_scores_of_those_ids(engine, committed):
    index = index_of(engine, *Salad(1).texts(300))
    if committed:
        commit(index)
    found = 0
    for question in Salad(2).questions(40):
        ids, scores = index.best(question, 50)
        found += len(ids)
        np.testing.assert_allclose(index.scores_of(question, ids), scores, rtol=1e-5)
        backwards = np.append(ids[::-1], np.uint32(9_999))
        expected = np.append(scores[::-1], 0)
        np.testing.assert_allclose(index.scores_of(question, backwards), expected, rtol=1e-5)
        one = index.scores_of(question, ids[:1])  # tantivy looks for the id, not for all hits
        np.testing.assert_allclose(one, scores[:1], rtol=1e-5)
    assert found > 400


@each_engine
def test_equal_ones_come_by_id(engine):
    index = engine()
    index.add([(number, "bread") for number in (7, 3, 9, 1)])
    assert ids_of(index, "bread") == [1, 3, 7, 9]


@each_engine
def test_hidden_ids_are_left_out_and_more_are_asked_for(engine):
    index = index_of(engine, *["bread and more bread"] * 90, *["bread"] * 10)
    asked = []

    def late(ids):
        asked.append(len(ids))
        return (ids > 85) & (ids <= 90)

    shown = ids_of(index, "bread", limit=5, shown=late)
    assert shown == [86, 87, 88, 89, 90]
    assert asked[0] == 5
    assert asked[-1] == 100
    assert ids_of(index, "bread", 5, lambda ids: np.zeros(len(ids), np.bool_)) == []
    even = ids_of(index, "bread", 200, lambda ids: ids % 2 == 0)
    assert sorted(even) == list(range(2, 101, 2))


@each_engine
@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("天気", "明日の天気は雨"),
        ("약속", "내일 약속 있어?"),
        ("犬は？", "うちの犬がかわいい"),
        ("돈은?", "돈을 빌려줬어"),
        ("Tシャツ", "白いTシャツが三枚"),
        ("LINEの約束", "LINEで約束した"),
        ("카톡 PC", "카톡PC버전"),
        ("שלום", "שלום עולם"),
        ("مرحبا", "مرحبا بالعالم"),
    ],
)
def test_just_added_memory_is_found_before_and_after_a_commit(engine, question, text):
    index = index_of(engine, *(f"filler {number}" for number in range(_TAIL + 10)))
    index.add([(99_999, text)])
    assert ids_of(index, question) == [99_999]
    commit(index)
    assert ids_of(index, question) == [99_999]


@each_engine
@pytest.mark.parametrize(
    "question",
    [
        "-cat",
        "+dog",
        "cat AND dog",
        "cat OR",
        "NOT",
        "(cat",
        "cat)",
        '"cat dog"',
        '"',
        "words:cat",
        "id:1",
        "singles:x",
        "*",
        "c*t",
        "ca?",
        "cat~2",
        "cat^9",
        "[a TO z]",
        "{",
        "\\",
        "\\u0000",
        "cat\x00dog",
        "/cat/",
        "IN [1]",
        "cat && dog",
        "!cat",
        "1:cat",
        "#",
        "'",
        "👍",
        "\ud83d",
    ],
)
def test_operators_of_a_query_language_are_text(engine, question):
    index = index_of(engine, "cat", "dog", "x")
    wanted = {word for word in ("cat", "dog", "x") if word in terms(question)[0]}
    assert {("cat", "dog", "x")[number - 1] for number in ids_of(index, question)} == wanted


@each_engine
@pytest.mark.parametrize("word", ["a", "東", "ab ", "서울 ", "👍", "\u202eשלום "])
def test_text_of_a_megabyte_is_taken_in(engine, word):
    text = word * (1_000_000 // len(word.encode()))
    index = index_of(engine, "zebra", text, "東京")
    commit(index)
    assert ids_of(index, "zebra") == [1]
    assert ids_of(index, "東京") == [3]
    assert len(index) == 3
    assert (ids_of(index, word * 9_999) == [2]) == bool(
        word in {"東", "ab ", "서울 ", "\u202eשלום "}
    )


@each_engine
def test_word_longer_than_tantivy_takes_is_found(engine):
    word = "x" * 70_000
    index = index_of(engine, word[:9_000], "y" * 9_000)
    assert ids_of(index, word[:9_000]) == [1]
    commit(index)
    assert ids_of(index, word[:9_000]) == [1]
    assert ids_of(index, word[:9_001]) == []


@each_engine
def test_long_question_counts_its_rarest_terms(engine):
    common = [f"common{number}" for number in range(500)]
    index = index_of(engine, *[" ".join(common)] * 3, "zebra")
    assert ids_of(index, " ".join([*common, "zebra"])) == [1, 2, 3, 4]
    assert ids_of(index, " ".join(["zebra", *common])) == [1, 2, 3, 4]


# --- Adding and removing ---


@each_engine
def test_removed_document_is_found_counted_and_scored_no_more(engine):
    index = index_of(engine, "secret zebra", "zebra", "bread")
    commit(index)
    index.remove([1])
    assert len(index) == 2
    assert ids_of(index, "secret zebra") == [2]
    assert index.scores_of("secret zebra", np.array([1], np.uint32)).tolist() == [0]
    index.remove([1, 77])
    index.remove([])
    assert len(index) == 2


@each_engine
def test_document_removed_before_its_commit_does_not_come_back(engine):
    index = index_of(engine, "secret zebra", "zebra")
    index.remove([1])
    assert ids_of(index, "secret zebra") == [2]
    commit(index)
    assert ids_of(index, "secret zebra") == [2]
    assert len(index) == 1


@each_engine
def test_removed_id_may_be_added_again_with_another_text(engine):
    index = index_of(engine, "liked beef", "bread")
    for text in ("allergic", "allergy to beef", "beef is fine"):
        index.remove([1])
        index.add([(1, text)])
        assert len(index) == 2
        assert ids_of(index, text) == [1]
        commit(index)
        assert ids_of(index, text) == [1]
    assert ids_of(index, "allergic") == []


def test_plain_index_keeps_no_posting_and_no_word_of_a_removed_document():
    index = index_of(PlainKeywords, "secret zebra", "zebra bread", "bread")
    before = {word for run in index._runs for word in run.words.tolist()}
    assert hash("secret") in before
    index.remove([1])
    assert hash("secret") not in {word for run in index._runs for word in run.words.tolist()}
    assert hash("zebra") in {word for run in index._runs for word in run.words.tolist()}
    assert 0 not in {number for run in index._runs for number in run.numbers.tolist()}
    assert 1 not in index._ids.tolist()
    index.remove([2, 3])
    assert index._runs == []
    assert len(index) == 0


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(st.integers(1, 12), st.one_of(st.none(), TEXTS)), max_size=25), TEXTS)
def test_any_order_of_adding_and_removing_leaves_what_a_new_index_would_hold(steps, question):
    plain, tantivy, held = PlainKeywords(), TantivyKeywords(), {}
    for number, text in steps:
        for index in (plain, tantivy):
            index.remove([number])
            if text is not None:
                index.add([(number, text)])
        held.pop(number, None)
        if text is not None:
            held[number] = text
        if number == 5:
            commit(tantivy)
    new = PlainKeywords()
    new.add(list(held.items()))
    ids, scores = new.best(question, 20)
    there, theirs = plain.best(question, 20)
    assert there.tolist() == ids.tolist()
    np.testing.assert_allclose(theirs, scores, rtol=1e-5)
    assert set(ids_of(tantivy, question, 20)) == set(ids.tolist())
    assert len(plain) == len(tantivy) == len(held)


def test_plain_index_has_few_runs_however_it_was_filled():
    index = PlainKeywords()
    for number, text in enumerate(Salad(3).texts(500), 1):
        index.add([(number, text)])
        assert len(index._runs) <= 2 + np.log2(sum(run.size for run in index._runs))


@each_engine
def test_many_at_once_are_all_found_at_once(engine):
    index = index_of(engine, *(f"word{number}" for number in range(_TAIL * 3)))
    assert len(index) == _TAIL * 3
    assert ids_of(index, f"word{_TAIL * 2}") == [_TAIL * 2 + 1]


def test_building_commits_when_enough_waits():
    index = index_of(TantivyKeywords, *(f"w{number}" for number in range(_COMMIT_AT + _TAIL)))
    assert index._core.searcher.num_docs == _COMMIT_AT
    assert len(index) == _COMMIT_AT + _TAIL


@each_engine
def test_closed_index_holds_nothing_and_takes_nothing_in(engine):
    index = index_of(engine, "secretive zebra", "bread")
    index.close()
    assert len(index) == 0
    assert ids_of(index, "zebra") == []
    assert index.scores_of("zebra", np.array([1], np.uint32)).tolist() == [0]
    assert "secretive" not in terms_module._WORDS
    index.remove([1])
    with pytest.raises(RuntimeError):
        index.add([(3, "late")])
    index.close()


@each_engine
def test_questions_during_a_build_in_another_thread_see_whole_documents(engine):
    index = engine()
    texts = [(number, f"bread butter{number}") for number in range(1, 4_001)]

    def build():
        for start in range(0, len(texts), 250):
            index.add(texts[start : start + 250])

    builder = Thread(target=build)
    builder.start()
    seen = [0]
    while builder.is_alive():
        seen.append(len(index.best("bread", 5_000)[0]))
        assert seen[-1] % 250 == 0
    builder.join()
    assert seen == sorted(seen)
    assert len(index) == len(index.best("bread", 5_000)[0]) == 4_000


@each_engine
def test_no_word_shows_in_a_repr(engine):
    index = index_of(engine, "zebra", "secretive")
    assert "zebra" not in repr(index)
    assert "secretive" not in repr(vars(index))


# --- The two engines against each other ---


def sample_messages():
    """Gives the messages of the sample exports: Japanese, Korean, English."""
    messages = []
    for name in ("line_ja.txt", "kakaotalk_ko.txt"):
        lines = (SAMPLES / name).read_text(encoding="utf-8").splitlines()
        messages += [line for line in lines if len(line) > 20]
    (export,) = (SAMPLES / "chatgpt_en").glob("conversations.json")
    for conversation in json.loads(export.read_text(encoding="utf-8")):
        for node in conversation["mapping"].values():
            parts = ((node.get("message") or {}).get("content") or {}).get("parts") or []
            messages += [part for part in parts if isinstance(part, str) and part]
    return messages


def sample_questions():
    return [
        asked["query"]
        for language in ("en", "ja", "ko")
        for asked in json.loads((SAMPLES / f"{language}.story.json").read_text("utf-8"))["ask"]
    ]


def test_engines_agree_on_real_conversations():
    messages = sample_messages()
    assert len(messages) > 700
    plain, tantivy = (index_of(engine, *messages) for engine in ENGINES)
    commit(tantivy)
    questions = sample_questions() + messages[::9]
    assert min(len(plain.best(question, 10)[0]) for question in sample_questions()) > 0
    assert overlap(plain, tantivy, questions) >= 0.95


def test_engines_agree_on_5000_of_three_languages():
    assert agreement(5_000) >= 0.9


@pytest.mark.prove
@pytest.mark.parametrize("count", [10_000, 100_000])
def test_engines_agree_on_many_of_three_languages(count):
    assert agreement(count) >= 0.9


def agreement(count):
    texts = Salad(1).texts(count)
    plain, tantivy = (index_of(engine, *texts) for engine in ENGINES)
    forget_words()
    return overlap(plain, tantivy, Salad(2).questions(200))
