"""What of a message its speaker only passes on: quoted lines, code, an article, an advertisement.

"> I live in Berlin now" is not said by who quotes it, so it tells nothing of them and changes
nothing that they said. All of the message is kept; only what is read of it rests on their own
words. The rules err towards their own: a quotation that is taken for speech is doubted later, while
speech that is taken for a quotation would lose a change of mind.
"""

from __future__ import annotations

from typing import Final

from device.memory.sentence.pattern import Pattern

# People write this much by hand only where they mean to: a diary, not a message. A sign of Japanese
# or Korean says about as much as two letters and a half.
_LONGEST_MESSAGE: Final = 5_000
_LONGEST_WIDE: Final = 2_000

_FENCED: Final = Pattern(r"(?s)```.*?(?:```|\Z)")
# Not the faces >_< and >.<, and not an arrow.
_QUOTED_LINE: Final = Pattern(
    r"(?m)^[ \t]{0,3}[>＞][>＞ \t]{0,20}(?=[^\W_]|[\"'“「『(（\[#*])[^\n]*"
)
# A line that says whom it answers, and behind a colon what they said; or the head of a letter.
_REPLY: Final = Pattern(
    r"(?ims)^[ \t]{0,3}(?:(?:in )?repl(?:y|ied|ying) to [^\n:：]{1,60}[:：][^\n]*"
    r"|[^\n:：]{1,60}(?:への返信|に返信)[^\n:：]{0,10}[:：][^\n]*"
    r"|[^\n:：]{1,60}에게 ?답장[^\n:：]{0,10}[:：][^\n]*"
    r"|[^\n]{1,140} wrote[:：][ \t]{0,3}$"
    r"|[^\n]{1,80}(?:が書きました|のメッセージ)[:：][ \t]{0,3}$"
    r"|[^\n]{1,80}(?:님이 작성|님의 메시지)[:：][ \t]{0,3}$"
    r"|-{2,20} ?(?:original message|forwarded message|元のメッセージ|転送メッセージ"
    r"|원본 메시지|전달된 메시지) ?-{2,20}.*\Z)"
)

# Each is rare in talk, also at the start of a line: "import duties", "UPDATE:", "rent = 900".
_CODE_LINE: Final = Pattern(
    r"[ \t]{2,60}return\b|[ \t]{0,60}(?:return\b.*;\s*$|(?:async )?def \w+\("
    r"|class \w+(?:\(.*\))?:\s*$|from [\w.]+ import \S|import [\w.]+(?: as \w+)?;?\s*$"
    r"|#include|@\w+\(|(?:if|for|while|with|except|elif) .*[\w)\]]:\s*$|(?:try|else|finally):\s*$"
    r"|(?:const|let|var) \w+ ?= ?\S|function ?\w*\(|(?:public|private|static) [\w<>\[\] ]+[({;]"
    r"|\w+(?:\.\w+)* ?[-+*/]?= ?\S.*;\s*$|\w+(?:\.\w+)* ?= ?(?:\[.*\]|\{.*\}|\w+\(.*\))\s*$"
    r"|[a-z_][\w.]*\(.*\)[;,]?\s*$|[{}()\[\];,]+\s*$|\"[^\"]+\": ?[\"\d\[{tfn]|</\w+>"
    r"|<\w+[^>]*>.*</\w+>\s*$|<\w+(?: \w+=[^>]*)?>\s*$|\$ [a-z]|>>> \S"
    r"|(?:git|sudo|pip3?|npm|docker|curl|apt-get|kubectl) [a-z-]+\b"
    r"|SELECT\b.*\bFROM\b|INSERT INTO\b|UPDATE \w+ SET\b|DELETE FROM\b|(?:CREATE|ALTER) TABLE\b"
    r"|Traceback \(most recent|File \".*\", line \d|\w+(?:Error|Exception): |at [\w.$<>]+\()"
)
_REMARK: Final = Pattern(r"\s*(?:#|//|/?\*|--)\s")
_JSON: Final = Pattern(r"(?s)\s*[{\[].*[}\]]\s*\Z")
_JSON_MARK: Final = Pattern(r"\"\s*:|[{}\[\]]")

# What the law asks of senders of advertisements in Korea and Japan, and what every sender writes.
_ADVERT: Final = Pattern(
    r"(?im)^\W{0,5}[(\[【]\s?(?:광고|広告|PR)\s?[)\]】]|무료\s?수신\s?거부|未承諾広告|配信停止は"
    r"|\bunsubscribe\b"
)
_LINK: Final = Pattern(r"(?i)https?://|www\.\w|bit\.ly/")
_SALE: Final = Pattern(
    r"(?i)\d ?% ?off|limited (?:time )?offer|buy now|act now|click here|free gift|promo code"
    r"|you(?:'ve| have) won|今だけ|今すぐ|当選|無料で|限定(?:セール|クーポン)|クーポン"
    r"|ポイント還元|お得な|지금 (?:가입|구매|바로)|당첨|무료 ?(?:쿠폰|체험|배송)|쿠폰|할인"
    r"|이벤트 ?참여|선착순"
)
_WIDE: Final = Pattern("[\u3041-\u30ff\u4e00-\u9fff\uac00-\ud7a3]")


def own_words(text: str) -> str:
    """Gives what of a message its speaker says themselves; empty where they only pass it on."""
    if _is_article(text):
        return ""
    own = text
    if "```" in own:
        own = _FENCED.sub("", own)
    if ">" in own or "＞" in own:
        own = _QUOTED_LINE.sub("", own)
    if ":" in own or "：" in own or "--" in own:
        own = _REPLY.sub("", own)
    return "" if _is_code(own) or _is_advert(own) else own


def _is_article(text: str) -> bool:
    if len(text) <= _LONGEST_WIDE:
        return False
    return len(text) > _LONGEST_MESSAGE or len(_WIDE.findall(text)) > _LONGEST_WIDE


def _is_code(text: str) -> bool:
    """Tells whether most lines are a program's, a command's or data."""
    if _JSON.match(text) is not None and len(_JSON_MARK.findall(text)) >= 4:
        return True
    lines = [line for line in text.splitlines() if line.strip() and not _REMARK.match(line)]
    return 2 * sum(_CODE_LINE.match(line) is not None for line in lines) > len(lines)


def _is_advert(text: str) -> bool:
    if _ADVERT.search(text) is not None:
        return True
    return _LINK.search(text) is not None and _SALE.search(text) is not None
