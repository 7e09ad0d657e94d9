"""The shipped policy bundles, and the one place that reads bundle files."""

from __future__ import annotations

from functools import cache
from importlib import resources
from pathlib import Path
from typing import Final

from policy.cedar import Bundle, parse_bundle
from policy.errors import PolicyError

MAX_POLICY_BYTES: Final = 1 << 20


@cache
def load_base_bundle() -> Bundle:
    """Gives the bundle that every vault starts with."""
    return parse_bundle(base_schema(), _shipped("base.cedar"))


def base_schema() -> str:
    """Gives the schema that rules are validated against."""
    return _shipped("bojagi.cedarschema")


def read_policy_file(path: Path) -> str:
    """Reads a rule author's file.

    Raises:
        PolicyError: it is missing, unreadable, too large or not UTF-8.
    """
    try:
        if not path.is_file():  # no pipe and no device, which have no size
            raise PolicyError("policy.unreadable", name=str(path), reason="not a file")
        if path.stat().st_size > MAX_POLICY_BYTES:
            raise PolicyError("policy.too_large", name=str(path), limit=MAX_POLICY_BYTES)
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PolicyError(
            "policy.unreadable", name=str(path), reason=type(error).__name__
        ) from error


def _shipped(name: str) -> str:
    return (resources.files("policy") / "bundles" / "base" / name).read_text(encoding="utf-8")
