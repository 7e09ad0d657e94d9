"""Postal addresses of Japan, Korea, Britain and the United States, as people write them."""

from __future__ import annotations

import re
from typing import Final

from policy.labelling.surroundings import NOT_AFTER_NUMBER, Surroundings

_CONTEXT: Final = re.compile(
    "住所|住んで|住まい|自宅|実家|引っ?越|郵便番号|送り先|届け先"
    "|주소|살아|살고|사는|이사|우편번호|배송지"
    r"|address|\blives?\b|\bliving\b|moved|postcode|zip|home|ship to|deliver",
    re.IGNORECASE | re.ASCII,
)


def _judge_full(_match: re.Match[str], around: Surroundings) -> float:
    return 0.95 if around.near(_CONTEXT) else 0.8


def _judge_part(_match: re.Match[str], around: Surroundings) -> float:
    return 0.75 if around.near(_CONTEXT) else 0.6


def _judge_with_context(_match: re.Match[str], around: Surroundings) -> float:
    return 0.7 if around.near(_CONTEXT) else 0.0


# Japan: prefecture, city, town, lot (1丁目2番3号, 1-2-3, 123番地4, 1の2の3), building and room.
_KANJI: Final = "\u4e00-\u9fff々ヶヵ"
_NUMERAL: Final = "[0-9一二三四五六七八九十〇]"
_JP_BLOCK: Final = (
    f"{_NUMERAL}{{1,4}}(?:番地?の?{_NUMERAL}{{0,4}}号?|(?:-[0-9]{{1,4}}){{1,3}}|の[0-9]{{1,4}})"
)
# What follows a number that counts something else: a score, a rank, a time.
_JP_NOT_COUNT: Final = "(?![0-9])(?! ?(?:[位名日時分秒年月円個点回対倍割%〜~]|人(?!形)|[kc]m))"
_JP_LOT: Final = (
    f"(?:{_NUMERAL}{{1,3}}丁目(?:{_JP_BLOCK})?"
    "|[0-9]{1,4}番地?(?:の?[0-9]{1,4})?号?|[0-9]{1,4}(?:-[0-9]{1,4}){1,4}"
    "|[0-9]{1,4}の[0-9]{1,4}(?:の[0-9]{1,4})?(?:号(?!室))?)"
)
_JP_ROOM: Final = (
    f"(?:[ 、]?(?:第[0-9一二三])?[{_KANJI}ァ-ヺーA-Za-z][{_KANJI}ァ-ヺーA-Za-z・]{{1,15}} ?"
    "(?:[A-Z]?[0-9]{2,4}(?:号室?)?|[0-9]{1,2}-[0-9]{2,4}(?:号室?)?|[0-9]{1,2}(?:階|F\\b|F(?![A-Za-z])))"
    "|[ -]?[0-9]{2,4}号室?|[ 、]?[0-9]{1,2}階)?"
)
_JP_PREFECTURE: Final = f"(?:東京都|北海道|京都府|大阪府|[{_KANJI}]{{2,3}}県)"
# Names of places that are written in kana; other kana would swallow particles (渋谷区に3-4人).
_JP_KANA_NAME: Final = (
    "(?:さいたま|みなとみらい|つくば|つくばみらい|ひたちなか|いわき|うるま|むつ|ふじみ野|あきる野|かほく"
    "|つがる|にかほ|たつの|たかつ|すすきの|おおたかの森|あいの里|ひばりが丘|もみじ台|かすみ|さくら|みどり"
    "|いちき串木野|みやま|うきは|えびの|まんのう|せたな|むかわ|おいらせ)"
)
_JP_CITY: Final = (
    f"(?:{_JP_PREFECTURE}[{_KANJI}ァ-ヺーぁ-ん]{{1,6}}[市区町村郡]"
    f"|(?:{_JP_KANA_NAME}|[{_KANJI}]{{1,5}})[市区町村]|[{_KANJI}]{{1,3}}郡[{_KANJI}]{{1,4}}[町村])"
)
_JP_TOWN: Final = f"(?:{_JP_KANA_NAME}|(?:[{_KANJI}ァ-ヺーのつが]|[0-9]{{1,2}}条){{0,14}}?)"
_JAPAN: Final = re.compile(
    f"(?:〒 ?[0-9]{{3}}-?[0-9]{{4}} ?)?{_JP_CITY}(?:[{_KANJI}]{{1,3}}区)?{_JP_TOWN} ?"
    f"{_JP_LOT}{_JP_NOT_COUNT}{_JP_ROOM}(?![0-9])"
)
# A village's lot is a bare number; only behind a prefecture is it an address.
_JAPAN_LOT: Final = re.compile(
    f"{_JP_PREFECTURE}[{_KANJI}ァ-ヺーぁ-ん]{{1,8}}[市区町村][{_KANJI}ァ-ヺー]{{1,8}}[0-9]{{2,5}}"
    f"{_JP_NOT_COUNT}(?![-番丁])"
)
_JAPAN_TOWN: Final = re.compile(
    f"[{_KANJI}]{{2,6}}{_NUMERAL}{{1,3}}丁目{_JP_BLOCK}{_JP_NOT_COUNT}{_JP_ROOM}"
)
_JAPAN_POSTCODE: Final = re.compile(
    "(?:〒 ?|(?<=郵便番号)|(?<=郵便番号[はが: ]))[0-9]{3}-?[0-9]{4}(?![0-9])"
)
_JAPAN_BUILDING: Final = re.compile(
    f"[{_KANJI}ァ-ヺーA-Za-z0-9]{{0,12}}"
    "(?:マンション|アパート|ハイツ|コーポ|レジデンス|メゾン|パレス|ハイム|荘|団地|ヒルズ|タワー|シャトー)"
    f"[{_KANJI}ァ-ヺーA-Za-z]{{0,8}} ?(?:[0-9]{{1,3}}(?:棟|-))?"
    "[0-9]{2,4}(?:号室?|(?=(?:です|に|で|だ|$)))"
)
# Written in Latin letters: 1-2-3 Shibuya, Shibuya-ku, Tokyo 150-0002.
_JAPAN_LATIN: Final = re.compile(
    "(?<![0-9A-Za-z])(?:[0-9]{1,4}(?:-[0-9]{1,4}){1,3},? )?"
    "(?:[A-Z][A-Za-z]+(?:-cho|-machi)?,? ){1,3}"
    "[A-Z][a-z]+-(?:ku|shi|cho|machi|mura|gun)"
    "(?:,? (?:[A-Z][a-z]+-(?:ku|shi|gun)|[A-Z][a-z]+)){0,3}(?:,? [0-9]{3}-[0-9]{4})?(?![0-9])"
)

# Korea: a road name ends in 로 or 길; what follows its number must not make it a count or a time
# (버스로 30분, 그대로 3개).
_KR_NOT_COUNT: Final = (
    "(?![0-9])(?! ?(?:분|명|개|시간|시|원|년|월|일|퍼|%|km|킬로|미터|m\\b|번(?!길|지)"
    "|살|잔|점|층|주|회|정거장|코스))"
)
_KR_DETAIL: Final = (
    "(?:(?: \\([가-힣0-9]{2,8}동\\))?,? ?(?:[가-힣A-Za-z0-9]{1,12} ?){0,2}?"
    "(?:지하 ?[0-9]{1,2}층 ?)?(?:[0-9]{1,4}동 ?)?(?:지하 ?)?[0-9]{1,4}호(?:실|(?!선|기|점)))?"
)
_KR_CITY: Final = (
    "(?:서울|부산|대구|인천|광주|대전|울산|세종|경기|강원|충북|충남|전북|전남|경북|경남|제주)"
)
_KR_REGION: Final = (
    "(?:[가-힣]{1,7}(?:특별시|광역시|특별자치시|특별자치도|시|도) ?|"
    + _KR_CITY
    + " )?(?:[가-힣]{1,5}(?:시|군) )?[가-힣]{1,5}(?:구|군|시)"
)
_KOREA_ROAD: Final = re.compile(
    f"(?:{_KR_REGION}|{_KR_CITY}|[가-힣]{{2,4}}(?:특별자치시|특별시|광역시)) "
    "(?:[가-힣]{1,4}(?:읍|면|동) )?"
    "[가-힣0-9]{1,9}(?:로|길) ?[0-9]{1,4}(?:[가나다라번]?길 ?[0-9]{1,4})?(?:-[0-9]{1,3})?"
    f"{_KR_NOT_COUNT}{_KR_DETAIL}"
)
_KOREA_LANE: Final = re.compile(
    "[가-힣]{2,7}(?:로|길) ?[0-9]{1,4}[가나다라번]?길 ?[0-9]{1,4}(?:-[0-9]{1,3})?"
    f"{_KR_NOT_COUNT}{_KR_DETAIL}"
)
_KOREA_LOT: Final = re.compile(
    f"(?:{_KR_REGION} )?(?:[가-힣]{{1,5}}(?:읍|면) )?"
    "[가-힣]{1,5}[0-9]?(?:동(?:[0-9]가)?|[0-9]가|리|읍|면) "
    f"(?:산 ?)?[0-9]{{1,4}}(?:-[0-9]{{1,4}}번지?|번지|-[0-9]{{1,4}}){_KR_DETAIL}"
)
# Behind a city and a district, a lot without a dash is one, too.
_KOREA_BARE_LOT: Final = re.compile(
    f"{_KR_REGION} (?:[가-힣]{{1,5}}(?:읍|면) )?[가-힣]{{1,5}}[0-9]?(?:동|리) [0-9]{{1,4}}"
    f"{_KR_NOT_COUNT}{_KR_DETAIL}"
)
# Written in Latin letters: 123 Gangnam-daero, Gangnam-gu, Seoul 06236.
_KOREA_LATIN: Final = re.compile(
    "(?<![0-9A-Za-z])(?:[0-9]{1,4}(?:-[0-9]{1,4})?,? )?[A-Z][a-z]+(?:-?[0-9]{1,3})?-?"
    "(?:daero|ro|gil|dong)(?: ?[0-9]{1,3}(?:-gil)?(?:,? [0-9]{1,4})?)?"
    "(?:,? [A-Z][a-z]+-(?:gu|si|gun|dong|do)){1,3}(?:,? [A-Z][a-z]+)?(?:,? [0-9]{5})?(?![0-9])"
)
_KOREA_FLAT: Final = re.compile("(?<![0-9])[0-9]{1,4}동 ?[0-9]{2,4}호(?!선)")

# English: number, one to three words of a name, a kind of street.
_US_STATE: Final = (
    "(?:AL|AK|AZ|AR|CA|CO|CT|DE|FL|GA|HI|ID|IL|IN|IA|KS|KY|LA|ME|MD|MA|MI|MN|MS|MO|MT|NE|NV|NH|NJ"
    "|NM|NY|NC|ND|OH|OK|OR|PA|RI|SC|SD|TN|TX|UT|VT|VA|WA|WV|WI|WY|DC)"
)
_UK_POSTCODE: Final = "[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][ABD-HJLNP-UW-Z]{2}"
# A measure, an article or a direction among the words means that no street follows
# ("5 minutes down the road").
_NOT_NAME: Final = (
    "(?!(?:the|an?|this|that|my|your|our|his|her|their|of|on|in|to|for|from|and|or|at|down|up"
    "|along|off|more|ways?|minutes?|mins?|hours?|miles?|met(?:re|er)s?|km|yards?|blocks?|years?"
    "|days?|weeks?|months?|people|cars?|lanes?|different|new|am|pm|percent|big|small|few|good"
    "|great|long|wide|empty|busy)\\b)"
)
# Baker, St., St John's; N and West 14th in American streets.
_NAME: Final = _NOT_NAME + "(?:[A-Za-z][A-Za-z'.]{1,15}|[NSEW]\\.?|[1-9][0-9]{0,2}(?:st|nd|rd|th))"
_KIND: Final = (
    "(?:street|st|road|rd|avenue|ave|lane|ln|drive|dr|boulevard|blvd|court|ct|close|crescent"
    "|place|pl|terrace|gardens|grove|way|mews|parkway|pkwy|hill|square|sq|circle|cir|highway|hwy"
    "|trail|row|walk|rise|view|wharf|quay)"
)
# Bristol; New York; Springfield IL. A capital letter tells a town, so case counts here.
_TOWN: Final = (
    "(?-i:(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July"
    "|August|September|October|November|December|I\\b|Can|Call|Please|The|She|He|We|They|And|But)"
    "[A-Z][a-z]{2,14}(?: [A-Z][a-z]{2,14})?(?: [A-Z]{2}\\b)?)"
)
_STREET: Final = re.compile(
    "(?<![0-9A-Za-z.,:/£$€-])(?:(?:flat|apt\\.?|apartment|unit|suite) ?[0-9A-Za-z]{1,4},? )?"
    f"[0-9]{{1,5}}[A-RT-Z]?,? (?:{_NAME} ){{1,3}}{_KIND}\\b\\.?"
    "(?:,? (?:flat|apt\\.?|apartment|unit|#) ?[0-9A-Za-z]{1,5}\\b)?"
    f"(?:(?:,? [A-Z]{{2,14}}){{0,3}},? "
    f"(?:{_UK_POSTCODE}|{_US_STATE},? [0-9]{{5}}(?:-[0-9]{{4}})?)\\b|, {_TOWN})?",
    re.IGNORECASE | re.ASCII,
)
# Without a number: 9 The Crescent, Rose Cottage, PO Box 12; the postcode tells that it is one.
_HOUSE: Final = re.compile(
    "(?<![0-9A-Za-z])(?:(?:(?:Flat|Apt|Unit|Suite) [0-9A-Z]{1,4},? )?"
    "[0-9]{1,4}[A-Z]? The [A-Z][a-z]+"
    "|[A-Z][a-z']+ (?:Cottage|House|Farm|Lodge|Barn|Court|Mill|Hall)"
    "(?:,? [0-9]{0,4} ?[A-Z][a-z']+){1,3}"
    "|P\\.?O\\.? Box [0-9]{1,6})"
    f"(?:,? [A-Z][a-z]{{1,14}}){{0,3}},? (?:{_UK_POSTCODE}|{_US_STATE},? [0-9]{{5}})\\b"
)
_PO_BOX: Final = re.compile(r"\bP\.?O\.? Box [0-9]{1,6}\b", re.IGNORECASE | re.ASCII)
_POSTCODE: Final = re.compile(
    "(?<![0-9A-Za-z])(?:[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][ABD-HJLNP-UW-Z]{2}"
    f"|{_US_STATE},? [0-9]{{5}}(?:-[0-9]{{4}})?)(?![0-9A-Za-z])"
)
_POSTCODE_NAMED: Final = re.compile(
    "(?:(?<=postcode is )|(?<=postcode )|(?<=postcode: )"
    "|(?<=zip code is )|(?<=zip is )|(?<=zip code )|(?<=zip ))"
    f"(?:{_UK_POSTCODE}|[0-9]{{5}})(?![0-9A-Za-z])",
    re.IGNORECASE | re.ASCII,
)
_FLAT: Final = re.compile(
    f"{NOT_AFTER_NUMBER}(?:flat|apt\\.?|apartment) [0-9]{{1,4}}[A-Za-z]?\\b(?!')"
    "(?! ?(?:%|days?|weeks?|times?))",
    re.IGNORECASE | re.ASCII,
)

ADDRESS: Final = (
    (_JAPAN, _judge_full),
    (_JAPAN_LOT, _judge_full),
    (_JAPAN_TOWN, _judge_full),
    (_JAPAN_LATIN, _judge_full),
    (_JAPAN_POSTCODE, _judge_part),
    (_JAPAN_BUILDING, _judge_part),
    (_KOREA_ROAD, _judge_full),
    (_KOREA_LANE, _judge_full),
    (_KOREA_LOT, _judge_part),
    (_KOREA_BARE_LOT, _judge_part),
    (_KOREA_FLAT, _judge_part),
    (_KOREA_LATIN, _judge_full),
    (_STREET, _judge_full),
    (_HOUSE, _judge_full),
    (_PO_BOX, _judge_part),
    (_POSTCODE, _judge_part),
    (_POSTCODE_NAMED, _judge_part),
    (_FLAT, _judge_with_context),
)
