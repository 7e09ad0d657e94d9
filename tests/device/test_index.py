"""Ranking by keywords and vectors together, with real texts and the real encoder."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from device.encoder.encode import Encoder
from device.memory.index import MemoryIndex, _standardised
from device.memory.records import Memory
from device.vault.rows import DIMENSIONS, ROW, quantise, sign_codes

ENCODER = Encoder.default()
EN = """
Hana moved to Busan in March with her two cats
We booked a ryokan in Kyoto for two nights
Dad takes his blood pressure pills after breakfast
Tom's birthday is on the ninth of June
The flight to Narita was late
I parked the car on level three
The landlord raised the rent in June
She bakes sourdough every Sunday
The spare key is under the flowerpot
My allergy is shellfish
""".strip().splitlines()
JA = """
妹が三月に釜山へ引っ越した
京都の旅館を二泊で予約した
父は朝食のあとに血圧の薬を飲む
トムの誕生日は六月九日
成田行きの便が遅れた
車は地下三階に停めた
家賃が六月から上がる
コーヒーはブラックが好き
合鍵は植木鉢の下
えびアレルギーがある
""".strip().splitlines()
KO = """
여동생이 삼월에 부산으로 이사했어
교토 료칸을 이박으로 예약했어
아빠는 아침 먹고 혈압약을 드셔
지민이 생일은 유월 구일
비행기가 두 시간 늦었어
차는 지하 삼층에 세웠어
월세가 유월부터 오른대
커피는 블랙이 좋아
여분 열쇠는 화분 밑
새우 알레르기가 있어
""".strip().splitlines()
ALL = EN + JA + KO


@cache
def vector_of(text):
    """Gives a text's vector, to the last bit the same each time."""
    return ENCODER.encode([text])


def opened(memory_id, memory, strength=0.5):
    """Gives a row and its memory as the index door opens them."""
    row = np.zeros(1, ROW)
    vectors = vector_of(memory.index_text)
    row["id"], row["strength"] = memory_id, strength
    row["code"] = sign_codes(vectors)
    row["vector"], row["scale"] = quantise(vectors)
    return row, memory


def index_of(texts, strengths=None):
    """Gives an index whose ids are 1, 2, 3 and so on."""
    index = MemoryIndex()
    strengths = strengths or [0.5] * len(texts)
    index.add(
        [
            opened(number, Memory(text=text), strength)
            for number, (text, strength) in enumerate(zip(texts, strengths, strict=True), 1)
        ]
    )
    return index


def ask(index, question, limit=10, mask=None):
    (query,) = vector_of(question)
    everything = np.ones(len(index.rows), bool)
    return index.rank(question, query, everything if mask is None else mask, limit)


def found(texts, question, **more):
    """Gives the texts found, best first."""
    return [texts[hit.id - 1] for hit in ask(index_of(texts), question, **more)]


def assert_alike(hits, expected):
    """Compares hits but for the last bits of their figures."""
    assert [hit.id for hit in hits] == [hit.id for hit in expected]
    for hit, other in zip(hits, expected, strict=True):
        figures = (other.score, other.keyword, other.cosine)
        assert (hit.score, hit.keyword, hit.cosine) == pytest.approx(figures, abs=1e-5)


# --- What comes first ---


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("When is Tom's birthday?", EN[3]),
        ("Where is the spare key?", EN[8]),
        ("shellfish allergies", EN[9]),
        ("Which pills does dad take?", EN[2]),
        ("Where did Hana move?", EN[0]),
        ("parking level of the car", EN[5]),
        ("京都の旅館は何泊？", JA[1]),
        ("合鍵はどこ？", JA[8]),
        ("誕生日はいつ", JA[3]),
        ("引越し", JA[0]),
        ("アレルギー", JA[9]),
        ("薬", JA[2]),
        ("생일이 언제야?", KO[3]),
        ("열쇠 어디에 뒀지?", KO[8]),
        ("월세는 언제부터 올라?", KO[6]),
        ("료칸 예약", KO[1]),
        ("차", KO[5]),
    ],
)
def test_memory_that_answers_comes_first_among_three_languages(question, answer):
    assert found(ALL, question)[0] == answer


@pytest.mark.parametrize("text", ALL)
def test_question_in_the_words_of_a_memory_finds_it_first(text):
    assert found(ALL, text)[0] == text


@pytest.mark.parametrize("question", ["birthday in June", "誕生日は六月", "생일은 유월", "rent"])
def test_hits_come_best_first_with_both_scores(question):
    hits = ask(index_of(ALL), question, limit=30)
    assert hits
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert all(hit.keyword > 0 or hit.cosine >= 0.2 for hit in hits)
    assert len({hit.id for hit in hits}) == len(hits)


def test_memory_that_shares_only_part_of_a_word_is_found_by_its_vector():
    (hit,) = ask(index_of(["sourdough"]), "sourdoughs' doughy")
    assert hit.cosine >= 0.2


def test_speaker_is_part_of_what_is_asked_for():
    index = MemoryIndex()
    index.add(
        [
            opened(1, Memory(text="see you at seven", speaker="Mina")),
            opened(2, Memory(text="see you at seven", speaker="Paul")),
        ]
    )
    assert [hit.id for hit in ask(index, "what did Paul say about seven?")] == [2, 1]


# --- Limit ---


@pytest.mark.parametrize("limit", [1, 2, 5])
def test_limit_cuts_the_ranking_after_the_best(limit):
    index = index_of([f"bread number {number}" for number in range(20)] + EN)
    hits = ask(index, "bread", limit=limit)
    assert_alike(hits, ask(index, "bread", limit=20)[:limit])
    assert len(hits) == limit


def test_limit_above_what_there_is_gives_all_that_fit():
    assert len(found(["bread", "more bread", "zebra"], "bread", limit=100)) == 2


def test_limit_of_zero_gives_nothing():
    assert found(["bread", "more bread"], "bread", limit=0) == []


def test_more_than_400_memories_with_the_word_are_cut_to_the_best():
    texts = [f"bread {'crumb ' * (number % 7)}" for number in range(1_000)] + ["bread bread"]
    hits = ask(index_of(texts), "bread", limit=5)
    assert hits[0].id == 1_001
    assert len(hits) == 5


def test_best_of_many_keyword_matches_is_a_candidate_though_its_vector_is_the_farthest():
    index = index_of(
        [f"bread {'crumb ' * (1 + number % 7)}" for number in range(1_000)] + ["bread"]
    )
    away = np.where(vector_of("bread")[0] > 0, -1, 1).astype(np.float32) / 16  # no sign agrees
    hits = index.rank("bread", away, np.ones(1_001, bool), 1_001)
    assert 1_001 in {hit.id for hit in hits}


# --- Mask ---


@pytest.mark.parametrize("question", ["birthday in June", "京都の旅館", "열쇠", "car"])
def test_masked_memory_is_never_given(question):
    index = index_of(ALL)
    rng = np.random.default_rng(0)
    for share in (0.1, 0.5, 0.9):
        mask = rng.random(len(ALL)) < share
        hits = ask(index, question, limit=30, mask=mask)
        assert all(mask[hit.id - 1] for hit in hits)


def test_best_memory_behind_the_mask_gives_way_to_the_next():
    index = index_of(ALL)
    best, second = ask(index, "birthday in June", limit=2)
    mask = index.rows["id"] != best.id
    assert ask(index, "birthday in June", limit=1, mask=mask)[0].id == second.id


def test_everything_masked_gives_nothing():
    index = index_of(ALL)
    assert ask(index, "birthday", mask=np.zeros(len(ALL), bool)) == []


def test_masked_memories_leave_no_trace_in_the_scores():
    texts = ["Tom likes bread", "Tom has a fishing rod", "rent is due", "bread and fishing"]
    hidden = ["Tom Tom Tom is very ill and nobody may know of it", "Tom owes Paul money"]
    mask = np.array([True] * len(texts) + [False] * len(hidden))
    question = "Tom bread fishing"
    assert_alike(ask(index_of(texts + hidden), question, mask=mask), ask(index_of(texts), question))


# --- Empty, and unrelated ---


@pytest.mark.parametrize("question", ["", "birthday", "誕生日", "!!!"])
def test_empty_index_gives_nothing(question):
    index = MemoryIndex()
    assert ask(index, question) == []
    index.add([])
    assert ask(index, question) == []
    assert index.newest_id == 0


@pytest.mark.parametrize("question", ["", "  ", "?!", "👍", "not what"])
def test_question_that_says_nothing_gives_nothing(question):
    assert found(ALL, question) == []


@pytest.mark.parametrize(
    "question",
    [
        "quantum chromodynamics",
        "Which vaccine did our zebra get?",
        "宇宙飛行士",
        "量子力学の教科書",
        "우주 망원경",
        "양자 컴퓨터",
        "Москва",
    ],
)
def test_unrelated_question_gives_nothing(question):
    assert found(ALL, question, limit=30) == []


@pytest.mark.xfail(
    strict=True,
    reason="known limit: BM25 and n-grams see endings that agree, not that they mean nothing",
)
@pytest.mark.parametrize(
    ("question", "unrelated"),
    [
        ("宇宙船はどこですか？", "私は医者ですから忙しい"),
        ("何を買いましたか", "昨日は雨が降りました"),
        ("議事録はどこにある？", JA[9]),
        ("우주선 봤어요?", "어제 비가 왔어요"),
        ("노트북은 어디에 있어?", KO[9]),
    ],
)
def test_ending_alone_brings_no_memory(question, unrelated):
    assert unrelated not in found([unrelated, *ALL], question, limit=30)


@pytest.mark.parametrize(
    "question",
    [
        "Who is on the board of the orchestra?",
        "How do I fix the printer at the office?",
        "When was the piano tuned?",
    ],
)
def test_stop_words_alone_bring_no_memory(question):
    assert found(ALL, question) == []


# --- Strength ---


@pytest.mark.parametrize("order", [[0.25, 0.5, 0.9], [0.9, 0.5, 0.25], [0.5, 0.9, 0.25]])
def test_strength_breaks_ties(order):
    hits = ask(index_of(["tulip"] * 3 + EN, order + [0.5] * len(EN)), "tulip")
    assert [order[hit.id - 1] for hit in hits] == [0.9, 0.5, 0.25]


def test_equal_memories_come_in_the_order_of_their_coming():
    assert [hit.id for hit in ask(index_of(["tulip"] * 5 + EN), "tulip")] == [1, 2, 3, 4, 5]


def test_rounding_alone_is_no_spread():
    once, again = np.float32(0.5), np.nextafter(np.float32(0.5), np.float32(1))
    assert np.abs(_standardised(np.array([once, once, again]))).max() < 0.01


def test_strength_breaks_ties_where_there_are_only_ties():
    for count in range(2, 30):
        strengths = [1 - number / 30 for number in range(count)]
        hits = ask(index_of(["bread"] * count, strengths), "bread", limit=count)
        assert [hit.id for hit in hits] == list(range(1, count + 1))


def test_strength_does_not_bring_up_what_does_not_match():
    texts = ["The spare key is under the flowerpot", "Rent is due in June"]
    assert [hit.id for hit in ask(index_of(texts, [0.25, 1.0]), "spare key")] == [1]


def test_strength_does_not_outweigh_a_clearly_better_match():
    texts = [*EN, "the key of the piano piece is minor"]
    strengths = [0.25] * len(EN) + [1.0]
    hits = ask(index_of(texts, strengths), "where is the spare key, under the flowerpot?")
    assert texts[hits[0].id - 1] == EN[8]


# --- Growing ---


def test_adding_one_by_one_equals_adding_at_once():
    together, growing = index_of(ALL), MemoryIndex()
    for number, text in enumerate(ALL, 1):
        growing.add([opened(number, Memory(text=text))])
        assert growing.newest_id == number
    for question in ("birthday in June", "京都の旅館", "열쇠 어디"):
        assert_alike(ask(growing, question), ask(together, question))
    assert growing.rows.tobytes() == together.rows.tobytes()


def test_memory_added_later_is_found_at_once():
    index = index_of(EN)
    assert ask(index, "zebra") == []
    index.add([opened(99, Memory(text="we saw a zebra"))])
    assert [hit.id for hit in ask(index, "zebra")] == [99]
    assert index.newest_id == 99


def test_ids_may_come_in_any_order():
    index = MemoryIndex()
    index.add([opened(7, Memory(text="bread")), opened(3, Memory(text="zebra"))])
    assert [hit.id for hit in ask(index, "zebra")] == [3]
    assert index.newest_id == 7


def test_zero_query_ranks_by_keywords_alone():
    index = index_of(EN)
    nothing = np.zeros(DIMENSIONS, np.float32)
    hits = index.rank("birthday", nothing, np.ones(len(EN), bool), 10)
    assert [EN[hit.id - 1] for hit in hits] == [EN[3]]
