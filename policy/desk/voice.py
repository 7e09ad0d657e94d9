"""How the commands of `bojagi-policy` speak: in a person's language, or in JSON to a program."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any

import click

from policy.catalog import LANGUAGES, Catalog, Language
from policy.console import choose_language
from policy.load import load_catalog


def help_text(key: str) -> str:
    """Gives a help sentence in the language of the environment."""
    return load_catalog("policy").say(choose_language(), f"commands.{key}")


@dataclass(frozen=True, slots=True)
class Voice:
    """What a command speaks with."""

    language: Language
    as_json: bool

    @property
    def catalog(self) -> Catalog:
        """The sentences."""
        return load_catalog("policy")

    def say(self, key: str, **values: object) -> str:
        """Gives a sentence."""
        return self.catalog.say(self.language, key, **values)

    def tell(self, lines: Iterable[str], data: Mapping[str, Any]) -> None:
        """Prints the lines, or all of it as one JSON object."""
        told = json.dumps(data, ensure_ascii=False) if self.as_json else "\n".join(lines)
        click.echo(told)


def speaking(command: Callable[..., int]) -> Callable[..., int]:
    """Gives a command `--json` and `--lang`, and hands it the voice that they make."""

    @click.option("--json", "as_json", is_flag=True, help=help_text("help_json"))
    @click.option("--lang", type=click.Choice(LANGUAGES), help=help_text("help_lang"))
    @wraps(command)
    def spoken(*, as_json: bool, lang: str | None, **options: Any) -> int:
        return command(Voice(choose_language(lang), as_json), **options)

    return spoken
