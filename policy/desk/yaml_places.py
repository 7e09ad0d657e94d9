"""YAML, with the place of each value, and only as much of it as tables of words need.

Invariants:
1. A value is a text, a list, a mapping or nothing: `yes` and `12:30` are what they look like.
2. A key is given once.
3. What could make objects or grow without end (tags, anchors, aliases, deep nesting) is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import yaml

from policy.catalog import Language
from policy.errors import PolicyError
from policy.load import load_catalog
from policy.syntax.tokens import Place, place_of

MAX_DEPTH: Final = 8

_MOST_SHOWN: Final = 60
_NOTHING: Final = {"", "~", "null"}

# The keys and numbers that lead to a value.
Route: TypeAlias = tuple[str | int, ...]


class PlacedError(PolicyError):
    """A file is at fault at a place that is known."""

    def __init__(self, key: str, *, file: str, place: Place, **values: str | int) -> None:
        super().__init__(key, **values)
        self.file = file
        self.place = place

    def tell(self, language: Language) -> str:
        """Gives the sentence with its place in the person's language."""
        said = super().tell(language)
        line, column = self.place
        return load_catalog(self.package).say(
            language, "cases.at", file=self.file, line=line, column=column, said=said
        )


@dataclass(frozen=True, slots=True)
class Placed:
    """What a text says, and where."""

    value: Any
    places: Mapping[Route, Place]

    def nearest(self, path: Route) -> Place:
        """Gives the place of a value, or of what it would be in."""
        while path not in self.places:
            path = path[:-1]
        return self.places[path]


def read_yaml(text: str, file: str) -> Placed:
    """Gives what a text says.

    Raises:
        PlacedError: it is no YAML, or more than is taken.
    """
    reader = _Reader(text, file)
    try:
        return reader.document()
    except yaml.MarkedYAMLError as error:
        place = _place(error.problem_mark)
        raise PlacedError("cases.bad_yaml", file=file, place=place, reason=error.problem) from error
    except yaml.reader.ReaderError as error:
        place = place_of(text, error.position)
        raise PlacedError("cases.bad_yaml", file=file, place=place, reason=error.reason) from error


class _Reader:
    def __init__(self, text: str, file: str) -> None:
        self._events: Iterator[Any] = yaml.parse(text, Loader=yaml.SafeLoader)
        self._file = file
        self._places: dict[Route, Place] = {(): Place(1, 1)}

    def document(self) -> Placed:
        value = None
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                if len(self._places) > 1:
                    raise self._fault("cases.second_document", event)
                value = self._value(next(self._events), ())
        return Placed(value, self._places)

    def _value(self, event: Any, path: Route) -> Any:
        self._places[path] = _place(event.start_mark)
        if isinstance(event, yaml.AliasEvent) or event.anchor or event.tag:
            raise self._fault("cases.not_taken", event)
        if len(path) > MAX_DEPTH:
            raise self._fault("cases.too_deep", event, limit=MAX_DEPTH)
        match event:
            case yaml.ScalarEvent():
                return None if not event.style and event.value in _NOTHING else event.value
            case yaml.SequenceStartEvent():
                return self._list(path)
            case _:
                return self._mapping(path)

    def _list(self, path: Route) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            items.append(self._value(event, (*path, len(items))))
        return items

    def _mapping(self, path: Route) -> dict[str, Any]:
        fields: dict[str, Any] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent) or event.tag or event.anchor:
                raise self._fault("cases.bad_key", event)
            key = event.value
            if key in fields:
                raise self._fault("cases.key_twice", event, found=shown(key))
            fields[key] = self._value(next(self._events), (*path, key))
            if fields[key] is None:
                self._places[*path, key] = _place(event.start_mark)  # an empty value has no place
        return fields

    def _fault(self, key: str, event: Any, **values: str | int) -> PlacedError:
        return PlacedError(key, file=self._file, place=_place(event.start_mark), **values)


def shown(found: str) -> str:
    """Gives a text as messages quote it: short, and without what moves a terminal's cursor."""
    plain = "".join(sign if sign.isprintable() else "?" for sign in found)
    return plain if len(plain) <= _MOST_SHOWN else f"{plain[: _MOST_SHOWN - 1]}…"


def _place(mark: Any) -> Place:
    return Place(mark.line + 1, mark.column + 1)
