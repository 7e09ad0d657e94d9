"""Cedar's text as tokens with their places. It reads any text, sound or not.

Source: cedar-policy-core, the lexer in parser/grammar.lalrpop.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple

CLOSERS: Final = {"(": ")", "[": "]", "{": "}"}

# Python takes four control characters for spaces that Cedar does not.
_TOKEN: Final = re.compile(
    r"""
      (?: [^\S\x1c-\x1f] | //[^\n\r]* )+
    | (?P<word> [_a-zA-Z][_a-zA-Z0-9]* )
    | (?P<number> [0-9]+ )
    | (?P<string> "(?: \\. | [^"\\] )*" )
    | (?P<mark> :: | == | != | <= | >= | \|\| | && | [@?.,;:(){}\[\]<>+\-*/%!=] )
    | (?P<stray> . )
    """,
    re.VERBOSE | re.DOTALL,
)


class TokenKind(StrEnum):
    """What a token is. Cedar knows no stray one."""

    WORD = "word"
    NUMBER = "number"
    STRING = "string"
    MARK = "mark"
    STRAY = "stray"


@dataclass(frozen=True, slots=True)
class Token:
    """One token; `start` and `end` count characters."""

    kind: TokenKind
    text: str
    start: int

    @property
    def end(self) -> int:
        """Where the next one may begin."""
        return self.start + len(self.text)


class Place(NamedTuple):
    """Where something is in a text: line and column from 1, in characters."""

    line: int
    column: int


def place_of(text: str, offset: int) -> Place:
    """Gives the place of a character."""
    return Place(text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset))


def tokenise(text: str) -> Iterator[Token]:
    """Gives a text's tokens, without spaces and comments."""
    for match in _TOKEN.finditer(text):
        if match.lastgroup:
            yield Token(TokenKind(match.lastgroup), match[0], match.start())


def split_rules(tokens: Iterator[Token]) -> Iterator[list[Token]]:
    """Gives the tokens of each rule, its semicolon with it; what has none is the last."""
    rule: list[Token] = []
    for token in tokens:
        rule.append(token)
        if token.text == ";":
            yield rule
            rule = []
    if rule:
        yield rule


def open_brackets(tokens: Sequence[Token]) -> list[int]:
    """Gives where the brackets are that are still open after these tokens, outermost first."""
    stack: list[int] = []
    for at, token in enumerate(tokens):
        if token.text in CLOSERS:
            stack.append(at)
        elif stack and token.text == CLOSERS[tokens[stack[-1]].text]:
            stack.pop()
    return stack
