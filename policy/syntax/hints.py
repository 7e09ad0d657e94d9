"""What a rule author can do about a fault: one hint, from the tokens around it.

The hints are guesses in the order of how often they are right; the sentences are in
`locales/syntax.json`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Final

from policy.syntax.tokens import CLOSERS, Token, TokenKind, open_brackets, place_of

METHODS: Final = ("contains", "containsAll", "containsAny", "isEmpty")

_EFFECTS: Final = ("permit", "forbid")
_CONDITIONS: Final = ("when", "unless")
_BETWEEN: Final = ("in", "has", "like", "is", "if", "then", "else")
_OPERATORS: Final = frozenset("&& || == != < <= > >= + - * ! . , =".split())
# What other languages write.
_SYNONYMS: Final = {
    "and": "&&", "or": "||", "not": "!", "allow": "permit", "deny": "forbid", "block": "forbid",
    "if": "when", "where": "when", "except": "unless", "includes": "contains", "empty": "isEmpty",
    "&": "&&", "|": "||",
}  # fmt: skip
_JOINED: Final = {("=", ">"): ">=", ("=", "<"): "<=", ("<", ">"): "!=", ("==", "="): "=="}
_QUOTES: Final = "'`‘’‚‛“”„‟«»「」『』〝〞〟＂＇"
_ALIKE: Final = dict(zip("、。・〔〕―–—", ",..[]---", strict=True))  # and what NFKC makes alike
_MAX_SHOWN: Final = 40


@dataclass(frozen=True, slots=True)
class Hint:
    """What to do, as the key of a sentence and its values; `at` moves the place, by token."""

    key: str
    values: Mapping[str, str | int] = field(default_factory=dict)
    at: int | None = None


def hint(key: str, *, found: str = "", at: int | None = None, **values: str | int) -> Hint:
    """Gives a hint; what was found is shortened."""
    if len(found) > _MAX_SHOWN:
        found = found[: _MAX_SHOWN - 1] + "…"
    return Hint(key, {"found": found, **values}, at)


def nearest(word: str, known: Collection[str]) -> str | None:
    """Gives what a word was probably meant to be."""
    if word.casefold() in _SYNONYMS and _SYNONYMS[word.casefold()] in known:
        return _SYNONYMS[word.casefold()]
    by_case = {name.casefold(): name for name in known}
    close = get_close_matches(word.casefold(), by_case, n=1, cutoff=0.7)
    return by_case[close[0]] if close else None


# --- tokens that Cedar does not expect


def hint_at_token(text: str, rule: Sequence[Token], at: int) -> Hint:
    """Gives the hint for the first token that cannot stand where it does.

    Args:
        text: The whole text, which the rule is a part of.
        at: The token's index; the number of tokens where the text ends too early.
    """
    around = _Around(text, rule, at)
    for guess in _GUESSES:
        if found := guess(around):
            return found
    return hint("unexpected", found=around.token.text)


class _Around:
    """A token and what stands around it; beyond the ends there are tokens without text."""

    def __init__(self, source: str, rule: Sequence[Token], at: int) -> None:
        self.source = source
        self.rule = rule
        self.at = at
        self.open = open_brackets(rule[:at])

    def text(self, offset: int) -> str:
        """Gives the text of a neighbour."""
        at = self.at + offset
        return self.rule[at].text if 0 <= at < len(self.rule) else ""

    @property
    def token(self) -> Token:
        return self.rule[self.at] if self.at < len(self.rule) else _END

    @property
    def before(self) -> Token:
        return self.rule[self.at - 1] if self.at else _END

    @property
    def innermost(self) -> int | None:
        """Where the innermost open bracket is."""
        return self.open[-1] if self.open else None


_END: Final = Token(TokenKind.MARK, "", 0)


def _quote(around: _Around) -> Hint | None:
    """An unclosed quote swallows what follows, up to the next quote: a string over lines."""
    if around.token.text == '"':
        return hint("unclosed_quote")
    if around.before.kind is TokenKind.STRING and "\n" in around.before.text:
        return hint("unclosed_quote", at=around.at - 1)
    return None


def _stray_mark(around: _Around) -> Hint | None:
    token = around.token
    if token.kind is not TokenKind.STRAY:
        return None
    if token.text in _SYNONYMS:
        return hint("write_instead", found=token.text, plain=_SYNONYMS[token.text])
    if token.text in _QUOTES:
        return hint("double_quotes", found=token.text)
    return hint("comment_mark", found="#") if token.text == "#" else None


def _stray_letter(around: _Around) -> Hint | None:
    token = around.token
    if token.kind is not TokenKind.STRAY:
        return None
    plain = unicodedata.normalize("NFKC", _ALIKE.get(token.text, token.text))
    if plain != token.text and plain.isascii():
        return hint("look_alike", found=token.text, plain=plain)
    if unicodedata.category(token.text).startswith("C"):
        return hint("invisible", code=f"U+{ord(token.text):04X}")
    return hint("not_latin", found=token.text)


def _early_end(around: _Around) -> Hint | None:
    if around.at < len(around.rule):
        return None
    if around.innermost is not None:
        return _unclosed(around, around.innermost)
    has_scope = any(token.text in _EFFECTS for token in around.rule)
    return hint("missing_semicolon" if has_scope else "unfinished")


def _other_language(around: _Around) -> Hint | None:
    before, token = around.before, around.token
    if token.text.casefold() in {"and", "or"}:
        return hint("write_instead", found=token.text, plain=_SYNONYMS[token.text.casefold()])
    if before.text.casefold() == "not":
        return hint("write_instead", found=before.text, plain="!", at=around.at - 1)
    joined = _JOINED.get((before.text, token.text))
    if joined and before.end == token.start:
        found = before.text + token.text
        return hint("write_instead", found=found, plain=joined, at=around.at - 1)
    if token.text == "/" and around.text(1) in {"*", "/"}:
        return hint("comment_mark", found=token.text + around.text(1))
    if before.text == "." and token.kind is TokenKind.NUMBER:
        number = around.text(-2) + "." + token.text
        return hint("whole_number", found=number, at=around.at - 2)
    return None


def _bracket(around: _Around) -> Hint | None:
    token, open_at = around.token, around.innermost
    if token.text == ";":
        return hint("remove", found=";") if open_at is None else _unclosed(around, open_at)
    if token.text not in CLOSERS.values():
        return None
    awaited = [CLOSERS[around.rule[at].text] for at in around.open]
    if token.text not in awaited:
        return hint("remove", found=token.text)
    if token.text != awaited[-1]:
        return _unclosed(around, around.open[-1])
    words = [one.text for one in around.rule[around.open[-1] : around.at]]
    if words.count("if") > words.count("else") and not _is_operator(around.before):
        return hint("if_else")
    return hint("missing_after", found=around.before.text)


def _annotation(around: _Around) -> Hint | None:
    open_at, before = around.innermost, around.before
    if around.text(-2) == "@" and before.kind is TokenKind.WORD:
        return hint("annotation_form", found=before.text)
    if open_at is None or open_at < 2 or around.rule[open_at - 2].text != "@":
        return None
    if before.kind is TokenKind.STRING:
        return _unclosed(around, open_at)
    return hint("annotation_form", found=around.rule[open_at - 1].text)


def _clause(around: _Around) -> Hint | None:
    before, token = around.before, around.token
    if around.open:
        return None
    if token.text == "(" and before.text in _EFFECTS and around.text(-2) in {")", "}"}:
        return hint("missing_semicolon", at=around.at - 1)
    if token.text == "@" and before.text in {")", "}"}:
        return hint("missing_semicolon")
    if before.text in _CONDITIONS:
        return hint("braces", found=before.text)
    if token.text == "{" and before.text == ")":
        return hint("missing_when")
    return None


def _neighbours(around: _Around) -> Hint | None:
    """Two values side by side, or none where one should be."""
    token, open_at = around.token, around.innermost
    if open_at is None or not _ends_value(around.before):
        return hint("missing_after", found=around.before.text) if _is_operator(token) else None
    if not _begins_value(token):
        return None
    if token.text in METHODS:
        return hint("method_dot", found=token.text)
    bracket, opener = around.rule[open_at], around.rule[open_at - 1]
    is_call = bracket.text == "(" and opener.kind is TokenKind.WORD
    is_record = bracket.text == "{" and opener.text not in _CONDITIONS
    if bracket.text == "[" or is_call or is_record:
        return hint("missing_comma", found=token.text)
    return hint("missing_operator", found=token.text)


_GUESSES: Final[Sequence[Callable[[_Around], Hint | None]]] = (
    _quote,
    _stray_mark,
    _stray_letter,
    _early_end,
    _other_language,
    _bracket,
    _annotation,
    _clause,
    _neighbours,
)


def _unclosed(around: _Around, at: int) -> Hint:
    bracket = around.rule[at]
    line = place_of(around.source, bracket.start).line
    return hint("unclosed", found=bracket.text, plain=CLOSERS[bracket.text], opened=line)


def _is_operator(token: Token) -> bool:
    return token.text in _OPERATORS or token.text in _BETWEEN


def _ends_value(token: Token) -> bool:
    if token.kind is TokenKind.WORD:
        return token.text not in _BETWEEN
    return token.kind in {TokenKind.NUMBER, TokenKind.STRING} or token.text in CLOSERS.values()


def _begins_value(token: Token) -> bool:
    if token.kind is TokenKind.WORD:
        return token.text not in _BETWEEN or token.text == "if"
    return token.kind in {TokenKind.NUMBER, TokenKind.STRING} or token.text in {"(", "[", "{", "!"}
