"""Ranking by keywords and vectors together, with real texts and the real encoder."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from device.access import Guard
from device.encoder.encode import Encoder
from device.encoder.tags import LANGUAGES
from device.memory.index import MemoryIndex
from device.memory.keywords import PlainKeywords
from device.memory.rank import Asked, standardised
from device.memory.records import Memory
from device.memory.scan_numpy import NumpyKernel
from device.memory.scanned import Within
from device.presence import GRANT_S
from device.vault.items import NewItem
from device.vault.rows import DIMENSIONS
from policy.binding import RuleRecord
from policy.bundles import load_base_bundle
from policy.vocabulary import ClassName, Purpose
from tests.builders import EVERYDAY, FINANCE, new_item
from tests.fakes import SECOND, knows, quick_vault
from tests.people import START, Clock

OPENED = ExitStack()
HIDDEN = RuleRecord(purposes=(Purpose.TRAIN,))  # indexed, but recalled by nobody
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
def vector_of(text: str):
    """Gives a text's vector, to the last bit the same each time."""
    return ENCODER.encode([text])


def item_of(
    memory: Memory, strength: float = 0.5, record: RuleRecord = EVERYDAY, **more: int
) -> NewItem:
    """Gives a memory as the intake hands it to the guard."""
    item = new_item(memory.to_bytes(), record, strength=strength, **more)
    (vector,) = vector_of(memory.index_text)
    fields = {name: getattr(item, name) for name in item.__dataclass_fields__}
    return NewItem(**{**fields, "vector": vector})


class Indexed:
    """An index over a vault of its own."""

    def __init__(self, at_once: int = 100_000, *, step_up: bool = False) -> None:
        folder = Path(OPENED.enter_context(tempfile.TemporaryDirectory()))
        self.clock = Clock()
        self.vault, _ = quick_vault(folder, None, *([SECOND] if step_up else []))
        OPENED.callback(self.vault.close)
        self.guard = Guard(self.vault, load_base_bundle(), self.clock)
        kernel = NumpyKernel()
        self.index = MemoryIndex(self.vault, self.guard, kernel, PlainKeywords, at_once)

    def add(self, *items: NewItem) -> list[int]:
        """Stores memories as the intake does."""
        return self.guard.store(items, "typed")

    def remember(self, *texts: str, record: RuleRecord = EVERYDAY) -> list[int]:
        """Stores texts."""
        return self.add(*[item_of(Memory(text=text), record=record) for text in texts])

    def worded(self, word: str) -> set[int]:
        """Gives what is found by a word alone, whoever may read it."""
        engines = [group.words for group in self.index.texts._groups.values()]
        return {int(one) for engine in engines for one in engine.best(word, 1_000)[0]}


@pytest.fixture(autouse=True, scope="module")
def _closed_at_the_end() -> Iterator[None]:
    yield
    _index_of.cache_clear()
    OPENED.close()


def index_of(texts: Sequence[str], strengths: Sequence[float] = (), hidden: Sequence[int] = ()):
    """Gives an index whose ids are 1, 2, 3 and so on; those of `hidden` may not be recalled."""
    return _index_of(tuple(texts), tuple(strengths), frozenset(hidden))


@cache
def _index_of(texts, strengths, hidden):
    found = Indexed()
    found.add(
        *[
            item_of(Memory(text=text), strength, HIDDEN if number in hidden else EVERYDAY)
            for number, (text, strength) in enumerate(
                zip(texts, strengths or [0.5] * len(texts), strict=True), 1
            )
        ]
    )
    return found


def ask(found, question, limit=10, within=None, purpose=Purpose.RECALL):
    (query,) = vector_of(question)
    return found.index.rank(Asked(question, query), purpose, limit, within)


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
    # The rest may change places with what repeats them less.
    assert hits[0].score == max(hit.score for hit in hits)
    assert all(hit.keyword > 0 or hit.cosine >= 0.3 for hit in hits)
    assert len({hit.id for hit in hits}) == len(hits)


def test_memory_that_shares_only_part_of_a_word_is_found_by_its_vector():
    (hit,) = ask(index_of(["sourdough"]), "sourdoughs' doughy")
    assert hit.cosine >= 0.2


def test_speaker_is_part_of_what_is_asked_for():
    indexed = Indexed()
    indexed.add(
        item_of(Memory(text="see you at seven", speaker="Mina")),
        item_of(Memory(text="see you at seven", speaker="Paul")),
    )
    assert [hit.id for hit in ask(indexed, "what did Paul say about seven?")] == [2, 1]


# --- Limit ---


@pytest.mark.parametrize("limit", [1, 2, 5])
def test_limit_cuts_the_ranking_after_the_best(limit):
    indexed = index_of([f"bread number {number}" for number in range(20)] + EN)
    hits = ask(indexed, "bread", limit=limit)
    assert_alike(hits, ask(indexed, "bread", limit=20)[:limit])
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
    texts = [f"bread {'crumb ' * (1 + number % 7)}" for number in range(1_000)] + ["bread"]
    away = np.where(vector_of("bread")[0] > 0, -1, 1).astype(np.float32) / 16  # no sign agrees
    hits = index_of(texts).index.rank(Asked("bread", away), Purpose.RECALL, 1_001)
    assert 1_001 in {hit.id for hit in hits}


# --- What the rules hide ---


@pytest.mark.parametrize("question", ["birthday in June", "京都の旅館", "열쇠", "car"])
def test_hidden_memory_is_never_given(question):
    rng = np.random.default_rng(0)
    for share in (0.1, 0.5, 0.9):
        hidden = {int(at) + 1 for at in np.flatnonzero(rng.random(len(ALL)) < share)}
        hits = ask(index_of(ALL, hidden=hidden), question, limit=30)
        assert not hidden & {hit.id for hit in hits}


def test_best_memory_that_is_hidden_gives_way_to_the_next():
    best, second = ask(index_of(ALL), "birthday in June", limit=2)
    (hit,) = ask(index_of(ALL, hidden={best.id}), "birthday in June", limit=1)
    assert hit.id == second.id


def test_everything_hidden_gives_nothing():
    everything = range(1, len(ALL) + 1)
    assert ask(index_of(ALL, hidden=everything), "birthday") == []


def test_purpose_that_no_rule_permits_gives_nothing():
    assert ask(index_of(ALL), "birthday", purpose=Purpose.MARKETING) == []


def test_expired_memory_is_not_given_though_its_words_are_still_indexed():
    indexed = Indexed()
    kept = EVERYDAY.model_copy(update={"retain_s": 60})
    ids = indexed.add(
        item_of(Memory(text="bread for a minute"), record=kept, created=START),
        item_of(Memory(text="bread for ever"), created=START),
    )
    assert {hit.id for hit in ask(indexed, "bread", limit=5)} == set(ids)
    indexed.clock.now += 60
    assert [hit.id for hit in ask(indexed, "bread", limit=5)] == ids[1:]
    indexed.clock.now -= 1  # set back: what the decision says, at any moment
    assert {hit.id for hit in ask(indexed, "bread", limit=5)} == set(ids)


# --- Bounds of the question itself ---


@pytest.fixture(scope="module")
def dated():
    indexed = Indexed()
    for number, text in enumerate(ALL):
        language = 1 << (number // 10)
        indexed.add(item_of(Memory(text=text), at=1_000 + number, languages=language))
    return indexed


@pytest.mark.parametrize(
    ("since", "until", "languages", "expected"),
    [
        (None, None, 0, range(30)),
        (1_005, None, 0, range(5, 30)),
        (None, 1_005, 0, range(6)),
        (1_003, 1_003, 0, [3]),
        (1_004, 1_003, 0, []),
        (None, None, 1, range(10)),
        (None, None, 0b110, range(10, 30)),
        (1_008, 1_021, 0b101, [8, 9, 20, 21]),
        (-(2**62), 2**62, 0b111, range(30)),
        (2**40, None, 0, []),
        (None, None, 1 << (len(LANGUAGES) - 1), []),
    ],
)
def test_only_what_lies_within_is_given(dated, since, until, languages, expected):
    within = Within(since, until, languages)
    allowed = {number + 1 for number in expected}
    for question in ("the car", "薬", "열쇠", "June rent birthday 誕生日 생일"):
        hits = ask(dated, question, limit=30, within=within)
        assert {hit.id for hit in hits} <= allowed
        unbounded = {hit.id for hit in ask(dated, question, limit=30)} & allowed
        assert {hit.id for hit in hits if hit.keyword > 0} <= unbounded
    near = dated.index.alike(vector_of("the car")[0], Purpose.RECALL, 40, within)
    assert {hit.id for hit in near} == allowed


# --- Empty, and unrelated ---


@pytest.mark.parametrize("question", ["", "birthday", "誕生日", "!!!"])
def test_empty_index_gives_nothing(question):
    indexed = index_of([])
    assert ask(indexed, question) == []
    assert indexed.index.alike(vector_of("x")[0], Purpose.RECALL, 5) == []
    assert indexed.index.nearest(vector_of("x")[0], 5) == []
    assert (indexed.index.texts.waiting, indexed.index.texts.index_more(5)) == (0, 0)


@pytest.mark.parametrize("question", ["", "  ", "?!", "👍", "not what"])
def test_question_that_says_nothing_gives_nothing(question):
    assert found(ALL, question) == []


@pytest.mark.parametrize(
    "question",
    [
        "quantum chromodynamics",
        "Which vaccine did our zebra get?",
        "恐竜の化石",
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
    values = standardised(np.array([once, once, again]), np.ones(3, np.bool_))
    assert np.abs(values).max() < 0.01


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
    growing = Indexed()
    for text in ALL:
        growing.remember(text)
        growing.index.texts.index_more(1)
    for question in ("birthday in June", "京都の旅館", "열쇠 어디"):
        assert_alike(ask(growing, question), ask(index_of(ALL), question))


def test_memory_added_later_is_found_at_once():
    indexed = Indexed()
    indexed.remember(*EN)
    assert ask(indexed, "zebra") == []
    (item_id,) = indexed.remember("we saw a zebra")
    assert [hit.id for hit in ask(indexed, "zebra")] == [item_id]


def test_zero_query_ranks_by_keywords_alone():
    nothing = np.zeros(DIMENSIONS, np.float32)
    hits = index_of(EN).index.rank(Asked("birthday", nothing), Purpose.RECALL, 10)
    assert [EN[hit.id - 1] for hit in hits] == [EN[3]]


def test_a_little_at_a_time_takes_the_newest_first_and_each_once():
    indexed = Indexed()
    ids = indexed.remember(*[f"bread {at}" for at in range(300)])
    left = []
    while True:
        left.append(indexed.index.texts.index_more(70))
        if not left[-1]:
            break
    assert left == [230, 160, 90, 20, 0]
    assert indexed.worded("bread") == set(ids)
    assert indexed.index.texts.index_more(70) == 0


def test_newest_are_found_by_their_words_before_the_rest_is():
    indexed = Indexed()
    ids = indexed.remember(*[f"bread {at}" for at in range(20)])
    assert indexed.index.texts.index_more(5) == 15
    assert indexed.worded("bread") == set(ids[-5:])


def test_these_are_taken_in_and_the_rest_waits():
    indexed = Indexed()
    ids = indexed.remember(*[f"bread {at}" for at in range(20)])
    chosen = np.array([ids[3], ids[7], 10**6], np.uint32)
    indexed.index.texts.index_these(chosen)
    assert indexed.worded("bread") == {ids[3], ids[7]}
    assert indexed.index.texts.waiting == 18
    indexed.index.texts.index_these(chosen)
    assert indexed.index.texts.index_more(100) == 0
    assert indexed.worded("bread") == set(ids)


def test_question_over_more_than_it_may_wait_for_is_answered_by_likeness_first():
    indexed = Indexed(at_once=5)
    ids = indexed.remember(*EN)
    hits = ask(indexed, "Which pills does dad take?")
    assert hits[0].id == ids[2]
    assert indexed.index.texts.waiting == 0  # of so few, all are among the nearest


def test_memories_stored_while_the_index_is_built_are_taken_in_too():
    indexed = Indexed()
    ids = indexed.remember(*[f"bread {at}" for at in range(10)])
    for _ in range(4):
        indexed.index.texts.index_more(2)
        ids += indexed.remember("more bread")
    while indexed.index.texts.index_more(3):
        pass
    assert indexed.worded("bread") == set(ids)


# --- Deletes, rules and classes ---


def test_deleted_memory_is_found_by_no_word():
    indexed = Indexed()
    ids = indexed.remember("zebra crossing", "zebra stripes", "horse")
    assert {hit.id for hit in ask(indexed, "zebra")} == set(ids[:2])
    indexed.guard.erase([ids[0]], "forget")
    assert [hit.id for hit in ask(indexed, "zebra")] == [ids[1]]
    assert indexed.worded("zebra") == {ids[1]}


def test_memory_deleted_while_the_index_is_built_is_passed_over():
    indexed = Indexed()
    ids = indexed.remember(*[f"bread {at}" for at in range(10)])
    indexed.index.texts.index_more(3)
    indexed.guard.erase([ids[0], ids[9]], "forget")
    while indexed.index.texts.index_more(3):
        pass
    assert indexed.worded("bread") == set(ids[1:9])


@pytest.fixture
def stepped():
    return Indexed(step_up=True)


def step_up(indexed):
    indexed.guard.step_up_with(knows(SECOND))


def test_words_of_a_class_leave_ram_when_it_closes_and_come_back(stepped):
    plain = stepped.remember("パンを焼いた bread")
    step_up(stepped)
    money = stepped.remember("bread money", "給料 salary", record=FINANCE)
    assert {hit.id for hit in ask(stepped, "bread")} == {*plain, money[0]}
    assert set(stepped.index.texts._groups) == {None, ClassName.FINANCE}
    engine = stepped.index.texts._groups[ClassName.FINANCE].words
    stepped.guard.end_step_up()
    assert {hit.id for hit in ask(stepped, "bread")} == set(plain)
    assert set(stepped.index.texts._groups) == {None}
    assert len(engine) == 0
    assert engine.best("salary", 10)[0].tolist() == []
    step_up(stepped)
    assert [hit.id for hit in ask(stepped, "salary") if hit.keyword > 0] == [money[1]]


def test_words_of_a_class_leave_ram_when_its_time_is_over(stepped):
    step_up(stepped)
    stepped.remember("salary", record=FINANCE)
    assert ask(stepped, "salary")
    stepped.clock.now += GRANT_S + 1
    assert ask(stepped, "salary") == []
    assert ClassName.FINANCE not in stepped.index.texts._groups


def test_class_that_closes_before_its_words_were_taken_in_is_indexed_the_next_time(stepped):
    step_up(stepped)
    (item_id,) = stepped.remember("salary", record=FINANCE)
    assert stepped.index.texts.waiting == 1
    stepped.guard.end_step_up()
    assert stepped.index.texts.waiting == 0
    step_up(stepped)
    assert stepped.index.texts.waiting == 1
    assert stepped.index.texts.index_more(10) == 0
    assert stepped.worded("salary") == {item_id}


def test_memory_put_under_a_stricter_rule_takes_its_words_along(stepped):
    ids = stepped.remember("salary of April", "ferry")
    assert ask(stepped, "salary")
    stepped.guard.rebind(ids[0], FINANCE)
    assert ask(stepped, "salary") == []
    assert stepped.worded("salary") == set()
    step_up(stepped)
    assert [hit.id for hit in ask(stepped, "salary")] == [ids[0]]


def test_words_move_when_a_second_secret_is_set_later():
    indexed = Indexed()
    ids = indexed.remember("salary", record=FINANCE)
    assert [hit.id for hit in ask(indexed, "salary")] == ids
    with indexed.vault.transaction():
        indexed.vault.keys.set_step_up_factors((), [SECOND.enrol()])
        indexed.vault.rekey_classes(one for one in ClassName if one.needs_step_up)
    indexed.guard.end_step_up()
    assert ask(indexed, "salary") == []
    assert indexed.worded("salary") == set()


def test_every_opening_for_the_index_is_logged_and_no_receipt_is_left():
    indexed = Indexed()
    indexed.remember(*[f"bread {at}" for at in range(10)])
    size = indexed.vault.journal.size
    indexed.index.texts.index_more(2)
    indexed.remember("more bread")  # the opening that was under way is given up
    while indexed.index.texts.index_more(100):
        pass
    assert indexed.vault.journal.size > size + 2
    assert indexed.vault.journal._live == {}
