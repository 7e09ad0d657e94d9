"""Finds what is sensitive in a text: identifiers (where they stand) and categories (how sure)."""

from __future__ import annotations

from policy.labelling.categories import Category, CategoryName
from policy.labelling.identifiers import Identifier, IdentifierKind
from policy.labelling.labels import Labels, label

__all__ = ["Category", "CategoryName", "Identifier", "IdentifierKind", "Labels", "label"]
