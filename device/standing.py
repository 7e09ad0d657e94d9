"""Standing wishes: what the owner wants of all that has a label, a tag, or is of a conversation.

Given once, a wish reaches the open memories there are, and every new one after its defaults, in the
order in which wishes were given: a later one wins. What lies in a closed class is not opened for
it; the owner gives the wish again after a step-up.

There is one wish for each label, tag and conversation. What is added to it later counts as said
then, all of it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import fields
from typing import Any, Final

import numpy as np
from pydantic import ValidationError

from device.book import Book, Scope, Standing
from device.errors import BadInput
from device.vault.store import Vault
from policy.binding import MAX_TAGS, RuleRecord
from policy.bundles import load_defaults
from policy.vocabulary import ClassName, Label
from policy.wishes import Wish, changed_record

MAX_WISHES: Final = 100
MAX_TITLE: Final = 200

_OPPOSITES: Final = {
    "labels": "unlabels",
    "unlabels": "labels",
    "tags": "untags",
    "untags": "tags",
}


def tag_named(text: str) -> str:
    """Gives a tag as records keep it, whatever its width and case.

    Raises:
        BadInput: it is empty, too long, or holds what a tag may not.
    """
    try:
        (tag,) = RuleRecord(tags=(text,)).tags
    except ValidationError as error:
        raise BadInput("rules.bad_tag", found=text[:40]) from error
    return tag


def scoped(scope: Scope, name: str) -> tuple[Scope, str]:
    """Gives a scope with its name as wishes keep it.

    Raises:
        BadInput: there is no such label, or the name is no tag or title.
    """
    match scope:
        case "label":
            return scope, Label(name).value
        case "tag":
            return scope, tag_named(name)
        case "conversation":
            title = _same_title(name)
            if not 0 < len(title) <= MAX_TITLE:
                raise BadInput("rules.bad_title", limit=MAX_TITLE)
            return scope, title


def changed(record: RuleRecord, wish: Wish) -> RuleRecord:
    """Gives a record with a wish in it.

    Raises:
        BadInput: it would have more tags than a memory may.
    """
    try:
        return changed_record(record, wish, load_defaults())
    except ValidationError as error:
        raise BadInput("rules.too_many_tags", limit=MAX_TAGS) from error


def wish_of(standing: Standing) -> Wish:
    """Gives what a standing wish wants."""
    return Wish(**{one.name: getattr(standing, one.name) for one in fields(Wish)})


def reaches(standing: Standing, record: RuleRecord, conversation: str) -> bool:
    """Tells whether a wish is for a memory with this record, said in this conversation."""
    match standing.scope:
        case "label":
            return standing.name in record.labels
        case "tag":
            return standing.name in record.tags
        case "conversation":
            return standing.name == _same_title(conversation)


def with_standing(record: RuleRecord, conversation: str, wishes: Iterable[Standing]) -> RuleRecord:
    """Gives the record of a new memory: its defaults, and what the owner wants of its kind."""
    for standing in wishes:
        if reaches(standing, record, conversation):
            record = changed(record, wish_of(standing))
    return record


def found(book: Book, scope: Scope, name: str) -> Standing | None:
    """Gives the wish for a label, a tag or a conversation, if there is one."""
    wanted = scoped(scope, name)
    return next((one for one in book.standing if (one.scope, one.name) == wanted), None)


def wished(book: Book, scope: Scope, name: str, wish: Wish) -> Standing:
    """Gives the wish for a label, a tag or a conversation, with what is wanted now in it.

    Raises:
        BadInput: a memory could have too many tags, or there are too many wishes.
    """
    scope, name = scoped(scope, name)
    before = found(book, scope, name)
    standing = _merged(before or Standing(scope=scope, name=name), wish)
    others = [one for one in book.standing if one is not before]
    if len(others) >= MAX_WISHES:
        raise BadInput("rules.too_many_wishes", limit=MAX_WISHES)
    # All of them may come together on one new memory, which must never fail for it.
    tags = frozenset[str]().union(*(one.tags for one in (*others, standing)))
    if len(tags) > MAX_TAGS or len(standing.untags) > MAX_TAGS:
        raise BadInput("rules.too_many_tags", limit=MAX_TAGS)
    return standing


def reached(vault: Vault, standing: Standing, wish: Wish) -> dict[int, RuleRecord]:
    """Gives the open memories of a standing wish's kind that a wish changes, with their new rule.

    Raises:
        BadInput: a memory would have too many tags.
    """
    number = None
    if standing.scope == "conversation":
        number = vault.conversation(standing.name)
        if number is None:
            return {}
    kind = [
        rid
        for rid, record in vault.records().items()
        if number is not None or reaches(standing, record, "")
    ]
    rules: dict[int, int] = {}
    for name in ClassName:
        for chunk in vault.chunks(name):
            columns = chunk.columns[: chunk.n]
            mask = chunk.alive & np.isin(columns["rule"], kind)
            if number is not None:
                mask &= columns["conversation"] == number
            ids, rids = chunk.ids[: chunk.n][mask], columns["rule"][mask]
            rules.update(zip(map(int, ids), map(int, rids), strict=True))
    before = {rid: vault.record(rid) for rid in set(rules.values())}
    after = {rid: changed(record, wish) for rid, record in before.items()}
    return {item_id: after[rid] for item_id, rid in rules.items() if after[rid] != before[rid]}


def _merged(standing: Standing, wish: Wish) -> Standing:
    """Gives a wish with what is wanted now in it; the newer word counts."""
    fresh: dict[str, Any] = {}
    for one in fields(Wish):
        now, before = getattr(wish, one.name), getattr(standing, one.name)
        if one.name in _OPPOSITES:
            fresh[one.name] = (before - getattr(wish, _OPPOSITES[one.name])) | now
        else:
            fresh[one.name] = before if now is None else now
    return standing.model_copy(update=fresh)


def _same_title(title: str) -> str:
    """Gives what the vault takes for one conversation: width and spaces do not tell them apart."""
    return " ".join(unicodedata.normalize("NFKC", title).split())
