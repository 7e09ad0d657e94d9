"""Says what a bundle never does, does in vain or should never do, and compares two bundles."""

from __future__ import annotations

from policy.analysis.comparison import compare
from policy.analysis.data import as_data
from policy.analysis.findings import Comparison, Finding, Report
from policy.analysis.properties import load_properties, parse_properties
from policy.analysis.report import check
from policy.analysis.search import Budget
from policy.analysis.tell import tell, tell_case, tell_comparison

__all__ = [
    "Budget",
    "Comparison",
    "Finding",
    "Report",
    "as_data",
    "check",
    "compare",
    "load_properties",
    "parse_properties",
    "tell",
    "tell_case",
    "tell_comparison",
]
