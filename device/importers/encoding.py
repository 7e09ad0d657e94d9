"""Gives the text in an export's bytes, or refuses them and says at which byte.

UTF-8 is what all four sources write today, UTF-16 is what Windows editors make of it. cp932 and
cp949 take almost any bytes, so a text in them is believed only where it shows words that an export
in that language must hold; otherwise a damaged UTF-8 file would be imported as gibberish.
"""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, Final

from device.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Callable

_HEAD_BYTES: Final = 65_536
_UTF16_MARKS: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

# Words of the layout, not of a conversation, in the order of likelihood.
_PROOFS: Final = (
    (
        "cp932",
        re.compile(
            r"^(?:\[LINE\] .{1,200}トーク|保存日時|[0-9]{4}[./][0-9]{1,2}[./][0-9]{1,2}"
            r"(?: ?[(（][月火水木金土日][)）]| [月火水木金土日]曜日))",
            re.MULTILINE,
        ),
    ),
    (
        "cp949",
        re.compile(
            r"카카오톡 대화|저장한 날짜|[0-9]{4}년 [0-9]{1,2}월 [0-9]{1,2}일"
            r"|^\[.{1,100}\] \[오[전후] [0-9]|^[0-9]{4}[./][0-9]{1,2}[./][0-9]{1,2}"
            r"(?: ?\([월화수목금토일]\)| [월화수목금토일]요일)",
            re.MULTILINE,
        ),
    ),
)


def decode(data: bytes, *, file: str, is_export: Callable[[str], bool]) -> str:
    """Gives the text in `data`, without a byte order mark.

    Args:
        data: The whole file.
        file: Its name, for the refusal.
        is_export: Whether a text in an old encoding has the strict structure of an export.

    Raises:
        BadInput: the bytes are in no known encoding, or end inside a character.
    """
    codec = "utf-16" if data.startswith(_UTF16_MARKS) else "utf-8"
    try:
        return data.decode(codec).removeprefix("\ufeff")
    except UnicodeDecodeError as fault:
        if codec == "utf-8" and b"\0" in data[:_HEAD_BYTES]:  # no text of any encoding known here
            raise BadInput("import.unknown_format", file=file) from fault
        text = _legacy_text(data, file, is_export) if codec == "utf-8" else None
        if text is None:
            raise _refusal(fault, data, file) from fault
        return text


def _legacy_text(data: bytes, file: str, is_export: Callable[[str], bool]) -> str | None:
    for codec, proof in _PROOFS:
        if not proof.search(data[:_HEAD_BYTES].decode(codec, "ignore")):
            continue
        try:
            text = data.decode(codec)
        except UnicodeDecodeError as fault:
            raise _refusal(fault, data, file) from fault
        if is_export(text):
            return text
    return None


def _refusal(fault: UnicodeDecodeError, data: bytes, file: str) -> BadInput:
    """Gives the error for bytes that do not decode: cut off where only the end is missing."""
    is_unfinished = any(
        word in fault.reason for word in ("unexpected end", "truncated", "incomplete")
    )
    if is_unfinished and fault.end >= len(data):
        return BadInput("import.cut_off", file=file, offset=fault.start)
    return BadInput("import.undecodable", file=file, offset=fault.start)
