"""Finds where a rule's text is at fault, for a parser that tells what is wrong but not where.

What is no Cedar at all is at the first token after which no ending could save the text: up to
there, the parser only misses the end. What is Cedar but makes no sense is at the first token with
which the same message comes, once all that is open behind it is closed.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from policy.catalog import Language
from policy.errors import PolicyError
from policy.load import load_catalog
from policy.syntax.complaints import Names, hint_for, words_of
from policy.syntax.hints import Hint, hint, hint_at_token
from policy.syntax.tokens import (
    CLOSERS,
    Place,
    Token,
    open_brackets,
    place_of,
    split_rules,
    tokenise,
)

# Gives what is wrong with a text, or None.
Parse: TypeAlias = Callable[[str], str | None]
# Gives what does not fit the schema in a text: a rule's number, from 0, and what is wrong with it.
Check: TypeAlias = Callable[[str], Sequence[tuple[int, str]]]

_EARLY_END: Final = "unexpected end of input"
_EARLY_SEMICOLON: Final = "unexpected token `;`"
_TOKEN_FAULTS: Final = ("unexpected token", "invalid token")
_CONSEQUENCE: Final = "unable to find an applicable action"  # of a name that is unrecognized
_MOST_TRIED: Final = 500  # tokens of one rule at which its parts are tried, so that no rule is slow


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a text, where, and what to do.

    Attributes:
        found: The token there; empty at the end.
        reason: The parser's own words.
    """

    place: Place
    found: str
    hint: Hint
    reason: str


class RuleTextError(PolicyError):
    """A rule's text is at fault at a place that is known."""

    def __init__(self, key: str, *, hint: Hint, **values: str | int) -> None:
        super().__init__(key, **values)
        self.hint = hint

    def tell(self, language: Language) -> str:
        """Gives the sentence with its hint in the person's language."""
        catalog = load_catalog(self.package)
        said = catalog.say(language, f"syntax.{self.hint.key}", **self.hint.values)
        return catalog.say(language, self.key, hint=said, **self.values)


def bad_syntax(text: str, parse: Parse) -> RuleTextError:
    """Gives the error that says where a text does not parse, and what to do."""
    fault = find_fault(text, parse)
    line, column = fault.place
    return RuleTextError(
        "policy.bad_syntax", line=line, column=column, hint=fault.hint, reason=fault.reason
    )


def not_valid(text: str, check: Check, schema: str) -> RuleTextError:
    """Gives the error that says where a text does not fit its schema, and what to do first."""
    first, *others = find_misfits(text, check, Names.of_schema(schema))
    line, column = first.place
    reasons = dict.fromkeys(f"{one.place.line}: {one.reason}" for one in (first, *others))
    return RuleTextError(
        "policy.not_valid", line=line, column=column, hint=first.hint, reason="; ".join(reasons)
    )


def find_fault(text: str, parse: Parse) -> Fault:
    """Gives the first fault of a text that does not parse."""
    for rule in split_rules(tokenise(text)):
        reason = parse(_part(text, rule, len(rule)))
        if reason is not None:
            return _fault_in(text, rule, parse, reason)
    return Fault(place_of(text, 0), "", hint("unfinished"), _EARLY_END)


def find_misfits(text: str, check: Check, names: Names) -> list[Fault]:
    """Gives what does not fit the schema in a text that parses, in the order of the text.

    Args:
        names: Those of the schema, for hints.
    """
    misfits = check(text)
    rules = list(split_rules(tokenise(text)))
    faults: list[Fault] = []
    for number in sorted({number for number, _ in misfits}):
        rule = rules[number]
        waiting = {reason for one, reason in misfits if one == number}
        if any(reason.startswith("unrecognized") for reason in waiting):
            waiting = {reason for reason in waiting if not reason.startswith(_CONSEQUENCE)}
        for at, part in _closed_parts(text, rule):
            came_true = sorted(waiting.intersection(reason for _, reason in check(part)))
            waiting -= set(came_true)
            faults += [_told(text, rule, at, reason, names) for reason in came_true]
            if not waiting:
                break
        faults += [_told(text, rule, len(rule) - 1, reason, names) for reason in sorted(waiting)]
    return sorted(faults, key=lambda fault: fault.place)


def _fault_in(text: str, rule: Sequence[Token], parse: Parse, reason: str) -> Fault:
    if not reason.startswith((*_TOKEN_FAULTS, _EARLY_END)):
        parts = _closed_parts(text, rule)
        at = next((at for at, part in parts if parse(part) == reason), len(rule) - 1)
        return _told(text, rule, at, reason, Names())

    def is_past_saving(end: int) -> bool:
        return _said(text, rule, end, parse).startswith(_TOKEN_FAULTS)

    at = bisect_left(range(1, len(rule) + 1), True, key=is_past_saving)
    if at == len(rule) and rule[-1].text == ";" and reason != _EARLY_END:
        at -= 1  # it is the semicolon that came too early
    advice = hint_at_token(text, rule, at)
    reason = _said(text, rule, at + 1, parse) or reason
    return _fault(text, rule, at if advice.at is None else advice.at, advice, reason)


def _said(text: str, rule: Sequence[Token], end: int, parse: Parse) -> str:
    """Gives the fault of a rule's first tokens; nothing where only their ending is at fault."""
    reason = parse(_part(text, rule, end) + "\n;")  # where it has no end, Cedar tells of that first
    return "" if reason is None or reason == _EARLY_SEMICOLON else reason


def _told(text: str, rule: Sequence[Token], at: int, reason: str, names: Names) -> Fault:
    """Gives the fault that a message is about: the nearest token before it that it names."""
    advice = hint_for(reason, rule, at, names)
    for word in words_of(reason):
        for back in range(at, -1, -1):
            if rule[back].text == word:
                return _fault(text, rule, back, advice, reason)
    return _fault(text, rule, at, advice, reason)


def _fault(text: str, rule: Sequence[Token], at: int, advice: Hint, reason: str) -> Fault:
    if at < len(rule):
        return Fault(place_of(text, rule[at].start), rule[at].text, advice, reason)
    return Fault(place_of(text, rule[-1].end), "", advice, reason)


def _closed_parts(text: str, rule: Sequence[Token]) -> Iterator[tuple[int, str]]:
    """Gives each beginning of a rule, closed as if it ended there, with its last token's index."""
    for at in range(min(len(rule), _MOST_TRIED)):
        open_at = reversed(open_brackets(rule[: at + 1]))
        closers = "".join(CLOSERS[rule[one].text] for one in open_at)
        end = "" if rule[at].text == ";" else ";"
        yield at, _part(text, rule, at + 1) + closers + end


def _part(text: str, rule: Sequence[Token], end: int) -> str:
    """Gives the text of a rule's first tokens."""
    return text[rule[0].start : rule[:end][-1].end]
