"""The rules that a rule author means: the shipped ones, a file, a folder, or files on top."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from policy.bundle import Bundle, on_top
from policy.bundles import base_schema, load_base_bundle, load_bundle, read_policy_file
from policy.bundles.manifest import BundleKind, propose
from policy.catalog import Language
from policy.cedar import parse_bundle
from policy.errors import PolicyError
from policy.vocabulary import Market

FILE = click.Path(path_type=Path)
MARKETS = click.Choice([item.value for item in Market])


class InFileError(PolicyError):
    """A fault in one file of those that a command reads."""

    def __init__(self, file: Path, fault: PolicyError) -> None:
        super().__init__(fault.key, **fault.values)
        self.file = file
        self.fault = fault

    def tell(self, language: Language) -> str:
        """Gives the fault's own sentence, with the file before it."""
        return f"{self.file}: {self.fault.tell(language)}"


def choose_rules(path: Path | None, market: Market, files: Iterable[Path] = ()) -> Bundle:
    """Gives the rules of a file or folder, or the shipped ones of a market, with files on top.

    Raises:
        PolicyError: they cannot be read, or what is on top permits something.
    """
    beneath = load_bundle(market).bundle if path is None else read_rules(path)
    return on_top(beneath, [read_rules(file) for file in files])


def read_rules(path: Path) -> Bundle:
    """Gives the rules of a file, or of a folder, signed or not yet.

    A folder with a schema is a base; what is in another lies on top of the shipped base.

    Raises:
        PolicyError: they cannot be read.
    """
    if not path.is_dir():
        text, schema = read_policy_file(path), base_schema()
        return _parsed(path, schema, text)
    contents = propose(path)
    text = contents.text(".cedar")
    if contents.manifest.kind is BundleKind.BASE:
        return _parsed(path, contents.text(".cedarschema"), text)
    return on_top(load_base_bundle(), [_parsed(path, base_schema(), text)])


def _parsed(path: Path, schema: str, text: str) -> Bundle:
    try:
        return parse_bundle(schema, text)
    except PolicyError as error:
        raise InFileError(path, error) from error
