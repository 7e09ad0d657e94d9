"""Compliance: the transparency log, evidence that can be checked offline, and its verifier."""
