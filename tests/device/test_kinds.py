"""What kind of thing a sentence is, whom it is about, and how firmly it was meant."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from device.memory.sentence.kinds import FIRM, About, Kind, tell

LIGHT = (Kind.TRANSIENT, Kind.CHATTER)


# --- What is true for minutes, or keeps company ---


@pytest.mark.parametrize(
    "text",
    [
        "on the bus, so tired",
        "stuck in the queue at the chemist",
        "just got home",
        "on my way",
        "um I'm on the platform, no seats",
        "right, off to bed",
        "今から風呂",
        "いま電車、眠い",
        "駅に着いた",
        "腹減った〜",
        "もう寝るわ",
        "今から帰るわ",
        "지금 버스 탔어",
        "배고파",
        "가는 중",
        "졸려 죽겠다",
        "아 퇴근하고 싶다 지금 막차",
    ],
)
def test_what_holds_for_minutes_is_light(text):
    assert tell(text, by_owner=True).kind in LIGHT
    assert tell(text, by_owner=True).firmness == 0


@pytest.mark.parametrize(
    "text",
    [
        "Thank you so much!",
        "haha you wish",
        "omg congratulations",
        "how was it?",
        "Noted.",
        "Okay, done.",
        "ありがとう、助かった〜",
        "おめでとう！",
        "まじか、うける",
        "わかりました。",
        "承知しました。お大事に。",
        "축하해 ㅋㅋㅋ",
        "헐 대박 진짜?",
        "저장했어요.",
        "네, 알겠습니다. 기억해 둘게요.",
        "고생했어 잘 자",
    ],
)
def test_thanks_reactions_and_acknowledgements_are_chatter(text):
    assert tell(text, by_owner=None).kind is Kind.CHATTER


@pytest.mark.parametrize(
    "text",
    [
        "Oscar is afraid of thunder.",
        "The bread knife is at Carol's.",
        "My bus pass runs out in May",
        "Tea without milk for Ines",
        "The train to Leeds costs 32 pounds",
        "Gran died on Sunday",
        "I passed!",
        "裏口の戸は冬になると固い",
        "風呂の栓は三月に替えた",
        "通勤は電車で四十分",
        "祖母が亡くなった",
        "えびは食べられない",
        "鍵は植木鉢の下",
        "뒷문은 겨울에 잘 안 열려",
        "출근은 버스로 사십 분 걸려",
        "할머니가 돌아가셨어",
        "땅콩 못 먹어",
        "빵칼은 은영이네 있어",
        "비밀번호 바꿨어",
    ],
)
def test_plain_fact_is_no_small_talk_however_short(text):
    assert tell(text, by_owner=True).kind not in LIGHT


# --- What kind ---


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("I prefer oat milk in my coffee", Kind.PREFERENCE),
        ("I can't stand coriander, never could", Kind.PREFERENCE),
        ("コーヒーは深煎りが好き", Kind.PREFERENCE),
        ("パクチーは苦手や", Kind.PREFERENCE),
        ("나는 고수를 싫어해", Kind.PREFERENCE),
        ("민트초코 진짜 좋아해", Kind.PREFERENCE),
        ("I'm going to start swimming in May", Kind.PLAN),
        ("来週から水泳を始めるつもり", Kind.PLAN),
        ("다음 주에 치과 예약 잡았어", Kind.PLAN),
        ("I bought a bike and rode it home yesterday", Kind.EVENT),
        ("昨日、自転車を買って家まで走った", Kind.EVENT),
        ("어제 자전거를 샀어", Kind.EVENT),
        ("The fuse box is behind the coats", Kind.FACT),
        ("分電盤はコートの後ろにある", Kind.FACT),
        ("두꺼비집은 코트 뒤에 있어", Kind.FACT),
        ("The dentist moved it to Friday, not Thursday", Kind.CORRECTION),
        ("木曜じゃなくて金曜に変更になった", Kind.CORRECTION),
        ("목요일 말고 금요일로 바뀌었어", Kind.CORRECTION),
        ("Where did I put the spare key?", Kind.QUESTION),
        ("合鍵はどこに置いたっけ？", Kind.QUESTION),
        ("여분 열쇠 어디에 뒀지?", Kind.QUESTION),
    ],
)
def test_kind_is_told(text, kind):
    assert tell(text, by_owner=True).kind is kind


@pytest.mark.parametrize(
    "text",
    ["He lives in Porto with his aunt", "妹は釜山に住んでいる", "엄마는 춘천에 사신다고 했어"],
)
def test_what_is_told_of_another_is_third_party(text):
    told = tell(text, by_owner=True)
    assert (told.kind, told.about) == (Kind.THIRD_PARTY, About.OTHER)


# --- About whom ---


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("I'm allergic to shellfish", About.SELF),
        ("私はえびが食べられない", About.SELF),
        ("うちの合鍵は植木鉢の下", About.SELF),
        ("俺は左利きや", About.SELF),
        ("저는 왼손잡이예요", About.SELF),
        ("우리 집은 삼층이야", About.SELF),
        ("She is allergic to shellfish", About.OTHER),
        ("父は朝に薬を飲む", About.OTHER),
        ("동생은 부산에 살아", About.OTHER),
        ("the prime minister resigned", About.WORLD),
        ("台風で川が増水したらしい", About.WORLD),
        ("태풍이 올라온대", About.WORLD),
    ],
)
def test_whom_it_is_about_is_told(text, about):
    assert tell(text, by_owner=True).about is about


@pytest.mark.parametrize(
    "text", ["I'm allergic to shellfish", "私はえびが食べられない", "나 새우 못 먹어"]
)
def test_what_another_says_of_themselves_is_about_another(text):
    assert tell(text, by_owner=False).about is About.OTHER
    assert tell(text, by_owner=True).about is About.SELF


# --- How firmly ---


@pytest.mark.parametrize(
    ("short", "long"),
    [
        (
            "I keep bees",
            "I keep bees at 14 Mill Lane and sell the honey on the first Saturday of June",
        ),
        (
            "私は猫を飼っている",
            "私は猫を二匹飼っていて、来週の土曜の十時に田中先生の病院で予防接種を受ける",
        ),
        (
            "나는 고양이를 키워",
            "나는 고양이를 두 마리 키우고 다음 주 토요일 10시에 동물병원에서 접종해",
        ),
    ],
)
def test_particulars_are_worth_more_than_few_words_and_less_than_emphasis(short, long):
    assert 0.3 <= tell(short, by_owner=True).firmness < tell(long, by_owner=True).firmness <= 0.66


@pytest.mark.parametrize(
    ("self", "other", "world"),
    [
        ("I like jazz a lot", "She likes jazz a lot", "The weather is 19 degrees"),
        ("私は魚が苦手だ", "父は魚が苦手だ", "台風は北に進んだ"),
        ("나는 생선을 못 먹어", "동생은 생선을 못 먹어", "태풍이 북쪽으로 간대"),
    ],
)
def test_oneself_comes_before_others_and_the_world_last(self, other, world):
    firmness = [tell(text, by_owner=True).firmness for text in (self, other, world)]
    assert firmness == sorted(firmness, reverse=True)
    assert firmness[0] > firmness[1] > firmness[2]


@pytest.mark.parametrize(
    "text",
    [
        "Don't let me forget the milk",
        "Whatever you do, lock the shed",
        "絶対に鍵を閉める",
        "忘れんといてや、鍵は箱の中",
        "잊지 마, 열쇠는 상자 안이야",
        "단디 기억해라, 제사는 일요일이데이",
    ],
)
def test_order_to_remember_is_firm(text):
    assert tell(text, by_owner=True).firmness >= FIRM


@pytest.mark.parametrize(
    "text",
    [
        "I forgot my umbrella on Monday",
        "絶対音感のある妹",
        "傘を月曜に忘れた",
        "꼭대기 층은 비가 새",
        "집중력이 약해",
    ],
)
def test_word_that_only_looks_like_an_order_is_not_firm(text):
    assert tell(text, by_owner=True).firmness < FIRM


# --- Any text ---


@given(st.text(), st.sampled_from([True, False, None]))
def test_any_text_gives_an_answer(text, by_owner):
    told = tell(text, by_owner=by_owner)
    assert 0 <= told.firmness <= 1
    assert (told.firmness == 0) == (told.kind in LIGHT)


@pytest.mark.parametrize(
    "part", ["a ", "haha ", "今から", "지금 ", "don't ", "1,", "w", "ok. ", "「"]
)
def test_long_text_is_told_at_once(part):
    text = part * (1_000_000 // len(part))
    started = time.perf_counter()
    tell(text, by_owner=None)
    assert time.perf_counter() - started < 1
