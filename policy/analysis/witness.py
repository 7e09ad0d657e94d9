"""A concrete case: who asks for what, and the memory that they ask for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from policy.binding import ItemColumns, RuleRecord
from policy.evaluate import Scene
from policy.request import DAY_S, HOUR_S, Facts, Grant, Request, attributes_of, scene_of
from policy.vocabulary import (
    Audience,
    AuthLevel,
    Domain,
    Door,
    Label,
    Market,
    PrincipalKind,
    Purpose,
    Sensitivity,
)

Key: TypeAlias = tuple[str, str]  # ("resource", "labels"), as rules say what they read

# What rules do not see by name, but what decides with them.
PRINCIPAL: Final = ("request", "principal")
DOOR: Final = ("request", "door")
READS: Final = ("item", "reads")

_MONDAY: Final = 1_704_067_200  # 1 January 2024
_NOON: Final = 12


@dataclass(frozen=True, slots=True)
class Witness:
    """A request for a memory. `decide(bundle, record, columns, request)` says the same of it."""

    record: RuleRecord
    columns: ItemColumns
    request: Request

    def scene(self) -> Scene:
        """Gives what the rules see of it."""
        facts = Facts.of(self.record, self.columns, self.request.now, ())
        return scene_of(attributes_of(self.record), facts, self.request)


def values_of(witness: Witness) -> dict[Key, Any]:
    """Gives all that a decision can depend on, by name."""
    scene = witness.scene()
    return {
        PRINCIPAL: witness.request.principal,
        DOOR: witness.request.door,
        READS: witness.columns.reads,
        **{("resource", name): value for name, value in scene.attributes.items()},
        **{("context", name): value for name, value in scene.context.items()},
    }


def witness_of(values: Mapping[Key, Any]) -> Witness:
    """Gives the case with these values, all of them: `values_of` turned round.

    Raises:
        ValidationError: no memory can be so, as with seventeen tags.
    """
    memory = {name: value for (owner, name), value in values.items() if owner == "resource"}
    asked = {name: value for (owner, name), value in values.items() if owner == "context"}
    domain = Domain(memory.pop("domain"))
    now = _MONDAY + (asked["weekday"] - 1) * DAY_S + asked["hour"] * HOUR_S
    reads = values[READS]
    record = RuleRecord(
        labels=tuple(map(Label, memory.pop("labels"))),
        sensitivity=Sensitivity(memory.pop("sensitivity")),
        purposes=tuple(map(Purpose, memory.pop("purposes"))),
        min_auth=AuthLevel(memory.pop("min_auth")),
        audiences=tuple(map(Audience, memory.pop("audiences"))),
        tags=tuple(memory.pop("tags")),
        jurisdiction=Market(memory.pop("jurisdiction")),
        retain_s=0 if asked["expired"] else None,
        max_reads=reads if asked["reads_spent"] else None,
        **memory,
    )
    request = Request(
        principal=values[PRINCIPAL],
        door=values[DOOR],
        purpose=Purpose(asked["purpose"]),
        auth=AuthLevel(asked["auth"]),
        auth_at=now - asked["auth_age_s"],
        strongest=AuthLevel(asked["strongest"]),
        now=now,
        audience=Audience(asked["audience"]),
        foreground=asked["foreground"],
        device=asked["device"],
        consented=frozenset(map(Label, asked["consented"])),
        grant=Grant(
            purposes=frozenset(map(Purpose, asked["granted_purposes"])),
            labels=frozenset(map(Label, asked["granted_labels"])),
            domains=frozenset(map(Domain, asked["granted_domains"])),
        ),
    )
    return Witness(record, ItemColumns(now, reads, domain), request)


# The owner recalls an everyday memory at noon: what a witness is like where nothing else matters.
ORDINARY: Final = Witness(
    RuleRecord(),
    ItemColumns(_MONDAY),
    Request(
        principal=PrincipalKind.OWNER,
        door=Door.RELEASE,
        purpose=Purpose.RECALL,
        auth=AuthLevel.UNLOCKED,
        auth_at=_MONDAY + _NOON * HOUR_S,
        strongest=AuthLevel.STRONG,
        now=_MONDAY + _NOON * HOUR_S,
    ),
)
