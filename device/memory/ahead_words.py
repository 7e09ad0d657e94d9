"""The words in Japanese, Korean and English that `ahead` looks for; all are folded."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from enum import Enum, StrEnum
from typing import Final

from device.memory import times_words


class Occasion(StrEnum):
    """What a day ahead is for."""

    BIRTHDAY = "birthday"
    ANNIVERSARY = "anniversary"
    APPOINTMENT = "appointment"
    TRAVEL = "travel"
    EVENT = "event"
    DEADLINE = "deadline"
    OTHER = "other"


class Kind(Enum):
    """How a day is named, which tells how far it may be what has been."""

    SURE = "来週, tomorrow"
    COUNTED = "3日後"
    CALENDAR = "6월 9일"
    BARE = "the 28th, Friday"
    FEAST = "お盆"


def _ahead(table: Mapping[str, int], *more: tuple[str, int]) -> dict[str, int]:
    """Gives a table's words for now and later, with more words, and Korean also unspaced."""
    words = {word: shift for word, shift in table.items() if shift >= 0} | dict(more)
    return words | {word.replace(" ", ""): shift for word, shift in words.items() if word[0] > "~"}


# Those of yesterday serve birthdays, which come again.
DAYS: Final = _ahead(
    times_words.DAYS,
    ("昨日", -1), ("きのう", -1), ("어제", -1), ("yesterday", -1), ("明日", 1), ("みょうにち", 1),
    ("明後日", 2), ("しあさって", 3), ("明々後日", 3), ("明明後日", 3), ("낼", 1), ("낼모레", 2),
    ("내일모레", 2), ("글피", 3), ("그글피", 4), ("a week today", 7), ("a week tomorrow", 8),
    ("this afternoon", 0), ("明晩", 1), ("오늘밤", 0), ("tmrw", 1), ("tomoz", 1),
)  # fmt: skip
WEEKS: Final = _ahead(
    times_words.WEEKS,
    ("さ来週", 2), ("来来週", 2), ("다다음 주", 2), ("담 주", 1), ("차주", 1), ("금주", 0),
    ("the week after next", 2), ("week after next", 2), ("the week after", 2),
    ("the following week", 1),
)  # fmt: skip
MONTHS: Final = _ahead(
    times_words.MONTHS,
    ("再来月", 2), ("다다음 달", 2), ("담 달", 1), ("이달", 0), ("내달", 1),
    ("the month after next", 2),
)  # fmt: skip
YEARS: Final = _ahead(times_words.YEARS, ("再来年", 2), ("내후년", 2))
WEEKENDS: Final = _ahead(
    times_words.WEEKENDS,
    ("再来週末", 2), ("주말", 0), ("다다음 주말", 2), ("the weekend", 0),
    ("the weekend after next", 2),
    ("土日", 0), ("今度の週末", 0), ("次の週末", 0),
)  # fmt: skip
UNITS: Final = {
    "日": "d", "週間": "w", "週": "w", "か月": "m", "ヶ月": "m", "カ月": "m", "ケ月": "m",
    "ヵ月": "m", "箇月": "m", "月": "m", "年": "y", "일": "d", "주일": "w", "주": "w", "개월": "m",
    "달": "m", "년": "y", "day": "d", "week": "w", "fortnight": "f", "month": "m", "year": "y",
}  # fmt: skip
SPANS: Final = {  # Korean days that are counted by names of their own
    "하루": 1, "이틀": 2, "사흘": 3, "나흘": 4, "닷새": 5, "엿새": 6, "이레": 7,
    "열흘": 10, "보름": 15,
}  # fmt: skip
_TENS: Final = "first second third fourth fifth sixth seventh eighth ninth".split()
_TEENS: Final = (
    "tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth "
    "nineteenth twentieth"
).split()
ORDINALS: Final = {
    **{word: at for at, word in enumerate(_TENS + _TEENS, 1)},
    **{f"twenty-{word}": at for at, word in enumerate(_TENS, 21)},
    **{f"twenty {word}": at for at, word in enumerate(_TENS, 21)},
    "thirtieth": 30, "thirty-first": 31, "thirty first": 31,
}  # fmt: skip
NTH: Final = {
    **{word: at for at, word in enumerate(_TENS[:5], 1)},
    "last": -1, "最終": -1, "最後の": -1, "마지막": -1, "첫째": 1, "첫": 1, "첫번째": 1, "둘째": 2,
    "두번째": 2, "셋째": 3, "세번째": 3, "넷째": 4, "네번째": 4, "다섯째": 5,
}  # fmt: skip
NUMBERS: Final = {
    **{
        word: int(number)
        for word, number in times_words.NUMBERS.items()
        if number >= 1 and word not in {"数", "몇", "며칠"}
    },
    "다섯": 5, "여섯": 6, "일곱": 7, "여덟": 8, "아홉": 9, "열": 10, "열한": 11, "열두": 12,
    "eleven": 11, "twelve": 12, "a couple of": 2,
}  # fmt: skip
for _vague in ("a few", "several"):
    NUMBERS.pop(_vague, None)

# -- feasts


def _nth_weekday(year: int, month: int, nth: int, weekday: int) -> date:
    """Gives, say, the second Sunday of a month; -1 is the last. Monday is 0."""
    if nth > 0:
        first = date(year, month, 1)
        return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))
    last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    return last - timedelta(days=(last.weekday() - weekday) % 7)


nth_weekday: Final = _nth_weekday


def _easter(year: int) -> date:
    """Gives Easter Sunday. *Source:* the anonymous Gregorian rule, Meeus 1991, chapter 8."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return date(year, f // 31, f % 31 + 1)


def _fixed(month: int, day: int) -> Callable[[int], date | None]:
    return lambda year: date(year, month, day)


def _lunar(table: Mapping[int, tuple[int, int]]) -> Callable[[int], date | None]:
    return lambda year: date(year, *table[year]) if year in table else None


_THINGS: Final = (
    r"(?!'s)(?!\s?(?:カード|ケーキ|プレゼント|ツリー|ソング"
    r"|マーケット|パーティ|会|케이크|선물|트리|카드|캐[럴롤]"
    r"|파티"
    r"|tree|card|cake|present|shopping|jumper|light|market|song"
    r"|part|pud|carol|do\b|gift|decoration))"
)
FEASTS: Final[tuple[tuple[re.Pattern[str], Callable[[int], date | None]], ...]] = tuple(
    (re.compile(pattern + _THINGS), days)
    for pattern, days in (
        (r"クリスマス・?イ[ブヴ]|크리스마스\s?이브|\b(?:christmas|xmas) eve\b", _fixed(12, 24)),
        (r"\bboxing day\b", _fixed(12, 26)),
        (
            r"クリスマス(?!・?イ)|크리스마스(?!\s?이브)|성탄절|\b(?:christmas|xmas)\b(?! eve)",
            _fixed(12, 25),
        ),
        (r"大晦日|おおみそか|\bnew year'?s eve\b|\bnye\b", _fixed(12, 31)),
        (
            (
                r"お?正月|元[旦日]|三が日|새해\s?첫날|신정|(?<!lunar )(?<!chinese )\bnew yea"
                r"r'?s?(?: day)?\b(?! eve)"
            ),
            _fixed(1, 1),
        ),
        (r"バレンタイン|[발밸]런?타인|\bvalentine'?s?\b", _fixed(2, 14)),
        (r"ホワイトデー|화이트\s*데이", _fixed(3, 14)),
        (r"ゴールデンウィーク|(?<![a-z])gw(?![a-z])", _fixed(4, 29)),
        (r"こどもの日|子供の日|어린이날", _fixed(5, 5)),
        (r"어버이날", _fixed(5, 8)),
        (r"스승의\s*날", _fixed(5, 15)),
        (r"七夕", _fixed(7, 7)),
        (r"お盆|\bobon\b", _fixed(8, 13)),
        (r"ハロウィン|[핼할]러?로?윈|\bhalloween\b", _fixed(10, 31)),
        (r"\bbonfire night\b", _fixed(11, 5)),
        (r"\bthanksgiving\b", lambda year: _nth_weekday(year, 11, 4, 3)),
        (r"\beaster(?: sunday)?\b", _easter),
        (r"\bgood friday\b", lambda year: _easter(year) - timedelta(days=2)),
        (r"母の日", lambda year: _nth_weekday(year, 5, 2, 6)),
        (r"父の日|\bfather'?s'? day\b", lambda year: _nth_weekday(year, 6, 3, 6)),
        (
            r"설날|구정|(?<![가-힣])설(?=에|은|\s?연휴)|\b(?:lunar|chinese) new year\b|\bseollal\b",
            _lunar(times_words.SEOLLAL),
        ),
        (r"추석|한가위|\bchuseok\b", _lunar(times_words.CHUSEOK)),
    )
)
# A feast is a day ahead only where something is to be done on it.
PLAN: Final = re.compile(
    r"行[くきこっ]|帰[るりろ省っ]|予約|予定|集ま|泊ま|約束|来[るま]"
    r"|過ごす|する(?:こと|つもり|予定)|ことに(?:し|な)|会[うい]"
    r"|作る"
    r"|年越し|挨拶|旅行|가기로|[가간갈감](?:다|요|거|게|아|\s"
    r"|기|$)|내려|올라[가간갈]|예약|만나|모이|모여|하기로|할\s?거"
    r"|보내기로|[하보가]자|할게|할께|갈게|갈께"
    r"|오기로|온대|오신대|오세요|여행|출발"
    r"|\b(?:going|flying|coming|visiting|hosting|staying|spending"
    r"|driving|travelling|traveling|booked"
    r"|taking|having|cooking|seeing|meeting|heading|off to|will"
    r"|we'll|i'll|they'll|he'll|she'll)\b"
)

# -- what a day is for, the first that fits

_RESTAURANT: Final = (
    r"レストラン|イタリアン|フレンチ|居酒屋|席|ホテル|宿|焼肉"
    r"|寿司|鮨|店|레스토랑|식당|호텔|맛집|횟집|고깃집"
)
OCCASIONS: Final = tuple(
    (occasion, re.compile(pattern))
    for occasion, pattern in (
        (
            Occasion.BIRTHDAY,
            (
                r"(?:誕生日|誕(?=[は、])|バースデー)(?!の?(?:会|パーティ"
                r"|プレゼント|ケーキ|ディナー|ご?飯|お?祝い|旅行|カード"
                r"|おめ))"
                r"|(?<=日)\s?生まれ|日に生まれ|(?:생일|생신|탄신일|귀빠진\s?날)(?!\s*"
                r"(?:파티|잔치|선물|케이크|상|모임|밥|카드|축하))"
                r"|\d일\s?생(?![가-힣])|\d일생(?=이|입)|에\s?태어"
                r"|(?<!happy )\b(?:birthday|bday|b-day)\b(?!'?s? (?:party"
                r"|dinner|do|drinks|lunch|meal|bash|present|card|cake|tea"
                r"|weekend|trip|gift|list|brunch))|\bborn\b|\bturn(?:s|ing"
                r"|ed)? \d\d?\b(?![:.\d]| ?[ap]m)"
            ),
        ),
        (
            Occasion.ANNIVERSARY,
            (
                r"記念日(?!の?(?:ディナー|旅行|プレゼント))|命日|周年|入籍[しい]"
                r"|結婚し(?:た|まし)|기념일(?!\s?(?:여행|선물|저녁))"
                r"|(?<![가-힣])기일|주년|결혼했|혼인신고했|\banniversary\b(?! (?:party"
                r"|dinner|trip|meal|do|weekend))"
                r"|\b(?:got|were|was) married\b"
            ),
        ),
        (
            Occasion.DEADLINE,
            (
                r"締め?切|〆切|しめきり|期限|必着|納期|納品|提出|までに"
                r"|引き落とし|支払い?日|払込|納付|有効期間"
                r"|마감|기한|제출|납부|납기|납품|만료|유통기한|결제일|자동이체"
                r"|\bdeadline\b|\bdue\b(?! to\b)|\bexpir(?:es|y|ing)\b|\bsubmit"
                r"|\bhand(?:ed)? (?:it |them )?in\b"
                r"|\bhas to be in\b|\blast day\b|\b(?:lease|contract|trial"
                r"|subscription|tenancy|offer|sale) ends\b"
                r"|\bby (?:the |next |this |end )?(?=\d|mon|tue|wed|thu"
                r"|fri|sat|sun|tomorrow|noon|end|week|month"
                r"|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|christmas|easter|new year)"
            ),
        ),
        (
            Occasion.APPOINTMENT,
            (
                r"歯医者|歯科|病院|[健検]診|診察|再?検査|通院|外来|入院"
                r"|美容[院室]|床屋|散髪|カット(?=予約|に)|面接|面談|打ち?合わ?せ"
                r"|会議"
                r"|ミーティング|整体|[内眼外]科|皮膚科|耳鼻|整形外科|産婦人科"
                r"|小児科|クリニック|手術|予防接種|ワクチン|朝会|商談|カウンセリング"
                r"|リハビリ|獣医|マッサージ|ネイル|人間ドック|レントゲン|mri"
                r"|치과|병원|진료|검진|재?검사|미용실|면접|회의|미팅|상담"
                r"|피부과|안과|내과|외과|이비인후과|한의원|물리치료|도수치료"
                r"|수술|입원|외래|예방접종|백신|파마|네일|산부인과|소아과"
                r"|정형외과|동물병원|초음파|내시경|스케일링|헬스\s?pt"
                r"|\b(?:dentist|doctor'?s?|gp|dr|clinic|hospital|hairdresser'?s?"
                r"|haircut|barber'?s?|vet'?s?|interview"
                r"|appointment|appt|check-?up|scan|mri|x-?ray|physio|eye test"
                r"|outpatients|neurology|cardiology|x-ray|retest|optician'?s?"
                r"|surgery|operation"
                r"|vaccination|jab|blood test|therapy|therapist|consultation"
                r"|viewing|smear|midwife|massage)\b"
                r"|\bcall with\b|\bmeeting(?!\s(?:up|(?!is\b|on\b|at\b|next\b"
                r"|this\b|about\b|has\b|was\b|got\b"
                r"|moved\b|tomorrow\b|with\b|in\b|will\b)\w))|\bmeeting's\b"
            ),
        ),
        (
            Occasion.EVENT,
            (
                r"ライブ|コンサート|フェス(?!タ)|花火|祭り?(?=[、。はがにの\s]"
                r"|$)|盆踊り|結婚式|披露宴|試験|テスト|検定|発表会|運動会"
                r"|卒業式|入学式|成人式"
                r"|公演|開演|開場|試合|大会|飲み会|忘年会|新年会|送別会"
                r"|歓迎会|同窓会|女子会|パーティ|誕生日会|葬儀|お葬式|通夜"
                r"|法事|一周忌|展覧会|模試"
                r"|演奏会|舞台|参観|文化祭|マラソン|toeic|説明会|式典|懇親会"
                r"|打ち上げ|オフ会|握手会|学会|セミナー|七五三|お宮参り"
                r"|콘서트|공연|축제|결혼식|시험|수능|발표회|운동회|졸업식"
                r"|입학식|돌잔치|잔치|장례식|경기(?!도)|대회|파티|회식|동창회"
                r"|송년회"
                r"|신년회|송별회|환영회|모임|뮤지컬|연주회|음악회|모의고사"
                r"|토익|토플|전시회|팬미팅|마라톤|체육대회|학예회|청첩|세미나"
                r"|페스티벌|연극"
                r"|\b(?:concert|gig|festival|wedding|exam|finals|test|show"
                r"|match|game|recital|play|party|ceremony"
                r"|graduation|race|marathon|funeral|exhibition|sports day"
                r"|parents' evening|reunion|hen do|stag do"
                r"|works do|christening|baptism|conference|performance|ballet"
                r"|opera|matinee|tournament|quiz night"
                r"|prom|open day|fair|birthday (?:dinner|do|drinks|lunch"
                r"|meal|bash|tea|brunch)|assembly)\b"
            ),
        ),
        (
            Occasion.TRAVEL,
            (
                r"旅行|出張|飛行機|フライト|[のる]便|新幹線|帰省|温泉|[一二三\d]泊"
                r"|泊まり|実家に帰|夜行バス|キャンプ|チェックイン|出国|帰国"
                r"|渡航"
                r"|空港|[航]空|旅"
                r"|여행|출장|비행기|ktx|srt|기차|출국|귀국|입국|내려가|내려갈"
                r"|내려간|올라가|공항|숙소|\d박|휴가|캠핑|펜션|체크인|고속버스"
                r"|\b(?:flights?|fly|flying|flies|trip|train|holiday|vacation"
                r"|off to|travel(?:ling|ing)?|ferry|camping"
                r"|airport|eurostar|check(?:ing)? in|landing|leav(?:e|ing) for"
                r"|road trip|cruise|coach to|drive up|driving to)\b"
            ),
        ),
        (
            Occasion.APPOINTMENT,
            rf"^(?!.*(?:{_RESTAURANT})).*(?:(?:の|を|、)予約|예약)",
        ),
    )
)
YEARLY: Final = frozenset({Occasion.BIRTHDAY, Occasion.ANNIVERSARY})

# -- what is said of a day without committing to it

QUESTION: Final = re.compile(
    r"(?:です|ます|でしょう|ましょう|だろう|いい|る|う)か$|(?:かな"
    r"|かなあ|っけ|かしら)[ー〜~]?$"
    r"|(?:까|까요|니|냐|나요|인가요|건가요|었지|였지|려나|던가)[ㅋㅎㅠㅜ\s~]{0,9}$"
    r"|며칠(?=이|인|에)|언제(?![나든])|몇\s?시(?=[에인지야부]"
    r"|$)|何時(?![間か])|何日(?!か)|いつ(?![もか])"
)
ASKED_TO: Final = re.compile(r"\bremind\b|思い出させ|リマインド|알려\s?[줘주]|알림")
_MAYBE_EN: Final = (
    r"\bif\b|\bmaybe\b|\bperhaps\b|\bpossibly\b|\bmight\b|\bcould\b"
    r"|\bwould\b|\b(?:i|we|he|she|they|you|it) may\b"
    r"|\bwish\b|\b(?:i|we)'d (?:like|love|rather|prefer)\b|\bthinking "
    r"(?:of|about)\b|\bwonder|\bunless\b|\bsomeday\b|\bwhether\b"
    r"|\bhop(?:e|ing) to\b|\bwant to\b|\bnot sure\b|\bin case\b"
    r"|\btempted\b|\bshall we\b|\bwho knows\b"
    r"|\bfingers crossed\b|\bimagine\b|\bsuppose (?:we|i)\b|\b(?:if|when)ever\b"
)
_MAYBE_JA: Final = (
    r"もし|かも|たら(?!し)|なら[、ば]?|れば|けば|せば|たいな"
    r"|たい(?=[。、ー〜!]|けど|と思|$|ね|です|なあ)|ほうがいい"
    r"|方がいい|迷[いうっ]"
    r"|できれば|あたり|どこか|候補|かしら|だろう|でもいい|ようか"
    r"|ても|はず(?!かし)|うか(?:な|と|どう|$)|気がする|未定"
)
_MAYBE_KO: Final = (
    r"만약|혹시|(?:으|하|되|이|오|가|나|지|리|치|키|니|주|내)면은?(?="
    r"[\s,]|$)|지도\s?(?:모|몰)|(?:할|갈|볼|올|먹을|살)까|까\s?(?:봐"
    r"|말|싶|생각)"
    r"|고\s?싶|[갈올할볼살]지(?!도)|고민|아마|것\s?같|듯(?!이)"
    r"|모르겠|언젠가|미정|쯤\s|텐데"
)
MAYBE: Final = re.compile(f"{_MAYBE_EN}|{_MAYBE_JA}|{_MAYBE_KO}")
NOT_TO_BE: Final = re.compile(
    r"\bcancell?ed\b|\bcall(?:ed|ing) off\b|\bcried off\b|\bnot (?:going"
    r"|coming|happening|doing)\b|\bno longer\b"
    r"|\bwon't\b|\bcan't (?:make|come|go)\b|\b(?:was|were) (?:meant"
    r"|supposed|going|due) to\b"
    r"|\b(?:were|was) (?:on|tomorrow|next)\b|\binstead of going\b"
    r"|\bcan't stand\b|\bskipping\b|\bis off\b(?! to)|\bclash"
    r"|\bdouble.booked|\bcan ?not\b|\bnot (?:\w+ing|in|at|be"
    r"|complete)\b|\boff (?:my|the) calendar\b"
    r"|中止|キャンセル|取りやめ|は?[な無]し(?=[。、に]|$)|無理(?!や?り)"
    r"|ダメにな|だめにな|お休みさせ|見送|なくなった|行かない"
    r"|行けな[いく]|やめ(?:た|る|に|とく)|欠席|流れた|(?:予定"
    r"|つもり|はず|締め?切り?)だった"
    r"|しないことに|お流れ|来[なれ]ない|来れなく|来られなく"
    r"|취소|무산|안\s[가하오간]|못\s?[가갈간하할오올끝나섭선앉]"
    r"|무리(?!\s?없)|힘들(?:\s?것|겠|지)|안\s?갈|파토|없던\s?일"
    r"|(?:려고|려다|기로)\s?(?:했는데|했었|했다가)|였는데|었는데"
    r"|[가하오]지\s?않|엎어졌"
)
POSTPONED: Final = re.compile(
    r"延期|先送り|リスケ|무기한|연기|미뤄|미뤘|\bpostponed\b|\bput off\b|\bpushed back\b"
)
MOVED: Final = re.compile(
    r"変更|変わ[っりる]|延期|ずれ|ずらし|前倒し|繰り上|リスケ"
    r"|振り?替|移動に?なっ|옮[겨기겼김]|변경|미뤄|미뤘|미루"
    r"|연기|바뀌|바뀜|바뀐|바뀔|바꿨|바꾸|바꿔|바꼈|당겨|당겼"
    r"|앞당|늦춰"
    r"|\bmov(?:ed?|ing)\b(?! (?:house|in|out|home|flat|away"
    r"|to \w+ on))|\bpushed (?:back|to)\b|\bbrought forward\b"
    r"|\bput back\b"
    r"|\breschedul|\bpostponed\b|\bshifted\b|\bchanged\b|\bbumped\b|\bswitched\b"
)
HABIT: Final = re.compile(
    r"毎(?![年々])|いつも(?!の)|たいてい|大抵|だいたい毎|固定"
    r"|ごとに|おきに|隔週|週[に\d一二三]|月謝|習慣|普段|に[一1]度"
    r"|に[一1]回"
    r"|매[주달월번일]|마다|항상|늘\s|보통(?!\s?우편)|원래|격주"
    r"|주\s?\d\s?[회번]|번씩|맨날"
    r"|\bevery\b|\beach\b|\balways\b|\busually\b|\bnormally\b"
    r"|\btypically\b|\bweekly\b|\bmonthly\b|\bas usual\b"
    r"|\bday (?:nights|mornings|evenings|afternoons)\b|\b(?:nights"
    r"|mornings|evenings|afternoons)\b|\btends? to\b"
    r"|\bmost weeks\b|\bfortnightly\b|\b(?:mon|tues|wednes|thurs|fri|satur|sun)days\b"
)
NEWS: Final = re.compile(
    r"^\s*forwarded|\bfwd:|転送|ニュース|速報|報道|記事|新聞"
    r"|政府|首相|総理|日銀|選挙|予報|警報|気象庁|梅雨|天気|雨"
    r"|雪(?!ま)|晴れ|台風|放送|値上げ|発売|気温|猛暑"
    r"|뉴스|속보|보도|기사(?!님)|신문|정부|대통령|국회|선거"
    r"|예보|기상청|장마|비\s?(?:온|와|올|오|가)|눈\s?(?:온|올)"
    r"|태풍|날씨|인상된|출시|방영"
    r"|\bnews\b|\bheadline|\baccording to\b|\bgovernment\b|\bforecast"
    r"|\bparliament\b|\belection\b|\bminister\b"
    r"|\brain(?:ing|y)?\b|\bsnow(?:ing|y)?\b|\bsunny\b|\bweather\b"
    r"|\bheatwave\b|\bstorms?\b|\bthe strike\b"
    r"|\bpremieres?\b|\breleased?\b|\bthe paper says\b|\barticle\b"
)
FEELING: Final = re.compile(
    r"つらい|嫌[いだ]|しんど|憂鬱|だるい|싫[다어은]|짜증|우울"
    r"|귀찮|\bhate\b|\bdread|\blove a\b|\bugh\b|\bfeels? like\b"
    r"|\bthank(?:s| you) for\b|月から|월부터|\b(?:starting|from) (?:jan"
    r"|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
)
LUNAR: Final = re.compile(r"음력|旧暦|\blunar\b(?! new)")
BEFORE: Final = re.compile(
    r"\s?(?:の?前|より前|以前|以来|から(?:ずっと|休み続け)|생까지|\s?전(?:에|까지|날)|이후로)"
)
SINCE: Final = re.compile(
    r"(?:\bsince|\bbefore|\blast|\buntil|\btill?|\bthrough|\bthru"
    r"|\bfirst|\bsecond|\bthird|\bfourth)"
    r"\s(?:the |on |about |around )?$|(?:[첫둘셋넷]째?|마지막"
    r"|두\s?번째|세\s?번째)\s?주?\s?$"
)
UNTIL: Final = re.compile(r"\s?(?:まで(?!に)|까지)")
SENT_OFF: Final = re.compile(
    r"出[さすし]|払|返[さすし]|申し?込|決め|送|仕上|終わらせ|有効|車検|締|期限|必着|受付"
    r"|내야|보내|끝내|제출|마감|납부|신청|야\s?(?:해|되|돼|됩|하|한)|반납|등록|접수|갚|결제|기한"
)

# -- what has been

_DOUBLE_S: Final = "".join(
    one for one in map(chr, range(0xAC00, 0xD7A4)) if (ord(one) - 0xAC00) % 28 == 20
).translate({ord("있"): None, ord("겠"): None})
_ARRANGED_KO: Final = (
    r"(?:예약|접수|신청|등록|약속|예매|결정|초대|확정|결제|구매"
    r"|계약)\s?(?:을\s?)?(?:해\s?[놨뒀]|했)|잡았|잡혔|정했|정해졌"
    r"|됐|되었|기로\s?했"
    r"|끊었|샀|받았|바꿨|바뀌었|옮겼|옮겨졌|미뤄졌|미뤘|당겨졌"
    r"|당겼|[놨뒀]|놓았|두었|걸렸|생겼|떴|동그라미|표시"
)
# A past that speaks of what was arranged, not of the day itself.
ARRANGED: Final = re.compile(
    rf"(?:{_ARRANGED_KO})"
    r"|予約(?:を|が)?(?:し|入|取|と)|申し?込|[取とれ]れた|取った"
    r"|とった|取りま|取れま|決ま|決め|にな[りっ]|ことにし|ことになり"
    r"|入れた|入れまし|もらっ"
    r"|言[わっい]|頼まれ|誘われ|招待|変更|約束|届い|押さえ|当たっ"
    r"|買っ|くれ|渡され|連絡|組まれ|ずれた|ずらし|入った|できた"
    r"|\b(?:booked|moved|scheduled|rescheduled|arranged|planned"
    r"|reserved|postponed|confirmed|changed|agreed"
    r"|promised|invited|decided|signed up|registered|brought forward"
    r"|pushed|offered|asked me|asked us|set for"
    r"|got (?:tickets|a ticket|an? \w+ (?:for|on)|moved|invited"
    r"|booked|the \w+ (?:booked|for))|bought (?:the )?tickets"
    r"|been given|made an appointment|fixed|enrolled|entered|put (?:me |us )?down)\b"
)
PAST_CJK: Final = re.compile(
    rf"[{_DOUBLE_S}](?![가-힣]{0, 3}을\s?(?:거|것))|까먹|잊어버"
    r"|(?:飲ん|休ん|遊ん|読ん|頼ん|済ん|死ん|泳い|混ん)だ"
    r"|(?:(?<!あ)し|[いきちにひみりえけせてねへめれっ見出来寝])た(?="
    r"[。!、\s…ー〜~)よねけがしのからわなっ]|$)(?!ら|り)"
    r"|して(?:い)?た|終わって|済み(?!$)"
)
PAST_EN: Final = re.compile(
    r"\b(?:was|were|went|had|did|didn't|wasn't|weren't|came"
    r"|left|saw|got|took|made|bought|ate|drank|slept|met|spent"
    r"|felt|ran|drove|flew|said|told|knew|thought|gave|found"
    r"|lost|won|broke|began|fell|forgot|wrote|stood"
    r"|read it|cost|paid|sold|sent|rang|woke|swam|sang|kept"
    r"|held|heard|brought|caught|taught|hurt"
    r"|(?!booked|need|indeed|speed|feed|exceed|succeed|proceed"
    r"|wicked|naked|sacred|hundred|united|tired|excited"
    r"|scheduled|supposed|married)[a-z]{2,}ed)\b"
)
PRESENT_EN: Final = re.compile(
    r"\b(?:is|are|will|need|needs|must|due|going|gonna|leaves?"
    r"|starts?|begins?|has to|have to|gotta|coming|i'm"
    r"|we're|they're|he'll|she'll|i'll|we'll|they'll|it's|that's|there's)\b"
)

# -- clocks

PM: Final = re.compile(
    r"午後|夜|夕方|夕飯|晩|昼|オフ会|飲み|pm|오후|저녁|(?<![가-힣])밤|점심|낮|회식"
    r"|\b(?:evening|tonight|night|afternoon|dinner|drinks|pub|supper|p\.m)\b"
)
AM: Final = re.compile(
    r"午前|朝|早朝|深夜|未明|始発|오전|아침|새벽|\b(?:morning"
    r"|early|breakfast|a\.m)\b|(?<=\d)\s?am\b"
)
EVENING: Final = re.compile(
    r"開演|開場|ライブ|花火|콘서트|공연|축제|\b(?:concert|gig|doors|show|play)\b"
)
HOURS_EN: Final = {
    word: at
    for at, word in enumerate(
        "one two three four five six seven eight nine ten eleven twelve".split(), 1
    )
}
STARTS: Final = re.compile(
    r"^\W*(?:開[演場始]|集合|スタート|朝|夜|午[前後]|夕方|昼"
    r"|\d{1,2}時|\d{1,2}:\d\d|시작|집합|오[전후]|저녁|아침|낮"
    r"|\d{1,2}시"
    r"|starts|doors|kick-?off|curtain|at \d|\d{1,2}(?::\d\d)? ?[ap]m"
    r"|it starts|from \d|half past|be there)"
)

# -- numbers that are spelled

_KANJI: Final = {one: at for at, one in enumerate("一二三四五六七八九", 1)}
_SINO: Final = {one: at for at, one in enumerate("일이삼사오육칠팔구", 1)}
_SPELLED: Final = re.compile(
    r"[一二三四五六七八九十]{1,4}(?=月|日(?!曜)|時|分|週|[かヶカケヵ箇]月|年|泊)"
    r"|(?<![가-힣])[일이삼사오육칠팔구십]{1,3}(?=월(?:\s|[에의]))"
    r"|(?:(?<=월)|(?<=월\s))[일이삼사오육칠팔구십]{1,4}(?=일)"
    r"|(?<=시\s)[이삼사오]?십오?(?=\s?분)|(?<![가-힣])[유시](?=월\s)"
)
_NATIVE: Final = re.compile(
    r"(?<![가-힣])(열두|열한|열|한|두|세|네|다섯|여섯|일곱|여덟"
    r"|아홉)\s?(?=시(?:[\s에까부반쯤로,]|$))"
)


def in_digits(text: str) -> str:
    """Gives a folded text with spelled dates and hours in digits: 六月九日, 팔월 십오일, 세 시."""
    text = text.replace("ついたち", "1日").replace("はつか", "20日")
    text = _SPELLED.sub(lambda one: str(_spelled(one[0])), text)
    return _NATIVE.sub(lambda one: str(NUMBERS[one[1]]), text)


def _spelled(word: str) -> int:
    if word in {"유", "시"}:
        return 6 if word == "유" else 10
    tens, ten, ones = word.replace("십", "十").rpartition("十")
    value = {**_KANJI, **_SINO}
    return (value.get(tens, 1) * 10 if ten else 0) + value.get(ones[-1:], 0)


# -- how days and clocks are named


def _any(table: Iterable[str]) -> str:
    return "|".join(
        re.escape(word).replace(r"\ ", r"\s") for word in sorted(table, key=len, reverse=True)
    )


def _latin(table: Iterable[str]) -> str:
    return rf"\b(?:{_any(word for word in table if word.isascii())})\b"


def _cjk(table: Iterable[str]) -> str:
    return rf"(?:{_any(word for word in table if not word.isascii())})"


def _compiled(pattern: str) -> re.Pattern[str]:
    """Compiles a pattern in which a group's name may come again; it is numbered then."""
    times: Counter[str] = Counter()

    def numbered(group: re.Match[str]) -> str:
        times[group[1]] += 1
        return f"(?P<{group[1]}{times[group[1]] if times[group[1]] > 1 else ''}>"

    return re.compile(re.sub(r"\(\?P<(\w+)>", numbered, pattern))


_W: Final = r"(?P<weekday>(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b"
_W_SHORT: Final = (
    r"(?P<weekday>(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|mon|tues?|weds?|thur?s?|fri|sat|sun)\b"
)
_W_JA: Final = r"(?P<weekday>[月火水木金土日])曜日?"
_W_KO: Final = r"(?P<weekday>[월화수목금토일])(?:요일|욜)"
_M: Final = (
    rf"(?P<name>{'|'.join(times_words.MONTH_NAMES)}|(?:jan|feb"
    r"|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?)"
)
_D: Final = rf"(?P<day>(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?\b|{_any(ORDINALS)})(?![:.]\d)"
_Y: Final = r"(?:,? (?:in )?(?P<year>(?:19|20)\d\d)\b)?"
_N_EN: Final = rf"(?P<n>\d{{1,3}}|{_any(one for one in NUMBERS if one.isascii())})"
_NTH_EN: Final = rf"(?P<nth>{_any(one for one in NTH if one.isascii())}|[1-5](?:st|nd|rd|th))"
_NTH_KO: Final = r"(?P<nth>마지막|첫\s?번?째?|두\s?번째|둘째|세\s?번째|셋째|네\s?번째|넷째|다섯째)"
_J_YEAR: Final = (
    r"(?:(?:(?P<year>(?:19|20)\d\d)年|(?P<era>令和|平成|昭和)(?P<of_era>\d\d?)年"
    rf"|(?P<years>{_cjk(YEARS)}))\s?の?\s?)?"
)
_K_YEAR: Final = rf"(?:(?:(?P<year>(?:19|20)\d\d)년|(?P<years>{_cjk(YEARS)}))\s?)?"
_J_D: Final = (
    r"(?P<day>[12]\d|3[01]|[1-9])(?:日(?!間|目)|(?<=月\d)(?=[にだ])"
    r"|(?<=月\d\d)(?=[にだ]))"
)
_K_D: Final = r"(?P<day>[12]\d|3[01]|[1-9])일(?!간)"
_MEASURE: Final = (
    r"(?! ?(?:cups?|tsp|tbsp|teaspoon|tablespoon|inch|of |カップ"
    r"|杯|컵|큰술|스푼))(?<![12]/[345])(?<!1/2)"
)
# The fullest first: what one has taken, the next do not see.
GRAMMAR: Final = tuple(
    (kind, _compiled(pattern))
    for kind, pattern in (
        (
            Kind.CALENDAR,
            (
                r"(?<![\d/])(?P<year>20\d\d)[-/.](?P<month>0?[1-9]|1[0-2])[-/.](?P<day>"
                r"[0-2]?\d|3[01])(?![\d/])"
            ),
        ),
        (Kind.SURE, rf"\bthe {_NTH_EN} {_W} (?:of|in) (?P<months>{_latin(MONTHS)}|the month)"),
        (Kind.CALENDAR, rf"\bthe {_NTH_EN} {_W} (?:of|in) {_M}{_Y}"),
        (
            Kind.CALENDAR,
            (
                rf"{_J_YEAR}(?<!\d)(?P<month>1[0-2]|[1-9])月の?(?:第(?P<nth>[1-5])"
                rf"|(?P<last>最終|最後の)){_W_JA}"
            ),
        ),
        (
            Kind.SURE,
            (
                rf"(?P<months>{_cjk(MONTHS)})の?(?:第(?P<nth>[1-5])|(?P<last>最終"
                rf"|最後の)){_W_JA}"
            ),
        ),
        (Kind.CALENDAR, rf"{_K_YEAR}(?<!\d)(?P<month>1[0-2]|[1-9])월\s?{_NTH_KO}\s?주?\s?{_W_KO}"),
        (Kind.SURE, rf"(?P<months>{_cjk(MONTHS)})\s?{_NTH_KO}\s?주?\s?{_W_KO}"),
        (Kind.CALENDAR, rf"\b(?P<end>end) of {_M}{_Y}"),
        (Kind.SURE, rf"\b(?P<end>end) of (?P<months>{_latin(MONTHS)}|the month)"),
        (
            Kind.CALENDAR,
            (
                r"(?<!\d)(?P<month>1[0-2]|[1-9])(?:月|월\s?)(?P<end>末|말일?(?=에"
                r"|까|쯤|이|로|\s|,|$))"
            ),
        ),
        (
            Kind.SURE,
            (
                rf"(?:(?P<months>{_cjk(MONTHS)})\s?の?|(?<![가-힣一-龥]))(?P<end>月?末"
                r"(?=[にがまで、。のはっ]|$)|월말|말일)(?!\s?정산)"
            ),
        ),
        (Kind.CALENDAR, rf"{_J_YEAR}(?<![\d/])(?P<month>1[0-2]|[1-9])月\s?{_J_D}"),
        (Kind.CALENDAR, rf"{_K_YEAR}(?<![\d/])(?P<month>1[0-2]|[1-9])월\s?{_K_D}"),
        (Kind.SURE, rf"(?P<months>{_cjk(MONTHS)})\s?の?\s?(?:{_J_D}|{_K_D})"),
        (Kind.SURE, rf"\b{_D} of (?P<months>{_latin(MONTHS)}|the month)"),
        (Kind.SURE, rf"(?P<months>{_latin(MONTHS)}),? (?:on )?the {_D}"),
        (Kind.CALENDAR, rf"\b{_D}(?: of)? {_M}{_Y}"),
        (Kind.CALENDAR, rf"\b{_M} (?:the )?{_D}{_Y}"),
        (
            Kind.CALENDAR,
            (
                r"(?<![\d/.])(?P<slash>\d\d?)/(?P<second>\d\d?)(?:/(?P<year>20\d\d))?"
                rf"(?![\d/%]){_MEASURE}"
            ),
        ),
        (Kind.SURE, rf"(?P<weeks>{_latin(WEEKS)}),? (?:on )?(?:the )?{_W}"),
        (Kind.SURE, rf"\b{_W},? (?:of )?(?P<weeks>{_latin(WEEKS)})"),
        (
            Kind.SURE,
            (
                r"\b(?P<after>a week|a fortnight|two weeks) on "
                rf"{_W}|\b{_W} (?P<after>week|fortnight)\b"
            ),
        ),
        (Kind.SURE, rf"\b(?P<weeks>next|this)(?: coming)? {_W_SHORT}"),
        (Kind.SURE, rf"\b{_W} (?P<after>after next)\b"),
        (Kind.SURE, rf"(?P<weeks>{_cjk(WEEKS)})\s?の?、?\s?(?:{_W_JA}|{_W_KO})"),
        (
            Kind.SURE,
            (
                r"(?P<weeks>来週|再来週|今週)の?(?P<weekday>[月火水木金土日])(?="
                r"[にのはで、。\s(]|$)"
            ),
        ),
        (Kind.SURE, rf"(?P<weekends>{_latin(WEEKENDS)}|{_cjk(WEEKENDS)})(?!ごと)"),
        (
            Kind.SURE,
            (
                rf"(?P<near>{_latin(DAYS)}|(?<![가-힣]){_cjk(DAYS)})(?![香菜]"
                r"|の(?:ところ|よう))"
            ),
        ),
        (
            Kind.COUNTED,
            (
                rf"\b(?:in {_N_EN} (?P<unit>day|week|fortnight|month|year)s?'?(?: time)?"
                rf"|{_N_EN} (?P<unit>day|week|month)s? (?:from now|from today"
                r"|today))\b"
            ),
        ),
        (Kind.COUNTED, r"(?<!\d)(?P<n>\d{1,3})\s?(?P<unit>日|週間|[かヶカケヵ箇]月|年)後(?!半)"),
        (
            Kind.COUNTED,
            (
                r"(?<![\d가-힣])(?P<n>\d{1,3}|한|두|세|네|석|넉|일|이|삼"
                r"|사)\s?(?P<unit>주일|개월|일|주|달|년)\s?(?:뒤|후|있다가"
                r"|이따가)(?!로)"
            ),
        ),
        (Kind.COUNTED, rf"(?P<days>{_cjk(SPANS)})\s?(?:뒤|후)(?!로)"),
        (Kind.SURE, rf"(?:今度|次|こんど|つぎ)の{_W_JA}|(?:돌아오는|오는|요번|이번)\s?{_W_KO}"),
        (
            Kind.BARE,
            (
                rf"(?<![\d月/.泊第]){_J_D}\s?[のはが、(]?\s?{_W_JA}|(?<![\d월/.박])"
                rf"{_K_D}\s?[,(]?\s?{_W_KO}"
            ),
        ),
        (
            Kind.BARE,
            (
                rf"\b{_W_SHORT},? (?:the )?(?P<day>(?:[12]\d|3[01]|[1-9])(?:st"
                r"|nd|rd|th))\b(?! of)"
            ),
        ),
        (
            Kind.BARE,
            (
                rf"(?<!第[一二三四五1-5]){_W_JA}|(?P<weekday>土)日(?=[はにの、で])"
                rf"|(?<![가-힣]){_W_KO}"
            ),
        ),
        (
            Kind.BARE,
            (
                rf"\b{_W}|(?:(?<=\bon )|(?<=\bby )|(?<=\bfrom )|(?<=\btill )"
                rf"|(?<=\btil )|(?<=\buntil )){_W_SHORT}"
            ),
        ),
        (
            Kind.BARE,
            (
                r"(?:\bthe |(?<=\bon ))(?P<day>(?:[12]\d|3[01]|[1-9])(?:st"
                r"|nd|rd|th))\b(?! (?:century|floor|birthday|time|anniversary"
                r"|place|hole|minute|season|episode|street|avenue|of|one"
                r"|draft|attempt|grade|year|person|round|day)\b)"
            ),
        ),
        (
            Kind.BARE,
            (
                r"(?:(?<=\bon )|(?<=\bby )|(?<=\bfrom )|(?<=\bto ))the (?P<day>"
                rf"{_any(ORDINALS)})\b(?=\s*(?:$|[,;]|at\b|and\b|to\b|so\b"
                r"|in the (?:morning|evening)))"
            ),
        ),
        (
            Kind.BARE,
            (
                r"(?<![\d月/.泊第])(?P<day>[12]\d|3[01]|[1-9])日(?=[にのはが、(へ\s夜朝昼午"
                r"夕必]|から|まで|より|締|$)(?!に[一1]|の間|の休み|は(?:かか"
                r"|続))"
            ),
        ),
        (
            Kind.BARE,
            (
                r"(?<![\d월/.박])(?<!박\s)(?P<day>[12]\d|3[01]|[1-9])일(?=에"
                r"|로|까지|부터|이|날|은|\(|,|\s|$)(?!\s?(?:동안|만에|에 걸쳐"
                r"|뒤|후|전|차|내내|째|간|정도|연속|에\s?한))"
            ),
        ),
    )
)

_H: Final = rf"(?:{'|'.join(HOURS_EN)}|1[0-2]|[1-9])"
_N_H: Final = "|".join(HOURS_EN)
CLOCKS: Final = re.compile(
    r"(?P<noon>\bnoon\b|\bmidday\b|正午|정오)"
    r"|\b(?P<part>half|quarter|five|ten|twenty|twenty-five)(?: (?P<to>past"
    rf"|to))? (?P<base>{_H})\b(?! ?(?:days?|weeks?|hours?|minutes?"
    r"|people|of))"
    rf"|\b(?P<h12>1[0-2]|0?[1-9]|{_N_H})(?:[:.](?P<m12>[0-5]\d))? ?(?P<ap>[ap])\.?m\b"
    r"|(?P<pre>午前|午後|早朝|朝|昼|夕方|夜|晩|深夜|오전|오후"
    r"|아침|점심|낮|저녁|밤|새벽|am|pm)?[のに\s]{0,2}(?:에\s)?(?<!\d)"
    r"(?P<h>2[0-3]|1\d|0?\d)\s?"
    r"(?:(?:時(?!間)|시(?!간|즌))\s?(?P<half>半|반)?(?:(?P<m>[0-5]?\d)\s?"
    r"[分분])?|:(?P<m24>[0-5]\d)(?!\d))"
    r"|(?:\bat|\bfrom|\bstarts?|\bdoors|\bdoors at|@)\s(?P<at>"
    rf"{_H}|2[0-3]|1[3-9])(?:[:.](?P<at_m>[0-5]\d)|\s(?P<at_word>fifteen"
    r"|thirty|forty-five))?\b"
    r"(?![:.]\d|\s?(?:[ap]\.?m\b|days?|weeks?|hours?|minutes?"
    r"|people|st\b|%|/|miles|of\b|a head|percent|pounds))(?: o'clock)?"
    rf"|\b(?P<oc>{_H})(?: o'clock|(?= in the (?:morning|afternoon|evening)))"
)
