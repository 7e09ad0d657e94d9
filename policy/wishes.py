"""How an owner's wish changes a memory's rule record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from policy.binding import RuleRecord
from policy.defaults import Defaults
from policy.request import DAY_S
from policy.vocabulary import Audience, AuthLevel, Label, Purpose

_SHARED_PURPOSES = (Purpose.RESEARCH, Purpose.SHARE)


@dataclass(frozen=True, slots=True)
class Wish:
    """What an owner wants otherwise; None and empty leave a point as it is.

    Attributes:
        retain_days: 0 keeps the memory until it is forgotten.
        max_reads: 0 sets no limit.
        share: Whether it may leave, to whom the owner shares with.
        programs: Whether the owner's own programs on the device may read it with a token.
        remind: Whether it may be brought up by itself; asked for, it is found either way.
        guard: Whether it lies behind the step-up.
        home: The one device that releases it; empty: any that opens the vault.
        hold: Whether it is kept although its time is over.
    """

    labels: frozenset[Label] = frozenset()
    unlabels: frozenset[Label] = frozenset()
    tags: frozenset[str] = frozenset()
    untags: frozenset[str] = frozenset()
    retain_days: int | None = None
    max_reads: int | None = None
    train: bool | None = None
    share: bool | None = None
    programs: bool | None = None
    remind: bool | None = None
    guard: bool | None = None
    home: str | None = None
    hold: bool | None = None


def changed_record(record: RuleRecord, wish: Wish, defaults: Defaults) -> RuleRecord:
    """Gives the record with a wish in it.

    Changed labels start from their defaults again, so that a memory that becomes a matter of health
    gets health's protection; what the owner set besides (retention, reads, tags) stays.

    Raises:
        ValidationError: a tag or a number is out of bounds.
    """
    wanted = (set(record.labels) | wish.labels) - wish.unlabels
    if wanted != set(record.labels):
        record = _relabelled(record, wanted, defaults)
    changes: dict[str, Any] = {}
    if wish.tags or wish.untags:
        added, taken = RuleRecord(tags=tuple(wish.tags)), RuleRecord(tags=tuple(wish.untags))
        changes["tags"] = tuple((set(record.tags) | set(added.tags)) - set(taken.tags))
    if wish.retain_days is not None:
        changes["retain_s"] = wish.retain_days * DAY_S or None
    if wish.max_reads is not None:
        changes["max_reads"] = wish.max_reads or None
    if wish.train is not None:
        changes["may_train"] = wish.train
    if wish.guard is not None:
        changes["min_auth"] = AuthLevel.BIOMETRIC if wish.guard else AuthLevel.UNLOCKED
    if wish.home is not None:
        changes["home"] = wish.home
    if wish.hold is not None:
        changes["held"] = wish.hold
    return _opened(record.changed(**changes), wish)


def _opened(record: RuleRecord, wish: Wish) -> RuleRecord:
    """Gives the record with what is wished of whom it reaches, and what for."""
    if wish.remind is not None:
        record = _serving(record, {Purpose.REMIND}, serves=wish.remind)
    if wish.programs is not None:
        record = _reaching(record, Audience.ON_DEVICE, reaches=wish.programs)
    return record if wish.share is None else shared(record, may_leave=wish.share)


def shared(record: RuleRecord, *, may_leave: bool) -> RuleRecord:
    """Gives the record of a memory that may leave, or may no longer."""
    outside = _reaching(record, Audience.OUTSIDE, reaches=may_leave)
    served = _serving(outside, set(_SHARED_PURPOSES), serves=may_leave)
    return served.changed(may_leave=may_leave)


def _serving(record: RuleRecord, purposes: set[Purpose], *, serves: bool) -> RuleRecord:
    others = set(record.purposes) - purposes
    return record.changed(purposes=tuple(others | purposes if serves else others))


def _reaching(record: RuleRecord, audience: Audience, *, reaches: bool) -> RuleRecord:
    others = set(record.reaches) - {audience}
    return record.changed(audiences=tuple(others | {audience} if reaches else others))


def _relabelled(record: RuleRecord, labels: set[Label], defaults: Defaults) -> RuleRecord:
    """Gives the defaults of these labels, with what the owner had set otherwise than the defaults.

    A label never widens: what was guarded stays guarded, what trained nothing trains nothing, whom
    the owner took it from does not get it back, and what was shared is shared no more where a label
    is added.
    """
    before = defaults.record(record.labels, record.jurisdiction)
    after = defaults.record(labels, record.jurisdiction)
    was_guarded = record.min_auth > before.min_auth
    was_graver = record.sensitivity > before.sensitivity
    graver = max(record.sensitivity, after.sensitivity)
    taken = set(before.purposes) - set(record.purposes)
    kept_from = set(before.audiences) - set(record.reaches)
    kept: dict[str, Any] = {
        "sensitivity": graver if was_graver else after.sensitivity,
        "retain_s": after.retain_s if record.retain_s == before.retain_s else record.retain_s,
        "max_reads": record.max_reads,
        "min_auth": max(record.min_auth, after.min_auth) if was_guarded else after.min_auth,
        "may_train": after.may_train and (record.may_train or not before.may_train),
        "purposes": tuple(set(after.purposes) - taken),
        "audiences": tuple(set(after.audiences) - kept_from),
        "tags": record.tags,
        "home": record.home,
        "held": record.held,
    }
    if record.may_leave and labels <= set(record.labels):
        kept |= {"may_leave": True, "purposes": record.purposes, "audiences": record.reaches}
    return after.changed(**kept)
