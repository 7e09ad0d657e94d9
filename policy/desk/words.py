"""`bojagi-policy words`: what rules and cases can speak of, so that no author needs the source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

import click

from policy.analysis.values import AGE, DEVICES, FLAGS, LEVELS, SETS, TAGS, WORDS
from policy.analysis.witness import Key
from policy.bundle import NAMESPACE
from policy.bundles import base_schema
from policy.catalog import LANGUAGES
from policy.console import DONE
from policy.desk.cases import Expectation, fields_of
from policy.desk.outcomes import OUTCOMES, REMEDIES
from policy.desk.voice import Voice, help_text, speaking
from policy.obligations import ObligationKind
from policy.syntax.complaints import Names
from policy.vocabulary import (
    Audience,
    AuthLevel,
    Domain,
    Door,
    IdentifierKind,
    Label,
    Market,
    PrincipalKind,
    Purpose,
    Sensitivity,
)

_NAMED_LEVELS: Final[Mapping[Key, type[IntEnum]]] = {
    ("resource", "sensitivity"): Sensitivity,
    ("resource", "min_auth"): AuthLevel,
    ("context", "auth"): AuthLevel,
    ("context", "strongest"): AuthLevel,
}
_EXAMPLES: Final[Mapping[ObligationKind, str]] = {
    ObligationKind.REAUTHENTICATE: "reauthenticate:60",
    ObligationKind.REDACT: "redact, redact:card+phone",
    ObligationKind.SUMMARISE: "summarise",
    ObligationKind.COUNT: "count, count:5",
    ObligationKind.EXPIRE: "expire:300",
    ObligationKind.NOTIFY: "notify",
    ObligationKind.NO_TRAIN: "no_train",
    ObligationKind.NO_SHARE: "no_share",
    ObligationKind.LOCAL_ONLY: "local_only",
}
_ANNOTATIONS: Final = (
    ("id", "@id", '@id("own-no-health-outside")'),
    ("explain", ", ".join(f"@explain_{name}" for name in LANGUAGES), '@explain_en("...")'),
    ("obligation", "@obligation", '@obligation("count, redact:card+phone")'),
    ("max_age_s", "@max_age_s", '@max_age_s("300")'),
)
_WIDTH: Final = 28
_INDENT: Final = " " * (_WIDTH + 4)
_OPEN_FORMS: Final = {TAGS: "tags", AGE: "seconds", **dict.fromkeys(DEVICES, "device")}


@dataclass(frozen=True, slots=True)
class _Word:
    """A word, what it can be or how it is written, and what it means."""

    word: str
    form: str
    meaning: str


@click.command("words", help=help_text("help_words"))
@speaking
def words(voice: Voice) -> int:
    """Prints the vocabulary."""
    sections = dict(_sections(voice))
    voice.tell(
        (line for name, found in sections.items() for line in _lines(name, found, voice)),
        {
            name: {one.word: {"form": one.form, "meaning": one.meaning} for one in found}
            for name, found in sections.items()
        },
    )
    return DONE


def _sections(voice: Voice) -> Iterator[tuple[str, list[_Word]]]:
    def word(word: str, key: str, form: str = "") -> _Word:
        return _Word(word, form, voice.say(key))

    def each(words: Iterable[str], start: str) -> list[_Word]:
        return [word(str(one), f"{start}{one}") for one in words]

    principals = {f"{NAMESPACE}::{kind}": kind.name.lower() for kind in PrincipalKind}
    actions = {f'{NAMESPACE}::Action::"{door}"': door.value for door in Door}
    yield "principals", [word(as_, f"words.principal_{one}") for as_, one in principals.items()]
    yield "actions", [word(as_, f"words.door_{one}") for as_, one in actions.items()]
    yield "attributes", list(_attributes(voice))
    yield "purposes", each(Purpose, "explain.purpose_")
    yield "labels", each(Label, "words.label_")
    yield "audiences", each(Audience, "words.audience_")
    yield "domains", each(Domain, "words.domain_")
    yield "markets", each(Market, "words.market_")
    yield "identifiers", each(IdentifierKind, "words.identifier_")
    annotations = [word(as_, f"words.annotation_{one}", form) for one, as_, form in _ANNOTATIONS]
    yield "annotations", annotations
    duties = [word(one, f"explain.duty_{one}", form) for one, form in _EXAMPLES.items()]
    yield "obligations", duties
    yield "cases", [word(", ".join(fields_of(Expectation)), "words.case_fields")]
    yield "expect", each(OUTCOMES, "explain.")
    yield "opens_with", [word(", ".join(REMEDIES), "words.remedies")]


def _attributes(voice: Voice) -> Iterator[_Word]:
    names = Names.of_schema(base_schema()).attributes
    for owner, attributes in names.items():
        for name in attributes:
            form = _form((owner, name), voice)
            yield _Word(f"{owner}.{name}", form, voice.say(f"words.{owner}_{name}"))


def _form(key: Key, voice: Voice) -> str:
    """Gives what an attribute can be."""
    if key in WORDS:
        return " | ".join(WORDS[key])
    if key in SETS:
        return f"[{', '.join(SETS[key])}]"
    if key in _NAMED_LEVELS:
        return ", ".join(f"{level:d} {level.name.lower()}" for level in _NAMED_LEVELS[key])
    if key in LEVELS:
        return f"{LEVELS[key][0]} - {LEVELS[key][-1]}"
    if key in FLAGS:
        return "true | false"
    return voice.say(f"words.form_{_OPEN_FORMS[key]}")


def _lines(name: str, found: Iterable[_Word], voice: Voice) -> Iterator[str]:
    yield voice.say(f"words.section_{name}")
    for one in found:
        if len(one.word) <= _WIDTH:
            yield f"  {one.word:{_WIDTH}}  {one.meaning}"
        else:
            yield f"  {one.word}"
            yield f"{_INDENT}{one.meaning}"
        if one.form:
            yield f"{_INDENT}{one.form}"
    yield ""
