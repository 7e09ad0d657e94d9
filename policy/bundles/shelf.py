"""Bundles on a shelf: folders that are verified, parsed and laid on top of one another.

Invariants of what is given:
1. Every part but the person's own rules was signed by a trusted key, and fits the schema.
2. What lies on top of the base only forbids, and no id is there twice. Ids that begin with
   `own-` are the person's, so that no signed part can clash with a rule of theirs.
3. No part is of a lower version than one that decided before, as far as the caller remembers.

What this does NOT protect: a trusted signer who permits too much. Two texts signed under one
version are not told apart by it; decisions name the digest.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources.abc import Traversable
from pathlib import Path
from types import MappingProxyType
from typing import Final

from policy.bundle import Bundle, on_top
from policy.bundles.manifest import BundleKind, Contents, propose, sign_folder, verify_folder
from policy.bundles.signing import SigningKey, TrustedKeys
from policy.cedar import parse_bundle
from policy.errors import PolicyError
from policy.vocabulary import Market

NOTHING_SEEN: Final[Mapping[str, int]] = MappingProxyType({})

_OWN_PREFIX: Final = "own-"
_BASE: Final = "base"
_PARTS: Final = {market: market.value.lower() for market in (Market.JP, Market.KR, Market.EU)}


@dataclass(frozen=True, slots=True)
class Loaded:
    """Rules that may decide.

    Attributes:
        versions: Of each signed part, by name. Whoever decides by it remembers them as `seen`.
    """

    bundle: Bundle
    versions: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class _Part:
    """A part, parsed. `schema` is what it was validated against."""

    name: str
    version: int
    bundle: Bundle
    schema: str


@dataclass(frozen=True, slots=True, eq=False)
class Shelf:
    """A folder of bundles, `base` and those of the markets. What was loaded is remembered.

    Attributes:
        trusted: The keys that may vouch.
    """

    root: Traversable
    trusted: TrustedKeys
    _parts: dict[str, _Part] = field(default_factory=dict)
    _own: dict[str, Bundle] = field(default_factory=dict)
    _loaded: dict[tuple[object, ...], Loaded] = field(default_factory=dict)

    def load(
        self, market: Market, own: Sequence[str] = (), seen: Mapping[str, int] = NOTHING_SEEN
    ) -> Loaded:
        """Gives the rules of a market, with the person's own on top.

        Args:
            own: The person's own rules: Cedar text that forbids, with ids that begin with `own-`.
            seen: The highest version of each part that decided before.

        Raises:
            PolicyError: a part is not what was signed, or older than before; an own rule is at
                fault.
        """
        key = (market, tuple(own), tuple(sorted(seen.items())))
        if key not in self._loaded:
            parts = [self._part(_BASE)]
            if market in _PARTS:
                parts.append(self._part(_PARTS[market]))
            self._loaded[key] = self._together(parts, own, seen)
        return self._loaded[key]

    def load_folder(
        self,
        path: Path,
        seen: Mapping[str, int] = NOTHING_SEEN,
        trusted: TrustedKeys | None = None,
    ) -> Loaded:
        """Gives the rules of a folder from elsewhere; those of a market lie on this shelf's base.

        Args:
            trusted: The keys that may vouch; None: those of the shelf.

        Raises:
            PolicyError: it is unsigned, by a key that is not trusted, changed, older, or at fault.
        """
        contents = verify_folder(path, self.trusted if trusted is None else trusted)
        if contents.manifest.kind is BundleKind.BASE:
            return self._together([_parse(contents, None)], (), seen)
        base = self._part(_BASE)
        return self._together([base, _parse(contents, base.schema)], (), seen)

    def _together(
        self, parts: Sequence[_Part], own: Sequence[str], seen: Mapping[str, int]
    ) -> Loaded:
        for part in parts:
            lowest = seen.get(part.name, 0)
            if part.version < lowest:
                raise PolicyError("bundles.older", name=part.name, found=part.version, seen=lowest)
        base, *others = parts
        above = [part.bundle for part in others]
        above += [self._own_rule(base.schema, text) for text in own]
        versions = {part.name: part.version for part in parts}
        return Loaded(on_top(base.bundle, above), MappingProxyType(versions))

    def _part(self, name: str) -> _Part:
        if name not in self._parts:
            contents = verify_folder(self.root / name, self.trusted)
            manifest = contents.manifest
            is_base = manifest.kind is BundleKind.BASE
            # All are signed alike: one must not stand in for another.
            if manifest.name != name or is_base != (name == _BASE):
                raise PolicyError("bundles.other_part", name=name, found=manifest.name)
            self._parts[name] = _parse(contents, None if is_base else self._part(_BASE).schema)
        return self._parts[name]

    def _own_rule(self, schema: str, text: str) -> Bundle:
        if text not in self._own:
            bundle = parse_bundle(schema, text)
            if not bundle.rules:
                raise PolicyError("bundles.own_empty")
            for rule in bundle.rules:
                if not rule.startswith(_OWN_PREFIX):
                    raise PolicyError("bundles.own_id", rule=rule)
            self._own[text] = bundle
        return self._own[text]


def sign_bundle(
    folder: Path, key: SigningKey, base: Bundle, schema: str, version: int | None = None
) -> Mapping[str, int]:
    """Signs a folder's rules once they are in order; gives the version that was signed, by name.

    Args:
        base: What a market's rules are to lie on, and its `schema`.
        version: None: that of the present manifest, one higher where a file has changed.

    Raises:
        PolicyError: the folder is none that could be loaded, or cannot be written to.
    """
    contents = propose(folder, version)
    manifest = contents.manifest
    if manifest.kind is BundleKind.BASE:
        _parse(contents, None)
    else:
        on_top(base, [_parse(contents, schema).bundle])
    sign_folder(folder, manifest, key)
    return {manifest.name: manifest.version}


def _parse(contents: Contents, schema: str | None) -> _Part:
    """Parses a part against the schema, or its own."""
    schema = contents.text(".cedarschema") if schema is None else schema
    bundle = parse_bundle(schema, contents.text(".cedar"))
    manifest = contents.manifest
    for rule in bundle.rules:
        if rule.startswith(_OWN_PREFIX):
            raise PolicyError("bundles.id_is_owners", rule=rule)
    return _Part(manifest.name, manifest.version, bundle, schema)
