"""Findings as plain data, for programs."""

from __future__ import annotations

from dataclasses import fields
from enum import Enum
from typing import Any

from policy.analysis.findings import Comparison, Finding, Report
from policy.analysis.tell import written
from policy.analysis.witness import Witness, values_of
from policy.bundle import Rule
from policy.obligations import Obligation


def as_data(found: Report | Comparison | Finding) -> dict[str, Any]:
    """Gives a report, a comparison or a finding as JSON can have it; a finding with its `kind`."""
    data = {field.name: _plain(getattr(found, field.name)) for field in fields(found)}
    match found:
        case Report():
            return data
        case Comparison():
            return {"relation": found.relation.value, **data}
        case _:
            return {"kind": type(found).__name__, **data}


def _plain(value: Any) -> Any:
    match value:
        case Witness():
            values = values_of(value).items()
            plain: Any = {".".join(key): _plain(one) for key, one in values}
        case Rule():
            plain = value.id
        case Obligation():
            plain = written(value)
        case Enum():
            plain = value.value
        case tuple():
            plain = [_plain(one) for one in value]
        case frozenset():
            plain = sorted(value)
        case str() | int() | None:
            plain = value
        case _:
            plain = as_data(value)
    return plain
