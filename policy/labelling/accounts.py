"""Numbers that money moves by: payment cards, IBANs, domestic bank accounts."""

from __future__ import annotations

import re
from typing import Final

from stdnum import luhn
from stdnum.iso7064 import mod_97_10

from policy.labelling.nationals import digits, is_date
from policy.labelling.surroundings import NOT_AFTER_NUMBER, NOT_BEFORE_NUMBER, Surroundings

_CARD_CONTEXT: Final = re.compile(
    "カード|クレカ|クレジット|デビット|有効期限|アメックス|ダイナース|マスター"
    "|ビザ(?!申請|の更新)|카드|결제|유효 ?기간|아멕스"
    "|체크|비자|마스터"
    r"|\bcards?\b|visa|master|amex|american express|diners|discover|jcb|cvv|cvc|credit|debit|expir"
    r"|\bexp\b",
    re.IGNORECASE | re.ASCII,
)
_CARD_LABEL: Final = re.compile(
    "(?:カード(?:の?番号)?|クレカ|카드(?: ?번호)?|visa|mastercard|amex"
    "|(?:credit|debit|bank|my|her|his|our) card|card (?:number|no))[^0-9]{0,10}$",
    re.IGNORECASE | re.ASCII,
)
# Issuer and length: 16 digits that begin with 1 or 8 are no card.
_ISSUER: Final = re.compile(
    "4[0-9]{15}|5[1-5][0-9]{14}|2[2-7][0-9]{14}|35[0-9]{14}|6[0-9]{15}"
    "|3[47][0-9]{13}|3[068][0-9]{12}"
)


def _judge_card(match: re.Match[str], around: Surroundings) -> float:
    if around.is_other_thing(unless=_CARD_CONTEXT):
        return 0.0
    number = digits(match[0])
    context = around.near(_CARD_CONTEXT)
    grouped = len(number) < len(match[0])
    if luhn.is_valid(number) and (context or _ISSUER.fullmatch(number)):
        return 0.75 + 0.1 * grouped + 0.1 * context
    if context and grouped:
        return 0.55
    # A digit may be mistyped; the issuer and "card number is" beside it still tell.
    return 0.5 if _ISSUER.fullmatch(number) and around.before(_CARD_LABEL, 30) else 0.0


CARD: Final = (
    (
        re.compile(
            f"{NOT_AFTER_NUMBER}"
            "(?:[0-9]{4}([- .]?)[0-9]{4}\\1[0-9]{4}\\1[0-9]{4}(?:\\1[0-9]{3})?"
            "|3[47][0-9]{2}([- .])[0-9]{6}\\2[0-9]{5}|3[068][0-9]{2}([- ])[0-9]{6}\\3[0-9]{4}"
            "|[0-9]{14,15})"
            f"{NOT_BEFORE_NUMBER}"
        ),
        _judge_card,
    ),
)

# ISO 13616: the countries by the length of their IBAN.
_IBAN_COUNTRIES: Final = {
    15: "NO",
    16: "BE",
    18: "DK|FI|FO|GL|NL",
    19: "MK|SI",
    20: "AT|BA|EE|KZ|LT|LU|XK",
    21: "CH|CR|HR|LI|LV",
    22: "BG|BH|DE|GB|GE|IE|ME|RS",
    23: "AE|GI|IL|IQ",
    24: "AD|CZ|ES|MD|PK|RO|SA|SE|SK|TN|VG",
    25: "PT",
    26: "IS|TR",
    27: "FR|GR|IT|MC|MR|SM",
    28: "AL|AZ|CY|DO|GT|HU|LB|PL",
    29: "BR|EG|PS|QA|UA",
    30: "JO|KW|MU",
    31: "MT|SC",
}
# One alternative per length, so that the words behind an IBAN are not taken for its end.
_IBAN_SHAPES: Final = "|".join(
    f"(?:{countries})[0-9]{{2}}(?:[ -]?[0-9A-Z]){{{length - 4}}}"
    for length, countries in _IBAN_COUNTRIES.items()
)
_IBAN_CONTEXT: Final = re.compile(r"\biban\b|アイバン", re.IGNORECASE | re.ASCII)


def _judge_iban(match: re.Match[str], around: Surroundings) -> float:
    compact = match[0].replace(" ", "").replace("-", "").upper()
    if mod_97_10.is_valid(compact[4:] + compact[:4]):
        return 0.99
    return 0.6 if around.near(_IBAN_CONTEXT) else 0.0


IBAN: Final = (
    (
        re.compile(f"(?<![0-9A-Za-z])(?:{_IBAN_SHAPES})(?![0-9A-Za-z])", re.IGNORECASE | re.ASCII),
        _judge_iban,
    ),
)

# What names the number that follows, with nothing but small words between.
_ACCOUNT_LABEL: Final = re.compile(
    "(?:口座(?:番号)?|普通(?:預金|口座)?|[(（][普当][)）]|当座(?:預金)?|貯蓄(?:預金)?|預金番号"
    "|記号(?: ?[0-9]{5}[^0-9]{0,3}番号)?"
    "|계좌(?: ?번호)?|통장(?: ?번호)?|입금(?:처| ?계좌)?|가상 ?계좌"
    r"|account|\bacct?\b|a/c|\bacc ?(?:number|num|no\.?|nr\.?|#)|\b(?:checking|savings)"
    r"|sort ?code|routing|\baba|bsb)"
    r"(?:番号|번호|は|が|이|가|는|은|number|num|no\.?|nr\.?|is|was|ending in|for \w+"
    r"|[- #.,:='()、]){0,6}$",
    re.IGNORECASE | re.ASCII,
)
_BANK_CONTEXT: Final = re.compile(
    "口座|銀行|ゆうちょ|信金|信用金庫|農協|労金|支店|振込|振り?込|送金|みずほ|三菱|三井住友|りそな"
    "|계좌|통장|은행|농협|수협|신협|새마을|우체국|뱅크|[카토케]뱅|국민|신한|우리|하나|기업|토스|산업|씨티|제일|카카오"
    "|송금|입금|이체|보내"
    r"|\bbank|\baccount\b|\bacct?\b|wire|sort code|routing|\b(?:ibk|kb|nh|jb|dgb|barclays|hsbc"
    r"|lloyds|natwest|monzo|starling|santander|halifax|nationwide|chase|citi|wells fargo)\b",
    re.IGNORECASE | re.ASCII,
)
_AMOUNT_BEFORE: Final = re.compile(r"[¥$€£₩]\s?$")
_AMOUNT_AFTER: Final = re.compile(
    r"\A\s?(?:円|元|원|만|万|億|억|won\b|yen\b|dollars?\b|usd\b|jpy\b|krw\b|%|점|点|人|명|개|個|年|년|月|월|[.,][0-9])",
    re.IGNORECASE | re.ASCII,
)


def _is_amount(around: Surroundings) -> bool:
    tail = around.text[around.end : around.end + 10]
    return around.before(_AMOUNT_BEFORE, 2) or _AMOUNT_AFTER.match(tail) is not None


def _looks_like_date(number: str) -> bool:
    return (
        len(number) == 8
        and number[:2] in {"19", "20"}
        and is_date(int(number[:4]), int(number[4:6]), int(number[6:]))
    )


def _labelled(around: Surroundings) -> bool:
    before = around.text[max(0, around.start - 30) : around.start]
    return _ACCOUNT_LABEL.search(before) is not None


def _judge_plain_account(match: re.Match[str], around: Surroundings) -> float:
    number = match[0]
    if _is_amount(around) or around.is_other_thing():
        return 0.0
    if _labelled(around):
        return 0.7 if _looks_like_date(number) else 0.9
    # Ten digits and more beside a bank's name: too long for a price, a date or a branch.
    if 10 <= len(number) <= 14 and around.near(_BANK_CONTEXT) and not number.startswith("0"):
        return 0.6
    return 0.0


def _judge_grouped_account(match: re.Match[str], around: Surroundings) -> float:
    length = len(digits(match[0]))
    if _is_amount(around) or around.is_other_thing(unless=_BANK_CONTEXT):
        return 0.0
    if _labelled(around) and length >= 6:
        return 0.9
    if 9 <= length <= 16 and around.near(_BANK_CONTEXT):
        return 0.7
    return 0.0


def _judge_spaced_account(match: re.Match[str], around: Surroundings) -> float:
    length = len(digits(match[0]))
    if _is_amount(around) or around.is_other_thing(unless=_BANK_CONTEXT):
        return 0.0
    if _labelled(around) and length >= 7:
        return 0.8
    return 0.65 if 10 <= length <= 14 and around.before(_BANK_CONTEXT, 20) else 0.0


# What may stand between a sort code and its account.
_NEXT: Final = r"[ ,/|]{1,3}(?:acc(?:ount|t)?(?: no)?:? )?"
_SORT_CODE_BEFORE: Final = "|".join(
    f"(?<=[0-9]{{2}}-[0-9]{{2}}-[0-9]{{2}}{between})" for between in (" ", ", ", "/", " / ")
)


def _judge_pair(_match: re.Match[str], around: Surroundings) -> float:
    return 0.8 if around.near(_BANK_CONTEXT) else 0.0


def _judge_named(_match: re.Match[str], _around: Surroundings) -> float:
    return 0.85


BANK_ACCOUNT: Final = (
    (re.compile(f"{NOT_AFTER_NUMBER}[0-9]{{6,17}}{NOT_BEFORE_NUMBER}"), _judge_plain_account),
    (
        re.compile(f"{NOT_AFTER_NUMBER}[0-9]{{2,6}}(?:-[0-9]{{1,8}}){{1,3}}{NOT_BEFORE_NUMBER}"),
        _judge_grouped_account,
    ),
    # 110 482 193047, 352 0148 2239 73
    (
        re.compile(
            f"{NOT_AFTER_NUMBER}[0-9]{{2,6}}(?: [0-9]{{2,8}}){{1,3}}(?! ?[0-9]){NOT_BEFORE_NUMBER}"
        ),
        _judge_spaced_account,
    ),
    # A British sort code and its account: 20-18-55 / 73019482
    (
        re.compile(f"{NOT_AFTER_NUMBER}[0-9]{{2}}-[0-9]{{2}}-[0-9]{{2}}(?={_NEXT}[0-9]{{8}}\\b)"),
        _judge_pair,
    ),
    (
        re.compile(f"(?:{_SORT_CODE_BEFORE})[0-9]{{8}}{NOT_BEFORE_NUMBER}"),
        _judge_pair,
    ),
    # Half of a Japanese post office account; a British sort code with spaces.
    (re.compile(f"(?:(?<=記号)|(?<=記号[ はが:]))1[0-9]{{4}}{NOT_BEFORE_NUMBER}"), _judge_named),
    (
        re.compile(
            "(?:(?<=sort code )|(?<=sort code: )|(?<=sort code is ))[0-9]{2} [0-9]{2} [0-9]{2}"
            "(?! ?[0-9]{2}\\b)",
            re.IGNORECASE | re.ASCII,
        ),
        _judge_named,
    ),
)
