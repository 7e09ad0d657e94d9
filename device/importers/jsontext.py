"""Parses the JSON of an export, and reads values out of it whatever their shape.

ChatGPT's export has no published schema and gains fields every month, so nothing here insists: a
value of another type than expected is simply not there. The one strict step is the parse itself.
"""

from __future__ import annotations

import json
import math
import re
from typing import TYPE_CHECKING, Final, NoReturn

from device.errors import BadInput
from device.importers.export import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

_START: Final = re.compile(r"\s{0,4096}(?:\{|\[\s{0,4096}(?:[{\[\]]|$))")
_LONGEST_INTEGER: Final = 30  # digits; Python refuses to read thousands of them


def is_json(text: str) -> bool:
    """Whether a text starts as a JSON document does: `[LINE]` and `[name] [9:12 AM]` do not."""
    return _START.match(text) is not None


def parse(text: str, *, file: str) -> object:
    """Gives the document in `text`.

    Raises:
        BadInput: it is no JSON, is cut off, or is nested deeper than any export.
    """
    try:
        return json.loads(text, parse_int=_integer)
    except json.JSONDecodeError as fault:
        _refuse(fault, text, file)
    except RecursionError as fault:
        raise BadInput("import.unknown_json", file=file) from fault


def _integer(digits: str) -> float:
    return int(digits) if len(digits) <= _LONGEST_INTEGER else math.inf


def _refuse(fault: json.JSONDecodeError, text: str, file: str) -> NoReturn:
    end = len(text.rstrip())
    if fault.pos >= end or fault.msg.startswith("Unterminated string"):
        line, column = text.count("\n", 0, end) + 1, end - text.rfind("\n", 0, end)
        raise BadInput("import.json_cut_off", file=file, line=line, column=column) from fault
    raise BadInput(
        "import.broken_json", file=file, line=fault.lineno, column=fault.colno
    ) from fault


def members(value: object) -> dict[str, object]:
    """Gives the members of a JSON object; none for anything else."""
    return value if isinstance(value, dict) else {}


def items(value: object) -> Sequence[object]:
    """Gives the items of a JSON array; none for anything else."""
    return value if isinstance(value, list) else ()


def words(value: object) -> str:
    """Gives a JSON string, fit to be stored; empty for anything else."""
    return plain(value) if isinstance(value, str) else ""


def number(value: object) -> float | None:
    """Gives a JSON number as a float; None for anything else, `true` included."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value)
