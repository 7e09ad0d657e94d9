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

# What introduces a number that names no person. These reach far: "注文番号は確か123".
_OTHER_NUMBER: Final = re.compile(
    "(?:注文|受注|受付|予約|伝票|追跡|会員|製造|製品|問い?合わ?せ|お客様|整理|管理|受験|学籍|社員|確認|認証"
    "|請求書?|当選|チケット|便名|荷物|商品|ロット|フレンド|クーポン|診察券|法人|免許証?)の?(?:番号|no|id|コード)"
    "|シリアル|品番|型番|製番|バーコード|jan|isbn|issn|チャットid|部屋番号|座標|緯度|経度|バージョン|ロト"
    "|宝くじ|ナンバーズ"
    "|(?:주문|운?송장|등기|예매|예약|접수|회원|상품|제품|수험|사건|승인|인증|일련|티켓|쿠폰|조회"
    "|사업자(?: ?등록)?|법인(?: ?등록)?|면허|운전면허) ?(?:번호|코드)|(?:운?송장|주문) ?(?=[0-9])"
    "|영수증|바코드|학번|사번|채팅 ?(?:방|id)|시리얼|모델명?|좌표|위도|경도|버전|로또|복권"
    r"|\b(?:order|invoice|tracking|ticket|booking|reservation|confirmation|reference|serial|parcel"
    r"|model|part|case|build|receipt|flight|item|student|employee|member(?:ship)?|chat|user|game"
    r"|customer|claim|batch|lot|job|coupon|voucher|friend|room|delivery|shipment|product|meter"
    r"|registration|approval|transaction) ?(?:no|number|nr|id|code|num|ref|key)\b\.?"
    r"|\b(?:isbn|issn|sku|upc|ean|asin|imei|vin|barcode|coord(?:inate)?s?|latitude|longitude"
    r"|lottery|lotto|powerball|license key)\b",
    re.IGNORECASE | re.ASCII,
)
# A plain word does so only right before the number: not in "just in case, my number is 123".
_OTHER_WORD: Final = re.compile(
    r"(?<!\bin )\b(?:order|invoice|tracking|ticket|booking|reservation|confirmation|reference|ref"
    r"|serial|parcel|model|part|case|build|version|commit|receipt|flight|item|student|employee"
    r"|member|membership|chat|user|game|steam|job|po|pnr)\b",
    re.IGNORECASE | re.ASCII,
)
_REACH: Final = 12
_WORD_REACH: Final = 5


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
        label_end = self._end_of_label(_OTHER_NUMBER, _REACH)
        if label_end is None:
            label_end = self._end_of_label(_OTHER_WORD, _WORD_REACH)
        if label_end is None:
            return False
        return unless is None or unless.search(self.text, label_end, self.start) is None

    def _end_of_label(self, labels: re.Pattern[str], reach: int) -> int | None:
        end = None
        for label in labels.finditer(self.text, max(0, self.start - BEFORE), self.start):
            end = label.end()
        return end if end is not None and self.start - end <= reach else None
