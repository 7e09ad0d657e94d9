"""The owner's own rules: plain choices made into Cedar, and Cedar that they wrote themselves.

Such a rule lies on top of the bundle and only forbids, so it never opens what the bundle keeps
closed. A plain choice becomes a text that says in three languages what it keeps closed, and is
checked as any other.

The log names rules by id and bundles by digest. So an id tells nothing of a tag, and a line of
chance at the head of each text keeps its digest from being guessed.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal, TypeAlias, assert_never

from device.book import Book, OwnRule
from device.errors import BadInput
from policy.bundle import Bundle, on_top
from policy.bundles import base_schema
from policy.catalog import LANGUAGES, Language
from policy.cedar import parse_bundle
from policy.errors import PolicyError
from policy.load import load_catalog
from policy.vocabulary import Audience, Purpose

MAX_RULES: Final = 50
MAX_FILE_BYTES: Final = 8_000  # of what a person writes; the line of chance comes to it

_SALT_BYTES: Final = 16
_LAST_WORKDAY: Final = 5
_ID: Final = re.compile(r"own-[a-z0-9-]{1,40}")
_DOORS: Final = ("release", "index", "engine", "train")


@dataclass(frozen=True, slots=True)
class Topic:
    """Which memories a rule is about: those with a label, with a tag, of a domain, or all."""

    kind: Literal["all", "label", "tag", "domain"] = "all"
    name: str = ""


@dataclass(frozen=True, slots=True)
class OnlyHere:
    """They open on one device alone, named as rule records name a home."""

    device: str


@dataclass(frozen=True, slots=True)
class NotToPrograms:
    """No program gets them, whatever its token covers."""


@dataclass(frozen=True, slots=True)
class NotOutside:
    """They reach nobody but the owner and what runs on the device."""


@dataclass(frozen=True, slots=True)
class NotFor:
    """They are not read for this purpose."""

    purpose: Purpose


@dataclass(frozen=True, slots=True)
class OnlyBetween:
    """They open between two hours of the owner's clock; `first` after `last` goes past midnight.

    Attributes:
        first: 0 to 23.
        last: The hour at which they close, 1 to 24.
    """

    first: int
    last: int
    on_workdays: bool = False


Limit: TypeAlias = OnlyHere | NotToPrograms | NotOutside | NotFor | OnlyBetween


def compiled(topic: Topic, limit: Limit, book: Book, bundle: Bundle) -> OwnRule:
    """Gives the rule that a plain choice comes to.

    Args:
        bundle: The rules that decide now, on top of which it goes.

    Raises:
        BadInput: the owner has this rule, or the hours are no stretch of time.
        PolicyError: the tag has more brackets than a rule can hold.
    """
    if isinstance(limit, OnlyBetween) and _is_always_or_never(limit):
        raise BadInput("own.no_hours")
    stem = _id_of(topic, limit)
    others = {rule.id: rule for rule in book.own_rules}
    if topic.kind == "tag":
        stem = next(f"{stem}-{n}" for n in range(1, MAX_RULES + 2) if f"{stem}-{n}" not in others)
    body = _body(topic, limit)
    same = next((one for one in others.values() if one.text.endswith(body)), None)
    if same is not None:
        raise BadInput("own.there_already", id=same.id)
    if stem in others:  # of another device
        raise BadInput("own.there_already", id=stem)
    head = [f'@id("{stem}")']
    head += [f'@explain_{language}("{_said(topic, limit, language)}")' for language in LANGUAGES]
    return checked("\n".join([*head, body]), book, bundle)


def checked(text: str, book: Book, bundle: Bundle) -> OwnRule:
    """Gives the rule that a text holds, fit to be laid on top of the bundle.

    Raises:
        BadInput: it holds no rule or several, its id does not begin with `own-`, or there are too
            many rules.
        PolicyError: it does not parse or fit the schema, permits, or uses an id that there is.
    """
    if len(text.encode()) > MAX_FILE_BYTES:
        raise BadInput("own.too_long", limit=MAX_FILE_BYTES)
    rules = list(parse_bundle(base_schema(), text).rules.values())
    if len(rules) != 1:
        raise BadInput("own.one_rule", count=len(rules))
    if not _ID.fullmatch(rules[0].id):
        raise BadInput("own.bad_id", found=rules[0].id[:60])
    if len(book.own_rules) >= MAX_RULES:
        raise BadInput("own.too_many", limit=MAX_RULES)
    rule = OwnRule(id=rules[0].id, text=f"// {secrets.token_hex(_SALT_BYTES)}\n{text}")
    on_top(bundle, [part_of(rule)])
    return rule


@lru_cache(maxsize=2 * MAX_RULES)
def part_of(rule: OwnRule) -> Bundle:
    """Gives a rule as what lies on top of a bundle.

    Raises:
        PolicyError: it is none any more: the schema has changed.
    """
    return parse_bundle(base_schema(), rule.text)


def told(rule: OwnRule, language: Language) -> str:
    """Gives a rule as a sentence; of one that this version cannot read, what to do about it."""
    try:
        return part_of(rule).rules[rule.id].explanation[language]
    except PolicyError:
        return load_catalog("device").say(language, "own.unreadable")


def _is_always_or_never(limit: OnlyBetween) -> bool:
    whole_day = (limit.first, limit.last) == (0, 24)
    return limit.first == limit.last or (whole_day and not limit.on_workdays)


def _id_of(topic: Topic, limit: Limit) -> str:
    match limit:
        case OnlyHere():
            what = "only-here"
        case NotToPrograms():
            what = "not-to-programs"
        case NotOutside():
            what = "not-outside"
        case NotFor(purpose=purpose):
            what = f"not-for-{purpose}"
        case OnlyBetween(first=first, last=last, on_workdays=on_workdays):
            what = f"between-{first}-{last}{'-weekdays' if on_workdays else ''}"
        case _:
            assert_never(limit)
    match topic.kind:
        case "all":
            return f"own-{what}"
        case "tag":  # never the tag itself: ids stand in the log
            return f"own-{what}-tag"
        case "label" | "domain":
            return f"own-{what}-{topic.kind}-{topic.name}"


def _body(topic: Topic, limit: Limit) -> str:
    """Gives the rule without its annotations; a topic's name has no quote and no backslash."""
    about = {
        "all": (),
        "label": (f'resource.labels.contains("{topic.name}")',),
        "tag": (f'resource.tags.contains("{topic.name}")',),
        "domain": (f'resource.domain == "{topic.name}"',),
    }[topic.kind]
    match limit:
        case OnlyHere(device=device):
            return _forbid(_DOORS, (*about, f'context.device != "{device}"'))
        case NotToPrograms():
            return _forbid((), about, principal="principal is Bojagi::Client")
        case NotOutside():
            return _forbid(("release",), (*about, f'context.audience == "{Audience.OUTSIDE}"'))
        case NotFor(purpose=purpose):
            return _forbid(("release", "train"), (*about, f'context.purpose == "{purpose}"'))
        case OnlyBetween(first=first, last=last, on_workdays=on_workdays):
            joint = "&&" if first < last else "||"
            hours = f"(context.hour >= {first} {joint} context.hour < {last})"
            days = f" && context.weekday <= {_LAST_WORKDAY}" if on_workdays else ""
            return _forbid(("release",), about, unless=hours + days)
        case _:
            assert_never(limit)


def _forbid(
    doors: Sequence[str],
    when: Sequence[str],
    *,
    principal: str = "principal",
    unless: str = "",
) -> str:
    named = ", ".join(f'Bojagi::Action::"{door}"' for door in doors)
    action = f"action in [{named}]" if doors else "action"
    clauses = [f"forbid ({principal}, {action}, resource)"]
    if when:
        clauses.append(f"when {{ {' && '.join(when)} }}")
    if unless:
        clauses.append(f"unless {{ {unless} }}")
    return "\n".join(clauses) + ";\n"


def _said(topic: Topic, limit: Limit, language: Language) -> str:
    catalog = load_catalog("device")
    match topic.kind:
        case "all":
            what = catalog.say(language, "own.all_memories")
        case "label":
            name = catalog.say(language, f"app.label_{topic.name}")
            what = catalog.say(language, "own.about_label", name=name)
        case "tag":
            what = catalog.say(language, "own.with_tag", name=topic.name)
        case "domain":
            name = catalog.say(language, f"own.domain_{topic.name}")
            what = catalog.say(language, "own.of_domain", name=name)
    match limit:
        case OnlyHere():
            return catalog.say(language, "own.only_here", what=what)
        case NotToPrograms():
            return catalog.say(language, "own.not_to_programs", what=what)
        case NotOutside():
            return catalog.say(language, "own.not_outside", what=what)
        case NotFor(purpose=purpose):
            aim = load_catalog("policy").say(language, f"explain.purpose_{purpose}")
            return catalog.say(language, "own.not_for", what=what, purpose=aim)
        case OnlyBetween(first=first, last=last, on_workdays=on_workdays):
            key = "own.only_between_on_workdays" if on_workdays else "own.only_between"
            return catalog.say(language, key, what=what, first=first, last=last)
        case _:
            assert_never(limit)
