"""What LINE writes in place of words, in the languages of its exports.

Phones put such a word in brackets (`[写真]`), the desktop program does not (`写真`). Only a message
that is nothing else counts, so that a person who writes about photos keeps their sentence; a few
carry a name or an address behind the bracket and are skipped with it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from device.importers.export import SkipReason

if TYPE_CHECKING:
    from device.importers.transcript import Settled

# The thing alone: whatever follows the bracket is a person's own sentence.
_ALONE: Final = (
    "スタンプ|写真|画像|動画|ボイスメッセージ|音声|ノート|イベント|投票|プレゼント|ギフト|GIF|絵文字"
    "|Stickers?|Photos?|Images?|Videos?|Voice messages?|Audio|Notes?|Events?|Polls?|Gifts?|Emoji"
    "|스티커|사진|이미지|동영상|음성 ?메시지|노트|이벤트|투표|선물|이모티콘"
    "|貼圖|贴图|照片|圖片|图片|影片|视频|視頻|語音訊息|语音信息|語音留言|記事本|记事本|禮物|礼物"
    "|สติกเกอร์|รูปภาพ|ภาพ|รูป|วิดีโอ|ข้อความเสียง"
)
# The thing with its name, size or address behind it.
_WITH_DETAILS: Final = (
    "ファイル|アルバム|位置情報|連絡先|Files?|Albums?|Location|Contacts?|null"
    "|파일|앨범|위치 ?정보|위치|연락처|檔案|文件|相簿|相册|位置資訊|位置信息|位置|聯絡資訊|联系信息"
    "|ไฟล์|อัลบั้ม|ตำแหน่ง"
)
_IN_BRACKETS: Final = re.compile(
    rf"\[(?:{_ALONE})\]|\[(?:{_WITH_DETAILS})\].*|(?:\((?:emoji|絵文字)\)\s?){{1,50}}",
    re.IGNORECASE | re.DOTALL,
)
_BARE: Final = re.compile(
    "スタンプ|写真|画像|動画|ファイル|アルバム|ボイスメッセージ"
    "|Stickers?|Photos?|Images?|Videos?|Files?|Albums?|Voice messages?"
    "|스티커|사진|동영상|파일|앨범|음성 ?메시지"
    "|貼圖|贴图|照片|圖片|图片|影片|视频|檔案|文件|語音訊息",
    re.IGNORECASE,
)

# A person's own ☎ has a number behind it or the selector of an emoji.
_CALL: Final = re.compile(
    r"☎(?!\ufe0f| ?[0-9+(]).{0,80}|chat\.message\.\w{1,20}call.*"
    r"|(?:通話時間|Call time|통화 ?시간|通话时间) ?[0-9:]{3,8}"
    r"|不在着信|通話をキャンセルしました|通話に応答がありませんでした"
    r"|グループ(?:音声|ビデオ)?通話(?:が|に).{0,30}|Missed call|Cancel?led call"
    r"|(?:Group )?(?:voice|video) call (?:started|ended)"
    r"|부재중 (?:통화|전화)|통화를 취소했습니다|未接來電|未接来电|無人接聽|您已取消通話",
    re.DOTALL | re.IGNORECASE,
)
# Notices that some versions write in the column of the text, with a speaker beside it.
_SPOKEN_NOTICE: Final = re.compile(
    r"(?:.{1,40}が)?(?:メッセージの)?送信を取り消しました。?|新しいノートを作成しました。?|ⓘ.*"
    r"|(?:.{1,40} )?unsent (?:a message|a photo)\.?|Message unsent\.?"
    r"|(?:joined|left) the (?:group|chat)\.?"
    r"|(?:.{1,40}(?:님이|이|가) )?메시지(?:를| 전송을) ?(?:삭제|취소)(?:했|하였)습니다\.?"
    r"|.{0,40}已?收回訊息。?|.{0,40}撤回了一条消息。?",
    re.DOTALL,
)
# Notices that name a person; where no tab parts the columns they must be told from a message.
_NOTICE: Final = re.compile(
    r".{1,60}(?:グループ|トーク(?:ルーム)?)(?:に|を|から).{0,60}"
    r"(?:参加|退会|退出|招待|追加|削除|変更)しました。?"
    r"|.{1,60}が.{0,60}(?:参加|退会|退出|アナウンス|招待|作成|変更|削除)しました(?:</u>)?。?"
    r"|.{1,60} (?:joined|left) the (?:group|chat)\.?"
    r"|.{1,60} (?:invited|added|removed) .{1,80}(?:to|from) the (?:group|chat)\.?"
    r"|.{1,60} (?:made an announcement|changed the .{1,60})\.?"
    r"|.{1,60}님(?:이|을|께서) .{0,80}"
    r"(?:참여|초대|나갔|들어왔|변경|등록|삭제|내보냈).{0,10}습니다\.?"
    r"|.{1,40}(?:已加入群組|已離開群組|已加入该群|已退群|已設定公告|加入了聊天|離開了聊天).{0,10}"
)


def is_notice(text: str) -> bool:
    """Whether a line without columns tells of the chat itself, not what someone said."""
    return bool(_NOTICE.fullmatch(text) or _SPOKEN_NOTICE.fullmatch(text))


def is_call(text: str) -> bool:
    """Whether a text is the trace of a call."""
    return _CALL.fullmatch(text) is not None


def settle(text: str, *, is_desktop: bool) -> Settled:
    """Gives the words of a message that LINE wrote, or the reason why it holds none."""
    text = _unquoted(text)
    if _IN_BRACKETS.fullmatch(text) or (is_desktop and _BARE.fullmatch(text)):
        return text, SkipReason.MEDIA
    if is_call(text):
        return text, SkipReason.CALL
    if _SPOKEN_NOTICE.fullmatch(text):
        return text, SkipReason.NOTICE
    return text, None


def _unquoted(text: str) -> str:
    """Gives a text without the quotes that LINE puts around lines that belong together.

    A single line in quotes is left as the person wrote it, unless a doubled quote inside shows
    LINE's hand.
    """
    if len(text) < 2 or not (text[0] == text[-1] == '"'):
        return text
    inside = text[1:-1]
    is_escaped = '""' in inside and '"' not in inside.replace('""', "")
    return inside.replace('""', '"') if "\n" in inside or is_escaped else text
