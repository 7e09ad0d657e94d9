"""Reads sentence catalogs from a package's own files. Bundles are read by `policy.bundles`."""

from __future__ import annotations

import json
from functools import cache
from importlib import resources

from policy.catalog import Catalog


@cache
def load_catalog(package: str) -> Catalog:
    """Gives the sentences in `package`'s `locales/*.json`, keyed `topic.key`."""
    texts: dict[str, dict[str, str]] = {}
    folder = resources.files(package) / "locales"
    for entry in sorted(folder.iterdir(), key=lambda item: item.name):
        topic, _, extension = entry.name.rpartition(".")
        if extension == "json":
            for key, text in json.loads(entry.read_text(encoding="utf-8")).items():
                texts[f"{topic}.{key}"] = text
    return Catalog(texts)  # type: ignore[arg-type]  # the keys are proved by tests/policy/test_catalog.py
