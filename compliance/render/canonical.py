"""Canonical JSON of a report: one value, one spelling, so that two reports compare by bytes.

Source: RFC 8785 (JCS): section 3.2.2.2 strings, 3.2.2.3 numbers (ECMAScript's shortest form), 3.2.3
order of names by UTF-16 code units. `compliance.log.events.canonical_json` is the narrower form for
leaves, which have no floats and only ASCII.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from enum import Enum
from typing import Final

_MOST_DIGITS: Final = 21  # from here on ECMAScript writes an exponent
_LEAST_EXPONENT: Final = -7


def to_canonical_json(value: object) -> bytes:
    """Gives the bytes of a value made of dataclasses, mappings, lists, texts and numbers.

    Raises:
        ValueError: a number is not finite, or a text holds half a character.
        TypeError: a value has no form in JSON.
    """
    return "".join(_spell(value)).encode("utf-8")


def _spell(value: object) -> Iterator[str]:
    match value:
        case None | bool() | int() | float() | Enum() | str():
            yield _spell_single(value)
        case Mapping():
            yield from _spell_object({str(key): inner for key, inner in value.items()})
        case list() | tuple():
            yield "["
            for at, inner in enumerate(value):
                yield "," if at else ""
                yield from _spell(inner)
            yield "]"
        case _ if is_dataclass(value):
            yield from _spell_object(
                {field.name: getattr(value, field.name) for field in fields(value)}
            )
        case _:
            raise TypeError(f"expected a value that JSON has, found a {type(value).__name__}")


def _spell_single(value: float | str | Enum | None) -> str:
    match value:
        case None:
            return "null"
        case Enum():
            return json.dumps(value.value, ensure_ascii=False)
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case float():
            return _spell_number(value)
        case str():
            return json.dumps(value, ensure_ascii=False)


def _spell_object(pairs: Mapping[str, object]) -> Iterator[str]:
    yield "{"
    for at, name in enumerate(sorted(pairs, key=lambda name: name.encode("utf-16-be"))):
        yield ("," if at else "") + json.dumps(name, ensure_ascii=False) + ":"
        yield from _spell(pairs[name])
    yield "}"


def _spell_number(number: float) -> str:
    """Gives ECMAScript's Number::toString. Python's repr has the same digits in other clothes."""
    if not math.isfinite(number):
        raise ValueError("expected a finite number")
    if number == 0:
        return "0"
    sign, digits, exponent = Decimal(repr(number)).normalize().as_tuple()
    assert isinstance(exponent, int)
    text = "".join(map(str, digits))
    point = len(text) + exponent  # where the decimal point stands, counted from the first digit
    if len(text) <= point <= _MOST_DIGITS:
        spelled = text + "0" * (point - len(text))
    elif 0 < point <= _MOST_DIGITS:
        spelled = f"{text[:point]}.{text[point:]}"
    elif _LEAST_EXPONENT < point - 1 < 0:
        spelled = f"0.{'0' * -point}{text}"
    else:
        fraction = f".{text[1:]}" if len(text) > 1 else ""
        spelled = f"{text[0]}{fraction}e{point - 1:+d}"
    return ("-" if sign else "") + spelled
