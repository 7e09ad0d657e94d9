"""Regular expressions that are compiled when they are first used.

The lists of words make some two hundred of them; compiled at import they would cost every command a
sixth of a second, and most commands use none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, Final

_METHODS: Final = ("search", "match", "fullmatch", "finditer", "findall", "split", "sub")


class Pattern:
    """A regular expression. After its first use it is as fast as a compiled one."""

    search: Callable[..., re.Match[str] | None]
    match: Callable[..., re.Match[str] | None]
    fullmatch: Callable[..., re.Match[str] | None]
    finditer: Callable[..., Iterator[re.Match[str]]]
    findall: Callable[..., list[Any]]
    split: Callable[..., list[Any]]
    sub: Callable[..., str]

    def __init__(self, source: str) -> None:
        """Keeps the source; what is wrong in it shows at the first use."""
        self.source = source

    def __getattr__(self, name: str) -> Any:
        # Called only while the methods are not there: from then on they are found by themselves.
        if name not in _METHODS:
            raise AttributeError(name)
        compiled = re.compile(self.source)
        for method in _METHODS:
            setattr(self, method, getattr(compiled, method))
        return self.__dict__[name]
