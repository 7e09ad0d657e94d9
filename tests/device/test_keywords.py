"""Keyword search: BM25's figures, two-character words of Japanese and Korean, odd spellings.

Each score here is asked of three: the plain index, tantivy, and tantivy's tail before a commit.
"""

from __future__ import annotations

import bm25s
import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from device.memory.keywords import PlainKeywords
from device.memory.keywords_tantivy import TantivyKeywords
from device.memory.terms import question_terms, shared_words, terms

CORPUS = """
Hana moved to Busan in March with her two cats
The cats sleep on the radiator all winter
We booked a ryokan in Kyoto for two nights
Kyoto was crowded, so we walked along the river at night
Dad takes his blood pressure pills after breakfast
The doctor changed the pills because of his blood test
My sister bakes bread every Sunday morning
Bread and tomatoes, nothing else for breakfast
Tom's birthday is on the ninth of June
For his birthday Tom wants a fishing rod
We went fishing at the lake and caught nothing
The lake was frozen in January
Our flight lands at Narita at twenty to seven
The flight was late and we missed the last train
The last train leaves Shibuya at midnight
I parked the car on level three, row fourteen
The car needs new tyres before winter
She walks to work along the river
Work was dull, the meeting took three hours
The meeting about the grant moved to Monday
I finished the first draft of the grant proposal
The landlord raised the rent in June
Rent, rent, rent: half of what I earn
Nine thousand yen for a bottle of wine
""".strip().splitlines()
QUESTIONS = [
    "When was Tom's birthday?",
    "Where did we go fishing?",
    "cats",
    "the last train",
    "pills and blood",
    "Which meeting moved?",
    "rent in June",
    "walking along a river at night",
    "breakfast bread",
    "winter tyres for the car",
]
UNICODE = st.text(st.characters())  # lone surrogates included
KANA_KANJI_HANGUL = st.text(
    st.sampled_from("東京都犬猫のはをがすしラメンー々한국어서울엄마"), min_size=1
)
EXACT_LENGTH = 40  # tantivy rounds a longer document's length, by an eighth at most


class CommittedKeywords(TantivyKeywords):
    """tantivy with nothing left in the tail."""

    def add(self, documents):
        super().add(documents)
        self._commit(self._core)


ENGINES = [PlainKeywords, TantivyKeywords, CommittedKeywords]


def index_of(engine, *texts):
    """Gives an index whose ids are 1, 2, 3 and so on."""
    index = engine()
    index.add(list(enumerate(texts, 1)))
    return index


def scores_of(question, *texts):
    """Gives what all three engines agree on."""
    ids = np.arange(1, len(texts) + 1, dtype=np.uint32)
    plain, tail, core = (index_of(engine, *texts).scores_of(question, ids) for engine in ENGINES)
    assert plain.shape == ids.shape
    assert plain.dtype == np.float32
    np.testing.assert_allclose(tail, plain, rtol=1e-5)
    longest = max((len(kind) for text in texts for kind in terms(text)), default=0)
    tolerance = 1e-5 if longest <= EXACT_LENGTH else 0.2
    np.testing.assert_allclose(core, plain, rtol=tolerance, atol=1e-6)
    return [float(score) for score in plain]


def found(question, text):
    """Tells whether the question finds the text, and a text without any of its words is not."""
    score, other = scores_of(question, text, "zzz")
    assert other == 0
    return score > 0


# --- BM25 itself ---


def test_scores_are_those_worked_out_by_hand():
    texts = ("apple apple pear", "pear plum", "plum cherry cherry cherry fig")
    # Lengths 3, 2 and 5, so 10/3 on average; k1 (1 - b + b length/average) = 1.11, 0.84, 1.65.
    # apple: ln(1 + 2.5/1.5) = 0.980829, times 2 (2.2)/(2 + 1.11).
    assert scores_of("apple", *texts) == pytest.approx([1.387668, 0, 0], abs=1e-5)
    # pear and plum: ln(1 + 1.5/2.5) = 0.470004 each, times 2.2/(1 + 1.11), twice 2.2/(1 + 0.84),
    # and 2.2/(1 + 1.65).
    assert scores_of("pear plum", *texts) == pytest.approx([0.490052, 1.123922, 0.390192], abs=1e-5)
    # cherry: 0.980829, times 3 (2.2)/(3 + 1.65).
    assert scores_of("cherries", *texts) == pytest.approx([0, 0, 1.392144], abs=1e-5)


@pytest.mark.parametrize("question", QUESTIONS)
def test_scores_and_ranking_agree_with_bm25s_on_the_same_terms(question):
    peer = bm25s.BM25(k1=1.2, b=0.75, method="atire", idf_method="lucene")
    peer.index([terms(text)[0] for text in CORPUS], show_progress=False)
    known = [term for term in question_terms(question) if term in peer.vocab_dict]
    expected = peer.get_scores(known)
    scores = np.array(scores_of(question, *CORPUS))
    assert expected.max() > 0
    np.testing.assert_allclose(scores, expected, rtol=1e-5, atol=1e-6)
    assert list(np.argsort(-scores.round(4), kind="stable")) == list(
        np.argsort(-expected.round(4), kind="stable")
    )


def test_document_without_words_takes_a_number_and_scores_zero():
    assert scores_of("bread", "", "bread", "!!!")[0::2] == [0, 0]


def test_rare_word_counts_more_than_a_common_one():
    texts = ["train late", "train full", "train fast", "train ferry"]
    scores = scores_of("late train", *texts)
    assert max(scores) == scores[0] > 2 * scores[1]


def test_shorter_document_scores_higher_for_the_same_word():
    short, long = scores_of("bread", "bread today", "bread today after a very long walk home")
    assert short > long > 0


def test_word_that_every_document_has_still_counts_for_something():
    assert min(scores_of("bread", "bread", "bread rolls", "more bread")) > 0


def test_word_repeated_in_the_question_counts_once():
    assert scores_of("rent rent rent", *CORPUS) == scores_of("rent", *CORPUS)


@settings(deadline=None)
@given(st.permutations(CORPUS[:8]), st.sampled_from(QUESTIONS))
def test_order_of_documents_changes_no_score(shuffled, question):
    scores = dict(zip(shuffled, scores_of(question, *shuffled), strict=True))
    expected = scores_of(question, *CORPUS[:8])
    assert [scores[text] for text in CORPUS[:8]] == pytest.approx(expected, abs=1e-6)


@given(UNICODE)
@example("\ud83d\ude00 \udfff 東\ud800京")
@example("'" * 50)
@example("İǅŉ ﬃ ͅ ΰ")
def test_terms_of_a_text_find_it_and_nothing_else_does(text):
    known = {term for kind in terms(text) for term in kind}
    assert set(question_terms(text)) <= known
    assert bool(question_terms(text)) == (scores_of(text, text)[0] > 0)


@pytest.mark.parametrize("question", ["", "   ", "?!", "the of and", "👍", "zebra", "象", "코끼리"])
def test_question_without_a_shared_term_scores_zero_everywhere(question):
    assert not any(scores_of(question, *CORPUS, "東京で寿司を食べた", "서울에서 커피를 마셨어"))


@settings(deadline=None, max_examples=25)
@given(st.lists(st.text(max_size=12), max_size=8), st.text(max_size=12))
def test_asking_between_additions_changes_nothing(texts, question):
    asked = [engine() for engine in ENGINES]
    for number, text in enumerate(texts, 1):
        expected = scores_of(question, *texts[:number])
        for index in asked:
            index.add([(number, text)])
            assert len(index) == number
            scores = index.scores_of(question, np.arange(1, number + 1, dtype=np.uint32))
            np.testing.assert_allclose(scores, expected, rtol=1e-4)


@settings(deadline=None, max_examples=50)
@given(st.lists(UNICODE, max_size=5), UNICODE)
def test_no_text_raises_and_every_score_is_a_number_from_zero(texts, question):
    scores = scores_of(question, *texts, question)
    assert np.isfinite(scores).all()
    assert min(scores) >= 0


# --- Japanese and Korean ---


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("旅行", "来月家族旅行に行く"),
        ("京都", "週末は京都へ"),
        ("病院", "母が総合病院に通っている"),
        ("鍵は", "合鍵は植木鉢の下"),
        ("誕生", "妻の誕生日は六月"),
        ("寿司", "昨日は回転寿司だった"),
        ("すし", "ちらしずしとすしめし"),
        ("ねこ", "うちのねこがかわいい"),
        ("メモ", "買い物メモを失くした"),
        ("薬を", "毎朝薬を飲む"),
        ("東京", "東京都庁前で待つ"),
        ("都庁", "東京都庁前で待つ"),
        ("銀行", "給料は地方銀行の口座へ"),
        ("佐々", "佐々木さんと会った"),
        ("엄마", "엄마한테 전화했어"),
        ("엄마", "우리엄마가 만든 김치"),
        ("회사", "회사에서 늦게 나왔어"),
        ("회사", "보험회사를 다닌다"),
        ("커피", "커피를 두 잔 마셨다"),
        ("생일", "지민이생일이었어"),
        ("서울", "서울역에서 만나"),
        ("병원", "대학병원까지 한 시간"),
        ("약은", "그약은 식후에"),
        ("여행", "제주여행을 예약했어"),
        ("강남", "어제 강남에서 봤어"),
        ("고양", "고양이는 창가를 좋아해"),
    ],
)
def test_two_character_word_is_found_inside_a_run_and_glued_to_particles(word, text):
    assert found(word, text)
    assert shared_words(word, text) == [word]


@given(KANA_KANJI_HANGUL, st.data())
def test_any_two_neighbours_of_a_run_find_it(run, data):
    assume(len(run) > 1)
    at = data.draw(st.integers(0, len(run) - 2))
    assert found(run[at : at + 2], f"abc {run}, def")


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("京都の旅館はどこ？", "京都で二泊した"),
        ("旅行はいつ", "家族旅行は八月"),
        ("엄마가 뭐랬어?", "엄마는 괜찮다고 했어"),
        ("회사에 언제 가?", "내일 회사로 와"),
        ("생일이 언제야?", "생일은 유월 구일"),
        ("コーヒーの好み", "ブラックコーヒーが好き"),
    ],
)
def test_word_is_found_whatever_particle_follows(question, text):
    assert found(question, text)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("犬", "うちの犬がかわいい"),
        ("犬？", "犬"),
        ("猫 犬", "犬を飼っている"),
        ("「鍵」", "合鍵は植木鉢の下"),
        ("塩 sugar", "塩がもうない"),
        ("집", "우리집에 놀러 와"),
        ("약!", "그 약은 식후에"),
        ("개", "개를 산책시켰어"),
    ],
)
def test_single_character_question_is_found(question, text):
    assert found(question, text)


def test_single_characters_count_only_where_nothing_longer_is_asked():
    assert not found("犬猫", "猫犬")  # both characters, but not the word
    assert question_terms("東京") == ["東京"]
    assert question_terms("東京 犬") == ["東京", "1:犬"]


def test_single_characters_do_not_lengthen_a_document():
    assert terms("東京都") == (["東京", "京都"], ["1:東", "1:京", "1:都"])
    glued, spaced = scores_of("bread", "bread 犬猫", "bread 犬 猫 鳥 魚 虫")
    assert spaced > glued  # a lone character is no term of length


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("犬は？", "うちの犬がかわいい"),
        ("鍵はどこ？", "鍵を植木鉢の下に置いた"),
        ("집에 언제 가?", "집으로 와"),
        ("약은 언제 먹어?", "약을 식후에 드셔"),
    ],
)
def test_single_character_word_is_found_whatever_particle_follows(question, text):
    assert found(question, text)


def test_bigram_of_hiragana_alone_counts_less_than_a_content_word():
    ending, word = scores_of("ました", "xました", "y")[0], scores_of("京都市", "x京都市", "y")[0]
    assert 0 < ending < word / 2


# --- Spellings ---


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("walk", "We walked along the river"),
        ("walking", "She walks to work"),
        ("booked", "The booking is for two nights"),
        ("allergies", "I have an allergy"),
        ("baking", "My sister bakes bread"),
        ("pills", "one pill after breakfast"),
        ("birthdays", "her birthday"),
        ("Anna", "Anna's dog is called Rex"),
        ("Anna's", "I met Anna in Rome"),
        ("anna's dog", "ANNA"),
        ("O'Brien", "Mr O'Brien called"),
        ("don't", "I don't eat shrimp"),
        ("rock'n'roll", "an evening of rock'n'roll"),
        ("'quoted'", "it was quoted"),
        ("café", "the café at the corner"),
        ("naïve", "how naïve"),
        ("Müller's", "Frau Müller"),
        ("3000", "it cost 3000 yen"),
        ("b3", "parked on B3"),
        ("Москва", "письмо из города Москва"),
    ],
)
def test_inflected_possessive_and_quoted_words_are_found(question, text):
    assert found(question, text)


@pytest.mark.parametrize("pair", [("universe", "business"), ("cat", "category"), ("news", "newt")])
def test_words_that_only_look_alike_are_not_found(pair):
    assert not found(*pair)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("iphone", "新しいiPhoneを買った"),
        ("買った iPhone", "昨日iphoneを買ったよ"),
        ("PC 버전", "카카오톡 PC버전을 깔았어"),
        ("Tシャツ", "白いTシャツが三枚"),
        ("2026年", "2026年の予定"),
    ],
)
def test_mixed_scripts_are_found(question, text):
    assert found(question, text)
