"""Rules' text as Cedar's conventions write it, with nothing lost."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from policy.cedar import format_policies, parse_policies
from policy.errors import PolicyError

# Comments, and what only looks like one inside a string.
_COMMENT: Final = re.compile(r'"(?:\\.|[^"\\])*"|(//[^\n]*)', re.DOTALL)


def formatted(text: str, write: Callable[[str], str] = format_policies) -> str:
    """Gives the same policies and the same comments, in one form.

    Raises:
        PolicyError: the text does not parse, or something would be lost.
    """
    policies = parse_policies(text)
    try:
        written = write(text)
        is_same = parse_policies(written) == policies and _comments(written) == _comments(text)
    except (ValueError, PolicyError):
        is_same = False
    if not is_same:
        raise PolicyError("commands.not_formatted")
    return _spaced(written, list(_gaps(text)))


def _comments(text: str) -> list[str]:
    return [match[1].rstrip() for match in _COMMENT.finditer(text) if match[1]]


def _gaps(text: str) -> Iterator[bool]:
    """Tells of each comment whether an empty line follows: it then stands for itself."""
    for match in _COMMENT.finditer(text):
        if match[1]:
            yield re.match(r"[^\S\n]*\n[^\S\n]*\n", text[match.end() :]) is not None


def _spaced(text: str, gaps: list[bool]) -> str:
    """Gives the text with the empty lines after comments that formatting took away."""
    parts, end = [], 0
    for match in _COMMENT.finditer(text):
        if match[1]:
            parts.append(text[end : match.end()])
            end = match.end()
            if gaps.pop(0) and not text.startswith("\n\n", end):
                parts.append("\n")
    return "".join((*parts, text[end:])).strip("\n") + "\n"
