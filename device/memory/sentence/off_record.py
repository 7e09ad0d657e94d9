"""What its speaker asked not to be kept: "off the record", 記録しないで, 방금 한 말은 잊어줘.

A request may open a confidence, close one, or take back what was said a moment ago. Then it names
an earlier message: that one, what was answered in between, and the request itself are not kept.
Who asked is obeyed, whoever it is: a friend's secret is not the owner's to keep.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from device.encoder.fold import fold, is_cjk
from device.memory.sentence.pattern import Pattern

_LONGEST_AGO_S: Final = 6 * 3600  # how far back a request can reach
_BRIEFLY_S: Final = 15 * 60  # how far, where it may speak of its own message alone
_MOST_BETWEEN: Final = 4  # messages between what is taken back and the request
# As much beside a request, and there is something of its own in its message.
_OWN_WORDS: Final = 7
_OWN_CHARACTERS: Final = 18

# An order, not a report: it opens the sentence or follows what opens one.
_OPENING: Final = (
    r"(?:^|[.!?,;:…\-–—~)]\s*|\b(?:please|so|and|but|just|oh|also|then|no|stop|actually|ok|okay|wait|"
    r"now|well)\s+)"
)
_KEEP: Final = "remember|save|store|keep|record|log|note"
_ENGLISH: Final = (
    r"off[- ]the[- ]record|not (?:for|on) the record|not (?:for keeping|to be kept|to be anywhere)"
    r"|\bbetween us\b(?! and)|between you and me|between ourselves"
    r"|keep (?:this|that|it) (?:to yourself|between us|under your hat|off the record)"
    r"|\bthis (?:do(?:es)?n'?t|does not|isn'?t|is not|ain'?t) (?:go|going|to go) (?:in|on|into) "
    r"(?:the|any|your)\b|\bthis stays (?:here|between)"
    rf"|{_OPENING}(?:do not|don'?t|never|you needn'?t) (?:{_KEEP}) (?:this|that|it|any|a word)\b"
    rf"|{_OPENING}(?:do not|don'?t|never) write (?:this|that|it|any of (?:this|that)) down"
    r"|(?<!you )(?<!we )(?<!they )\b(?:forget|ignore) (?:that )?i (?:ever )?(?:just )?(?:said|told|"
    r"mentioned)|(?:forget|ignore) what i (?:just )?(?:said|told)"
    rf"|{_OPENING}forget (?:all (?:of )?)?(?:that|this)(?=[\s.!,]*(?:$|[.!,;]))"
    rf"|{_OPENING}(?:wipe|erase|delete) (?:that|this|it)\b"
    # "Scratch that, it was Tuesday" puts something right; it takes nothing back.
    r"|\b(?:scratch|strike|scrap) (?:that|this|it)(?: out)?(?: (?:of|from) [^.,!?]{0,20})?"
    r"(?=[\s.!]*$|\.)"
    r"|\byou (?:didn'?t|did not|never) hear (?:that|it|this|nothing|anything|me)"
    r"|\bdon'?t (?:tell|repeat (?:this|that) to) (?:anyone|anybody|a soul|nobody)\b"
    r"|\bnot a word (?:to|in|about)\b|\btake (?:that|it|this) out\b"
    r"|\btake out (?:the part|what|that)\b"
    r"|\bdon'?t want (?:this|that|it) (?:written|kept|saved|recorded|anywhere|down)\b"
)
_PLEASE_JA: Final = (
    r"(?=$|[、。,.!?…\s]|ください|下さい|くれ|ね|な|よ|ほし|欲し|お|もら|いただ|ちょうだい)"
)
_NOT_JA: Final = (
    rf"(?:し|せ|さ)?(?:(?:ない|ん)で{_PLEASE_JA}|なくて(?:い|よ|ええ)|ないように{_PLEASE_JA}|ないどいて"
    r"|んとい|んどい|んどっ|んとっ|ちゃ(?:だめ|ダメ|いや)|たら(?:だめ|ダメ|あかん|いけ))"
)
_JAPANESE: Final = (
    r"オフレコ|ここだけの(?:話|はなし|ハナシ)|内緒(?:だ|ね|に(?:し|ね)|で(?:お|ね|頼))|ナイショ"
    rf"|(?:記録|保存|メモ|記憶|登録|録音)(?:に|は|も|を)?{_NOT_JA}|(?<!を)覚え{_NOT_JA}|残{_NOT_JA}"
    rf"|(?:書き留め|控え){_NOT_JA}|書いて残したら|文字にしては|どこにも(?:控え|残さ|書か)"
    r"|(?:今|いま|さっき)の(?:話|はなし|言葉|発言)?(?:は|、)?\s*(?:なし|無し|ナシ|取り消|取消|忘れて|消して)"
    r"|(?:話|こと|これ|それ|額|件)は?(?:もう)?忘れて(?=[、。!,]|ください|下さい|くれ|ちょうだい|ほしい|ね|な|や|$)"
    r"|(?:聞か|書か|言わ)(?:なかった|んかった)ことに(?!し?ます|する|しと|した|しよ)"
    r"|(?:話|こと)はなかったことに(?!なっ|なり)"
    r"|(?:今の|いまの|さっきの|これは?|この話は?|話は?|合言葉は|録音は?)[^。]{0,8}(?:消して|消しと|削除して|消去して)"
    r"(?!しま|た|る|ある)"
    r"|誰にも(?:言わ|話さ)(?:ないで|んで|んとい|んとっ|んどい)|言わんといてな?|言わんで(?:な|ね|ください)"
)
_NOT_KO: Final = r"(?:지|진)(?:는|도|를|들)?\s*(?:마(?![음침])|말)"
_KOREAN: Final = (
    r"오프\s*더\s*레코드|우리끼리\s*(?:만|얘기|이야기|비밀)|여기서만\s*하는|(?:니|너|당신)만\s*(?:알아|알고)"
    r"|이건\s*비밀(?!번호)|비밀로\s*(?:해|하|좀|부탁)"
    rf"|(?:기록|저장|메모|기억|녹음|보관)(?:은|을|도)?\s*하{_NOT_KO}|남기{_NOT_KO}|적{_NOT_KO}|받아\s*적{_NOT_KO}"
    r"|(?:기록|저장|메모|기억|녹음)\s*하면\s*안|남기면\s*안|적으면\s*안"
    r"|(?:말|얘기|이야기|이거|이건|그거|그건|거|건|것)(?:은|는|도|을|를)?\s*(?:그냥\s*)?(?:다\s*)?(?:잊어|지워|취소해)\s*"
    r"(?:줘|주|라|버려|야)"
    r"|(?:^|[.!?,]\s*)(?:다\s*)?(?:잊어|지워)\s*(?:줘|주세요|주라)"
    r"|(?:녹음|메모|기록)(?:은|는|을|도)?\s*(?:지울|지워)"
    r"|없던\s*(?:얘기|이야기|일|걸|것|말)(?:으)?로(?!\s*(?:하고|하니|하더|했|한다|하기|됐|되))"
    r"|(?:못|안)\s*들은\s*(?:걸로|것으로|셈)\s*(?!하께|할게|하겠|칠게)"
)
_REQUEST: Final = Pattern(f"{_ENGLISH}|{_JAPANESE}|{_KOREAN}")
# What was said already, by the words for it.
_ALREADY: Final = Pattern(
    r"\b(?:that|said|told|mentioned|all this|hear|heard)\b|\b(?:scratch|strike|wipe|scrap|erase) "
    r"|\btake (?:it|this )?out\b"
    r"|(?:今|いま|さっき)の(?!うち)|の(?:話|こと|額|件|場所)は|[こそ]ういうこと|なかったこと|忘れて|消して|取り消"
    r"|방금|아까|지금\s*한|한\s*(?:말|얘기|이야기)|잊어|지워|없던|취소"
)
# What opens a confidence that follows in the same message.
_OPENS: Final = Pattern(
    r"off[- ]the[- ]record|between (?:us|you|ourselves)|\bthis\b|keep (?:it|that) to yourself"
    r"|オフレコ|ここだけ|内緒|ナイショ|これは|この話|今から|이건|이거|지금부터|우리끼리|여기서만|(?:니|너)만"
)
_BESIDE: Final = 12  # characters around a request that tell what it speaks of


class OffRecord(Enum):
    """What a message asks not to be kept; each takes in the one before."""

    NOTHING = "nothing"
    ITSELF = "itself"
    JUST_NOW = "just now"  # and what the speaker said right before, if it was
    EARLIER = "earlier"  # and what the speaker said before


# How far back a request takes something back, in seconds.
REACH_S: Final[Mapping[OffRecord, int]] = {
    OffRecord.EARLIER: _LONGEST_AGO_S,
    OffRecord.JUST_NOW: _BRIEFLY_S,
}


@dataclass(frozen=True, slots=True)
class Said:
    """What of a message decides whom a request speaks of.

    Attributes:
        at: Unix seconds; None where nobody knows.
    """

    text: str
    speaker: str
    by_assistant: bool
    at: int | None


def off_record(text: str) -> OffRecord:
    """Tells what a message asks not to be kept."""
    folded = fold(text).strip()
    found = _REQUEST.search(folded)
    if found is None:
        return OffRecord.NOTHING
    has_own = _is_much(folded[: found.start()])
    follows = _is_much(folded[found.end() :])
    near = folded[max(found.start() - _BESIDE, 0) : found.end() + _BESIDE]
    if follows and _OPENS.search(near):
        return OffRecord.ITSELF
    if _ALREADY.search(near):
        return OffRecord.JUST_NOW if has_own else OffRecord.EARLIER
    return OffRecord.ITSELF if has_own or follows else OffRecord.EARLIER


def not_to_keep(talk: Sequence[Said]) -> set[int]:
    """Gives which messages of one conversation are not to be kept, by their places in it.

    These are the requests, what they take back, and what a program answered to either.
    """
    struck: set[int] = set()
    for at, said in enumerate(talk):
        asked = OffRecord.NOTHING if said.by_assistant else off_record(said.text)
        if asked is not OffRecord.NOTHING:
            struck.add(at)
            struck.update(_taken_back(talk, at, asked))
        elif said.by_assistant and at - 1 in struck:
            struck.add(at)
    return struck


def _taken_back(talk: Sequence[Said], at: int, asked: OffRecord) -> range:
    """Gives the places from the speaker's message before the request up to the request."""
    reach = REACH_S.get(asked)
    if reach is None:
        return range(at, at)
    request = talk[at]
    for back in range(at - 1, max(at - 2 - _MOST_BETWEEN, -1), -1):
        said = talk[back]
        if request.at is not None and said.at is not None and request.at - said.at > reach:
            break
        if said.speaker == request.speaker:
            return range(back, at)
    return range(at, at)


def _is_much(text: str) -> bool:
    """Tells whether there is enough beside a request to be what it speaks of."""
    if any(map(is_cjk, text)):
        return len(text) > _OWN_CHARACTERS
    return len(text.split()) > _OWN_WORDS
