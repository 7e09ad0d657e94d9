"""Reads an export, whatever it is: the one door through which files of other apps come in.

    file, folder or zip -> bytes (sources) -> text (encoding) -> conversations (one module per app)

What the bytes hold decides; a name or suffix never does. A person hands in any file at all here, so
from any bytes come either conversations or `BadInput`, which says what was expected, what was found
and what to do, and holds no word of a message.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from device.errors import BadInput
from device.importers import chatgpt, jsontext, kakaotalk, line, locomo
from device.importers.encoding import decode
from device.importers.export import Export, SourceKind
from device.importers.sources import Found, Part, find, shown

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import tzinfo
    from pathlib import Path

# What files beside an export are refused for; it does not keep a folder or zip from being read.
_NO_EXPORT: Final = frozenset({"import.unknown_format", "import.unknown_json", "import.empty"})


def read_export(path: Path, *, zone: tzinfo, me: str | None = None) -> Export:
    """Gives the conversations in an export of LINE, KakaoTalk or ChatGPT, or in a LoCoMo file.

    Args:
        path: The file, or a folder or zip that holds exactly one export.
        zone: Where the export was made; LINE, KakaoTalk and LoCoMo write local times.
        me: The owner's name as the export writes it; in a chat of two it is found by itself, and in
            ChatGPT's export it is not needed and not used.

    Raises:
        BadInput: there is no readable export, it holds no message, or `me` does not speak in it.
    """
    me = me if me and me.strip() else None
    found = find(path)
    export = (
        _read_one(found.parts, zone, me) if found.together else _read_only(found, path, zone, me)
    )
    if not export.conversations:
        raise BadInput("import.no_messages", file=shown(path.name))
    return replace(
        export,
        conversations=tuple(
            # For the eye only: a file name changes from export to export, so no place holds it.
            conversation if conversation.title else replace(conversation, title=shown(path.stem))
            for conversation in export.conversations
        ),
    )


def _read_only(found: Found, path: Path, zone: tzinfo, me: str | None) -> Export:
    """Gives the one export among candidates."""
    results = [_attempt(part, zone, me) for part in found.parts]
    exports = [result for result in results if isinstance(result, Export)]
    faults = [
        fault for fault in results if isinstance(fault, BadInput) and fault.key not in _NO_EXPORT
    ]
    file = shown(path.name)
    if len(exports) > 1:
        raise BadInput("import.several_inside", file=file, count=len(exports))
    if exports:
        return exports[0]
    if faults:
        raise faults[0]
    raise BadInput("import.nothing_inside", file=file)


def _attempt(part: Part, zone: tzinfo, me: str | None) -> Export | BadInput:
    try:
        return _read_one((part,), zone, me)
    except BadInput as fault:
        return fault


def _read_one(parts: Sequence[Part], zone: tzinfo, me: str | None) -> Export:
    """Gives the export whose parts these are, in their order."""
    texts = [_text(part) for part in parts]
    file = parts[0].name
    if all(jsontext.is_json(text) for text in texts):
        documents = [
            jsontext.parse(text, file=part.name) for text, part in zip(texts, parts, strict=True)
        ]
        return _read_json(documents, file, zone, me)
    kinds = {_kind(text) for text in texts}
    if kinds == {SourceKind.KAKAOTALK}:
        return kakaotalk.parse(texts, zone=zone, me=me, file=file)
    if kinds == {SourceKind.LINE} and len(texts) == 1:
        return line.parse(texts[0], zone=zone, me=me)
    if len(texts) > 1:
        raise BadInput("import.several_inside", file=file, count=len(texts))
    raise BadInput("import.unknown_format", file=file)


def _read_json(documents: Sequence[object], file: str, zone: tzinfo, me: str | None) -> Export:
    if any(chatgpt.is_chatgpt(document) for document in documents):
        return chatgpt.parse(documents, zone=zone)
    if len(documents) == 1 and locomo.is_locomo(documents[0]):
        return locomo.parse(documents[0], zone=zone, me=me)
    raise BadInput("import.unknown_json", file=file)


def _text(part: Part) -> str:
    data = part.read()
    if not data.strip():
        raise BadInput("import.empty", file=part.name)
    text = decode(data, file=part.name, is_export=lambda text: _kind(text) is not None)
    if not text.strip():
        raise BadInput("import.empty", file=part.name)
    return text


def _kind(text: str) -> SourceKind | None:
    """Gives the app whose layout a text has."""
    if line.recognises(text):
        return SourceKind.LINE
    if kakaotalk.recognises(text):
        return SourceKind.KAKAOTALK
    return None
