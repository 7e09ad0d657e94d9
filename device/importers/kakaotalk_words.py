"""What KakaoTalk writes in place of words: photos, calls and the comings and goings of a room.

Only a message that is nothing else counts. A person may well write about a photo or a call.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from device.importers.export import SkipReason

if TYPE_CHECKING:
    from collections.abc import Container

    from device.importers.transcript import Settled

_MEDIA: Final = re.compile(
    r"[<\[(]?(?:사진|동영상|이모티콘|음성 ?메시지|보이스노트|스티커)(?: ?[0-9]{1,4}(?:장|개))?"
    r"(?: 읽지 않음)?[>\])]?"
    r"|(?:[0-9]{1,4} )?(?:photos?|videos?|emoticons?|stickers?|voice (?:note|message)s?)"
    r"(?: [0-9]{1,4})?"
    r"|写真(?: ?[0-9]{1,4}枚)?|動画|絵文字|スタンプ|ボイスメッセージ"
    r"|(?:파일|File|ファイル|샵검색) ?: ?.{1,300}"
    # An export with its photos names the file that lies beside it.
    r"|[0-9a-f]{8,128}\.(?:jpe?g|png|gif|webp|heic|mp4|mov|m4a|avi)",
    re.IGNORECASE,
)
_OUTCOME: Final = (
    r" ?(?:[0-9]{1,2}(?::[0-9]{2}){1,2}|[0-9]{1,3}(?:초|분.{0,6})"
    r"|해요|취소|부재중|응답 ?없음|거절|종료|시작)\.?"
)
_CALL: Final = re.compile(
    rf"(?:부재중 )?(?:그룹 ?)?(?:보이스톡|페이스톡|라이브톡|그룹콜|보이스룸)(?:{_OUTCOME})?"
    r"|(?:보이스룸|라이브톡|그룹콜)[이을가]? .{0,20}(?:종료|시작)(?:되었|했|됐|하였)습니다\.?"
    r"|(?:missed |cancel?led )?(?:group )?(?:voice|video|face) ?(?:call|talk)"
    r"(?: (?:[0-9]{1,2}(?::[0-9]{2}){1,2}|ended.{0,20}|cancel?led|missed|no answer))?"
    r"|live talk(?: ended.{0,20})?",
    re.IGNORECASE,
)
# A message that was there: its speaker may still stand beside it.
_DELETED: Final = re.compile(
    r"삭제된 메시지입니다\.?|(?:이 )?메시지[가는] 삭제되었습니다\.?"
    r"|.{0,40}메시지를 (?:가렸|삭제했)습니다\.?"
    r"|(?:this|the) message (?:was|has been) deleted\.?|deleted message\.?",
    re.IGNORECASE,
)
_NOTICE: Final = re.compile(
    r".{1,60}님이 (?:들어왔|나갔|입장했|퇴장했|입장하셨|퇴장하셨)습니다\.?"
    r"|.{1,60}님이 .{1,400}님을 (?:초대했|초대하였|초대하셨|내보냈)습니다\.?"
    r"|.{1,60}님을 내보냈습니다\.?"
    r"|.{1,60}님(?:이|과|으로).{0,80}(?:방장|부방장|관리자).{0,40}니다\.?"
    r"|(?:불법촬영물|운영정책을 위반한 메시지).{0,300}니다\.?"
    r"|.{1,60} (?:has )?(?:joined|left) (?:this |the )?chat ?(?:room)?\."
)
# Plain English, so it counts only behind a name that speaks in the chat.
_NAMED_NOTICE: Final = re.compile(r"(?P<name>.{1,60}?) (?:(?:left|joined)\.|invited .{1,400}\.)")
_LONGEST_NOTICE: Final = 500
_EMOTICON_FIRST: Final = re.compile(r"\(이모티콘\)\s*(?=\S)")


def is_notice(line: str, speakers: Container[str]) -> bool:
    """Whether a line without a speaker tells of the chat room, not what someone said."""
    line = line.strip()
    if len(line) > _LONGEST_NOTICE or not line.endswith((".", "니다", "deleted", "message")):
        return False  # most lines, at little cost
    if _DELETED.fullmatch(line) or _NOTICE.fullmatch(line):
        return True
    named = _NAMED_NOTICE.fullmatch(line)
    return named is not None and named["name"] in speakers


def is_call(text: str) -> bool:
    """Whether a text is the trace of a call."""
    return _CALL.fullmatch(text) is not None


def settle(text: str) -> Settled:
    """Gives the words of a message that KakaoTalk wrote, or the reason why it holds none."""
    if _MEDIA.fullmatch(text):
        return text, SkipReason.MEDIA
    if is_call(text):
        return text, SkipReason.CALL
    if _DELETED.fullmatch(text):
        return text, SkipReason.NOTICE
    return _EMOTICON_FIRST.sub("", text, count=1) if text.startswith("(") else text, None
