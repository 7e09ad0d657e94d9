"""The root of every error that a person may meet, and policy's own.

BojagiError                 a sentence in three languages and an exit code
├── PolicyError             a bundle, record or request that cannot be used (a rule author, exit 2)
├── compliance.errors.…
└── device.errors.…

An error carries a key and the values of its sentence, never memory text, keys or vectors. A refusal
by policy is no error: it is a value, `policy.decide.Deny` or `StepUp`.
"""

from __future__ import annotations

from typing import ClassVar

from policy.catalog import Language
from policy.load import load_catalog


class BojagiError(Exception):
    """Something that a person must be told: what was expected, what was found, what to do."""

    exit_code: ClassVar[int] = 70
    package: ClassVar[str] = "policy"

    def __init__(self, key: str, **values: str | int) -> None:
        super().__init__(key)
        self.key = key
        self.values = values

    def tell(self, language: Language) -> str:
        """Gives the sentence in the person's language."""
        return load_catalog(self.package).say(language, self.key, **self.values)

    def __str__(self) -> str:
        return self.tell("en")


class PolicyError(BojagiError):
    """A bundle, rule record or request is malformed, unknown or of a newer version.

    Fix the file.
    """

    exit_code = 2
