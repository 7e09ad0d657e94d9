"""The text around a number, which tells what the number is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

BEFORE: Final = 40
AFTER: Final = 20

# Glued on the left or right, a digit run is part of something longer: a hash, a version, a decimal.
NOT_AFTER_NUMBER: Final = r"(?<![0-9A-Za-z_])(?<![0-9][-.])"
NOT_BEFORE_NUMBER: Final = r"(?![0-9A-Za-z_])(?![-.][0-9])"

_OTHER_THING: Final = re.compile(
    "(?:注文|受注|受付|予約|伝票|追跡|会員|製造|問い?合わせ|お客様|整理|管理|受験|学籍|社員"
    "|チケット|便名|荷物|商品)(?:番号|no|id|コード)"
    "|シリアル|品番|型番|バーコード|jan|isbn|issn|チャットid|部屋番号"
    "|(?:주문|운?송장)(?: ?번호)?|예약 ?번호|접수 ?번호|회원 ?번호|상품 ?(?:번호|코드)|영수증"
    "|바코드|학번|사번|수험 ?번호|사건 ?번호|승인 ?번호|채팅 ?(?:방|id)"
    r"|\b(?:order|invoice|tracking|ticket|booking|reservation|confirmation|reference|ref|serial"
    r"|parcel|model|sku|barcode|part|case|build|version|commit|receipt|flight|item|student"
    r"|employee|member(?:ship)?|chat|user|game|steam|job|license key|po)\b"
    r"(?: ?(?:no|number|id|code|num)\b)?",
    re.IGNORECASE,
)
# How far the label of another thing reaches: "order number: 123", "注文番号は123".
_REACH: Final = 12


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where a match stands in its text."""

    text: str
    start: int
    end: int

    def before(self, context: re.Pattern[str], within: int = BEFORE) -> bool:
        """Says whether `context` occurs in the `within` characters before the match."""
        return context.search(self.text, max(0, self.start - within), self.start) is not None

    def after(self, context: re.Pattern[str], within: int = AFTER) -> bool:
        """Says whether `context` occurs in the `within` characters after the match."""
        return context.search(self.text, self.end, self.end + within) is not None

    def near(self, context: re.Pattern[str]) -> bool:
        """Says whether `context` occurs on either side."""
        return self.before(context) or self.after(context)

    def is_other_thing(self, unless: re.Pattern[str] | None = None) -> bool:
        """Says whether the number is introduced as an order, a parcel, a book or the like.

        Args:
            unless: A context that wins when it stands between that label and the number.
        """
        label_end = None
        for label in _OTHER_THING.finditer(self.text, max(0, self.start - BEFORE), self.start):
            label_end = label.end()
        if label_end is None or self.start - label_end > _REACH:
            return False
        return unless is None or unless.search(self.text, label_end, self.start) is None
