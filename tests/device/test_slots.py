"""Which slots plain statements fill, in three languages, and which fill none."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from device.memory.sentence.slot import Slot
from device.memory.sentence.slots import Turn, filled, slots_of, turn

FILLED = """
I live in Leeds > residence leeds
we've just moved to Bristol > residence bristol
I no longer live in Leeds > residence -leeds
I work at the bakery on the corner > work bakery
I quit the bakery > work -bakery
Can't stand olives > diet:olive -
I'm allergic to shellfish > diet:shellfish -allergy
I really love mangoes > diet:mango
I gave up sugar > diet:sugar -
I'm vegan > way vegan
My ring size is 12 > size:ring 12
The rent's £950 a month > price:rent 950
I take 75 mg of sertraline > dose:sertraline 75
I smoke > habit:smoking
I drink four beers a week > habit:beer 4
Mum's birthday is 9 June > mum/when:birthday date=9 month=6
Tom's shoe size is 45 > tom/size:shoe 45
We're going to Porto in May > trip:5 porto
My phone is a Pixel 8 > own:phone pixel 8
調布に住んでいます > residence 調布
先月、仙台へ引っ越した > residence 仙台
駅前の花屋で働いてる > work 花屋
花屋を辞めた > work -花屋
私は納豆が苦手です > diet:納豆 -
にんじん、めっちゃ好きやねん > diet:にんじん
えびアレルギーがある > diet:えび -allergy
健太の靴は27 > 健太/size:靴 27
家賃は月8万5千円 > price:家賃 85000
血圧の薬が5ミリから10ミリに増えた > dose:血圧の薬 10
歯医者は火曜の三時 > when:歯医者 weekday=火 clock=3
たばこは吸わない > habit:smoking -
コーヒーは一日三杯飲む > habit:コーヒー 3
나는 망원동에 살아 > residence 망원동
부천으로 이사했어요 > residence 부천
저는 도서관에서 일해요 > work 도서관
나는 오이가 싫어 > diet:오이 -
새우 알레르기가 있어 > diet:새우 -allergy
동생은 새우 못 먹어 > 동생/diet:새우 -
신발은 245 신어 > size:신발 245
민수는 신발 270 신어 > 민수/size:신발 270
월세는 55만 원이야 > price:월세 550000
혈압약이 5밀리에서 10밀리로 늘었어 > dose:혈압약 10
치과는 화요일 세 시 > when:치과 weekday=화 clock=3
담배 끊었어 > habit:smoking -
커피 하루에 세 잔 마셔 > habit:커피 3
""".strip().splitlines()
EMPTY = """
Should I stop eating shrimp?
I wish I lived in Leeds
If I moved to York I'd miss the sea
I love it
I left the party early
I moved to the next table
I work for an hour each night
I'd love to quit smoking
Gave up beef, just kidding
The train was late today
I didn't eat cheese today
えびはもう食べないほうがいい?
調布に引っ越したいな
今日は電車が遅れた
コーヒー豆を三袋買った
もし仙台に引っ越したら困る
納豆やめた、なんちゃって冗談だよ
雨が止んだ
새우는 이제 안 먹는 게 좋을까?
부천으로 이사하고 싶다
오늘 지하철이 늦었어
커피 원두 세 봉지 샀어
담배 끊을까?
술 끊었어 ㅋㅋ 농담이야
비가 와서 빨래를 못 널었다
""".strip().splitlines()
# older > newer > what the newer does
TURNS = """
I love beef > I'm allergic to beef now > turned
I live in Leeds > I live in York > turned
I live in Leeds > I live in Leeds, by the canal > again
I love beef > I love pork > none
I love beef > My sister is allergic to beef > of another
I work at the library > I left the bakery > none
I work at the bakery > I also work at the library > none
The dentist is on Tuesday at three > Dentist on Thursday at four > none
The dentist is on Tuesday at three > Dentist moved to Thursday at four > turned
I'm vegetarian > I eat meat again > turned
My shoe size is 42 > My ring size is 12 > none
調布に住んでる > 調布市に住んでる > again
納豆は苦手 > 納豆が好きになった > turned
納豆は苦手 > 妹は納豆が好き > of another
花屋で働いてる > 図書館でも働いてる > none
家賃は8万円 > 家賃は8万5千円になった > turned
母の誕生日は6月9日 > 父の誕生日は7月12日 > of another
부천에 살아 > 세종으로 이사했어 > turned
부천에 살아 > 민수가 세종으로 이사했어 > of another
오이 싫어 > 오이가 좋아졌어 > turned
오이 싫어 > 가지가 좋아 > none
꽃집에서 일해 > 구청에서도 일해 > none
월세는 50만 원 > 월세가 55만 원으로 올랐어 > turned
I live in Leeds > Tom got a new job, moved to York > none
I live in Leeds > I moved to York when I was six > none
I live in Leeds > My sister and her boyfriend moved to York > none
調布に住んでる > 健太が転職して、仙台に引っ越した > none
納豆が好き > 子どもの頃は納豆が苦手だった > none
牛肉が好き > 妹、牛肉アレルギーだって > of another
부천에 살아 > 어릴 때 세종으로 이사했어 > none
소고기 좋아해 > 동생 소고기 알레르기래 > of another
I'm allergic to nuts > I love nuts, shame I can't have them > none
I'm allergic to nuts > Turns out I'm no longer allergic to nuts > turned
えびアレルギーがある > えびが好き > none
えびアレルギーがある > えびが食べられるようになった > turned
새우 알레르기가 있어 > 새우 좋아해 > none
새우 알레르기가 있어 > 새우 알레르기 나았어 > turned
I eat a lot of bread > I've cut out bread > turned
チーズが好き > チーズケーキが苦手 > none
大阪に住んでいます > 大阪に住んでいる友達に会った > again
서울에 살아요 > 내년에 부산으로 이사 갈 예정 > none
카페에서 일해 > 카페에서 공부했어 > none
엄마 생일은 6월 9일 > 아빠 생일은 7월 12일 > of another
""".strip().splitlines()


def _turn(new: str, old: str) -> Turn:
    return turn(filled(new), filled(old))


@pytest.mark.parametrize("line", FILLED)
def test_a_plain_statement_fills_its_slot(line: str):
    text, slot = line.split(" > ")
    key, _, value = slot.partition(" ")
    assert Slot(key, value.removeprefix("-"), not value.startswith("-")) in slots_of(text)


@pytest.mark.parametrize("text", EMPTY)
def test_what_is_asked_wished_or_told_of_a_day_fills_none(text: str):
    assert slots_of(text) == ()


@pytest.mark.parametrize("line", TURNS)
def test_a_turn_is_told_from_another_thing_and_another_person(line: str):
    old, new, expected = line.split(" > ")
    assert _turn(new, old) is Turn(expected)


def test_a_long_text_fills_none():
    assert slots_of("I live in Leeds. " * 40) == ()


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=240), st.text(max_size=240))
def test_any_two_texts_give_a_turn(new: str, old: str):
    assert _turn(new, old) in Turn


@pytest.mark.parametrize("line", FILLED)
def test_a_statement_does_not_turn_itself(line: str):
    text, _ = line.split(" > ")
    assert _turn(text, text) is not Turn.TURNED


@pytest.mark.parametrize("unit", ["i really ", "は、", "5から", "의 ", "not ", "1", "ア", "가 "])
def test_the_longest_text_that_is_read_takes_a_moment(unit: str):
    text = (unit * 240)[:240]
    began = time.perf_counter()
    _turn(text, text[1:])
    assert time.perf_counter() - began < 0.2
