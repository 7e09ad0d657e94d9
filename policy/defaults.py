"""The rule record that a new memory starts with, from the table of labels and markets.

The strictest of all its labels counts, column by column, so that a label more never widens.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Annotated, Final, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    TypeAdapter,
    ValidationError,
    model_validator,
)

from policy.binding import OWN_PURPOSES, RuleRecord
from policy.errors import PolicyError
from policy.request import DAY_S
from policy.vocabulary import Audience, AuthLevel, Label, Market, Purpose, Sensitivity

_ANY: Final = "any"
_MOST_DAYS: Final = 200 * 366  # as many as a rule record takes


def _by_name(kind: type[IntEnum]) -> BeforeValidator:
    """Gives what reads a level as the table writes it: its name, in small letters."""
    words = {level.name.lower(): level for level in kind}
    return BeforeValidator(lambda word: words.get(word) if isinstance(word, str) else None)


class Row(BaseModel):
    """One row of the table; wider in nothing than a memory without labels.

    Attributes:
        why: The ground of it, for who reads the table.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    sensitivity: Annotated[Sensitivity, _by_name(Sensitivity)] = Sensitivity.ORDINARY
    purposes: tuple[Purpose, ...] = OWN_PURPOSES
    min_auth: Annotated[AuthLevel, _by_name(AuthLevel)] = AuthLevel.UNLOCKED
    may_train: bool = True
    audiences: tuple[Audience, ...] = (Audience.ON_DEVICE, Audience.OWNER)
    retain_days: Annotated[int, Field(strict=True, ge=1, le=_MOST_DAYS)] | None = None
    why: str

    @model_validator(mode="after")
    def _widens_nothing(self) -> Self:
        plain = RuleRecord()
        if (
            self.min_auth < plain.min_auth
            or not set(self.purposes) <= set(plain.purposes)
            or not set(self.audiences) <= set(plain.audiences)
        ):
            raise ValueError("wider than a memory without labels")
        return self


_TABLE: Final = TypeAdapter(dict[str, dict[Label, Row]])


@dataclass(frozen=True, slots=True, eq=False)
class Defaults:
    """The table of defaults."""

    rows: Mapping[str, Mapping[Label, Row]]

    @classmethod
    def parse(cls, text: str) -> Defaults:
        """Parses the table.

        Raises:
            PolicyError: it is no TOML, names an unknown word, or leaves a label out.
        """
        try:
            rows = _TABLE.validate_python(tomllib.loads(text))
        except ValidationError as error:
            place = ".".join(map(str, error.errors()[0]["loc"]))
            raise PolicyError("policy.bad_defaults", reason=place) from error
        # ValueError: TOML's own, which names the place, or a number of thousands of digits.
        except (ValueError, RecursionError) as error:
            raise PolicyError("policy.bad_defaults", reason=str(error)[:80]) from error
        strange = set(rows) - {_ANY, *(market.value for market in Market)}
        missing = set(Label) - set(rows.get(_ANY, {}))
        if strange or missing:
            raise PolicyError("policy.bad_defaults", reason=", ".join(sorted(strange | missing)))
        return cls(rows)

    def row(self, label: Label, market: Market) -> Row:
        """Gives the market's row for a label; that of any market where it has none."""
        return self.rows.get(market.value, {}).get(label, self.rows[_ANY][label])

    def record(self, labels: Iterable[Label], market: Market) -> RuleRecord:
        """Gives the record that a new memory with these labels starts with."""
        found = sorted(set(labels))
        rows = [self.row(label, market) for label in found]
        if not rows:
            return RuleRecord(jurisdiction=market)
        retained = [row.retain_days for row in rows if row.retain_days is not None]
        return RuleRecord(
            labels=tuple(found),
            sensitivity=max(row.sensitivity for row in rows),
            purposes=tuple(set(Purpose).intersection(*(row.purposes for row in rows))),
            min_auth=max(row.min_auth for row in rows),
            retain_s=min(retained) * DAY_S if retained else None,
            may_train=all(row.may_train for row in rows),
            audiences=tuple(set(Audience).intersection(*(row.audiences for row in rows))),
            jurisdiction=market,
        )
