"""What the owner chooses beyond single memories, each choice sealed and logged in one step.

Consents, standing wishes and rules of their own. (Tokens are `device.programs`; what is agreed with
a federation is `device.federation.consent`.)
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from compliance.log.events import EventKind
from device.book import Consent, OwnRule, Scope, Standing, digest_of
from device.compose import Device
from device.errors import BadInput
from device.standing import found, reached, wished
from policy.binding import RuleRecord
from policy.vocabulary import Label, Purpose
from policy.wishes import Wish


@dataclass(frozen=True, slots=True)
class Applied:
    """A standing wish and what it did to the open memories that it reaches.

    Attributes:
        count: How many are under another rule now.
        kept: How many are not, because a rule that the owner wrote stops upkeep too.
    """

    standing: Standing
    count: int
    kept: int


def give_consent(device: Device, purpose: Purpose, labels: Collection[Label]) -> list[Label]:
    """Agrees that memories with these labels serve a purpose. Gives those that are new in it."""
    fresh = sorted(set(labels) - device.book.consented(purpose))
    for label in fresh:
        given = Consent(purpose=purpose, label=label, given_at=device.clock())
        book = device.book.model_copy(update={"consents": (*device.book.consents, given)})
        device.change_book(book, EventKind.CONSENTED, reason=f"{purpose}:{label}")
    return fresh


def withdraw_consent(device: Device, purpose: Purpose, labels: Collection[Label]) -> list[Label]:
    """Takes an agreement back, from now on. Gives the labels for which there was one."""
    ended = sorted(set(labels) & device.book.consented(purpose))
    for label in ended:
        left = tuple(
            one for one in device.book.consents if (one.purpose, one.label) != (purpose, label)
        )
        book = device.book.model_copy(update={"consents": left})
        device.change_book(book, EventKind.WITHDRAWN, reason=f"{purpose}:{label}")
    return ended


def wish_for(device: Device, scope: Scope, name: str, wish: Wish) -> Applied:
    """Keeps a wish for all of a kind, and puts the open memories of that kind under it.

    Killed in between, the wish is kept and some memories are as they were: give it again.

    Raises:
        BadInput: a memory would have too many tags, or there are too many wishes.
    """
    before = found(device.book, scope, name)
    standing = wished(device.book, scope, name, wish)
    changes = reached(device.vault, standing, wish)
    _write_wishes(device, before, standing)
    count = rebind(device, changes)
    return Applied(standing, count, len(changes) - count)


def rebind(device: Device, changes: Mapping[int, RuleRecord]) -> int:
    """Puts open memories under other rules. Gives how many are; others a rule keeps as they are."""
    if changes:
        device.guard.rebind_all(changes)
    rows = {item_id: device.vault.find_row(item_id) for item_id in changes}
    return sum(  # what is found no more went behind the step-up
        row is None or device.vault.record(int(row["rule"][0])) == changes[item_id]
        for item_id, row in rows.items()
    )


def drop_wish(device: Device, scope: Scope, name: str) -> Standing | None:
    """Ends a wish; memories keep the rule that they have. Gives the wish, None if none was."""
    before = found(device.book, scope, name)
    if before is not None:
        _write_wishes(device, before, None)
    return before


def add_rule(device: Device, rule: OwnRule) -> None:
    """Lays a rule of the owner's on top of the bundle; `device.own_rules` has checked it."""
    rules = (*device.book.own_rules, rule)
    _write_rules(device, rules, reason="own-rule-added", source=rule.id, after=digest_of(rule))


def remove_rule(device: Device, rule_id: str) -> OwnRule:
    """Takes a rule of the owner's away.

    Raises:
        BadInput: there is none of this id.
    """
    for rule in device.book.own_rules:
        if rule.id == rule_id:
            left = tuple(one for one in device.book.own_rules if one is not rule)
            before = digest_of(rule)
            _write_rules(device, left, reason="own-rule-removed", source=rule.id, before=before)
            return rule
    raise BadInput("own.unknown", id=rule_id[:60])


def _write_rules(device: Device, rules: tuple[OwnRule, ...], **details: str) -> None:
    book = device.book.model_copy(update={"own_rules": rules})
    device.change_book(book, EventKind.RULE_CHANGED, **details)


def _write_wishes(device: Device, before: Standing | None, after: Standing | None) -> None:
    """Replaces a wish; the one given last comes last."""
    wishes = tuple(one for one in device.book.standing if one is not before)
    named = {"before": before, "after": after}
    details = {key: digest_of(one) for key, one in named.items() if one is not None}
    if after is not None:
        wishes = (*wishes, after)
    device.change_book(
        device.book.model_copy(update={"standing": wishes}),
        EventKind.RULE_CHANGED,
        reason="standing-wish",
        **details,
    )
