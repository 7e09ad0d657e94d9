"""The nearest changes that would permit what was refused, found by asking again.

Each change is tried by deciding on the changed request or record, so none is promised that the
rules would not keep. What no single change opens is tried with two.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import combinations, islice
from typing import Any, Final, TypeAlias, assert_never

from policy.binding import ItemColumns, RuleRecord
from policy.request import HOUR_S, Grant, Request, owners_audience
from policy.vocabulary import AuthLevel, Door, PrincipalKind, Purpose
from policy.wishes import shared


class Step(StrEnum):
    """What the owner can do, besides showing who they are, waiting, and asking for another purpose.

    The first ones change the request, those from `allow_sharing` on the memory's rule.
    """

    OPEN_BOJAGI = "open_bojagi"  # have it before them
    GO_HOME = "go_home"  # ask on the device that the memory is kept to
    CONSENT = "consent"  # agree to the purpose for what the memory is about
    GRANT = "grant"  # give the client's token the memory's labels and domain
    GRANT_PURPOSE = "grant_purpose"
    ASK_AS_OWNER = "ask_as_owner"
    ALLOW_SHARING = "allow_sharing"
    ALLOW_TRAINING = "allow_training"
    ALLOW_PURPOSE = "allow_purpose"
    ALLOW_AUDIENCE = "allow_audience"
    KEEP_LONGER = "keep_longer"
    READ_MORE = "read_more"


@dataclass(frozen=True, slots=True)
class ShowLevel:
    """The person shows who they are, at this level."""

    level: AuthLevel


@dataclass(frozen=True, slots=True)
class AskFor:
    """It is asked for another purpose."""

    purpose: Purpose


@dataclass(frozen=True, slots=True)
class WaitUntil:
    """It is asked at this moment, in Unix seconds; what was shown has aged by then."""

    at: int


Atom: TypeAlias = ShowLevel | AskFor | WaitUntil | Step


@dataclass(frozen=True, slots=True)
class Case:
    """What is decided on."""

    record: RuleRecord
    columns: ItemColumns
    request: Request


@dataclass(frozen=True, slots=True)
class Change:
    """What would have to be otherwise, in this order, and the rules that would then permit."""

    atoms: tuple[Atom, ...]
    rules: tuple[str, ...]


# Gives the rules that permit a case; none where it stays refused.
Ask: TypeAlias = Callable[[Case], tuple[str, ...]]

_MOST_PAIRS: Final = 3


def nearest_changes(case: Case, ask: Ask, *, hours: int) -> tuple[Change, ...]:
    """Gives the changes that would permit it: all single ones, or else a few pairs.

    Args:
        hours: For how many hours ahead waiting may help: none where no rule looks at the clock.
    """
    atoms = list(_atoms(case))
    moments = range(case.request.next_hour, case.request.next_hour + hours * HOUR_S, HOUR_S)
    waits = [WaitUntil(moment) for moment in moments]
    found = [*_tried(case, ask, ((one,) for one in atoms))]
    found += islice(_tried(case, ask, ((wait,) for wait in waits)), 1)
    if found:
        return _lowest(found)
    pairs = [*_waits_and_shows(case, ask, waits, atoms)]
    pairs += _tried(case, ask, combinations(atoms, 2))
    return _lowest(pairs)[:_MOST_PAIRS]


def apply(atom: Atom, case: Case) -> Case:
    """Gives the case as it is once one thing is otherwise."""
    request = case.request
    match atom:
        case ShowLevel(level=level):
            return _asking(case, auth=level, auth_at=request.now)
        case WaitUntil(at=at):
            return _asking(case, now=at)
        case AskFor(purpose=purpose):
            audience = request.audience
            if request.principal is PrincipalKind.OWNER:
                audience = owners_audience(purpose)
            # What the person agreed to, they agreed to for the other purpose.
            return _asking(case, purpose=purpose, audience=audience, consented=frozenset())
        case Step() as step:
            return _STEPS[step](case)
        case _:
            assert_never(atom)


def _tried(case: Case, ask: Ask, ways: Iterable[tuple[Atom, ...]]) -> Iterator[Change]:
    """Gives those ways that would permit it."""
    for atoms in ways:
        changed = case
        for atom in atoms:
            changed = apply(atom, changed)
        if rules := ask(changed):
            yield Change(atoms, rules)


def _waits_and_shows(
    case: Case, ask: Ask, waits: Iterable[WaitUntil], atoms: Iterable[Atom]
) -> Iterator[Change]:
    """Gives the first hour at which a level that is shown anew would open it, and that level."""
    levels = [atom for atom in atoms if isinstance(atom, ShowLevel)]
    for found in islice(
        _tried(case, ask, ((wait, one) for wait in waits for one in levels[-1:])), 1
    ):
        wait, _ = found.atoms
        yield from _tried(case, ask, ((wait, level) for level in levels))


def _lowest(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Leaves out what asks for a higher level where a lower one does."""
    lowest: dict[tuple[object, ...], Change] = {}
    for change in changes:  # a lower level comes first
        same = (ShowLevel if isinstance(one, ShowLevel) else one for one in change.atoms)
        lowest.setdefault(tuple(same), change)
    return tuple(lowest.values())


def _atoms(case: Case) -> Iterator[Atom]:
    """Gives what could be otherwise, nearest first."""
    request = case.request
    # What was shown can be shown anew, even where it is enrolled no more.
    best = max(request.strongest, request.auth)
    for level in AuthLevel:
        if AuthLevel.LOCKED < level <= best and level >= request.auth:
            yield ShowLevel(level)
    yield from _circumstances(case)
    if request.principal is PrincipalKind.CLIENT:
        yield from _grants(case)
    yield from _rules(case)
    for purpose in Purpose:
        if purpose is not request.purpose:
            yield AskFor(purpose)


def _circumstances(case: Case) -> Iterator[Step]:
    record, request = case.record, case.request
    if not request.foreground:
        yield Step.OPEN_BOJAGI
    if record.home not in {"", request.device}:
        yield Step.GO_HOME
    if not request.consented.issuperset(record.labels):
        yield Step.CONSENT


def _grants(case: Case) -> Iterator[Step]:
    grant = case.request.grant
    beyond = grant.domains and case.columns.domain not in grant.domains
    if beyond or not grant.labels.issuperset(case.record.labels):
        yield Step.GRANT
    if case.request.purpose not in grant.purposes:
        yield Step.GRANT_PURPOSE
    yield Step.ASK_AS_OWNER


def _rules(case: Case) -> Iterator[Step]:
    record, request = case.record, case.request
    if not record.may_leave:
        yield Step.ALLOW_SHARING
    if not record.may_train and request.door is Door.TRAIN:
        yield Step.ALLOW_TRAINING
    if request.purpose not in record.purposes:
        yield Step.ALLOW_PURPOSE
    if request.audience not in record.reaches:
        yield Step.ALLOW_AUDIENCE
    if record.retain_s is not None:
        yield Step.KEEP_LONGER
    if record.max_reads is not None:
        yield Step.READ_MORE


def _asking(case: Case, **fields: Any) -> Case:
    return replace(case, request=replace(case.request, **fields))


def _ruled(case: Case, **fields: Any) -> Case:
    return replace(case, record=case.record.changed(**fields))


def _granted(case: Case) -> Case:
    grant, domain = case.request.grant, case.columns.domain
    labels = grant.labels.union(case.record.labels)
    domains = grant.domains | {domain} if grant.domains else grant.domains
    return _asking(case, grant=replace(grant, labels=labels, domains=domains))


def _granted_purpose(case: Case) -> Case:
    grant = case.request.grant
    return _asking(case, grant=replace(grant, purposes=grant.purposes | {case.request.purpose}))


def _asked_as_owner(case: Case) -> Case:
    audience = owners_audience(case.request.purpose)
    return _asking(case, principal=PrincipalKind.OWNER, audience=audience, grant=Grant())


_STEPS: Final[Mapping[Step, Callable[[Case], Case]]] = {
    Step.OPEN_BOJAGI: lambda case: _asking(case, foreground=True),
    Step.GO_HOME: lambda case: _asking(case, device=case.record.home),
    Step.CONSENT: lambda case: _asking(
        case, consented=case.request.consented.union(case.record.labels)
    ),
    Step.GRANT: _granted,
    Step.GRANT_PURPOSE: _granted_purpose,
    Step.ASK_AS_OWNER: _asked_as_owner,
    Step.ALLOW_SHARING: lambda case: replace(case, record=shared(case.record, may_leave=True)),
    Step.ALLOW_TRAINING: lambda case: _ruled(case, may_train=True),
    Step.ALLOW_PURPOSE: lambda case: _ruled(
        case, purposes=(*case.record.purposes, case.request.purpose)
    ),
    Step.ALLOW_AUDIENCE: lambda case: _ruled(
        case, audiences=(*case.record.reaches, case.request.audience)
    ),
    Step.KEEP_LONGER: lambda case: _ruled(case, retain_s=None),
    Step.READ_MORE: lambda case: _ruled(case, max_reads=None),
}
