"""Sentences in three languages, looked up by key.

A catalog is data: one JSON file per topic in a package's `locales/` folder, each key beside its
English, Japanese and Korean text, so that a missing translation is seen where it is missing.
`policy.load` reads the files; this module only chooses and fills.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias, get_args

Language: TypeAlias = Literal["en", "ja", "ko"]
LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)

Text: TypeAlias = Mapping[Language, str]


def as_language(tag: str | None) -> Language:
    """Gives the language for a tag such as `ja`, `ko_KR.UTF-8` or `en-GB`; English if unsure."""
    prefix = (tag or "").replace("-", "_").split("_")[0].split(".")[0].lower()
    for language in LANGUAGES:
        if prefix == language:
            return language
    return "en"


@dataclass(frozen=True, slots=True)
class Catalog:
    """The sentences of one package: `topic.key` to a text in each language."""

    texts: Mapping[str, Text]

    def say(self, language: Language, key: str, **values: object) -> str:
        """Gives the sentence for `key`, its placeholders filled.

        Raises:
            KeyError: our own code asked for a sentence or a value that does not exist.
        """
        return self.texts[key][language].format(**values)
