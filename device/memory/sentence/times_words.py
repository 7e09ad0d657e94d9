"""The words for times in Japanese, Korean and English that `times` looks for; all are folded."""

from __future__ import annotations

from typing import Final

from device.memory.sentence.pattern import Pattern

# How many days, weeks, months or years from now. Longest first: 先々週 is not 先週.
DAYS: Final = {
    "一昨日": -2, "おととい": -2, "昨日": -1, "きのう": -1, "昨夜": -1,
    "昨晩": -1, "ゆうべ": -1, "今日": 0, "きょう": 0, "今朝": 0, "今夜": 0, "今晩": 0, "明日": 1,
    "あした": 1, "明後日": 2, "あさって": 2,
    "그저께": -2, "그제": -2, "엊그제": -2, "어제": -1, "어젯밤": -1, "간밤": -1, "오늘": 0,
    "내일": 1, "모레": 2,
    "the day before yesterday": -2, "yesterday": -1, "last night": -1, "today": 0,
    "this morning": 0, "tonight": 0, "this evening": 0, "tomorrow": 1,
    "the day after tomorrow": 2,
}  # fmt: skip
WEEKS: Final = {
    "先々週": -2, "先週": -1, "今週": 0, "来週": 1, "再来週": 2,
    "지지난주": -2, "지지난 주": -2, "저저번 주": -2, "지난주": -1, "지난 주": -1, "저번주": -1,
    "저번 주": -1, "이번주": 0, "이번 주": 0, "다음주": 1, "다음 주": 1, "담주": 1,
    "the week before last": -2, "last week": -1, "this week": 0, "next week": 1,
}  # fmt: skip
WEEKENDS: Final = {
    "先週末": -1, "今週末": 0, "この週末": 0, "来週末": 1, "週末": 0,
    "지난 주말": -1, "지난주말": -1, "저번 주말": -1, "이번 주말": 0, "다음 주말": 1,
    "last weekend": -1, "this weekend": 0, "at the weekend": 0, "next weekend": 1,
}  # fmt: skip
MONTHS: Final = {
    "先々月": -2, "先月": -1, "今月": 0, "来月": 1,
    "지지난달": -2, "지지난 달": -2, "지난달": -1, "지난 달": -1, "저번달": -1, "저번 달": -1,
    "이번달": 0, "이번 달": 0, "다음달": 1, "다음 달": 1,
    "the month before last": -2, "last month": -1, "this month": 0, "next month": 1,
}  # fmt: skip
YEARS: Final = {
    "一昨年": -2, "おととし": -2, "去年": -1, "昨年": -1, "今年": 0, "来年": 1,
    "재작년": -2, "작년": -1, "지난해": -1, "올해": 0, "금년": 0, "내년": 1,
    "the year before last": -2, "last year": -1, "this year": 0, "next year": 1,
}  # fmt: skip

MONTH_NAMES: Final = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
WEEKDAYS: Final = (
    ("月曜", "월요일", "monday"), ("火曜", "화요일", "tuesday"), ("水曜", "수요일", "wednesday"),
    ("木曜", "목요일", "thursday"), ("金曜", "금요일", "friday"), ("土曜", "토요일", "saturday"),
    ("日曜", "일요일", "sunday"),
)  # fmt: skip

# By the first of their three months in the northern half; the south is half a year away.
SEASONS: Final = {
    3: Pattern(
        r"(?:(?<![一-龥])|(?<=[今昨来]))春(?![一-龥])|春休み|(?:지난|올|작년|이번|내년)\s*봄|봄(?=에|철|부터|쯤)"
        r"|\b(?:in|during|last|this|next|over|the) spring\b(?! (?:roll|onion|clean))"
    ),
    6: Pattern(
        r"(?:(?<![一-龥])|(?<=[今昨来]))夏(?![一-龥])|夏休み|(?:지난|올|작년|이번|내년)\s*여름"
        r"|여름(?=에|철|방학|휴가|부터|쯤)|\bsummer\b"
    ),
    9: Pattern(
        r"(?:(?<![一-龥])|(?<=[今昨来]))秋(?![一-龥])|(?:지난|올|작년|이번|내년)\s*가을|가을(?=에|철|부터|쯤)"
        r"|\bautumn\b|\b(?:in|during|last|this|next|over) (?:the )?fall\b"
    ),
    12: Pattern(
        r"(?:(?<![一-龥])|(?<=[今昨来]))冬(?![一-龥])|冬休み|(?:지난|올|작년|이번|내년)\s*겨울"
        r"|겨울(?=에|철|방학|부터|쯤)|\bwinter\b"
    ),
}

# Feasts that keep their day: first and last (month, day).
FEASTS: Final = (
    (
        Pattern(r"お?正月|元旦|年始|새해|신정|연초|\bnew year'?s?\b"),
        (12, 31), (1, 7),
    ),
    (Pattern(r"年末|大晦日|연말|\b(?:at|by|towards) the end of the year\b"), (12, 20), (12, 31)),
    (Pattern(r"クリスマス|크리스마스|성탄절|\bchristmas\b|\bxmas\b"), (12, 20), (12, 27)),
    (Pattern(r"バレンタイン|발렌타인|밸런타인|\bvalentine'?s?\b"), (2, 10), (2, 16)),
    (Pattern(r"ホワイトデー|화이트\s*데이"), (3, 11), (3, 16)),
    (Pattern(r"ゴールデンウィーク|黄金週間|\bgw\b|\bgolden week\b"), (4, 27), (5, 7)),
    (Pattern(r"こどもの日|子供の日|어린이날"), (5, 3), (5, 6)),
    (Pattern(r"어버이날|스승의\s*날"), (5, 5), (5, 17)),
    (Pattern(r"七夕"), (7, 1), (7, 9)),
    (Pattern(r"お盆|\bobon\b"), (8, 10), (8, 18)),
    (Pattern(r"ハロウィン|핼러윈|할로윈|\bhalloween\b"), (10, 24), (11, 1)),
    (Pattern(r"수능"), (11, 8), (11, 22)),
)  # fmt: skip
# Feasts that follow the moon, by year: the day itself. *Source:* Korea Astronomy and Space Science
# Institute, almanacs.
SEOLLAL: Final = {
    2020: (1, 25), 2021: (2, 12), 2022: (2, 1), 2023: (1, 22), 2024: (2, 10), 2025: (1, 29),
    2026: (2, 17), 2027: (2, 7), 2028: (1, 27), 2029: (2, 13), 2030: (2, 3), 2031: (1, 23),
    2032: (2, 11), 2033: (1, 31), 2034: (2, 19), 2035: (2, 8),
}  # fmt: skip
CHUSEOK: Final = {
    2020: (10, 1), 2021: (9, 21), 2022: (9, 10), 2023: (9, 29), 2024: (9, 17), 2025: (10, 6),
    2026: (9, 25), 2027: (9, 15), 2028: (10, 3), 2029: (9, 22), 2030: (9, 12), 2031: (10, 1),
    2032: (9, 19), 2033: (9, 8), 2034: (9, 27), 2035: (9, 16),
}  # fmt: skip
MOVING_FEASTS: Final = (
    (
        Pattern(
            r"설날|구정|설(?=에|\s|은|이|때|연휴)|\b(?:lunar|chinese) new year\b|\bseollal\b"
        ),
        SEOLLAL,
    ),
    (Pattern(r"추석|한가위|\bchuseok\b"), CHUSEOK),
)  # fmt: skip
FEAST_DAYS: Final = 4  # people talk of a feast on the days around it

NUMBERS: Final = {
    "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10,
    "数": 3, "半": 0.5, "한": 1, "두": 2, "세": 3, "네": 4, "석": 3, "넉": 4, "일": 1, "이": 2,
    "삼": 3, "사": 4, "오": 5, "육": 6, "며칠": 3, "몇": 3, "반": 0.5,
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "a couple of": 2, "a few": 3, "several": 4, "half a": 0.5,
}  # fmt: skip
UNIT_DAYS: Final = {
    "日": 1, "週間": 7, "週": 7, "か月": 30.4, "ヶ月": 30.4, "カ月": 30.4, "ケ月": 30.4,
    "ヵ月": 30.4, "箇月": 30.4, "月": 30.4, "年": 365.25,
    "일": 1, "주일": 7, "주": 7, "개월": 30.4, "달": 30.4, "년": 365.25, "해": 365.25,
    "day": 1, "week": 7, "fortnight": 14, "month": 30.4, "year": 365.25,
}  # fmt: skip
RECENT: Final = Pattern(
    r"最近|このごろ|この頃|この前|こないだ|この間|先日|さっき|요즘|요새|최근|얼마\s*전|며칠\s*전"
    r"|저번에|\brecently\b|\blately\b|\bthe other day\b|\bthese days\b"
)

# Whether a question asks how things are, or how they were.
NOW: Final = Pattern(
    r"今(?![年月週日回度朝夜晩春夏秋冬])|いま(?!の間)|現在|最新|結局|(?:これ|この先)から|次(?:の|は|回)|もう(?:一度)?"
    r"(?=食|飲|行|使|やめ|決|変)|지금|이제|현재|결국|최종|다음\s*(?:번|예약|진료|에)|요즘"
    r"|\bnow\b|these days|currently|\bstill\b|in the end|\bfinal(?:ly)?\b|\bmy next\b|at the moment"
    r"|\blatest\b|\bcurrent\b|\banymore\b|\bany more\b|nowadays|\bended up\b"
)
# 名前は is a name, 午前は and 오전에는 the morning, 駅前は a place, 대전에는 a town.
THEN: Final = Pattern(
    r"以前|(?<![名人手午駅建])前(?:は|まで)|もともと|元々|最初|初め(?:は|の)|はじめは|当時|当初|だった(?:頃|とき|っけ.{0,4}前)|昔|する前"
    r"|처음|원래|(?<![오대안])전(?:에는|엔)|예전|당시|기\s*전(?:에|엔|까지)|애초"
    r"|\bused to\b|\boriginally\b|\bat first\b|\bbefore (?:i|we|it|the|my)\b|in the first place"
    r"|\bback (?:then|when)\b|\bprevious(?:ly)?\b|\binitially\b|\bmy old\b|\bto begin with\b"
)
