"""Cases: what rules should decide, told by their author in YAML, and what they do decide.

    bundle: mine.cedar              # beside this file; left out: the shipped rules
    market: JP                      # whose part lies on the shipped base, and whose defaults count
    on_top: own.cedar               # rules that lie on top of the shipped ones, one file or several
    defaults: {who: owner}          # of every case

    cases:
      - {labels: finance, expect: step_up, by: finance-needs-step-up, opens_with: strong}
      - {who: client, for: share, labels: health, expect: deny}

    tables:
      Money:
        - {labels: finance}         # of all rows of the table; it may be left out
        - [auth,   auth_age_s, expect]
        - [strong, 300,        permit]
        - [strong, 301,        step_up]
        - [strong, ~,          permit]  # the cell is left out

What a case can tell is in `policy.desk.situation.Situation`, what it can expect in `Expectation`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final, TypeAlias, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from policy.decide import Decider, Decision, Permit
from policy.defaults import Defaults
from policy.desk.outcomes import OUTCOMES, REMEDIES, change_word, duty_word
from policy.desk.situation import Situation, listed, meaning
from policy.desk.yaml_places import Placed, PlacedError, Route, read_yaml, shown
from policy.errors import PolicyError
from policy.explain import outcome_of
from policy.obligations import ObligationKind, parse_obligations
from policy.syntax.hints import nearest
from policy.syntax.tokens import Place
from policy.vocabulary import Market

MAX_CASES_BYTES: Final = 1 << 18
SHIPPED: Final = "shipped"

_OUTCOME: Final = meaning({word: word for word in OUTCOMES})
_KIND: Final = meaning({str(kind): kind for kind in ObligationKind})
_REMEDY: Final = meaning({word: word for word in REMEDIES})


def _duty(value: Any) -> Any:
    word = str(value)
    _KIND(word.partition(":")[0])
    try:
        (duty,) = parse_obligations("", word)
    except (PolicyError, ValueError) as error:
        raise PydanticCustomError("duty", "not so") from error
    return duty_word(duty)


def _change(value: Any) -> Any:
    return "+".join(sorted(_REMEDY(part.strip()) for part in str(value).split("+")))


# What a kind of error of pydantic's comes to.
_COMPLAINTS: Final = {
    "missing": "missing",
    **dict.fromkeys(("int", "greater", "less"), "needs_number"),
    "bool": "needs_flag",
    "moment": "needs_moment",
    "tag": "needs_tag",
    "duty": "needs_duty",
    "string": "needs_text",
    **dict.fromkeys(("tuple", "too"), "needs_list"),
    **dict.fromkeys(("dict", "model"), "needs_fields"),
}

_Model = TypeVar("_Model", bound=BaseModel)
_LIST: Final = BeforeValidator(listed)
_Words: TypeAlias = Annotated[tuple[str, ...], _LIST]


class Expectation(Situation):
    """A situation, and what should come out.

    Attributes:
        by: Rules that must be among those that decide; empty: no rule may have decided.
        duties: All that must come with it, and no others.
        opens_with: Remedies that must be among the nearest ones; empty: there must be none.
    """

    name: str = ""
    expect: Annotated[str, BeforeValidator(_OUTCOME)]
    by: _Words | None = None
    duties: Annotated[tuple[Annotated[str, BeforeValidator(_duty)], ...], _LIST] | None = None
    opens_with: Annotated[tuple[Annotated[str, BeforeValidator(_change)], ...], _LIST] | None = None


def _as_table(value: Any) -> Any:
    if not isinstance(value, list):
        raise PydanticCustomError("tuple", "no list")
    shares = int(bool(value) and isinstance(value[0], dict))
    return {"first": shares, "shared": value[0] if shares else {}, "rows": value[shares:]}


class _Table(BaseModel):
    """Cases as rows under their columns.

    Attributes:
        first: Which item of the list the columns are.
        shared: What all of its cases have.
    """

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    first: int
    shared: dict[str, Any]
    rows: Annotated[tuple[tuple[Any, ...], ...], Field(min_length=1)]


class _File(BaseModel):
    """What a file of cases holds; its rows are looked at one by one."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    bundle: str = SHIPPED
    market: Annotated[Market, BeforeValidator(meaning({str(one): one for one in Market}))] = (
        Market.OTHER
    )
    on_top: _Words = ()
    defaults: dict[str, Any] = {}
    cases: tuple[dict[str, Any], ...] = ()
    tables: dict[str, Annotated[_Table, BeforeValidator(_as_table)]] = {}


@dataclass(frozen=True, slots=True)
class Trial:
    """One case. `title` is its name, or that of its table."""

    line: int
    title: str
    told: Expectation


@dataclass(frozen=True, slots=True)
class Suite:
    """The cases of a file, and the rules that they are about.

    Attributes:
        bundle: A path beside the file, or `SHIPPED`.
        on_top: Paths beside the file.
    """

    bundle: str
    market: Market
    on_top: tuple[str, ...]
    trials: tuple[Trial, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """What came out otherwise than a case says; `point` is the case's own word for it."""

    point: str
    expected: str
    found: str


@dataclass(frozen=True, slots=True)
class Result:
    """What a case came to; without differences, it passed."""

    trial: Trial
    decision: Decision
    differences: tuple[Difference, ...]


def parse_cases(text: str, file: str) -> Suite:
    """Gives the cases in a file's text.

    Raises:
        PlacedError: it is no YAML, or tells what cannot be.
    """
    read = read_yaml(text, file)
    told = _validated(_File, read.value, read.nearest, file)
    trials = tuple(_Rows(told, read, file).trials())
    if not trials:
        raise PlacedError("cases.none", file=file, place=read.nearest(()))
    return Suite(told.bundle, told.market, told.on_top, trials)


def judge(trial: Trial, decider: Decider, defaults: Defaults) -> Result:
    """Decides a case, and compares."""
    case = trial.told.case(defaults)
    decision = decider.decide(case.record, case.columns, case.request)
    return Result(trial, decision, tuple(_differences(trial.told, decision)))


def fields_of(kind: type[BaseModel]) -> list[str]:
    """Gives what can be told, by its name in a file."""
    return [field.alias or name for name, field in kind.model_fields.items()]


# --- reading


@dataclass(frozen=True, slots=True)
class _Rows:
    """The cases of a file, each validated with the defaults beneath it."""

    told: _File
    read: Placed
    file: str

    def trials(self) -> Iterator[Trial]:
        for number, case in enumerate(self.told.cases):
            base: Route = ("cases", number)
            yield self._trial(case, base, {name: (*base, name) for name in case})
        for title, table in self.told.tables.items():
            home: Route = ("tables", title)
            shared = {name: (*home, 0, name) for name in table.shared}
            names = self._columns(table.rows[0], (*home, table.first))
            for number, row in enumerate(table.rows[1:], start=table.first + 1):
                base = (*home, number)
                if len(row) > len(names):
                    raise self._fault("cases.too_many_cells", (*base, len(names)), count=len(names))
                cells = _told(dict(zip(names, row, strict=False)))
                places = {name: (*base, at) for at, name in enumerate(names) if name in cells}
                case = {"name": title, **table.shared, **cells}
                yield self._trial(case, base, {**shared, **places})

    def _columns(self, columns: tuple[Any, ...], base: Route) -> list[str]:
        names = list(map(str, columns))
        known = fields_of(Expectation)
        for at, name in enumerate(names):
            if name in names[:at]:
                raise self._fault("cases.key_twice", (*base, at), found=shown(name))
            if name not in known:
                key, values = _unknown("field", name, known)
                raise self._fault(key, (*base, at), **values)
        return names

    def _trial(self, case: Mapping[str, Any], base: Route, fields: Mapping[str, Route]) -> Trial:
        """Gives a case.

        Args:
            fields: Where each of its fields is.
        """
        given = {"market": self.told.market, **_told(self.told.defaults)}
        case = _told(case)

        def place(path: Route) -> Place:
            """Gives the place of a field: in the case, in the defaults, or in neither."""
            name, *rest = path
            if name in case:
                return self.read.nearest((*fields.get(str(name), base), *rest))
            return self.read.nearest(("defaults", *path) if name in given else base)

        told = _validated(Expectation, {**given, **case}, place, self.file)
        return Trial(self.read.nearest(base).line, told.name, told)

    def _fault(self, key: str, path: Route, **values: str | int) -> PlacedError:
        return PlacedError(key, file=self.file, place=self.read.nearest(path), **values)


def _told(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}


def _validated(
    kind: type[_Model], value: Any, place: Callable[[Route], Place], file: str
) -> _Model:
    try:
        return kind.model_validate(value)
    except ValidationError as error:
        key, values = complaint(error, kind)
        raise PlacedError(key, file=file, place=place(_first(error)["loc"]), **values) from error


def _first(error: ValidationError) -> ErrorDetails:
    return error.errors(include_url=False, include_input=False)[0]


def complaint(error: ValidationError, kind: type[BaseModel]) -> tuple[str, dict[str, str]]:
    """Gives the key of the sentence for what pydantic found first, and its values."""
    fault = _first(error)
    context = fault.get("ctx", {})
    point = next((str(one) for one in reversed(fault["loc"]) if isinstance(one, str)), "")
    match fault["type"].partition("_")[0]:
        case "unknown":
            return _unknown("word", str(context["found"]), context["known"])
        case "extra":
            return _unknown("field", point, fields_of(kind))
        case found:
            return f"cases.{_COMPLAINTS[found]}", {"point": shown(point)}


def _unknown(what: str, found: str, known: Sequence[str]) -> tuple[str, dict[str, str]]:
    values = {"found": shown(found), "known": ", ".join(known)}
    meant = nearest(found, known)
    if meant is None:
        return f"cases.unknown_{what}", values
    return f"cases.unknown_{what}_near", {**values, "meant": meant}


# --- comparing


def _differences(told: Expectation, decision: Decision) -> Iterator[Difference]:
    outcome = outcome_of(decision)
    if told.expect != outcome:
        yield Difference("expect", told.expect, outcome)
    if told.by is not None and not _are_among(told.by, decision.rules):
        yield _difference("by", told.by, decision.rules)
    duties = tuple(map(duty_word, decision.obligations))
    if told.duties is not None and set(told.duties) != set(duties):
        yield _difference("duties", told.duties, duties)
    changes = () if isinstance(decision, Permit) else tuple(map(change_word, decision.changes))
    if told.opens_with is not None and not _are_among(told.opens_with, changes):
        yield _difference("opens_with", told.opens_with, changes)


def _are_among(expected: Sequence[str], found: Sequence[str]) -> bool:
    """Tells whether all are there; that nothing is expected means that nothing may be there."""
    return set(expected) <= set(found) if expected else not found


def _difference(point: str, expected: Sequence[str], found: Sequence[str]) -> Difference:
    return Difference(point, _joined(expected), _joined(found))


def _joined(words: Sequence[str]) -> str:
    return ", ".join(words) or "[]"
