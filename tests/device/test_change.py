"""What replaces, repeats or leaves alone what was said before; and whom nobody else overwrites."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from device.encoder import Encoder
from device.memory.sentence.change import Relation, compare
from device.memory.sentence.reading import Read, Statement
from device.memory.sentence.values import in_digits, values

_MONTH: int = 30 * 86400

CHANGED = """
The dentist is booked for 12 May at 3pm > Dentist moved to 19 May at 4pm
My gym costs £35 a month > The gym has gone up, it's £42 a month now instead of 35
Flight to Lisbon leaves at 9:40 on Friday > correction: the Lisbon flight is 10:15, not 9:40
I take 20 mg of citalopram every morning > Doctor switched my citalopram to 40 mg from 20 mg
Mum's party is at the Plough on 3 June > Mum's party has been moved from the 3rd to the 10th of June
I take a size 38 dress > measured again: dress size is 40, not 38
I love radishes, could eat them every day > I can't stand radishes any more, never again
I drink four espressos every day > I gave up espresso, no longer drink any
ヨガは火曜の夜7時から通ってる > ヨガは火曜から木曜の夜8時に変更になった
歯科の予約は3月12日の10時です > 歯科の予約、3月12日から19日に変更してもらいました
血圧の薬はノルバスク5mgを朝に飲んでる > ノルバスクは5mgから10mgに増えた
町内会の積立は月に800円やで > 町内会の積立、800円やなくて950円に変わったわ
納豆が大好きで毎朝食べてる > 納豆はもう食べへん、匂いが無理になって嫌いになった
スニーカーのサイズは25.5 > スニーカーのサイズ、25.5じゃなくて26に変えた
필라테스는 화요일 저녁 7시예요 > 필라테스 화요일 말고 목요일 저녁 8시로 바꿨어요
치과 예약 5월 12일 3시로 잡았어 > 치과 예약 12일 아니고 19일로 미뤄졌어
관리비가 한 달에 15만원이에요 > 관리비 15만원 아니고 18만원으로 올랐어요
혈압약 노바스크 5mg 아침에 먹어 > 노바스크 5mg에서 10mg으로 바뀌었어
등산화 사이즈 250으로 샀어 > 등산화 250 아니고 255로 바꿨어
경주 답사는 9월 4일에 떠나요 > 경주 답사 4일에서 18일로 미뤘어요
I work at the harbour office in Busan > I quit the harbour office, I work at a bakery now
My manager is called Patricia > My manager is now called Dmitri
My dog's name is Rex > My dog's name is Bruno now
My name is Anna Kowalski > My name is Anna Lindqvist now
上司の名前は佐伯さん > 上司の名前は今は真壁さんに変わった
犬の名前はポチ > 犬の名前はコタロウに変えた
私の名前は佐藤花子です > 結婚して名前が田中花子になった
우리 팀장 이름은 박서연이야 > 우리 팀장 이름은 이제 최도윤이야
내 전화번호는 010-1234-5678이야 > 전화번호가 010-8765-4321로 바뀌었어
My phone number is 555 0101 > My phone number changed to 555 0199
""".strip().splitlines()
UNRELATED = """
The dentist is booked for 12 May at 3pm > Bought two bags of compost for 12 quid
I love radishes > The neighbours are painting the fence again
My gym costs £35 a month > Tessa's class goes to the museum on Friday
Lunch with Sara was lovely > Rain all day, read half a novel
I take a size 38 dress > Changed the bulb in the hall, 40 watts now
ヨガは火曜の夜7時から通ってる > 冷蔵庫の電球を替えた
歯科の予約は3月12日の10時です > スーパーで卵が198円だった
納豆が大好きで毎朝食べてる > 傘を電車に忘れて戻った
血圧の薬を朝に飲んでる > 桜が咲き始めた
積立は月に800円やで > 犬が靴下をくわえて逃げた
필라테스는 화요일 저녁 7시예요 > 비가 와서 빨래를 못 널었다
치과 예약 5월 12일 3시로 잡았어 > 시장에서 사과 다섯 개 만원에 샀어
관리비가 한 달에 15만원이에요 > 드라마 마지막회 보다가 울었다
등산화 사이즈 250으로 샀어 > 고양이가 화분을 또 엎었네
경주 답사는 9월 4일에 떠나요 > 엘리베이터 점검이라 계단으로 왔다
""".strip().splitlines()
REPEATED = """
I'm allergic to penicillin > Remember that I'm allergic to penicillin
The garage code is 4471 > garage code: 4471
ペニシリンのアレルギーがあります > 私、ペニシリンのアレルギーがあるんです
妹の誕生日は10月3日 > 妹の誕生日、10月3日やで
페니실린 알레르기가 있어요 > 저 페니실린 알레르기 있어요
동생 생일은 10월 3일이야 > 동생 생일 10월 3일
""".strip().splitlines()
# The same matter as in the older statement, and nothing is settled.
UNSETTLED = """
The dentist is booked for 12 May at 3pm > Should I move the dentist from 12 May to 19 May?
The dentist is booked for 12 May at 3pm > I wish the dentist was moved to 19 May instead
The dentist is booked for 12 May at 3pm > Maybe the dentist could be moved to 19 May
I love radishes, could eat them every day > I gave up radishes for good, just kidding
歯科の予約は3月12日の10時です > 歯科の予約、12日から19日に変更できますか
納豆が大好きで毎朝食べてる > 納豆はもうやめた、なんちゃって冗談だよ
歯科の予約は3月12日の10時です > もし歯科の予約が19日に変更になったら困る
치과 예약 5월 12일 3시로 잡았어 > 치과 예약 12일 말고 19일로 바꿀까?
등산화 사이즈 250으로 샀어 > 등산화 250 말고 255로 바꾸고 싶다
치과 예약 5월 12일 3시로 잡았어 > 치과 예약 19일로 바꿨다 ㅋㅋ 농담이야
""".strip().splitlines()
# Nothing says that it changed, and both can hardly be so: its owner is asked.
IN_DOUBT = """
The choir meets in the old hall on Tuesdays > Choir is in the chapel on Thursdays
Mia's school play is on 12 June > Mia's play is on the 14th
My dog's name is Rex > My dog's name is Bruno
My favourite tea is jasmine > My favourite tea is oolong
We meet at the station at six > We meet at the harbour at six
犬の名前はポチ > 犬の名前はコタロウです
내 전화번호는 010-1234-5678이야 > 내 전화번호는 010-8765-4321이야
""".strip().splitlines()
OF_ANOTHER = """
I eat radishes every week and love them > My brother can't stand radishes any more, gave them up
I live in a flat in Leeds > My sister has moved from Leeds to a flat in York
レバーが大好きでよく食べる > 兄はレバーをやめた、もう食べない
京都のマンションに住んでいる > 妹が京都のマンションから大阪に引っ越した
나는 닭발을 정말 좋아해서 매일 먹어 > 동생은 닭발 끊었대 이제 못 먹는대
나는 커피를 매일 마셔 > 엄마가 커피를 끊었어
I work at the bakery > Tom said he quit the bakery
My phone number is 555 0101 > Mum's phone number changed to 555 0199
My name is Anna Kowalski > My sister's name is Anna Lindqvist now
I love radishes, could eat them every day > Sara says she can't stand radishes any more
My shoe size is 38 > Tom's shoe size is 45 now, not 44
レバーが大好きでよく食べる > 健太がレバーはもう食べられないって言ってた
調布に住んでいます > 健太が調布から大阪に引っ越したって
私の名前は佐藤花子です > 妹が結婚して、妹の名前が田中花子になった
나는 서울에 살아 > 지은이가 서울에서 부산으로 이사했대
내 전화번호는 010-1234-5678이야 > 엄마 전화번호가 010-8765-4321로 바뀌었어
내 이름은 김지은이야 > 동생 이름은 이제 김도윤이야
""".strip().splitlines()


def _compared(new: Statement, old: Statement, cosine: float) -> Relation:
    return compare(Read(new), Read(old), cosine)


def _pair(line: str) -> tuple[str, str, float]:
    old, new = line.split(" > ")
    vectors = Encoder.default().encode([old, new])
    return old, new, float(vectors[0] @ vectors[1])


def _own(text: str, at: int = _MONTH) -> Statement:
    return Statement(text, "self", by_owner=True, at=at)


def _of(line: str) -> Relation:
    old, new, cosine = _pair(line)
    return _compared(_own(new), _own(old, at=0), cosine)


@pytest.mark.parametrize("line", CHANGED)
def test_a_changed_value_or_turned_liking_replaces_the_older(line: str):
    assert _of(line) is Relation.REPLACES


@pytest.mark.parametrize("line", UNRELATED)
def test_what_has_nothing_to_do_with_it_leaves_it_alone(line: str):
    assert _of(line) is Relation.APART


@pytest.mark.parametrize("line", REPEATED)
def test_what_is_said_again_is_the_same(line: str):
    assert _of(line) is Relation.SAME


@pytest.mark.parametrize("line", UNSETTLED)
def test_a_question_wish_or_joke_replaces_nothing(line: str):
    assert _of(line) in {Relation.APART, Relation.DOUBTFUL}


@pytest.mark.parametrize("line", IN_DOUBT)
def test_what_can_hardly_both_be_so_is_asked_about(line: str):
    assert _of(line) is Relation.DOUBTFUL


@pytest.mark.parametrize("line", OF_ANOTHER)
def test_what_is_told_of_another_does_not_replace_the_self(line: str):
    assert _of(line) is not Relation.REPLACES


@pytest.mark.parametrize("line", CHANGED)
@pytest.mark.parametrize("speaker", ["Mika", "assistant"])
def test_nobody_else_overwrites_the_owner(line: str, speaker: str):
    old, new, cosine = _pair(line)
    said = Statement(new, speaker, by_owner=False, at=_MONTH)
    assert _compared(said, _own(old, at=0), cosine) in {Relation.APART, Relation.DOUBTFUL}


@pytest.mark.parametrize("line", CHANGED)
def test_the_owner_overwrites_nobody_else(line: str):
    old, new, cosine = _pair(line)
    said = Statement(old, "Mika", by_owner=False, at=0)
    assert _compared(_own(new), said, cosine) in {Relation.APART, Relation.DOUBTFUL}


def test_a_friend_replaces_what_the_same_friend_said_and_no_other_friend():
    old, new, cosine = _pair(CHANGED[0])
    before = Statement(old, "Mika", by_owner=False, at=0)
    same = Statement(new, "Mika", by_owner=False, at=_MONTH)
    other = Statement(new, "Jun", by_owner=False, at=_MONTH)
    assert _compared(same, before, cosine) is Relation.REPLACES
    assert _compared(other, before, cosine) is not Relation.REPLACES


def test_the_owner_is_the_owner_under_two_names():
    old, new, cosine = _pair(CHANGED[0])
    before = Statement(old, "Akari", by_owner=True, at=0)
    assert _compared(_own(new), before, cosine) is Relation.REPLACES


def test_of_unknown_speakers_only_the_same_name_replaces():
    old, new, cosine = _pair(CHANGED[0])
    unknown = Statement(new, "Jun", by_owner=None, at=_MONTH)
    nameless = Statement(new, "", by_owner=None, at=_MONTH)
    for before, expected in (
        (Statement(old, "Jun", by_owner=None, at=0), True),
        (Statement(old, "Mika", by_owner=None, at=0), False),
    ):
        assert (_compared(unknown, before, cosine) is Relation.REPLACES) == expected
    before = Statement(old, "", by_owner=None, at=0)
    assert _compared(nameless, before, cosine) is not Relation.REPLACES


@pytest.mark.parametrize("line", CHANGED)
def test_what_is_not_later_replaces_nothing(line: str):
    old, new, cosine = _pair(line)
    for at in (0, _MONTH - 1, _MONTH):
        found = _compared(_own(new, at=at), _own(old, at=_MONTH), cosine)
        assert found is not Relation.REPLACES


def test_the_left_is_not_the_right():
    line = "왼쪽 눈 수술은 5월 12일이에요 > 오른쪽 눈 수술은 5월 19일이에요"
    assert _of(line) is not Relation.REPLACES


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("三時に集合", "clock", "3"),
        ("열두 시에 만나", "clock", "12"),
        ("at half past, 7.30 or 9:15", "clock", "9:15"),
        ("二十五日に変更", "date", "25"),
        ("11월 29일로", "date", "29"),
        ("on the 3rd of june", "date", "3"),
        ("june 12", "month", "6"),
        ("木曜にする", "weekday", "木"),
        ("목요일에 봐", "weekday", "목"),
        ("see you thursday", "weekday", "th"),
        ("¥12,800", "money", "12800"),
        ("육천이백만원", "money", "6200만"),
        ("losartan 50 mg", "dose", "50"),
    ],
)
def test_values_are_read_in_three_languages(text: str, kind: str, value: str):
    assert value in values(in_digits(text)).get(kind, frozenset())


@pytest.mark.parametrize("text", ["一緒に行こう", "이사를 갔다", "someone else", "時間がない", ""])
def test_words_that_only_look_like_numbers_name_no_value(text: str):
    assert not values(in_digits(text))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200), st.text(max_size=200), st.floats(-1, 1), st.integers(-99, 99))
def test_any_two_texts_give_an_answer(new: str, old: str, cosine: float, at: int):
    assert _compared(_own(new, at=at), _own(old, at=0), cosine) in Relation


@settings(max_examples=40, deadline=None)
@given(st.text(min_size=1, max_size=100))
def test_a_text_repeats_itself(text: str):
    assert _compared(_own(text), _own(text, at=0), 1.0) is Relation.SAME


@pytest.mark.parametrize(
    "unit", ["a ", "not 5 ", "変更の", "1,234,", "바꿨어 ", "(((", "12:30", "\n", "?"]
)
def test_a_megabyte_takes_less_than_a_second(unit: str):
    text = unit * (1_000_000 // len(unit))
    began = time.perf_counter()
    _compared(_own(text), _own(text + "x", at=0), 0.5)
    assert time.perf_counter() - began < 1
