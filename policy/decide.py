"""The decision on one memory: permit, deny, or permit after a step-up. Pure; the clock comes in.

1. Nothing is permitted that no rule permits; one forbid outweighs every permit; an error denies.
2. A permit whose obligations the asking guard cannot fulfil permits nothing.
3. Each decision says until when it stands, whatever the clock does by itself.
4. A remembered answer is keyed by all that the rules can see, with ages and reads reduced to which
   of the bundle's limits they are within: it is the answer that would be found anew.
5. What is not of this program's words, or of a clock that no calendar knows, is denied unasked.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final, TypeAlias, TypeVar

from policy.binding import ItemColumns, RuleRecord
from policy.bundle import Bundle, Verdict
from policy.changes import AskFor, Case, Change, ShowLevel, apply, nearest_changes
from policy.evaluate import Scene, Value
from policy.obligations import Obligation, ObligationKind
from policy.request import FOREVER, Facts, Request, attributes_of, is_time, scene_of
from policy.vocabulary import AuthLevel, Domain, PrincipalKind, Purpose

_K = TypeVar("_K")
_V = TypeVar("_V")
_HOUR: Final = ("context", "hour")
_WEEKDAY: Final = ("context", "weekday")
_DOMAIN: Final = {("resource", "domain"), ("context", "granted_domains")}


@dataclass(frozen=True, slots=True)
class Permit:
    """It may be opened, obligations fulfilled, until `valid_until` (Unix seconds)."""

    rules: tuple[str, ...]
    bundle: str
    obligations: tuple[Obligation, ...]
    valid_until: int


@dataclass(frozen=True, slots=True)
class StepUp:
    """It would be permitted at `level`, shown no longer than `max_age_s` ago.

    `obligations` are those that the permit would have.
    """

    rules: tuple[str, ...]
    bundle: str
    obligations: tuple[Obligation, ...]
    valid_until: int
    level: AuthLevel
    max_age_s: int | None
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Deny:
    """It may not be opened; empty `rules`: none permits it.

    `obligations` are those that this guard cannot fulfil, where nothing else was in the way. What
    is unknown has neither rules nor changes, and stands for no time: `valid_until` is 0.
    """

    rules: tuple[str, ...]
    bundle: str
    obligations: tuple[Obligation, ...]
    valid_until: int
    changes: tuple[Change, ...]

    @property
    def purposes(self) -> tuple[Purpose, ...]:
        """The purposes for which it would be opened as things are."""
        single = (change.atoms[0] for change in self.changes if len(change.atoms) == 1)
        return tuple(atom.purpose for atom in single if isinstance(atom, AskFor))


Decision: TypeAlias = Permit | StepUp | Deny


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether it is permitted, for a mask: no more is asked of a million rows."""

    allowed: bool
    valid_until: int


def decide(bundle: Bundle, record: RuleRecord, columns: ItemColumns, request: Request) -> Decision:
    """Decides whether the memory with this binding may be opened for this request."""
    return Decider(bundle).decide(record, columns, request)


@dataclass(frozen=True, slots=True)
class _Weighed:
    """What the rules say, and how far the guard can follow.

    Attributes:
        usable: The permits whose obligations can be fulfilled now.
        duties: What the usable permits ask for.
        lasts_s: For how long what was permitted may be shown.
        ages: The age limits at whose passing the rules would say something else.
    """

    verdict: Verdict
    usable: tuple[str, ...]
    duties: tuple[Obligation, ...]
    lasts_s: int
    ages: tuple[int, ...]


@dataclass(slots=True)
class Decider:
    """Decides under one bundle, and remembers: many memories share a record.

    Attributes:
        most: How many answers of a kind are remembered; then it begins anew.
    """

    bundle: Bundle
    most: int = 20_000
    _weighed: dict[tuple[object, ...], _Weighed] = field(default_factory=dict)
    _changes: dict[tuple[object, ...], tuple[Change, ...]] = field(default_factory=dict)
    _attributes: dict[RuleRecord, Mapping[str, Value]] = field(default_factory=dict)
    _known: Request | None = None

    def decide(self, record: RuleRecord, columns: ItemColumns, request: Request) -> Decision:
        """Decides whether the memory with this binding may be opened for this request."""
        digest = self.bundle.digest
        if not self._knows(columns, request):
            return Deny((), digest, (), 0, ())
        case = Case(record, columns, request)
        facts, weighed = self._weigh(case)
        until = self._valid_until(facts, weighed, request)
        if weighed.usable:
            return Permit(weighed.usable, digest, weighed.duties, until)
        rules = weighed.verdict.rules
        changes = self._nearest(case, facts)
        for change in changes:
            first = change.atoms[0]
            if isinstance(first, ShowLevel) and len(change.atoms) == 1:
                duties, lasts = self._duties(change.rules), self._lasts(apply(first, case))
                return StepUp(rules, digest, duties, until, first.level, lasts, changes)
        duties = self._duties(rules) if weighed.verdict.allowed else ()
        age = request.auth_age_s
        unfulfilled = tuple(duty for duty in duties if not self._can(duty, case, age))
        return Deny(rules, digest, unfulfilled, until, changes)

    def answer(self, record: RuleRecord, columns: ItemColumns, request: Request) -> Answer:
        """Gives whether `decide` permits, and until when, without looking for remedies."""
        if not self._knows(columns, request):
            return Answer(allowed=False, valid_until=0)
        facts, weighed = self._weigh(Case(record, columns, request))
        return Answer(bool(weighed.usable), self._valid_until(facts, weighed, request))

    # -- inside

    def _knows(self, columns: ItemColumns, request: Request) -> bool:
        if request is not self._known:  # one request asks for many records
            if not request.is_known:
                return False
            self._known = request
        return (
            is_time(columns.created_at)
            and type(columns.reads) is int
            and columns.reads >= 0
            and type(columns.domain) is Domain
        )

    def _weigh(self, case: Case) -> tuple[Facts, _Weighed]:
        facts = Facts.of(case.record, case.columns, case.request.now, self.bundle.read_limits)
        key = self._key(case, facts, self.bundle.reads[case.request.principal])
        weighed = self._weighed.get(key)
        if weighed is None:
            weighed = self._remember(self._weighed, key, self._weigh_anew(case, facts))
        return facts, weighed

    def _weigh_anew(self, case: Case, facts: Facts) -> _Weighed:
        """Asks once for each stretch of ages that the rules can tell apart."""
        limits = self.bundle.age_limits
        ages = (*limits, FOREVER)
        verdicts = self.bundle.evaluate_by_age(self._scene(case, facts), ages)
        found = [
            (verdict, self._usable(verdict, case, age))
            for verdict, age in zip(verdicts, ages, strict=True)
        ]
        turns = tuple(
            age for age, (here, after) in zip(limits, pairwise(found), strict=True) if here != after
        )
        verdict, usable = found[bisect_left(limits, case.request.auth_age_s)]
        duties = self._duties(usable)
        shown = (duty.amount for duty in duties if duty.kind is ObligationKind.EXPIRE)
        return _Weighed(verdict, usable, duties, min(shown, default=FOREVER), turns)

    def _key(
        self, case: Case, facts: Facts, reads: frozenset[tuple[str, str]]
    ) -> tuple[object, ...]:
        request = case.request
        age = request.auth_age_s
        within = tuple(age <= limit for limit in self.bundle.age_limits)
        return (
            case.record, request.principal, request.door, request.purpose, request.auth,
            request.strongest, request.fulfils, request.audience, request.foreground,
            request.device, request.consented, request.grant, facts.expired, facts.reads_spent,
            facts.spent, within,
            request.hour if _HOUR in reads else None,
            request.weekday if _WEEKDAY in reads else None,
            None if reads.isdisjoint(_DOMAIN) else facts.domain,
        )  # fmt: skip

    def _scene(self, case: Case, facts: Facts) -> Scene:
        attributes = self._attributes.get(case.record)
        if attributes is None:
            attributes = attributes_of(case.record)
            self._remember(self._attributes, case.record, attributes)
        return scene_of(attributes, facts, case.request)

    def _usable(self, verdict: Verdict, case: Case, age_s: int) -> tuple[str, ...]:
        """Gives the permits whose obligations can be fulfilled with a level of this age."""
        rules = self.bundle.rules
        return tuple(
            rule
            for rule in (verdict.rules if verdict.allowed else ())
            if all(self._can(duty, case, age_s) for duty in rules[rule].obligations)
        )

    @staticmethod
    def _can(duty: Obligation, case: Case, age_s: int) -> bool:
        if duty.kind not in case.request.fulfils:
            return False
        match duty.kind:
            case ObligationKind.REAUTHENTICATE:
                return age_s <= duty.amount
            case ObligationKind.COUNT:
                return not duty.amount or case.columns.reads < duty.amount
            case _:
                return True

    def _nearest(self, case: Case, facts: Facts) -> tuple[Change, ...]:
        request = case.request
        reads = self.bundle.reads[request.principal]
        hours = 7 * 24 if _WEEKDAY in reads else 24 if _HOUR in reads else 0
        # What a client may not have, the owner may be told to read: by the rules for owners.
        key = self._key(case, facts, reads | self.bundle.reads[PrincipalKind.OWNER])
        if hours:  # by the hour that is waited for, other things have aged too
            clock = request.next_hour, request.utc_offset_s
            key = (*key, *clock, request.auth_at, facts.turns_at)
        changes = self._changes.get(key)
        if changes is None:
            changes = nearest_changes(case, self._permitting, hours=hours)
            self._remember(self._changes, key, changes)
        return changes

    def _remember(self, memory: dict[_K, _V], key: _K, value: _V) -> _V:
        if len(memory) >= self.most:
            memory.clear()
        memory[key] = value
        return value

    def _permitting(self, case: Case) -> tuple[str, ...]:
        facts = Facts.of(case.record, case.columns, case.request.now, self.bundle.read_limits)
        verdict = self.bundle.evaluate(self._scene(case, facts))
        return self._usable(verdict, case, case.request.auth_age_s)

    def _lasts(self, case: Case) -> int | None:
        """For how long a level counts that was just shown; None where it counts on."""
        _, weighed = self._weigh(case)
        return next(
            (age for age in weighed.ages if not self._permitting(_aged(case, age + 1))), None
        )

    def _valid_until(self, facts: Facts, weighed: _Weighed, request: Request) -> int:
        """The first moment at which a clock alone could turn this decision."""
        moments = [FOREVER, facts.turns_at, request.now + weighed.lasts_s]
        if weighed.ages:
            moments.append(request.auth_at)  # a clock that was behind it catches up
            moments += [request.auth_at + limit + 1 for limit in weighed.ages]
        if not self.bundle.reads[request.principal].isdisjoint({_HOUR, _WEEKDAY}):
            moments.append(request.next_hour)
        return min(moment for moment in moments if moment > request.now)

    def _duties(self, rules: tuple[str, ...]) -> tuple[Obligation, ...]:
        duties = {duty for rule in rules for duty in self.bundle.rules[rule].obligations}
        return tuple(sorted(duties))


def _aged(case: Case, age_s: int) -> Case:
    return replace(case, request=replace(case.request, auth_at=case.request.now - age_s))
