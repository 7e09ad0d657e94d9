"""Changes of mind as people tell them, with the shipped encoder's likeness: what must replace what.

A pair is (older, newer), both said by the owner a week apart.
"""

from __future__ import annotations

import pytest

from device.encoder.encode import Encoder
from device.memory.sentence.change import Relation, compare
from device.memory.sentence.reading import Read, Statement

WEEK = 7 * 86_400

REPLACES = {
    "en": [
        ("I love beef, especially steak", "I got diagnosed, I'm allergic to beef now"),
        ("I live in Leeds", "I moved to York last week"),
        ("The dentist is on Tuesday at three", "The dentist was moved to Thursday at four"),
        ("I drink three coffees a day", "I've quit coffee, it was wrecking my sleep"),
        ("I work at the bakery on the corner", "I left the bakery, I work at the library now"),
        ("My shoe size is 42", "My shoe size is 43, I got measured properly"),
        ("The rent is 900 a month", "They put the rent up, it's 950 a month from June"),
        (
            "We're going to Lisbon in May",
            "We changed the trip, we're going to Porto instead of Lisbon",
        ),
        ("I take 50 mg of sertraline", "The doctor put my sertraline up to 75 mg"),
        ("The wedding is on 12 June", "The wedding is postponed to 3 September"),
        ("I'm vegetarian", "I eat meat again, so I'm no longer vegetarian"),
        ("My phone is an old Pixel", "I've switched phones, I have an iPhone now"),
    ],
    "ja": [
        ("牛肉が大好き、特にステーキ", "牛肉アレルギーと診断された。もう食べられない"),
        ("三軒茶屋に住んでいる", "先週、調布に引っ越した"),
        ("歯医者は火曜の三時", "歯医者は木曜の四時に変わった"),
        ("コーヒーは一日三杯飲む", "コーヒーはやめた。眠れなくなるから"),
        ("角のパン屋で働いてる", "パン屋は辞めて、今は図書館で働いてる"),
        ("靴のサイズは24.5", "測ってもらったら靴のサイズは25だった"),
        ("家賃は月8万円", "家賃が6月から8万5千円に上がる"),
        ("5月は京都に旅行する", "5月の旅行、京都はやめて金沢にした"),
        ("血圧の薬は5ミリを飲んでいる", "血圧の薬が10ミリに増えた"),
        ("結婚式は6月12日", "結婚式は9月3日に延期になった"),
        ("ジムは火曜と金曜に行く", "ジムは水曜と日曜に変えた"),
        ("納豆は苦手", "最近、納豆が好きになった"),
    ],
    "ko": [
        ("소고기 진짜 좋아해 특히 스테이크", "소고기 알레르기래, 이제 못 먹어"),
        ("나는 망원동에 살아", "지난주에 부천으로 이사했어"),
        ("치과는 화요일 세 시", "치과가 목요일 네 시로 바뀌었어"),
        ("커피 하루에 세 잔 마셔", "커피 끊었어, 잠이 안 와서"),
        ("모퉁이 빵집에서 일해", "빵집 그만두고 지금은 도서관에서 일해"),
        ("신발은 240 신어", "재 보니까 신발 245 신어야 된대"),
        ("월세는 50만 원이야", "월세가 6월부터 55만 원으로 올랐어"),
        ("5월에 부산으로 여행 가", "5월 여행은 부산 말고 강릉으로 바꿨어"),
        ("혈압약은 5밀리 먹어", "혈압약이 10밀리로 늘었어"),
        ("결혼식은 6월 12일이야", "결혼식이 9월 3일로 미뤄졌어"),
        ("운동은 화요일 금요일에 가", "운동 요일을 수요일 일요일로 바꿨어"),
        ("청국장은 못 먹겠어", "요즘은 청국장이 좋아졌어"),
    ],
}
KEEPS_BOTH = {
    "en": [
        ("I love beef, especially steak", "My sister is allergic to beef"),
        ("The dentist is on Tuesday at three", "The optician is on Thursday at four"),
        ("I like jazz", "I like techno too"),
        ("I live in Leeds", "Tom moved to York last week"),
        ("My shoe size is 42", "Tom's shoe size is 45"),
        ("The rent is 900 a month", "The new sofa was 950"),
        ("I take the train to work", "The train was late today"),
        ("I'm allergic to shrimp", "Should I stop eating shrimp?"),
        ("I drink three coffees a day", "I bought three bags of coffee"),
        ("Mum's birthday is 9 June", "Dad's birthday is 12 July"),
    ],
    "ja": [
        ("牛肉が大好き、特にステーキ", "妹は牛肉アレルギー"),
        ("歯医者は火曜の三時", "眼科は木曜の四時"),
        ("ジャズが好き", "テクノも好き"),
        ("三軒茶屋に住んでいる", "健太が調布に引っ越した"),
        ("靴のサイズは24.5", "健太の靴は27"),
        ("家賃は月8万円", "新しいソファは8万5千円だった"),
        ("電車で通勤している", "今日は電車が遅れた"),
        ("えびアレルギーがある", "えびはもう食べないほうがいい?"),
        ("コーヒーは一日三杯飲む", "コーヒー豆を三袋買った"),
        ("母の誕生日は6月9日", "父の誕生日は7月12日"),
    ],
    "ko": [
        ("소고기 진짜 좋아해 특히 스테이크", "동생은 소고기 알레르기가 있어"),
        ("치과는 화요일 세 시", "안과는 목요일 네 시"),
        ("재즈가 좋아", "테크노도 좋아"),
        ("나는 망원동에 살아", "민수가 부천으로 이사했어"),
        ("신발은 240 신어", "민수는 신발 270 신어"),
        ("월세는 50만 원이야", "새 소파는 55만 원이었어"),
        ("지하철로 출근해", "오늘 지하철이 늦었어"),
        ("새우 알레르기가 있어", "새우는 이제 안 먹는 게 좋을까?"),
        ("커피 하루에 세 잔 마셔", "커피 원두 세 봉지 샀어"),
        ("엄마 생일은 6월 9일", "아빠 생일은 7월 12일"),
    ],
}

# Said by others: dialect, politely, in a diary's few words.
REPLACES_TOO = {
    "en": [
        ("I can't stand olives", "Weirdly I love olives these days"),
        ("I'm living in Cardiff at the moment", "I've moved to Bristol, boxes everywhere"),
        ("I work for Harlow & Sons", "Started a new job at Kestrel on Monday"),
        ("I take a size 8 in shoes", "Got my feet measured: shoe size is 9"),
        ("Gym's £32 a month", "The gym has gone up to £36 a month"),
        ("I'm on 20 mg of fluoxetine", "GP put me on 40 mg of fluoxetine"),
        ("Optician on Friday at 10", "They've moved the optician to Monday at 2"),
        ("My driving test is on 4 March", "My driving test got pushed back to 9 April"),
        ("I go to yoga on Mondays and Wednesdays", "I've switched yoga to Thursdays"),
        ("I smoke about ten a day", "I've packed in smoking"),
        ("I'm a vegan", "I'm not vegan any more, cheese won"),
        ("I have a Galaxy S20", "Upgraded my phone, I've got a Pixel 8 now"),
        ("I drink two beers a day", "I no longer drink beer"),
        ("I'm not keen on mushrooms", "Turns out I like mushrooms now"),
        ("Off to Rome in October", "Scrapped Rome, we're going to Athens in October"),
        ("My phone bill is £18 a month", "My phone bill is £23 a month now"),
    ],
    "ja": [
        ("パクチーは無理や", "パクチー、好きになってもうた"),
        ("今は札幌に住んでます", "先月、仙台へ引っ越しました"),
        ("駅前の花屋に勤めてます", "花屋を退職して、今は市役所に勤めてます"),
        ("指輪のサイズは9号です", "指輪のサイズ、測り直したら11号でした"),
        ("ジムの会費は月7千円", "ジムの会費、来月から8千円に値上げやって"),
        ("眼科は月曜の10時", "眼科は水曜の11時に変更になりました"),
        ("ロキソニンは60ミリを飲んでいます", "ロキソニンが30ミリに減りました"),
        ("たばこは一日十本吸う", "たばこ、やめました"),
        ("ベジタリアンです", "ベジタリアンはやめて、また肉を食べてる"),
        ("スマホはギャラクシーを使ってる", "スマホをアイフォンに替えた"),
        ("ヨガは月曜に通ってる", "ヨガは木曜に変更した"),
        ("牛乳は毎朝飲んどる", "牛乳はもう飲まへん、おなか壊すけん"),
        ("試験は2月4日", "試験が2月18日に延期になったって"),
        ("10月は香港へ旅行に行く", "10月の旅行、香港はやめて台湾にする"),
        ("ビールは一日二杯飲んでいます", "ビールは一日一杯に減らしました"),
        ("いちごが好物です", "いちごアレルギーが出て、食べられなくなりました"),
    ],
    "ko": [
        ("고수는 진짜 싫어", "요새 고수가 좋아졌다 아이가"),
        ("저는 대전에 살고 있어요", "지난달에 세종으로 이사했습니다"),
        ("역 앞 꽃집에서 일하고 있어요", "꽃집 그만두고 지금은 구청에서 일합니다"),
        ("반지는 11호예요", "반지 호수 다시 재니까 13호래요"),
        ("헬스장 한 달에 4만 원이야", "헬스장이 이번 달부터 5만 원으로 올랐음"),
        ("안과는 월요일 열 시예요", "안과가 수요일 열한 시로 변경됐어요"),
        ("타이레놀은 500밀리 먹고 있어", "타이레놀 650밀리로 늘렸어"),
        ("담배 하루에 열 개비 피워", "담배 끊었다"),
        ("나 채식주의자야", "채식 그만두고 다시 고기 먹어"),
        ("폰은 갤럭시 써요", "폰 아이폰으로 바꿨어요"),
        ("요가는 월요일에 다녀", "요가 목요일로 바꿨어"),
        ("우유 매일 마셔", "우유는 이제 안 마셔, 배 아파서"),
        ("면접은 2월 4일이야", "면접이 2월 18일로 연기됐대"),
        ("10월에 홍콩으로 여행 가요", "10월 여행은 홍콩 말고 대만으로 가기로 했어요"),
        ("맥주 하루에 두 캔 마셔", "맥주 하루에 한 캔으로 줄였어"),
        ("딸기 좋아함", "딸기 알레르기 생겨서 못 먹음"),
    ],
}
KEEPS_BOTH_TOO = {
    "en": [
        ("I can't stand olives", "I love anchovies"),
        ("I live in Cardiff", "I went to Bristol for the weekend"),
        ("I work for Harlow & Sons", "My brother works at Kestrel"),
        ("My shoe size is 8", "My ring size is 12"),
        ("The gym is £32 a month", "Netflix is £11 a month"),
        ("I'm on 20 mg of fluoxetine", "I take 5 mg of ramipril too"),
        ("Optician on Friday at 10", "Haircut on Monday at 2"),
        ("My exam is on 4 March", "Ana's exam is on 9 April"),
        ("I go to yoga on Mondays", "I go swimming on Thursdays"),
        ("I smoke about ten a day", "Grandad gave up smoking"),
        ("I'm a vegan", "My flatmate eats meat again"),
        ("I have a Pixel", "Dad has an iPhone now"),
        ("I drink two beers a day", "I might give up beer"),
        ("I love mushrooms", "No mushrooms left in the fridge"),
        ("We're going to Rome in October", "We're going to Athens in March"),
        ("I live in Cardiff", "If I moved to Bristol I'd miss the bay"),
    ],
    "ja": [
        ("パクチーは無理", "みょうがは好き"),
        ("札幌に住んでます", "仙台に出張で行きました"),
        ("駅前の花屋に勤めてます", "弟が市役所で働いてる"),
        ("靴のサイズは24.5", "指輪のサイズは9号"),
        ("ジムの会費は月7千円", "ピアノの月謝は8千円"),
        ("眼科は月曜の10時", "美容院は水曜の11時"),
        ("ロキソニンは60ミリ", "母の血圧の薬は5ミリ"),
        ("たばこを吸う", "父がたばこをやめた"),
        ("ベジタリアンです", "友達はまた肉を食べてる"),
        ("スマホはギャラクシー", "兄がアイフォンに替えた"),
        ("ヨガは月曜に通ってる", "水泳は木曜に通ってる"),
        ("牛乳は毎朝飲む", "牛乳を買い忘れた"),
        ("試験は2月4日", "さくらちゃんの試験は2月18日"),
        ("10月は香港へ旅行に行く", "来年は台湾に行きたいな"),
        ("ビールは一日二杯飲む", "ビール、やめたほうがいいかな"),
        ("いちごが好物", "いちごが一パック500円やった"),
    ],
    "ko": [
        ("고수는 진짜 싫어", "깻잎은 좋아해"),
        ("저는 대전에 살아요", "세종으로 출장 다녀왔어요"),
        ("꽃집에서 일해", "동생은 구청에서 일해"),
        ("신발은 240 신어", "반지는 11호야"),
        ("헬스장 한 달에 4만 원", "보험료는 한 달에 5만 원"),
        ("안과는 월요일 열 시", "미용실은 수요일 열한 시"),
        ("타이레놀은 500밀리 먹어", "엄마 혈압약은 5밀리야"),
        ("담배 피워", "아빠가 담배 끊었어"),
        ("나 채식주의자야", "친구는 다시 고기 먹는대"),
        ("폰은 갤럭시 써", "지연이가 아이폰으로 바꿨어"),
        ("요가는 월요일에 다녀", "수영은 목요일에 다녀"),
        ("우유 매일 마셔", "우유 사는 거 깜빡했다"),
        ("면접은 2월 4일이야", "수진이 면접은 2월 18일이야"),
        ("10월에 홍콩으로 여행 가", "내년에 대만 가고 싶다"),
        ("맥주 하루에 두 캔 마셔", "맥주 끊을까?"),
        ("딸기 좋아해", "딸기 한 팩에 오천 원이더라"),
    ],
}


def _compared(new: Statement, old: Statement, cosine: float) -> Relation:
    return compare(Read(new), Read(old), cosine)


def relation(older: str, newer: str) -> Relation:
    one, other = Encoder.default().encode([older, newer])
    said = [Statement(text, "me", True, at * WEEK) for at, text in enumerate((older, newer))]
    return _compared(said[1], said[0], float(one @ other))


def each(*several):
    return [
        pytest.param(*pair, id=pair[1][:20])
        for pairs in several
        for of_it in pairs.values()
        for pair in of_it
    ]


@pytest.mark.parametrize(("older", "newer"), each(REPLACES, REPLACES_TOO))
def test_a_change_replaces_what_was(older, newer):
    assert relation(older, newer) is Relation.REPLACES


@pytest.mark.parametrize(("older", "newer"), each(KEEPS_BOTH, KEEPS_BOTH_TOO))
def test_what_only_sounds_like_it_leaves_both(older, newer):
    assert relation(older, newer) in {Relation.APART, Relation.SAME}


@pytest.mark.parametrize(("older", "newer"), each(REPLACES, REPLACES_TOO))
def test_what_was_said_by_another_replaces_nothing(older, newer):
    mine, theirs = Statement(older, "me", True, 0), Statement(newer, "Tom", False, WEEK)
    assert _compared(theirs, mine, 0.6) is not Relation.REPLACES
