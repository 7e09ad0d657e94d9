"""What a gate sees of a memory."""

import time

import numpy as np
import pytest

from device.encoder.encode import Encoder
from device.encoder.tags import DOMAINS, LANGUAGES, mask_of
from device.learning.features import BLOCK, SCHEMA, SURFACE, gate_features
from device.learning.models import FEATURES, LENGTH
from device.vault.rows import quantise


def features(text, **fields):
    codes, scales = quantise(Encoder.default().encode([text]))
    given = {
        "languages": mask_of(["en"], LANGUAGES),
        "domains": mask_of(["other"], DOMAINS),
        "strength": 0.5,
        "by_owner": True,
        **fields,
    }
    return gate_features(text, vector=codes[0], scale=float(scales[0]), **given)


def surface(text, **fields):
    """Gives the names of the surface features that are set."""
    row = features(text, **fields)[BLOCK:]
    return {name for name, number in zip(SURFACE, row, strict=True) if number}


@pytest.mark.parametrize(
    ("name", "texts"),
    [
        (
            "date",
            [
                "The party is on Saturday",
                "see you at 7:30",
                "俺、5/4に噛まれてん",
                "来週の金曜に会う",
                "내일 3시에 보자",
                "11월 14일로 옮겼어",
            ],
        ),
        (
            "amount",
            ["it was $40", "£264,300 left", "家賃は8万円", "전세대출 1억 4천만 원", "12人来る"],
        ),
        ("question", ["Where was it?", "どこの銀行やっけ", "우리 어디서 볼까요"]),
        (
            "self",
            ["I can't eat beef", "my sister", "俺はビール", "私の傘", "저는 민서예요", "내가 살게"],
        ),
        ("emphasis", ["Please remember this", "絶対忘れんといて", "꼭 기억해"]),
        ("chatter", ["ok sure, at the station", "ありがとう、また明日", "ㅋㅋ 그 카페 갔어"]),
        ("laughter", ["lol that cat", "それはあかんwww と言うてた w", "ㅋㅋㅋ 진짜"]),
        ("negation", ["I don't eat pork", "肉は食べられない", "나 회는 못 먹어"]),
        ("name", ["I met Miss Pardew", "亮さんが来た", "「木かげ」で予約", "지민이랑 밥 먹었어"]),
        (
            "taste",
            ["I love jazz", "カレーが好き", "卵アレルギー", "오이 싫어해", "갑각류 알레르기"],
        ),
        ("plan", ["I'll bring it", "I booked a table", "予約した", "만나기로 했어", "예약했어"]),
    ],
)
def test_feature_is_set_in_three_languages(name, texts):
    assert {text: name in surface(text) for text in texts} == dict.fromkeys(texts, True)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("self", "うち側に曲げる"),
        ("self", "そのうち行く"),
        ("self", "제주도 날씨"),
        ("date", "version 12"),
        ("question", "It is so."),
        ("taste", "a black box"),
        ("negation", "안녕히 가세요 선생님"),
        ("plan", "the William street"),
        ("amount", "no numbers"),
    ],
)
def test_feature_is_not_set_by_what_only_looks_like_it(name, text):
    assert name not in surface(text)


@pytest.mark.parametrize(
    ("text", "bucket"),
    [
        ("see you there then", "length_short"),
        ("x" * 50, "length_sentence"),
        ("あ" * 50, "length_long"),  # a kana says about as much as two letters
        ("word " * 100, "length_huge"),
    ],
)
def test_length_falls_into_exactly_one_bucket(text, bucket):
    assert {name for name in surface(text) if name.startswith("length_")} == {bucket}


def test_length_itself_grows_with_the_text_and_a_tiny_one_has_no_bucket():
    assert not {name for name in surface("hm") if name.startswith("length_")}
    lengths = [features(text)[LENGTH] for text in ("", "hm", "see you", "x" * 50, "あ" * 50)]
    assert lengths == sorted(set(lengths))
    assert lengths[0] == 0
    assert features("x" * 5_000)[LENGTH] == 1


def test_row_tells_who_spoke_and_in_which_language():
    both = mask_of(["ja", "ko"], LANGUAGES)
    assert {"owner", "japanese", "korean"} <= surface("a", languages=both, by_owner=True)
    assert "other_speaker" in surface("a", by_owner=False)
    assert not {"owner", "other_speaker"} & surface("a", by_owner=None)
    assert "english" not in surface("a", languages=both)


def test_domain_other_counts_as_none():
    assert "domains" not in surface("a", domains=mask_of(["other"], DOMAINS))
    assert "domains" in surface("a", domains=mask_of(["food"], DOMAINS))


def test_row_is_bounded_finite_float32_of_the_agreed_length():
    for text in ("", "a", "ㅋ" * 5_000, "9" * 1_000, "\ud800", "🎆" * 300, "\0\n\t"):
        row = features(text)
        assert row.shape == (FEATURES,)
        assert row.dtype == np.float32
        assert np.isfinite(row).all()
        assert np.abs(row).max() <= 1


def test_same_memory_gives_the_same_row():
    assert features("내일 3시").tobytes() == features("내일 3시").tobytes()


def test_vector_part_is_the_first_block_of_the_unit_vector():
    text = "牛肉のアレルギー"
    (unit,) = Encoder.default().encode([text])
    assert np.abs(features(text)[:BLOCK] - unit[:BLOCK]).max() < 0.01


def test_schema_is_pinned():
    # It changes with the meaning of a number: then raise the version in features.py, and this.
    assert SCHEMA == "6faf7900b580aa9225e07b1c794469a30227880feb14508e02a20e9001bcbf32"


def test_hostile_text_takes_no_longer_than_any_other():
    def cpu_s(text):
        start = time.process_time()
        for _ in range(20):
            features(text)
        return time.process_time() - start

    plain = cpu_s("my sister's wedding is on Saturday " * 12)
    hostile = ("「" * 400, "a" * 400, "1," * 200, "가" * 400, "ぁさ" * 200, "$ " * 200, "ha" * 200)
    # A regular expression that tries again what it has read takes thousands of times as long.
    assert max(map(cpu_s, hostile)) < 30 * plain + 0.05
