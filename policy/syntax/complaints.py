"""What Cedar's own messages mean: the word that each is about, and the hint for it.

The messages come without a place. They are those of Cedar 4; one that is not known here gets a
general hint, and its place is found all the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from policy.syntax.hints import METHODS, Hint, hint, nearest
from policy.syntax.tokens import Token, tokenise

_EFFECTS: Final = ("permit", "forbid")
_CONDITIONS: Final = ("when", "unless")
_WORDS: Final = ("principal", "action", "resource", "context", "true", "false")
_QUOTED: Final = re.compile(r"[`']([^`']+)[`']|: @?(\S+)$")


@dataclass(frozen=True, slots=True)
class Names:
    """The names that a schema has.

    Attributes:
        attributes: What can follow the dot, by what stands before it: `resource` or `context`.
        entities: With their namespace.
        actions: As policies write them.
    """

    attributes: Mapping[str, Collection[str]] = field(default_factory=dict)
    entities: Collection[str] = ()
    actions: Collection[str] = ()

    @classmethod
    def of_schema(cls, text: str) -> Names:
        """Finds the names in a schema of one namespace, in which entities are resources."""
        plain = " ".join(token.text for token in tokenise(text))  # without comments
        namespace = "".join(re.findall(r"^namespace (\w+) {", plain)) + "::"
        holders = {"entity": "resource", "type": "context"}
        attributes: dict[str, list[str]] = {holder: [] for holder in holders.values()}
        for kind, body in re.findall(r"\b(entity|type) \w+ = { (.*?) } ;", plain):
            attributes[holders[kind]] += re.findall(r"(\w+) (?:\? )?: ", body)
        actions = ", ".join(re.findall(r"\baction (.+?) appliesTo", plain))
        return cls(
            attributes,
            [namespace + name for name in re.findall(r"\bentity (\w+)", plain)],
            [f'{namespace}Action::"{name}"' for name in re.findall(r"\w+", actions)],
        )


@dataclass(frozen=True, slots=True)
class _Case:
    """What a message said (`found` is its first group), and where it came true."""

    found: str
    message: str
    rule: Sequence[Token]
    at: int
    names: Names


def words_of(message: str) -> list[str]:
    """Gives the texts of the tokens that a message may be about, the likeliest first."""
    words = []
    for quoted, last in _QUOTED.findall(message):
        word = quoted or last
        words += [word, f'"{word}"', re.split(r"::|\.", word)[-1]]
    return words


def hint_for(message: str, rule: Sequence[Token], at: int, names: Names) -> Hint:
    """Gives the hint for a message that came true at a token."""
    for pattern, meaning in _MEANINGS:
        if match := re.search(pattern, message):
            found = match[1] if match.re.groups else rule[at].text
            return meaning(_Case(found, message, rule, at, names))
    return hint("unexpected", found=rule[at].text)


# --- what the text says wrongly


def _plainly(key: str) -> Callable[[_Case], Hint]:
    return lambda case: hint(key, found=case.found)


def _one_of(known: Collection[str], otherwise: str) -> Callable[[_Case], Hint]:
    def meaning(case: _Case) -> Hint:
        meant = nearest(case.found, known)
        return _instead(case, meant) if meant else _known(otherwise, case, known)

    return meaning


def _function(case: _Case) -> Hint:
    if case.found.casefold() == "not":
        return _instead(case, "!")
    meant = nearest(case.found, METHODS)
    return hint("method_dot", found=meant) if meant else _known("unknown_method", case, METHODS)


def _member(case: _Case) -> Hint:
    return _instead(case, case.found.replace(".", "::"))


# --- what does not fit the schema


def _attribute(case: _Case) -> Hint:
    for holder, known in case.names.attributes.items():
        if case.found in known:
            before = case.rule[max(0, case.at - 2) : case.at]
            whole = "".join(token.text for token in before if token.text != "[") + case.found
            return hint("write_instead", found=whole, plain=f"{holder}.{case.found}")
    holder = "context" if "in context" in case.message else "resource"
    return _one_of(case.names.attributes.get(holder, ()), "unknown_attribute")(case)


def _entity(case: _Case) -> Hint:
    return _by_last_part(case, case.names.entities, "unknown_entity")


def _action(case: _Case) -> Hint:
    return _by_last_part(case, case.names.actions, "unknown_action")


def _by_last_part(case: _Case, known: Collection[str], otherwise: str) -> Hint:
    by_last = {name.split("::")[-1]: name for name in known}
    meant = nearest(case.found.split("::")[-1], by_last)
    return _instead(case, by_last[meant]) if meant else _known(otherwise, case, known)


def _types(case: _Case) -> Hint:
    word, before = case.rule[case.at].text, case.rule[case.at - 1].text
    if word in METHODS:
        return hint("method_call", found=word)
    return hint("membership", found=before) if before in {"in", "has"} else hint("types")


def _instead(case: _Case, plain: str) -> Hint:
    return hint("write_instead", found=case.found, plain=plain)


def _known(key: str, case: _Case, known: Collection[str]) -> Hint:
    return hint(key, found=case.found, known=", ".join(known))


# Compiled when a fault is told, for most programs never tell of one.
_MEANINGS: Final[Sequence[tuple[str, Callable[[_Case], Hint]]]] = (
    (r"^'(=)' is not a valid operator", lambda case: _instead(case, "==")),
    (r"^`(.+)` is not a valid method", _one_of(METHODS, "unknown_method")),
    (r"^`(.+)` is not a valid function", _function),
    (r"^`(.+)` is a method, not a function", _plainly("method_dot")),
    (r"^invalid policy effect: (.+)", _one_of(_EFFECTS, "effect")),
    (r"^invalid policy condition: (.+)", _one_of(_CONDITIONS, "condition")),
    (r"^invalid variable: (.+)", _one_of(_WORDS, "quote_text")),
    (r"in the scope|must be used$", _plainly("scope")),
    (r"^(division|remainder)", _plainly("no_division")),
    (r"^multiple relational operators", _plainly("parentheses")),
    (r"^`(.+)` condition clause cannot be empty", _plainly("empty_condition")),
    (r"^duplicate annotation: @(.+)", _plainly("annotation_twice")),
    (r"is not a valid escape", _plainly("escape")),
    (r"^expected an entity uid.*`(.+)`", _plainly("entity_form")),
    (r"^invalid member access `(.+?)`", _member),
    (r"^attribute `(.+?)`", _attribute),
    (r"^unrecognized entity type `(.+)`", _entity),
    (r"^unrecognized action `(.+)`", _action),
    (r"^unable to find an applicable action", _plainly("no_action")),
    (r"^unexpected type|are not compatible$", _types),
)
