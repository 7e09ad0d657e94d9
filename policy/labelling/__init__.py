"""Finds what is sensitive in a text: identifiers (where they stand) and categories (how sure)."""

from __future__ import annotations

from policy.labelling.categories import Category
from policy.labelling.identifiers import Identifier
from policy.labelling.labels import Labels, label

__all__ = ["Category", "Identifier", "Labels", "label"]
