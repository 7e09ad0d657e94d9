"""The shipped rules and defaults, and the one place that reads rule files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from policy.binding import RuleRecord
from policy.bundle import Bundle
from policy.bundles import shelf
from policy.bundles.files import MAX_POLICY_BYTES as MAX_POLICY_BYTES
from policy.bundles.files import as_text, read_bounded
from policy.bundles.shelf import NOTHING_SEEN, Loaded, Shelf
from policy.bundles.signing import SigningKey, TrustedKeys, parse_trusted
from policy.cedar import parse_bundle
from policy.defaults import Defaults
from policy.vocabulary import Label, Market


def load_bundle(
    market: Market, *, own: Sequence[str] = (), seen: Mapping[str, int] = NOTHING_SEEN
) -> Loaded:
    """Gives the shipped rules of a market with the person's own on top; see `Shelf.load`."""
    return _shelf().load(market, own, seen)


def load_folder(
    path: Path, *, seen: Mapping[str, int] = NOTHING_SEEN, trusted: TrustedKeys | None = None
) -> Loaded:
    """Gives the rules of a signed folder from elsewhere; see `Shelf.load_folder`."""
    return _shelf().load_folder(path, seen, trusted)


def sign_bundle(folder: Path, key: SigningKey, *, version: int | None = None) -> Mapping[str, int]:
    """Signs a folder's rules and gives the version, by name; see `shelf.sign_bundle`."""
    return shelf.sign_bundle(folder, key, load_base_bundle(), base_schema(), version)


@cache
def load_base_bundle() -> Bundle:
    """Gives the base alone, whether signed yet or not: for those who write rules and their tests.

    What decides for a person is `load_bundle`.
    """
    return parse_bundle(base_schema(), _shipped_text("bundles/base/base.cedar"))


def base_schema() -> str:
    """Gives the schema that rules are validated against."""
    return _shipped_text("bundles/base/bojagi.cedarschema")


@cache
def trusted_keys() -> TrustedKeys:
    """Gives the keys that may vouch for bundles."""
    return parse_trusted(_shipped_text("bundles/trusted.txt"))


@cache
def load_defaults() -> Defaults:
    """Gives the table of what new memories start with."""
    return Defaults.parse(_shipped_text("defaults.toml"))


def default_record(labels: Iterable[Label], market: Market) -> RuleRecord:
    """Gives the rule record that a new memory with these labels starts with."""
    return load_defaults().record(labels, market)


def read_policy_file(path: Path) -> str:
    """Reads a rule author's file.

    Raises:
        PolicyError: it is missing, unreadable, too large or not UTF-8.
    """
    return as_text(read_bounded(path), str(path))


@cache
def _shelf() -> Shelf:
    return Shelf(_shipped("bundles"), trusted_keys())


def _shipped_text(name: str) -> str:
    return as_text(read_bounded(_shipped(name)), name)


def _shipped(name: str) -> Traversable:
    return resources.files("policy").joinpath(*name.split("/"))
