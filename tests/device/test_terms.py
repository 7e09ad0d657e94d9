"""What texts and questions are looked up by: the fast way against a slow one, odd spellings."""

from __future__ import annotations

import re
import unicodedata

import pytest
import snowballstemmer
from hypothesis import example, given
from hypothesis import strategies as st

from device.encoder.fold import CJK, STOP_WORDS, fold
from device.memory import terms as terms_module
from device.memory.terms import forget_words, question_terms, shared_words, terms

UNICODE = st.text(st.characters())  # lone surrogates included
KANA_KANJI_HANGUL = st.text(
    st.sampled_from("東京都犬猫のはをがすしラメンー々한국어서울엄마"),
    min_size=1,
    max_size=40,  # a reason quotes no longer run
)


# --- Against a slow reference ---

STEMMER = snowballstemmer.stemmer("english")
JAMO = re.compile("[^\u3131-\u318e]+")
# Soft hyphens, marks piled on letters, zero widths, directions.
UNSEEN = {0xAD, 0x61C, 0xFEFF, *range(0x300, 0x370), *range(0x200B, 0x2010)}
LATIN = {chr(code) for code in (*range(0xE0, 0x250), *range(0x1E00, 0x1F00))}
UNSEEN |= {*range(0x202A, 0x202F), *range(0x2060, 0x2065), *range(0x2066, 0x206A)}


def slow_terms(text):
    """Gives a text's terms by the rules as they are told, one step after the other."""
    folded = JAMO.sub(lambda part: unicodedata.normalize("NFKC", part[0]), text)
    for apostrophe in "\u2018\u2019\u02bc\uff07":
        folded = folded.replace(apostrophe, "'")
    seen = "".join(sign for sign in folded.casefold() if ord(sign) not in UNSEEN)
    plain = [unicodedata.normalize("NFD", sign)[0] if sign in LATIN else sign for sign in seen]
    words, singles = [], []
    for run in re.findall(rf"[{CJK}]+|[^\W_{CJK}]+(?:'[^\W_{CJK}]+)*", "".join(plain)):
        if re.match(f"[{CJK}]", run):
            words += [run[at : at + 2] for at in range(len(run) - 1)]
            singles += ["1:" + character for character in run]
        elif run not in STOP_WORDS and run.removesuffix("'s") not in STOP_WORDS:
            words.append(STEMMER.stemWord(run.removesuffix("'s")))
    return words, singles


WORDS = st.sampled_from(
    [
        *"""
    the It's Anna's don’t O'Brien ROCK'N'ROLL walking Walked allergies running's x_y b3 3000
    İstanbul straße ﬁnance Москва שלום مرحبا 👍 ㋿ ㈱田中 ﾌﾟﾘﾝ 天気 約束 약속 犬は？ 돈은? ㅋㅋ ㅠㅠ
    가ㅋ나 々 〇 ｱ゛ ー ・ 東京Tower서울
    """.split(),
        "\x00",
        "ke\u200by",
        "soft\u00adware",
        "Za\u0336l\u0337go",
        "カ\u3099ラス",
        "'",
        "’s",
        "\ud83d",
        "\u3000",
        "\n",
    ]
)
MIXED = st.lists(st.tuples(WORDS, st.sampled_from(["", " ", "'", "。", "-"]))).map(
    lambda pairs: "".join(word + mark for word, mark in pairs)
)


@given(MIXED)
def test_terms_of_words_of_many_scripts_are_those_of_the_slow_reference(text):
    assert terms(text) == slow_terms(text)


@given(UNICODE)
@example("İǅŉ ﬃ ͅ ΰ")
@example("'" * 50)
def test_terms_of_any_text_are_those_of_the_slow_reference(text):
    assert terms(text) == slow_terms(text)


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("The k\u200be\u200by", "key"),
        ("soft\u00adware", "software"),
        ("Za\u0336l\u0337go", "zalgo"),
    ],
)
def test_what_nobody_sees_or_types_parts_no_word(written, asked):
    assert set(terms(asked)[0]) <= set(terms(written)[0])


def test_marks_of_kana_stay():
    assert terms("カ\u3099ラス") == terms("ガラス") != terms("カラス")


@given(st.text(st.characters(max_codepoint=127)))
def test_terms_of_ascii_are_those_of_the_slow_reference(text):
    assert terms(text) == slow_terms(text)


# --- The table of stemmed words ---


def test_forgetting_words_empties_the_table_and_changes_no_term():
    before = terms("Secretive zebras galloped")
    assert "zebras" in terms_module._WORDS
    forget_words()
    assert not terms_module._WORDS
    assert terms("Secretive zebras galloped") == before


def test_table_of_words_stays_small():
    forget_words()
    terms_module._WORDS.update(dict.fromkeys(map(str, range(65_535))))
    assert terms("walking")[0] == ["walk"]
    assert len(terms_module._WORDS) == 65_536
    assert terms("talking")[0] == ["talk"]
    assert len(terms_module._WORDS) == 1
    assert terms("x" * 65)[0] == ["x" * 65]
    assert list(terms_module._WORDS) == ["talking"]
    forget_words()


# --- Spellings ---


@pytest.mark.parametrize("text", ["\ue415", "\uf8ff", "\ud83d", "\udfff\ud800"])
def test_private_use_and_lone_surrogates_are_no_terms(text):
    assert terms(text) == ([], [])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ＬＩＮＥ ２０２６", "line 2026"),
        ("ｺｰﾋｰ", "コーヒー"),
        ("ﾌﾟﾘﾝとﾊﾟﾌｪ", "プリンとパフェ"),
        ("㈱田中", "(株)田中"),
        ("①番", "1番"),
        ("Ｔｏｍ＇ｓ", "Tom's"),
        ("ﬁnance", "finance"),
        ("STRASSE", "straße"),
        ("KYOTO", "Kyoto"),
        (unicodedata.normalize("NFD", "서울에서 만나"), "서울에서 만나"),
        (unicodedata.normalize("NFD", "がぎぐ プリン"), "がぎぐ プリン"),
        (unicodedata.normalize("NFD", "Zoë café"), "Zoë café"),
    ],
)
def test_spellings_of_the_same_letters_are_equal(one, other):
    assert terms(one) == terms(other)
    assert question_terms(one) == question_terms(other)


def test_stop_words_are_no_terms():
    assert terms("What is it that the dog has been doing to you?") == (["dog", "do"], [])
    assert question_terms("who are they and why?") == []


@pytest.mark.parametrize("text", ["...cat...", "(cat)", "cat,cat", "cat_cat", "cat/cat", "“cat”"])
def test_marks_cut_words(text):
    assert set(terms(text)[0]) == {"cat"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("iPhoneを買った", ["iphon", "を買", "買っ", "った"]),
        ("新しいMacBookが欲しい", ["新し", "しい", "macbook", "が欲", "欲し", "しい"]),
        ("카카오톡 PC버전", ["카카", "카오", "오톡", "pc", "버전"]),
        ("東京Towerと서울", ["東京", "tower", "と서", "서울"]),
        ("2026年3月", ["2026", "3"]),
        ("LINEで連絡", ["line", "で連", "連絡"]),
    ],
)
def test_mixed_scripts_are_cut_where_the_script_changes(text, expected):
    assert terms(text)[0] == expected


@pytest.mark.parametrize("word", ["don't", "O'Brien", "Anna's", "I'm", "rock'n'roll"])
def test_curly_apostrophe_equals_the_straight_one(word):
    assert terms(word.replace("'", "’")) == terms(word)


@pytest.mark.parametrize("word", ["it's", "What's", "who's", "that's", "she's", "where's", "how's"])
def test_contracted_stop_word_is_no_term(word):
    assert terms(word) == ([], [])


# --- What a card shows as shared ---


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        ("東京タワーの写真", "東京タワーに登った", ["東京タワー"]),
        ("京都の旅館はどこ", "旅館は京都にある", ["旅館は", "京都"]),
        ("제주여행 예약", "제주여행을 예약했어", ["제주여행", "예약"]),
        ("Where did Hana walk?", "Hana walks to work", ["hana", "walk"]),
        ("walking with Anna's dog", "Anna walked the dog", ["walking", "anna's", "dog"]),
        ("犬", "うちの犬がかわいい", ["犬"]),
        ("犬 犬 犬", "犬", ["犬"]),
        ("iPhoneを買った?", "iPhoneを買ったよ", ["iphone", "を買った"]),
        ("the and of", "the and of", []),
        ("elephant", "Hana walks", []),
        ("", "Hana", []),
        ("Hana", "", []),
        ("犬猫", "猫犬", []),
    ],
)
def test_shared_words_are_the_longest_runs_first(question, text, expected):
    assert shared_words(question, text) == expected


@given(KANA_KANJI_HANGUL)
def test_question_that_is_the_text_is_shared_whole(run):
    assert shared_words(run, run) == [unicodedata.normalize("NFKC", run)]


@given(UNICODE, UNICODE)
def test_shared_words_never_raise_and_come_longest_first_from_the_question(question, text):
    shared = shared_words(question, text)
    assert all(word in fold(question) for word in shared)
    assert len(set(shared)) == len(shared)
    assert [len(word) for word in shared] == sorted(map(len, shared), reverse=True)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("東京都", "東京と京都に行った"),
        ("日本語", "日本で本語りの会"),
        ("한국어", "한국에서 국어를 배웠다"),
        ("中国人", "中国地方の国人"),
    ],
)
def test_shared_run_stands_in_the_text_as_it_is(question, text):
    assert all(word in text for word in shared_words(question, text))
