"""A question in one language finds memories in another, by what it means."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from device.memory.keywords import PlainKeywords, Sense
from device.memory.keywords_tantivy import _TAIL, TantivyKeywords
from device.memory.translate import senses, sure_terms, words_that_say
from policy.vocabulary import Purpose
from tests.people import Clock, make_device, remember

ENGINES = [PlainKeywords, TantivyKeywords]
each_engine = pytest.mark.parametrize("engine", ENGINES)
CAT = Sense(1.0, (("고양", 0.9), ("양이", 0.8), ("cat", 0.5)))
ILL = Sense(0.5, (("아프", 1.0), ("ill", 1.0)))
TEXTS = (
    "고양이가 아프다",
    "고양이 이름은 두부",
    "The cat is asleep",
    "내일은 비가 온다",
    "Mina is ill",
)


def index_of(engine, *texts):
    index = engine()
    index.add(list(enumerate(texts, 1)))
    return index


def terms_of(found):
    return {term for sense in found for term, _ in sense.terms}


# --- What a question means ---


def test_a_question_means_terms_of_the_other_languages_of_the_vault():
    found = terms_of(senses("고양이 병원 언제 갔지?", ["ko"], ["ko", "en"]))
    assert {"cat", "hospit"} <= found
    assert not any("가" <= term[0] <= "힣" for term in found)


def test_english_is_the_middle_between_japanese_and_korean():
    assert {"병원", "고양"} <= terms_of(senses("猫の病院はいつ？", ["ja"], ["ko"]))


def test_an_english_question_means_japanese_and_korean_terms():
    found = terms_of(senses("When was the cat at the hospital?", ["en"], ["en", "ja", "ko"]))
    assert {"病院", "1:猫", "병원", "고양"} <= found


@pytest.mark.parametrize(
    ("question", "spoken", "into"),
    [
        ("猫の病院はいつ？", ["ja"], ["ja"]),
        ("猫の病院はいつ？", ["ja"], ["ja", "de"]),
        ("Wann kommt der Rat?", ["de"], ["ja", "ko", "de"]),
        ("", ["en"], ["ja"]),
        ("ㅋㅋㅋ !!", ["ko"], ["en"]),
    ],
)
def test_nothing_is_translated_that_needs_none_or_has_none(question, spoken, into):
    assert senses(question, spoken, into) == ()


def test_a_file_handed_in_as_a_question_is_not_translated_to_its_end():
    question = " ".join(f"word{at}" for at in range(5_000)) + " hospital"
    assert senses(question, ["en"], ["ja"]) == ()
    assert senses("hospital " + question, ["en"], ["ja"]) != ()


def test_words_that_stand_in_the_question_are_left_to_themselves():
    assert "netflix" not in terms_of(senses("Netflix 해지했어?", ["ko"], ["en"]))


def test_characters_of_a_text_whose_language_nobody_could_tell_are_translated_too():
    assert "firework" in terms_of(senses("花火大会", ["zh"], ["en"]))


@pytest.mark.parametrize(
    ("question", "spoken", "text", "words"),
    [
        ("고양이 신장이 어떻다고 했지?", "ko", "The cat has bad kidneys", ["kidneys", "cat"]),
        ("When was the cat at the hospital?", "en", "猫が病院に行った", ["病院", "猫"]),
        ("家賃はいくら？", "ja", "The landlord raised the rent", ["rent"]),
        ("家賃はいくら？", "ja", "Mina starts school", []),
    ],
)
def test_words_that_say_what_is_meant_are_told(question, spoken, text, words):
    meant = senses(question, [spoken], ["en", "ja", "ko"])
    assert words_that_say(sure_terms(meant), text) == words


# --- Where it is looked up ---


@each_engine
def test_what_says_more_of_the_question_comes_first(engine):
    ids, scores = index_of(engine, *TEXTS).best([CAT, ILL], 10)
    assert ids[0] == 1
    assert set(ids.tolist()) == {1, 2, 3, 5}
    assert (np.diff(scores) <= 0).all()


@each_engine
def test_two_terms_of_one_sense_count_as_the_likelier(engine):
    index = index_of(engine, "고양이", "고양", "양이", "비가 온다")
    scores = index.scores_of([CAT], np.array([1, 2, 3, 4], np.uint32))
    assert scores[0] == scores[1] > scores[2] > scores[3] == 0


@each_engine
def test_what_many_memories_say_counts_less(engine):
    index = index_of(engine, "cat ill", "cat", "cat", "cat", "rain")
    rare, common = (Sense(1.0, ((term, 1.0),)) for term in ("ill", "cat"))
    ids = np.array([1], np.uint32)
    assert index.scores_of([rare], ids) > index.scores_of([common], ids) > 0


@each_engine
def test_what_was_removed_or_may_not_be_shown_is_not_found(engine):
    index = index_of(engine, *TEXTS)
    index.remove([1])
    assert index.best([CAT], 10)[0].tolist() == [2, 3]
    assert index.best([CAT], 10, shown=lambda ids: ids == 3)[0].tolist() == [3]
    assert index.best([], 10)[0].tolist() == index.best([CAT], 0)[0].tolist() == []
    index.close()
    assert index.best([CAT], 10)[0].tolist() == []


def test_both_engines_give_the_same_before_and_after_a_commit():
    texts = [f"{TEXTS[at % len(TEXTS)]} {at}" for at in range(_TAIL + 300)]
    plain, tantivy = (engine() for engine in ENGINES)
    for start, end in ((0, 700), (700, 1_100), (1_100, 1_300)):  # the last waits in the tail
        part = list(enumerate(texts[start:end], start + 1))
        plain.add(part)
        tantivy.add(part)
        len(tantivy)
    ids = np.arange(1, len(texts) + 1, dtype=np.uint32)
    expected = plain.scores_of([CAT, ILL], ids)
    assert np.allclose(tantivy.scores_of([CAT, ILL], ids), expected, atol=1e-5)
    few = ids[:20]
    assert np.allclose(tantivy.scores_of([CAT, ILL], few), expected[:20], atol=1e-5)
    best = tantivy.best([CAT, ILL], 50)[1]
    assert np.allclose(best, plain.best([CAT, ILL], 50)[1], atol=1e-5)


# --- Through the device ---

DIARY = (
    "The landlord raised the rent again, 940 from June",
    "Took Tofu to the vet, the cat has bad kidneys",
    "We booked two nights at the ryokan in Hakone",
    "The dentist wants me back on the fourteenth",
    "My sister moved out of the flat above the bakery",
    "Ran ten kilometres along the river before work",
    "Dad takes his blood pressure pills after breakfast",
    "The piano lessons cost thirty a week",
    "Left the umbrella on the night bus",
    "The garden gate squeaks, buy oil",
    "Mina starts school in September",
    "The old phone goes to Leo",
)
ASKED = {
    "집주인이 월세를 얼마로 올렸지?": 0,
    "家賃はいくらになったっけ？": 0,
    "고양이 신장이 어떻다고 했지?": 1,
    "歯医者の次の予約は何日？": 3,
    "아버지 혈압약은 언제 드시지?": 6,
}


@pytest.fixture(scope="module")
def device(tmp_path_factory):
    folder: Path = tmp_path_factory.mktemp("translate")
    device = make_device(folder / "vault", Clock(), step_up=None)
    for text in DIARY:
        remember(device, text)
    yield device
    device.close()


@pytest.mark.parametrize(("question", "said"), ASKED.items())
def test_a_question_in_another_language_finds_what_was_said_first(device, question, said):
    answer = device.recall.ask(question, Purpose.RECALL, "ko", 3)
    assert DIARY[said] in [card.text for card in answer.memories]


def test_a_card_tells_which_words_say_the_same(device):
    answer = device.recall.ask("歯医者の次の予約は何日？", Purpose.RECALL, "en", 3)
    (why,) = [card.why for card in answer.memories if card.text == DIARY[3]]
    assert "It says the same in another language: dentist" in why


def test_what_is_meant_brings_nothing_that_is_not_alike_at_all(device):
    answer = device.recall.ask("우주선은 무슨 색이었지?", Purpose.RECALL, "ko", 10)
    assert len(answer.memories) < len(DIARY)
