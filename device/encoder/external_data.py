"""The files that an ONNX model names beside itself, read without trusting it.

A tensor may keep its numbers in another file, named by a path inside the model: `../../secret`
would have the runtime read that. So the names are looked at before the runtime sees the model.
Only protobuf's wire format is read, down the few paths on which tensors lie.

Source: onnx.proto3, `TensorProto.external_data`; protobuf encoding, "message structure".
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Final, TypeAlias

from device.errors import BadInput

_Span: TypeAlias = tuple[int, int]

# Message -> number of a field -> the message in it. Everything else is passed over.
_MODEL, _GRAPH, _NODE, _ATTRIBUTE, _TENSOR, _SPARSE, _FUNCTION, _TRAINING = range(8)
_INSIDE: Final[dict[int, dict[int, int]]] = {
    _MODEL: {7: _GRAPH, 20: _TRAINING, 25: _FUNCTION},
    _GRAPH: {1: _NODE, 5: _TENSOR, 15: _SPARSE},
    _NODE: {5: _ATTRIBUTE},
    _ATTRIBUTE: {5: _TENSOR, 6: _GRAPH, 10: _TENSOR, 11: _GRAPH, 22: _SPARSE, 23: _SPARSE},
    _SPARSE: {1: _TENSOR, 2: _TENSOR},
    _FUNCTION: {7: _NODE, 11: _ATTRIBUTE},
    _TRAINING: {1: _GRAPH, 2: _GRAPH},
}
_EXTERNAL: Final = 13  # of a tensor: an entry with a key (1) and a value (2)
_DEPTH: Final = 64  # of graphs in graphs
_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5


class _NoModelError(ValueError):
    """These bytes are not protobuf."""


def external_files(model: memoryview, folder: Path) -> list[Path]:
    """Gives the files that a model's tensors lie in, each once.

    Raises:
        BadInput: one of them lies outside the folder, or these are not the bytes of a model.
    """
    try:
        names = list(dict.fromkeys(_locations(model)))
    except (_NoModelError, UnicodeDecodeError) as error:
        raise BadInput("encoder.bad_model", fault="protobuf") from error
    return [_inside(folder, name) for name in names]


def _inside(folder: Path, name: str) -> Path:
    shown = name[:80]
    is_absolute = PurePosixPath(name).is_absolute() or PureWindowsPath(name).drive
    if not name or "\0" in name or is_absolute or "\\" in name:
        raise BadInput("encoder.external", name=shown)
    file = folder / name
    # Where a link leads counts, not where it lies.
    if not file.resolve().is_relative_to(folder.resolve()) or ".." in PurePosixPath(name).parts:
        raise BadInput("encoder.external", name=shown)
    if not file.is_file():
        raise BadInput("encoder.missing_file", name=shown)
    return file


def _locations(model: memoryview) -> Iterator[str]:
    waiting = [(_MODEL, (0, len(model)), 0)]
    while waiting:
        message, span, depth = waiting.pop()
        if depth > _DEPTH:
            raise _NoModelError
        for number, inner in _fields(model, span):
            if message == _TENSOR:
                if number == _EXTERNAL:
                    entry = dict(_fields(model, inner))
                    if 1 in entry and _text(model, entry[1]) == "location":
                        yield _text(model, entry.get(2, (0, 0)))
            elif number in _INSIDE[message]:
                waiting.append((_INSIDE[message][number], inner, depth + 1))


def _fields(model: memoryview, span: _Span) -> Iterator[tuple[int, _Span]]:
    """Gives the fields of a message that have a length: their numbers, and where they lie."""
    at, end = span
    while at < end:
        tag, at = _varint(model, at, end)
        kind = tag & 7
        if kind == _VARINT:
            _, at = _varint(model, at, end)
        elif kind == _BYTES:
            size, at = _varint(model, at, end)
            if size > end - at:
                raise _NoModelError
            yield tag >> 3, (at, at + size)
            at += size
        elif kind in {_FIXED64, _FIXED32}:
            at += 8 if kind == _FIXED64 else 4
        else:
            raise _NoModelError
    if at != end:
        raise _NoModelError


def _varint(model: memoryview, at: int, end: int) -> tuple[int, int]:
    value = shift = 0
    while at < end and shift < 70:
        byte = model[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
        shift += 7
    raise _NoModelError


def _text(model: memoryview, span: _Span) -> str:
    return bytes(model[span[0] : span[1]]).decode()
