"""The decision on one memory: permit, deny, or permit after a step-up. Pure; the clock comes in.

What would have opened a closed memory is found by asking again with one thing changed, so the
remedy can never promise what the rules would not keep.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from policy.binding import ItemColumns, RuleRecord
from policy.cedar import Bundle, Verdict
from policy.obligations import Obligation, ObligationKind
from policy.vocabulary import AuthLevel, Door, PrincipalKind, Purpose

FOREVER = 2**53  # a Unix time that no clock reaches


@dataclass(frozen=True, slots=True)
class Request:
    """Who asks, through which door, for what, and how sure we are of them.

    Attributes:
        auth: The level shown.
        auth_at: Unix seconds at which that level was shown.
        strongest: The best factor that the owner has enrolled.
        now: Unix seconds. A clock before `auth_at` counts as an endless age: fail closed.
        fulfils: The obligations that the asking guard can fulfil.
    """

    principal: PrincipalKind
    door: Door
    purpose: Purpose
    auth: AuthLevel
    auth_at: int
    strongest: AuthLevel
    now: int
    fulfils: frozenset[ObligationKind] = frozenset(ObligationKind)

    @property
    def auth_age_s(self) -> int:
        """Seconds since the level was shown."""
        return self.now - self.auth_at if self.now >= self.auth_at else FOREVER


@dataclass(frozen=True, slots=True)
class Permit:
    """It may be opened, obligations fulfilled, until `valid_until` (Unix seconds)."""

    rules: tuple[str, ...]
    bundle: str
    obligations: tuple[Obligation, ...]
    valid_until: int


@dataclass(frozen=True, slots=True)
class StepUp:
    """It would be permitted at `level`, shown no longer than `max_age_s` ago."""

    rules: tuple[str, ...]
    bundle: str
    level: AuthLevel
    max_age_s: int | None


@dataclass(frozen=True, slots=True)
class Deny:
    """It may not be opened.

    `purposes` are those for which it would be; empty `rules`: none permits it.
    """

    rules: tuple[str, ...]
    bundle: str
    purposes: tuple[Purpose, ...] = ()
    unfulfilled: bool = False


Decision: TypeAlias = Permit | StepUp | Deny


def decide(bundle: Bundle, record: RuleRecord, columns: ItemColumns, request: Request) -> Decision:
    """Decides whether the memory with this binding may be opened for this request."""
    return _decide(bundle, record, _Facts.of(record, columns, request), request)


@dataclass(slots=True)
class Decider:
    """`decide`, remembering its answers: many memories share a record.

    A remembered answer is keyed by all that the rules can see, with ages reduced to which of the
    bundle's limits they are within, so it is the answer that `decide` would give.
    """

    bundle: Bundle
    _known: dict[tuple[object, ...], Decision] = field(default_factory=dict)

    def decide(self, record: RuleRecord, columns: ItemColumns, request: Request) -> Decision:
        """Gives what `decide` gives."""
        facts = _Facts.of(record, columns, request)
        limits = tuple(request.auth_age_s <= limit for limit in _age_limits(self.bundle))
        key = (
            record, request.principal, request.door, request.purpose, request.auth,
            request.strongest, request.fulfils, facts.expired, facts.reads_spent, limits,
        )  # fmt: skip
        decision = self._known.get(key)
        if decision is None:
            decision = self._known[key] = _decide(self.bundle, record, facts, request)
        if isinstance(decision, Permit):
            return replace(decision, valid_until=_valid_until(self.bundle, record, facts, request))
        return decision


@dataclass(frozen=True, slots=True)
class _Facts:
    """What the rules can see of the single item."""

    expired: bool
    reads_spent: bool
    expires_at: int

    @classmethod
    def of(cls, record: RuleRecord, columns: ItemColumns, request: Request) -> _Facts:
        expires_at = FOREVER if record.retain_s is None else columns.created_at + record.retain_s
        reads_spent = record.max_reads is not None and columns.reads >= record.max_reads
        return cls(request.now >= expires_at, reads_spent, expires_at)


def _decide(bundle: Bundle, record: RuleRecord, facts: _Facts, request: Request) -> Decision:
    verdict = _evaluate(bundle, record, facts, request)
    usable = _usable(bundle, verdict, request)
    if usable:
        duties = {duty for rule in usable for duty in bundle.rules[rule].obligations}
        until = _valid_until(bundle, record, facts, request)
        return Permit(usable, bundle.digest, tuple(sorted(duties)), until)
    for level in _levels_to_show(request):
        shown = replace(request, auth=level, auth_at=request.now)
        after = _usable(bundle, _evaluate(bundle, record, facts, shown), shown)
        if after:
            ages = [bundle.rules[rule].max_age_s for rule in (*verdict.rules, *after)]
            shortest = min((age for age in ages if age is not None), default=None)
            return StepUp(verdict.rules, bundle.digest, level, shortest)
    purposes = []
    for purpose in Purpose:
        asked = replace(request, purpose=purpose)
        if _usable(bundle, _evaluate(bundle, record, facts, asked), asked):
            purposes.append(purpose)
    return Deny(verdict.rules, bundle.digest, tuple(purposes), unfulfilled=verdict.allowed)


def _usable(bundle: Bundle, verdict: Verdict, request: Request) -> tuple[str, ...]:
    """The permits whose obligations the asking guard can fulfil; the others permit nothing."""
    if not verdict.allowed:
        return ()
    return tuple(
        rule
        for rule in verdict.rules
        if all(duty.kind in request.fulfils for duty in bundle.rules[rule].obligations)
    )


def _levels_to_show(request: Request) -> Iterator[AuthLevel]:
    """The levels that the owner could show now, lowest first; the present one too, anew."""
    highest = max(request.auth, request.strongest)
    for level in AuthLevel:
        if max(request.auth, AuthLevel.UNLOCKED) <= level <= highest:
            yield level


def _evaluate(bundle: Bundle, record: RuleRecord, facts: _Facts, request: Request) -> Verdict:
    context = {
        "purpose": request.purpose.value,
        "auth": int(request.auth),
        "auth_age_s": request.auth_age_s,
        "strongest": int(request.strongest),
        "expired": facts.expired,
        "reads_spent": facts.reads_spent,
    }
    return bundle.evaluate(record, request.door, request.principal, context)


def _age_limits(bundle: Bundle) -> tuple[int, ...]:
    return tuple(
        sorted({rule.max_age_s for rule in bundle.rules.values() if rule.max_age_s is not None})
    )


def _valid_until(bundle: Bundle, record: RuleRecord, facts: _Facts, request: Request) -> int:
    """The first moment at which a clock alone could turn this permit into a refusal."""
    moments = [facts.expires_at]
    if record.min_auth > AuthLevel.UNLOCKED and request.strongest > AuthLevel.UNLOCKED:
        moments += [request.auth_at + limit for limit in _age_limits(bundle)]
    return min((moment for moment in moments if moment >= request.now), default=FOREVER)
